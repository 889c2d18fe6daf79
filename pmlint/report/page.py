"""HTML: one self-contained page that an officer opens by double click.

A summary with charts, then each form drawn as the table it is, faulty cells marked and numbered,
the findings beside it. No scripts, no network; prints well.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from html import escape

from pmlint.model.diagnostic import Diagnostic, NotChecked
from pmlint.model.form import Form
from pmlint.model.report import Checked, Report
from pmlint.report.chart import bars
from pmlint.report.gaps import reasons
from pmlint.report.options import ReportOptions
from pmlint.report.places import spoken
from pmlint.report.sheet import Marks, draw
from pmlint.report.text import blame, remedy
from pmlint.report.width import visible
from pmlint.resources import files

name = "html"
MOST_UNITS = 15


def render(report: Report, options: ReportOptions) -> Iterator[str]:
    """The page, in pieces."""
    say = options.say
    style = files("pmlint.report").joinpath("page.css").read_text(encoding="utf-8")
    language = "zh-CN" if say.language == "zh" else "en"
    title = escape(say("markdown.title"))
    yield (
        f'<!DOCTYPE html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>\n{style}</style>\n</head>\n<body>\n"
    )
    yield from _switches(options)
    yield f"<header><h1>{title}</h1>\n"
    yield from _summary(report, options)
    yield "</header>\n"
    yield from _contents(report, options)
    for number, checked in enumerate(report.files, 1):
        yield from _file(number, checked, options)
    tool = escape(say("html.footer", version=report.version))
    yield f"<footer>{tool}</footer>\n</body>\n</html>\n"


def _switches(options: ReportOptions) -> Iterator[str]:
    """Check boxes that hide a severity, by style rules alone."""
    yield '<div class="switches">\n'
    for level in ("error", "warning", "info"):
        label = escape(options.say(f"severity.{level}"))
        yield (
            f'<label class="{level}"><input type="checkbox" id="show-{level}" checked>'
            f" {label}</label>\n"
        )
    yield "</div>\n"


def _summary(report: Report, options: ReportOptions) -> Iterator[str]:
    say, counts = options.say, report.summary()
    yield '<div class="cards">\n'
    for key in ("files", "forms", "error", "warning", "info", "waived", "not_checked"):
        if counts[key] or key in ("files", "forms", "error", "warning", "info"):
            label = escape(say(f"html.count.{key}"))
            yield f'<div class="card {key}"><b>{counts[key]}</b><span>{label}</span></div>\n'
    yield "</div>\n"
    incomplete = [checked for checked in report.files if not checked.complete]
    if incomplete:
        yield f'<p class="alarm">{escape(say("summary.incomplete", count=len(incomplete)))}</p>\n'
    by_family: dict[str, Counter[str]] = {}
    by_unit: dict[str, Counter[str]] = {}
    for checked in report.files:
        forms = {form.index: form for form in checked.forms}
        for found in checked.diagnostics:
            if found.waived is not None:
                continue
            family = _family(found, options)
            by_family.setdefault(family, Counter())[found.severity] += 1
            unit = _unit(forms.get(found.form or 0), options)
            by_unit.setdefault(unit, Counter())[found.severity] += 1
    yield '<div class="charts">\n'
    yield bars(say("html.by_family"), dict(_ranked(by_family)), say)
    ranked = _ranked(by_unit)
    shown = dict(ranked[:MOST_UNITS])
    if len(ranked) > MOST_UNITS:
        rest: Counter[str] = sum((count for _, count in ranked[MOST_UNITS:]), Counter())
        shown[say("html.other_units", count=len(ranked) - MOST_UNITS)] = rest
    yield bars(say("html.by_unit"), shown, say)
    yield "</div>\n"


def _ranked(counts: dict[str, Counter[str]]) -> list[tuple[str, Counter[str]]]:
    return sorted(counts.items(), key=lambda item: (-item[1].total(), item[0]))


def _family(found: Diagnostic, options: ReportOptions) -> str:
    rule = options.rules.get(found.code)
    family = rule.family if rule is not None else "reading"
    return options.say.get(f"rules.family.{family}", family)


def _unit(form: Form | None, options: ReportOptions) -> str:
    for key in ("unit", "department"):
        field = form.header.get(key) if form is not None else None
        if field is not None and field.text:
            return visible(field.text)
    return options.say("html.no_unit")


def _contents(report: Report, options: ReportOptions) -> Iterator[str]:
    """A table of all forms with their counts, linked."""
    say = options.say
    head = "".join(
        f"<th>{escape(say(key))}</th>"
        for key in (
            "csv.file",
            "csv.form",
            "csv.project",
            "severity.error",
            "severity.warning",
            "severity.info",
        )
    )
    yield f"<nav><h2>{escape(say('html.contents'))}</h2>\n<table>\n<tr>{head}</tr>\n"
    for number, checked in enumerate(report.files, 1):
        rows: dict[int | None, str] = {form.index: form.project for form in checked.forms}
        counts: dict[int | None, Counter[str]] = {}
        for found in checked.diagnostics:
            if found.waived is None:
                rows.setdefault(found.form, found.project)
                counts.setdefault(found.form, Counter())[found.severity] += 1
        for index, project in rows.items():
            count = counts.get(index, Counter())
            cells = "".join(
                f'<td class="{level if count[level] else "zero"}">{count[level]}</td>'
                for level in ("error", "warning", "info")
            )
            label = say("text.form", number=index) if index is not None else "—"
            yield (
                f"<tr><td>{escape(visible(checked.path))}</td>"
                f'<td><a href="#f{number}-{index or 0}">{escape(label)}</a></td>'
                f"<td>{escape(visible(project))}</td>{cells}</tr>\n"
            )
    yield "</table></nav>\n"


def _file(number: int, checked: Checked, options: ReportOptions) -> Iterator[str]:
    findings = [found for found in checked.diagnostics if found.waived is None]
    whole = [found for found in findings if found.form is None]
    yield f"<section>\n<h2>{escape(visible(checked.path))}</h2>\n"
    beyond = [gap for gap in checked.not_checked if gap.form is None]
    if whole or beyond:
        yield f'<article id="f{number}-0">\n'
        yield from _findings(whole, options)
        yield from _gaps(beyond, options)
        yield "</article>\n"
    for form in checked.forms:
        mine = [found for found in findings if found.form == form.index]
        yield f'<article id="f{number}-{form.index}">\n'
        heading = options.say("text.form", number=form.index)
        yield f"<h3>{escape(heading)}　{escape(visible(form.project))}</h3>\n"
        yield '<div class="side-by-side">\n<div class="sheet">\n'
        yield from draw(form, Marks(mine))
        yield "</div>\n"
        yield "<div>\n"
        yield from _findings(mine, options)
        yield from _gaps([g for g in checked.not_checked if g.form == form.index], options)
        yield "</div>\n</div>\n</article>\n"
    yield "</section>\n"


def _findings(findings: Sequence[Diagnostic], options: ReportOptions) -> Iterator[str]:
    say = options.say
    if not findings:
        yield f'<p class="clean">{escape(say("html.clean"))}</p>\n'
        return
    yield '<ol class="findings">\n'
    for found in findings:
        place = spoken(found.location, say)
        origin = blame(found, options)
        yield (
            f'<li class="{found.severity}"><b>{escape(say(f"severity.{found.severity}"))}</b> '
            f"{escape(visible(found.message))}{escape(origin)}"
        )
        for fix in found.fixes:
            yield f'<div class="fix">{escape(remedy(fix, options))}</div>'
        for message, where in found.related[:5]:
            related = say("text.related", place=spoken(where, say), message=visible(message))
            yield f'<div class="related">{escape(related)}</div>'
        yield (
            f'<div class="rule">{escape(found.code)} {escape(found.name)}'
            f"{' · ' + escape(place) if place else ''}</div></li>\n"
        )
    yield "</ol>\n"


def _gaps(gaps: Sequence[NotChecked], options: ReportOptions) -> Iterator[str]:
    if not gaps:
        return
    yield f'<div class="gaps"><b>{escape(options.say("html.not_checked"))}</b>\n<ul>\n'
    for line in reasons(gaps, options):
        yield f"<li>{escape(line)}</li>\n"
    yield "</ul></div>\n"
