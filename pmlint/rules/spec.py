"""A rule as written: what one YAML file says, before it is compiled for a run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Any, Literal, TypeAlias

from pmlint.model.diagnostic import Severity
from pmlint.model.value import value

Applicability: TypeAlias = Literal["safe", "unsafe", "display"]

FILTERS: Mapping[str, tuple[str, ...]] = {
    "form": ("profile",),
    "funds": ("profile",),
    "header": ("profile", "part"),
    "goal": ("profile", "part"),
    "field": ("profile", "part"),
    "group": ("profile", "level1", "level2"),
    "indicator": ("profile", "level1", "level2", "kind", "value", "unit"),
    "document": (),
    "corpus": (),
    "file": (),
    "waiver": (),
}
"""What ``where:`` may filter by, for each kind of node; the order is that of look-up keys."""


@value
class FixSpec:
    """How a finding is mended. ``new`` is the template of the replacing text ('' if the check
    supplies it), ``title`` that of the fix's title; ``display`` fixes are only shown."""

    applicability: Applicability
    title: str = ""
    title_en: str = ""
    new: str | None = None


@value
class Variant:
    """What a finding of one variant says. The rule itself is the variant ''."""

    severity: Severity
    message: str
    message_en: str
    fix: FixSpec | None = None


@value
class Example:
    """A mini-form that must be reported (``bad``) or must be clean. See `pmlint.rules.examples`."""

    bad: bool
    form: Mapping[str, Any]
    line: int
    fixed: Mapping[str, Any] | None = None
    variant: str = ""
    severity: Severity | None = None
    origin: str | None = None
    at: str | None = None
    note: str = ""


@value
class Rule:
    """One rule. ``where`` maps keys to (values, wanted): the node passes if its attribute is among
    the values (wanted) or is not (not wanted). ``family`` is the folder the file lies in,
    ``file`` its name for messages, ``text`` the file itself (shown by ``pmlint explain``)."""

    code: str
    name: str
    summary: str
    each: str
    check: str
    options: Mapping[str, Any]
    variants: Mapping[str, Variant]
    why: str
    examples: tuple[Example, ...]
    since: str
    summary_en: str
    why_en: str = ""
    where: Mapping[str, tuple[frozenset[str], bool]] = field(default_factory=dict)
    rests_on: frozenset[str] = frozenset()
    basis: tuple[Mapping[str, str], ...] = ()
    aliases: tuple[str, ...] = ()
    enabled: bool = True
    family: str = ""
    file: str = ""
    text: str = ""

    @property
    def severity(self) -> Severity:
        """The default severity of the rule's plain variant."""
        return self.variants[""].severity

    @property
    def message(self) -> str:
        """The message template of the rule's plain variant."""
        return self.variants[""].message
