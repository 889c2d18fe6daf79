"""date-in: a deadline or window that lies outside the project's own dates."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from pmlint.checks.context import Context, at
from pmlint.checks.dates import project_span, span_missing, span_of_moment
from pmlint.model.diagnostic import Hit, Unchecked
from pmlint.model.form import Form, Indicator
from pmlint.model.location import Location
from pmlint.model.target import Deadline, Moment, Window
from pmlint.plugins import Options

NAME = "date-in"
EACH = ("indicator",)
OPTIONS: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "later": {
            "type": "array",
            "items": {"type": "string"},
            "default": [],
            "description": "Words of names that may well fall due after the end (决算, 审计 …); "
            "then the finding is only a hint.",
        }
    },
}
ARGUMENTS = ("start", "end", "said")
VARIANTS = ("early", "year")


def compile(options: Options, vocabulary: Any) -> Callable[..., Iterable[Hit | Unchecked]]:  # noqa: A001, ARG001
    """'' after the project's end, ``early`` before its beginning; ``year`` in another year than the
    form's, where the head does not say when the project begins and ends."""
    later: list[str] = options["later"]

    def run(row: Indicator, context: Context) -> Iterable[Hit | Unchecked]:
        moments = list(_moments(row))
        form = context.form
        if not moments or form is None:
            return ()
        start, end = project_span(form)
        path = at(row, "target")
        if start is None and end is None:
            return (_other_year(row, form, moments) or Unchecked(path, span_missing(form)),)
        year = start.year if start and end and start.year == end.year else None
        text = row.target.text or ""
        for moment, due in moments:
            days = span_of_moment(moment, year)
            if days is None:
                continue
            arguments = {
                "start": _shown(start),
                "end": _shown(end),
                "said": text[moment.span[0] : moment.span[1]],
            }
            mild = any(word in (row.name.text or "") for word in later)
            if end is not None and days[0] > end:
                return (
                    Hit(
                        path,
                        row.target,
                        moment.span,
                        arguments,
                        severity="info" if mild else None,
                        related=_related(form, "end_date"),
                    ),
                )
            if start is not None and due and days[1] < start:
                related = _related(form, "start_date")
                return (Hit(path, row.target, moment.span, arguments, "early", related=related),)
        return ()

    return run


def _other_year(row: Indicator, form: Form, moments: list[tuple[Moment, bool]]) -> Hit | None:
    for moment, due in moments:
        if form.year and moment.year and due and moment.year != form.year:
            said = (row.target.text or "")[moment.span[0] : moment.span[1]]
            arguments = {"said": said, "start": "", "end": f"{form.year}年"}
            return Hit(at(row, "target"), row.target, moment.span, arguments, "year")
    return None


def _moments(row: Indicator) -> Iterable[tuple[Moment, bool]]:
    """The moments of a value, and whether they may not lie before the beginning either."""
    for clause in row.parsed.clauses if row.parsed is not None else ():
        if isinstance(clause, Deadline) and clause.offset is None:
            yield clause.moment, clause.bound != "after"
        elif isinstance(clause, Window):
            yield clause.start, True
            yield clause.end, True


def _related(form: Form, key: str) -> tuple[tuple[str, Location], ...]:
    field = form.header.get(key)
    where = field.location if field is not None else None
    return ((f"{field.label or ''} {field.text}".strip(), where),) if field and where else ()


def _shown(day: date | None) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if day is not None else ""
