"""How often each rule spoke."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from pmlint.model.report import Report
from pmlint.report.options import ReportOptions
from pmlint.report.width import pad


def statistics(report: Report, options: ReportOptions) -> Iterator[str]:
    """A table of count, severity, code and name, most frequent first, one rule a line."""
    counts = Counter((d.code, d.name, d.severity) for d in report.diagnostics())
    for (code, name, severity), count in sorted(counts.items(), key=lambda x: (-x[1], x[0])):
        level = pad(options.say(f"severity.{severity}"), 7)
        yield f"{count:6}  {level} {code} {name}\n"
    if counts:
        yield "\n"
