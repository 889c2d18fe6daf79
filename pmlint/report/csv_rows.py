"""CSV for reviewers: one row a finding, opens as it should in Excel (UTF-8 with BOM, CRLF)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from pmlint.model.report import Report
from pmlint.report.options import ReportOptions
from pmlint.report.places import spoken
from pmlint.report.width import visible

name = "csv"
COLUMNS = (
    "file",
    "form",
    "project",
    "severity",
    "code",
    "name",
    "place",
    "text",
    "message",
    "remedy",
    "origin",
    "waived",
    "fingerprint",
)


def render(report: Report, options: ReportOptions) -> Iterator[str]:
    """A heading row, then the findings, waived ones with their reason."""
    say = options.say
    yield "\ufeff" + _row([say(f"csv.{column}") for column in COLUMNS])
    for found in report.diagnostics(waived=True):
        yield _row(
            [
                found.file,
                "" if found.form is None else str(found.form),
                found.project,
                say(f"severity.{found.severity}"),
                found.code,
                found.name,
                spoken(found.location, say),
                # Quoted, a spreadsheet shows it as it is: 1-2 stays no date, =100% no formula.
                f"“{found.text}”" if found.text else "",
                found.message,
                "；".join(fix.title for fix in found.fixes),
                say(f"csv.origin.{found.origin}"),
                found.waived or "",
                found.fingerprint,
            ]
        )


def _row(cells: list[str]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow(map(_inert, cells))
    return out.getvalue()


def _inert(cell: str) -> str:
    """A cell that a spreadsheet shows as it is: ``=100%`` must not become a formula, nor may a
    form smuggle one into the reviewer's sheet. An apostrophe in front is the usual protection."""
    shown = visible(cell)
    return "'" + shown if shown.lstrip().startswith(("=", "+", "-", "@", "→")) else shown
