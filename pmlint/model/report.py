"""What a run comes to: the findings of every file, ready for any output format."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field
from typing import TYPE_CHECKING

from pmlint.model.diagnostic import Diagnostic, NotChecked, Severity
from pmlint.model.value import record

if TYPE_CHECKING:
    from pmlint.model.form import Form

RANK: dict[str, int] = {"info": 0, "warning": 1, "error": 2}
"""Severities from mild to grave."""

NOT_WHOLE = ("PM001", "PM002", "PM900")
"""Findings that say why a file was not, or not wholly, checked."""


@record
class Checked:
    """One file as checked. ``complete`` is False where the file could not be read, held no form,
    or a rule broke down: then the run must not pass as clean. ``forms`` is kept only where a
    report draws them; ``form_count`` counts them always. ``aside``: not a file of forms but the
    list of waivers, which is not counted among the files."""

    path: str
    diagnostics: list[Diagnostic] = field(default_factory=list)
    not_checked: list[NotChecked] = field(default_factory=list)
    form_count: int = 0
    complete: bool = True
    forms: list[Form] = field(default_factory=list)
    aside: bool = False

    def gaps(self) -> list[Diagnostic]:
        """The findings that say why the file was not wholly checked; none if it was."""
        return [] if self.complete else [d for d in self.diagnostics if d.code in NOT_WHOLE]


@record
class Report:
    """The outcome of a run, files in the order in which they were given."""

    files: list[Checked]
    version: str

    def diagnostics(self, *, waived: bool = False) -> Iterator[Diagnostic]:
        """All findings in order; those that a waiver covers only if asked."""
        for checked in self.files:
            for diagnostic in checked.diagnostics:
                if waived or diagnostic.waived is None:
                    yield diagnostic

    def summary(self) -> dict[str, int]:
        """The counts of the output contract: by severity, waived, not_checked, files, forms."""
        counts = {"error": 0, "warning": 0, "info": 0, "waived": 0}
        for diagnostic in self.diagnostics(waived=True):
            counts["waived" if diagnostic.waived is not None else diagnostic.severity] += 1
        counts["not_checked"] = sum(len(checked.not_checked) for checked in self.files)
        counts["files"] = sum(not checked.aside for checked in self.files)
        counts["forms"] = sum(checked.form_count for checked in self.files)
        return counts

    def exit_code(self, fail_on: Severity | None = "warning") -> int:
        """0: all was checked and is clean; 1: findings at or above ``fail_on`` (None: findings
        never fail); 2: something could not be checked. 2 wins over 1."""
        if not all(checked.complete for checked in self.files):
            return 2
        if fail_on is None:
            return 0
        floor = RANK[fail_on]
        return int(any(RANK[found.severity] >= floor for found in self.diagnostics()))
