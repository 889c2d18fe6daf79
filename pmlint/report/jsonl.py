"""One JSON object a line and a finding, as they stand in the JSON report's ``diagnostics``."""

from __future__ import annotations

from collections.abc import Iterator

from pmlint.model.report import Report
from pmlint.report.contract import diagnostic_to_json, dumps
from pmlint.report.options import ReportOptions

name = "jsonl"


def render(report: Report, options: ReportOptions) -> Iterator[str]:
    """Every finding, waived ones too (their ``waived`` is not null), one a line."""
    for found in report.diagnostics(waived=True):
        yield dumps(diagnostic_to_json(found)) + "\n"
