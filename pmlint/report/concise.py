"""One finding a line: ``file:line:column: CODE name severity message``. For pipes and editors."""

from __future__ import annotations

from collections.abc import Iterator

from pmlint.model.diagnostic import Diagnostic
from pmlint.model.report import Report
from pmlint.report.options import ReportOptions
from pmlint.report.places import short
from pmlint.report.width import visible

name = "concise"


def render(report: Report, options: ReportOptions) -> Iterator[str]:
    """The findings, one a line, in the order of the files and of the places in them."""
    for found in report.diagnostics(waived=options.show_waived):
        yield line(found, options) + "\n"


def line(found: Diagnostic, options: ReportOptions) -> str:
    """One finding on one line, without its end."""
    where = ":".join(part for part in (visible(found.file), short(found.location)) if part)
    severity = options.say(f"severity.{found.severity}")
    end = ""
    if found.waived is not None:
        end = options.say("concise.waived", reason=visible(found.waived))
    return f"{where}: {found.code} {found.name} {severity} {visible(found.message)}{end}"
