"""course: the project's own dates, in themselves and against the year of the form."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from pmlint.checks.context import Context
from pmlint.checks.dates import project_span, span_missing
from pmlint.model.diagnostic import Hit, Unchecked
from pmlint.model.form import Field, Form
from pmlint.plugins import Options
from pmlint.regex import regex

NAME = "course"
EACH = ("form",)
OPTIONS: dict[str, Any] = {"type": "object", "additionalProperties": False, "properties": {}}
ARGUMENTS = ("start", "end", "said", "year")
VARIANTS = ("year", "no-date")
_NUMBERS = regex(r"\s*\d{4}\s*[-/.年]\s*\d{1,2}\s*(?:[-/.月]\s*(?:\d{1,2}\s*[日号]?)?)?\s*")


def compile(options: Options, vocabulary: Any) -> Callable[..., Iterable[Hit | Unchecked]]:  # noqa: A001, ARG001
    """'' the end is before the beginning; ``year`` the project does not reach the form's year;
    ``no-date`` a date that is in no calendar."""

    def run(form: Form, context: Context) -> Iterable[Hit | Unchecked]:  # noqa: ARG001
        begin, finish = form.header.get("start_date"), form.header.get("end_date")
        start, end = project_span(form)
        arguments = {
            "start": (begin.text or "") if begin else "",
            "end": (finish.text or "") if finish else "",
            "year": str(form.year or ""),
        }
        wrong = [
            _hit(key, field, {**arguments, "said": field.text or ""}, "no-date")
            for key, field, known in (("start_date", begin, start), ("end_date", finish, end))
            if field is not None and known is None and _NUMBERS.fullmatch(field.text or "")
        ]
        if wrong:
            return wrong
        if finish is not None and start is not None and end is not None and end < start:
            return (_hit("end_date", finish, arguments, "", begin),)
        if form.year is not None:
            title = form.title
            if begin is not None and start is not None and start.year > form.year:
                arguments["said"] = begin.text or ""
                return (_hit("start_date", begin, arguments, "year", title),)
            if finish is not None and end is not None and end.year < form.year:
                arguments["said"] = finish.text or ""
                return (_hit("end_date", finish, arguments, "year", title),)
        if start is None or end is None:
            path = "header.start_date" if start is None else "header.end_date"
            return (Unchecked(path, span_missing(form)),)
        return ()

    return run


def _hit(
    key: str, field: Field, arguments: dict[str, str], variant: str, other: Field | None = None
) -> Hit:
    where = other.location if other is not None else None
    text = (other.text or "") if other is not None else ""
    label = (other.label or "") if other is not None else ""
    return Hit(
        f"header.{key}",
        field,
        None,
        arguments,
        variant,
        related=((f"{label} {text}".strip(), where),) if where is not None else (),
    )
