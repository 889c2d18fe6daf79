"""The report for people at a terminal: by file and form, the faulty cell quoted and marked."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from pmlint.model.diagnostic import Diagnostic, Fix
from pmlint.model.report import Report
from pmlint.report.options import ReportOptions
from pmlint.report.paint import Paint
from pmlint.report.places import spoken
from pmlint.report.statistics import statistics
from pmlint.report.width import excerpt, visible

name = "text"
GUTTER = "    │ "
MAX_RELATED = 5


def render(report: Report, options: ReportOptions) -> Iterator[str]:
    """Findings grouped by file and form, then the summary."""
    paint = Paint(options.color)
    shown = report.diagnostics(waived=options.show_waived)
    for (file, _), group in groupby(shown, key=lambda d: (d.file, d.form)):
        findings = list(group)
        yield heading(file, findings[0], options, paint) + "\n\n"
        for found in findings:
            yield "".join(f"{line}\n" for line in finding(found, options, paint)) + "\n"
    if options.statistics:
        yield from statistics(report, options)
    yield "".join(f"{line}\n" for line in summary(report, options, paint))


def heading(file: str, first: Diagnostic, options: ReportOptions, paint: Paint) -> str:
    """``file · 表 1 · project``."""
    parts = [paint("file", visible(file))]
    if first.form is not None:
        parts.append(options.say("text.form", number=first.form))
        if first.project:
            parts.append(visible(first.project))
    return " · ".join(parts)


def finding(found: Diagnostic, options: ReportOptions, paint: Paint) -> Iterator[str]:
    """The lines of one finding."""
    say = options.say
    head = [
        paint(found.severity, say(f"severity.{found.severity}")),
        paint("code", found.code),
        found.name,
    ]
    place = spoken(found.location, say)
    yield " ".join(head) + (paint("dim", f" · {place}") if place else "")
    yield f"  {visible(found.message)}{paint('dim', blame(found, options))}"
    if found.waived is not None:
        yield "  " + paint("dim", say("text.waived", reason=visible(found.waived)))
    quoted = found.context if found.context is not None else found.text
    if quoted:
        span = found.span if found.context is not None else None
        shown, marks = excerpt(quoted, span, options.columns - len(GUTTER))
        yield paint("dim", GUTTER) + shown
        if marks:
            yield paint("dim", GUTTER) + paint(found.severity, marks)
    for message, where in found.related[:MAX_RELATED]:
        yield "  " + say("text.related", place=spoken(where, say), message=visible(message))
    if len(found.related) > MAX_RELATED:
        yield "  " + say("text.related_more", count=len(found.related) - MAX_RELATED)
    for fix in found.fixes:
        yield "  " + paint("fix", remedy(fix, options))


def blame(found: Diagnostic, options: ReportOptions) -> str:
    """A remark on findings that the scan and not the author may be at fault for, or ''."""
    if found.origin == "author" or found.form is None:
        return ""
    return options.say(f"origin.{found.origin}")


def remedy(fix: Fix, options: ReportOptions) -> str:
    """What to write instead, and whether a person must look first."""
    key = "text.fix_safe" if fix.safety == "safe" else "text.fix_unsafe"
    return options.say(key, title=visible(fix.title))


def summary(report: Report, options: ReportOptions, paint: Paint) -> Iterator[str]:
    """What was checked, what was found, what can be mended and what was left unchecked."""
    say, counts = options.say, report.summary()
    total = counts["error"] + counts["warning"] + counts["info"]
    if total:
        tally = say.get("list.comma", ", ").join(
            paint(level, say(f"summary.{level}", count=counts[level]))
            for level in ("error", "warning", "info")
            if counts[level]
        )
        yield say("summary.found", files=counts["files"], forms=counts["forms"], tally=tally)
    elif counts["files"]:
        yield say("summary.clean", files=counts["files"], forms=counts["forms"])
    if counts["waived"]:
        yield say("summary.waived", count=counts["waived"])
    fixable = sum(any(x.safety == "safe" for x in d.fixes) for d in report.diagnostics())
    if fixable:
        yield say("summary.fixable", count=fixable)
    if counts["not_checked"]:
        from pmlint.report.gaps import listed

        gaps = [gap for checked in report.files for gap in checked.not_checked]
        yield paint("dim", say("summary.not_checked", count=len(gaps)))
        for line in listed(gaps, options):
            yield paint("dim", f"  {line}")
    unread = sum(not checked.complete for checked in report.files)
    if unread:
        yield paint("error", say("summary.incomplete", count=unread))
