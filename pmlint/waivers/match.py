"""Which waiver covers a finding."""

from __future__ import annotations

import re
from collections.abc import Iterable
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from pmlint.model.diagnostic import Diagnostic
from pmlint.model.location import Location, TextLocation
from pmlint.model.report import NOT_WHOLE
from pmlint.model.value import record
from pmlint.model.waiver import State, Waiver
from pmlint.paths import matches
from pmlint.rules.settings import SettingsError

if TYPE_CHECKING:
    from pmlint.rules.ruleset import RuleSet

_INDEX = re.compile(r"\[\d+\]")
FAMILY = "waivers"
"""The family of the rules about waivers, whose own findings cannot be waived."""


@record
class Entry:
    """A waiver made ready. ``codes`` are those of its rules that may be waived; ``fate`` says why
    it can cover nothing ('' if it can); ``used`` is set when it has covered a finding."""

    waiver: Waiver
    codes: frozenset[str] = frozenset()
    fate: State | None = None
    hint: str = ""
    used: bool = False


def waivable(code: str, ruleset: RuleSet, mandatory: frozenset[str]) -> bool:
    """Whether findings of the rule ``code`` can be waived at all: not those of mandatory rules, nor
    those that say that a file was not checked, nor those about waivers."""
    if code in NOT_WHOLE or code in mandatory:
        return False
    rule = ruleset.rules.get(code)
    return rule is None or rule.family != FAMILY


def prepared(waiver: Waiver, ruleset: RuleSet, mandatory: frozenset[str], today: str) -> Entry:
    """The waiver with its rules looked up. ``today`` is an ISO date ('': nothing ever expires)."""
    if waiver.malformed:
        return Entry(waiver, fate="malformed")
    try:
        rules = ruleset.find(waiver.rule)
    except SettingsError as error:
        return Entry(waiver, fate="unknown", hint=error.hint)
    codes = frozenset(r.code for r in rules if waivable(r.code, ruleset, mandatory))
    fate: State | None = None
    if not codes:
        fate = "mandatory"
    elif today and waiver.expires and waiver.expires < today:
        fate = "expired"
    return Entry(waiver, codes, fate)


class Matcher:
    """Finds the waiver for each finding of a file, in time that does not grow with their number
    where they carry fingerprints."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._by_fingerprint: dict[str, list[Entry]] = {}
        self._by_code: dict[str, list[Entry]] = {}
        for entry in entries:
            if entry.fate is not None:
                continue
            if entry.waiver.fingerprint:
                self._by_fingerprint.setdefault(entry.waiver.fingerprint, []).append(entry)
                continue
            for code in entry.codes:
                self._by_code.setdefault(code, []).append(entry)

    def find(self, found: Diagnostic, name: str) -> Entry | None:
        """The first waiver that covers the finding; ``name`` is its file's, relative to the list
        of waivers."""
        for entry in self._by_fingerprint.get(found.fingerprint, ()):
            if found.code in entry.codes and _covers(entry.waiver, found, name):
                return entry
        for entry in self._by_code.get(found.code, ()):
            if _covers(entry.waiver, found, name):
                return entry
        return None


def means(waiver: Waiver, name: str) -> bool:
    """Whether a waiver speaks of the file ``name`` (relative to the list of waivers)."""
    return not waiver.file or waiver.file == name or matches(name, (waiver.file,))


def _covers(waiver: Waiver, found: Diagnostic, name: str) -> bool:
    return (
        (not waiver.project or waiver.project == found.project)
        and (not waiver.field or fnmatchcase(_INDEX.sub("", found.field), waiver.field))
        and (waiver.form is None or waiver.form == found.form)
        and (waiver.line is None or waiver.line == _line(found.location))
        and means(waiver, name)
    )


def _line(location: Location | None) -> int | None:
    return location.line if isinstance(location, TextLocation) else None
