"""Applying waivers: which findings they cover, and what is to be said of the waivers themselves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from pmlint.messages import Messages
from pmlint.model.report import Checked
from pmlint.model.waiver import Judged, Waiver
from pmlint.paths import relative
from pmlint.rules.engine import run_waivers
from pmlint.rules.order import ordered
from pmlint.waivers.match import Entry, Matcher, means, prepared

if TYPE_CHECKING:
    from pmlint.rules.ruleset import RuleSet
    from pmlint.rules.settings import Settings


class Waiving:
    """The waivers of one run.

    ``listed`` are those of the list, whose files are named relative to the folder ``root``;
    ``today`` is an ISO date, '' if nothing is to expire.
    """

    def __init__(
        self,
        ruleset: RuleSet,
        settings: Settings,
        listed: Sequence[Waiver] = (),
        today: str = "",
    ) -> None:
        self.ruleset = ruleset
        self.settings = settings
        self.today = today
        self.mandatory = ruleset.program(settings).mandatory
        self.listed = [self._prepared(waiver) for waiver in listed]
        self._matcher = Matcher(self.listed)
        self._comparing = {r.code for r in ruleset.rules.values() if r.each == "corpus"}
        self._seen: dict[str, frozenset[str]] = {}

    def apply(
        self, checked: Checked, comments: Sequence[Waiver] = (), settings: Settings | None = None
    ) -> None:
        """Mark the findings of a file that a waiver covers, and add what is to be said of the
        waivers in its ``comments``. ``settings`` are those of the file."""
        settings = settings or self.settings
        if not comments and not self.listed:
            return
        own = [self._prepared(waiver) for waiver in comments]
        matcher = Matcher(own)
        name = relative(checked.path, self.settings.root)
        codes = self.ruleset.program(settings).codes
        if checked.complete:
            self._seen[name] = codes
        for number, found in enumerate(checked.diagnostics):
            if found.waived is not None:
                continue
            entry = matcher.find(found, name) or self._matcher.find(found, name)
            if entry is not None:
                entry.used = True
                checked.diagnostics[number] = replace(found, waived=self._reason(entry.waiver))
        judged = [_judged(entry, checked.complete and bool(entry.codes & codes)) for entry in own]
        if judged:
            outcome = run_waivers(self.ruleset, settings, checked.path, judged)
            checked.complete = checked.complete and outcome.complete
            checked.diagnostics[:] = ordered([*checked.diagnostics, *outcome.diagnostics])

    def leftover(self) -> Iterator[Entry]:
        """The waivers of the list that cover nothing any more, after all files have been seen:
        unused where their file was checked, and expired ones."""
        for entry, judged in self._judged():
            if judged.state in ("unused", "expired"):
                yield entry

    def verdict(self) -> list[Checked]:
        """What is to be said of the list itself after all files have been seen: nothing, or one
        `Checked` for the list."""
        by_source: dict[str, list[Judged]] = {}
        for entry, judged in self._judged():
            by_source.setdefault(entry.waiver.source, []).append(judged)
        said = []
        for source, judged_here in by_source.items():
            outcome = run_waivers(self.ruleset, self.settings, source, judged_here)
            if outcome.diagnostics:
                complete = outcome.complete
                said.append(Checked(source, outcome.diagnostics, complete=complete, aside=True))
        return said

    def _judged(self) -> Iterator[tuple[Entry, Judged]]:
        for entry in self.listed:
            waiver = entry.waiver
            # What is not about one certain file, or is about a rule that compares files, is never
            # called unused: the other files may not have been looked at.
            judgeable = self._seen.get(waiver.file, frozenset()) - self._comparing
            in_scope = bool(judgeable & entry.codes)
            if entry.fate == "expired" and not any(means(waiver, name) for name in self._seen):
                yield entry, Judged(waiver, "unjudged")
            else:
                yield entry, _judged(entry, in_scope)

    def _prepared(self, waiver: Waiver) -> Entry:
        return prepared(waiver, self.ruleset, self.mandatory, self.today)

    def _reason(self, waiver: Waiver) -> str:
        return waiver.reason or Messages(self.settings.language)("waived.no_reason")


def _judged(entry: Entry, in_scope: bool) -> Judged:
    if entry.fate is not None:
        return Judged(entry.waiver, entry.fate, entry.hint)
    if entry.used:
        return Judged(entry.waiver, "used")
    return Judged(entry.waiver, "unused" if in_scope else "unjudged")
