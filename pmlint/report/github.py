"""GitHub Actions workflow commands: findings become annotations of the pull request."""

from __future__ import annotations

from collections.abc import Iterator

from pmlint.model.location import TextLocation
from pmlint.model.report import Report
from pmlint.report.options import ReportOptions
from pmlint.report.places import spoken
from pmlint.report.uri import slashed
from pmlint.report.width import visible

name = "github"
LEVEL = {"error": "error", "warning": "warning", "info": "notice"}


def render(report: Report, options: ReportOptions) -> Iterator[str]:
    """One workflow command a finding."""
    for found in report.diagnostics():
        where = found.location
        place = f"file={_property(slashed(found.file))}"
        message = found.message
        if isinstance(where, TextLocation):
            place += f",line={where.line},endLine={where.end_line}"
            if where.line == where.end_line:  # columns are only allowed within one line
                place += f",col={where.column},endColumn={max(where.column, where.end_column - 1)}"
        elif where is not None:
            message = f"{spoken(where, options.say)}: {message}"
        title = _property(f"{found.code} {found.name}")
        yield f"::{LEVEL[found.severity]} {place},title={title}::{_data(message)}\n"


def _data(text: str) -> str:
    lines = (visible(line).replace("%", "%25") for line in text.splitlines())
    return "%0A".join(lines)


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
