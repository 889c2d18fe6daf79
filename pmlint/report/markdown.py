"""Markdown: for comments on merge requests and for the wiki."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from pmlint.model.report import Report
from pmlint.report.options import ReportOptions
from pmlint.report.paint import Paint
from pmlint.report.places import spoken
from pmlint.report.text import heading, remedy, summary
from pmlint.report.width import visible

name = "markdown"
COLUMNS = ("severity", "place", "text", "message", "remedy", "rule")


def render(report: Report, options: ReportOptions) -> Iterator[str]:
    """A summary, then a table of findings for each form."""
    say, plain = options.say, Paint(False)
    yield f"# {say('markdown.title')}\n\n"
    yield "".join(f"- {escape(line)}\n" for line in summary(report, options, plain))
    for (file, _), group in groupby(report.diagnostics(), key=lambda d: (d.file, d.form)):
        findings = list(group)
        yield f"\n## {escape(heading(file, findings[0], options, plain))}\n\n"
        yield _row([say(f"csv.{column}") for column in COLUMNS])
        yield _row(["---"] * len(COLUMNS))
        for found in findings:
            quoted = found.text or ""
            yield _row(
                [
                    say(f"severity.{found.severity}"),
                    spoken(found.location, say),
                    escape(quoted if len(quoted) <= 60 else quoted[:59] + "…"),
                    escape(found.message),
                    "<br>".join(escape(remedy(fix, options)) for fix in found.fixes),
                    f"{found.code} {found.name}",
                ]
            )


def _row(cells: list[str]) -> str:
    return "| " + " | ".join(cells) + " |\n"


_SPECIAL = str.maketrans(
    {c: f"\\{c}" for c in r"\`*_[]#|~$"} | {"<": "&lt;", ">": "&gt;", "&": "&amp;"}
)


def escape(text: str) -> str:
    """``text`` as Markdown shows it literally, on one line."""
    return visible(" ".join(text.split())).translate(_SPECIAL)
