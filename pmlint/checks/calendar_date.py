"""calendar-date: a date that no calendar has, or in which a word is doubled."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterable
from typing import Any

from pmlint.checks.context import Context, at
from pmlint.model.diagnostic import Hit
from pmlint.model.form import Indicator
from pmlint.model.target import Deadline, Moment, Window
from pmlint.plugins import Options
from pmlint.regex import regex

NAME = "calendar-date"
EACH = ("indicator",)
BY_TEXT = True
OPTIONS: dict[str, Any] = {"type": "object", "additionalProperties": False, "properties": {}}
ARGUMENTS = ("said", "part")
VARIANTS = ("doubled",)
_DOUBLED = regex(
    r"(?:(季度|日|底|末|前)\s*\1|(月份?)\s*月|(年)\s*年(?![底末初中]))"
    r"(?=底|末|初|前|中|上|下|完|$|\s)"
)
"""Not 2024年年底, which is right."""


def compile(options: Options, vocabulary: Any) -> Callable[..., Iterable[Hit]]:  # noqa: A001, ARG001
    """'' a 13th month, a 30th of February, a fifth quarter; ``doubled`` 12月月底."""

    def run(row: Indicator, context: Context) -> Iterable[Hit]:  # noqa: ARG001
        if row.parsed is None:
            return ()
        path, text = at(row, "target"), row.target.text or ""
        for moment in _moments(row):
            doubled = _DOUBLED.search(text, *moment.span)
            if doubled is None and moment.span[1] < len(text):
                doubled = _DOUBLED.search(text, moment.span[0], moment.span[1] + 1)
            if doubled is not None:
                right = doubled[1] or doubled[2] or doubled[3]
                arguments = {"said": doubled[0], "part": right.removesuffix("份")}
                span = doubled.span()
                return (Hit(path, row.target, span, arguments, "doubled", replacement=right),)
            part = _impossible(moment)
            if part:
                said = text[moment.span[0] : moment.span[1]]
                return (Hit(path, row.target, moment.span, {"said": said, "part": part}),)
        return ()

    return run


def _moments(row: Indicator) -> Iterable[Moment]:
    for clause in row.parsed.clauses if row.parsed is not None else ():
        if isinstance(clause, Deadline):
            yield clause.moment
        elif isinstance(clause, Window):
            yield clause.start
            yield clause.end


def _impossible(moment: Moment) -> str:
    """What of the moment does not exist (13月, 5季度, 2月30日), or ''."""
    if moment.month is not None and not 1 <= moment.month <= 12:
        return f"{moment.month}月"
    if moment.quarter is not None and not 1 <= moment.quarter <= 4:
        return f"{moment.quarter}季度"
    if moment.day is not None:
        # Without a year, the 29th of February may be meant for a leap year.
        longest = monthrange(moment.year or 2024, moment.month)[1] if moment.month else 31
        if not 1 <= moment.day <= longest:
            return f"{moment.month}月{moment.day}日" if moment.month else f"{moment.day}日"
    return ""
