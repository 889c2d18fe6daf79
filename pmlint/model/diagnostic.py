"""What a check yields (`Hit`), and the same dressed for the reader (`Diagnostic`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Literal, TypeAlias

from pmlint.model.form import Field
from pmlint.model.location import Location
from pmlint.model.value import value

Severity: TypeAlias = Literal["error", "warning", "info"]
Blame: TypeAlias = Literal["author", "extraction", "unclear"]
Safety: TypeAlias = Literal["safe", "unsafe"]


@value
class Hit:
    """One thing a check found.

    ``path`` names the field (``indicators[3].target``), ``subject`` carries its places, ``span`` is
    the faulty part (0-based offsets into ``subject.text``; None: the whole). ``arguments`` fill the
    rule's message and fix templates. ``blame`` and ``severity``, when set, can only soften the
    rule's own. ``location`` overrides the field's (a residue cell). ``related`` are other places.
    ``replacement`` is the new text of the span where the check knows it better than a template.
    ``also`` are further values that the same fix rewrites, each with its new text.
    ``form`` (1-based) and ``file`` say where a finding between forms or files belongs.
    """

    path: str
    subject: Field | None = None
    span: tuple[int, int] | None = None
    arguments: Mapping[str, str] = field(default_factory=dict)
    variant: str = ""
    severity: Severity | None = None
    blame: Blame | None = None
    location: Location | None = None
    text: str | None = None
    related: tuple[tuple[str, Location], ...] = ()
    replacement: str | None = None
    also: tuple[tuple[Field, str], ...] = ()
    form: int | None = None
    file: str | None = None


@value
class Unchecked:
    """A rule could not be applied to a node. ``because`` is ``blank``, ``absent``, ``lost``,
    ``unreadable``, ``unit-unknown`` …: a key of the catalogue (``unchecked.because.blank``), or a
    sentence of a plugin's own."""

    path: str
    because: str


@value
class Edit:
    """Replace ``old`` at ``location`` by ``new``. ``old`` is the text as shown there."""

    location: Location
    old: str
    new: str


@value
class Fix:
    """A way to mend a finding. Safe fixes never change what the author meant."""

    title: str
    safety: Safety
    edits: tuple[Edit, ...]


@value
class Diagnostic:
    """A finding as it is reported. ``form`` is 1-based, None for the whole file. ``waived`` holds
    the waiver's reason where a waiver covers it. ``context`` is the whole text of the field and
    ``span`` the faulty part in it (0-based offsets), for reports that quote the cell."""

    code: str
    name: str
    severity: Severity
    origin: Blame
    message: str
    file: str
    form: int | None = None
    project: str = ""
    field: str = ""
    text: str | None = None
    location: Location | None = None
    related: tuple[tuple[str, Location], ...] = ()
    fixes: tuple[Fix, ...] = ()
    fingerprint: str = ""
    waived: str | None = None
    context: str | None = None
    span: tuple[int, int] | None = None


@value
class NotChecked:
    """A rule that could not be applied to a form, and why."""

    file: str
    form: int | None
    code: str
    because: str
