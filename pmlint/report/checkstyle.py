"""Checkstyle XML, which most build servers read."""

from __future__ import annotations

from collections.abc import Iterator

from pmlint.model.report import Report
from pmlint.report.options import ReportOptions
from pmlint.report.places import column_of, line_of, spoken
from pmlint.report.xml import attribute

name = "checkstyle"


def render(report: Report, options: ReportOptions) -> Iterator[str]:
    """The findings by file; files without findings are listed too."""
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<checkstyle version="4.3">\n'
    for checked in report.files:
        yield f"  <file name={attribute(checked.path)}>\n"
        for found in checked.diagnostics:
            if found.waived is not None:
                continue
            message = found.message
            if found.location is not None and found.location.kind != "text":
                message = f"{spoken(found.location, options.say)}: {message}"
            yield (
                f"    <error line={attribute(line_of(found.location))}"
                f" column={attribute(column_of(found.location))}"
                f" severity={attribute(found.severity)} message={attribute(message)}"
                f" source={attribute(f'pmlint.{found.code}.{found.name}')}/>\n"
            )
        yield "  </file>\n"
    yield "</checkstyle>\n"
