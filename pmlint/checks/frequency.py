"""frequency: a rhythm and a number of times that do not go together (每月, =10次)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

from pmlint.checks.context import Context, at
from pmlint.checks.dates import project_span, span_missing
from pmlint.checks.values import direction, only_comparison, plain
from pmlint.checks.vocabulary import Vocabulary
from pmlint.checks.wording import longest_first
from pmlint.model.diagnostic import Hit, Unchecked
from pmlint.model.form import Form, Indicator
from pmlint.model.target import Deadline, Period
from pmlint.plugins import Options
from pmlint.regex import regex

NAME = "frequency"
EACH = ("form",)
_WORDS: dict[str, Any] = {"type": "array", "items": {"type": "string"}, "default": []}
OPTIONS: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "ignore": {**_WORDS, "description": "Words that do not tell one thing from another."},
        "units": {**_WORDS, "description": "Units in which the times are counted (次, 期)."},
        "holidays": {
            **_WORDS,
            "description": "Words of names and projects that rest for a part of the year (学生).",
        },
    },
}
ARGUMENTS = ("name", "target", "rhythm", "times", "months")
VARIANTS = ("more",)
_MONTHS = {"month": 1, "quarter": 3, "half": 6}
_NOISE = r"[\s，。、；：,.;:“”\"'（）()《》〈〉]+"


def compile(options: Options, vocabulary: Vocabulary) -> Callable[..., Iterable[Hit | Unchecked]]:  # noqa: A001, ARG001
    """'' fewer times than the rhythm gives over the project's months (or just another number);
    ``more`` more times, if not so many a month. Names are the same thing if they differ in the
    words to be ignored only."""
    noise = "|".join(map(re.escape, longest_first(options["ignore"])))
    core = regex(f"{_NOISE}|{noise}" if noise else _NOISE)
    units = frozenset(options["units"])
    holidays: list[str] = options["holidays"]

    def run(form: Form, context: Context) -> Iterable[Hit | Unchecked]:  # noqa: ARG001
        rhythms = [(row, found) for row in form.indicators if (found := _rhythm(row))]
        if not rhythms:
            return ()
        counts: dict[str, list[Indicator]] = {}
        for row in form.indicators:
            name = core.sub("", row.name.text or "")
            if len(name) > 1 and _times(row, units) is not None:
                counts.setdefault(name, []).append(row)
        pairs = [
            (row, period, other)
            for row, period in rhythms
            for other in counts.get(core.sub("", row.name.text or ""), ())
            if not any(word in (row.name.text or "") + form.project for word in holidays)
        ]
        if not pairs:
            return ()
        start, end = project_span(form)
        if start is None or end is None or end < start:
            return (Unchecked("header.start_date", span_missing(form)),)
        months = (end.year - start.year) * 12 + end.month - start.month + 1
        if months > 12:
            return ()  # a number for one of the years, or for all of them: nobody can tell
        return [hit for pair in pairs if (hit := _compared(*pair, months)) is not None]

    return run


def _rhythm(row: Indicator) -> Period | None:
    only = row.parsed.single if row.parsed is not None else None
    if isinstance(only, Deadline) and only.moment.every in _MONTHS:
        return Period(only.moment.every, only.span)  # 每月15日前
    return only if isinstance(only, Period) and only.unit in _MONTHS and only.every == 1 else None


def _times(row: Indicator, units: frozenset[str]) -> Decimal | None:
    found = only_comparison(row)
    if found is None or found.per is not None or found.every is not None:
        return None
    unit = found.quantity.unit
    if unit is None or unit.per is not None or unit.text not in units:
        return None
    return found.quantity.magnitude


def _compared(row: Indicator, period: Period, count: Indicator, months: int) -> Hit | None:
    found = only_comparison(count)
    expected, odd = divmod(months, _MONTHS[period.unit])
    if found is None or odd or expected < 2:
        return None
    times, bound = found.quantity.magnitude, direction(found)
    if times == expected or times % expected == 0:
        return None
    if bound in ("ge", "gt") and times < expected:
        return None
    if bound in ("le", "lt") and times > expected:
        return None
    where = row.target.location
    arguments = {
        "name": count.name.text or "",
        "target": count.target.text or "",
        "rhythm": row.target.text or "",
        "times": plain(Decimal(expected)),
        "months": str(months),
    }
    return Hit(
        at(count, "target"),
        count.target,
        None,
        arguments,
        "more" if times > expected else "",
        related=((f"{row.name.text} {row.target.text}", where),) if where is not None else (),
    )
