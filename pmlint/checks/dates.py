"""Dates of the head and moments of values, as calendar days."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from pmlint.checks.context import because
from pmlint.model.form import Form
from pmlint.model.target import Moment
from pmlint.regex import regex

_DATE = regex(
    r"\s*(\d{4})\s*[-/.年]\s*(\d{1,2})\s*(?:[-/.月]\s*(?:(\d{1,2})\s*[日号]?)?)?\s*(?:00:00(?::00)?)?\s*"
)
_TO = regex(r"\s*(?:至|到|~|～|--+|(?<=[月日号])-)\s*")
_FOLD = str.maketrans("０１２３４５６７８９．－／—–", "0123456789.-/--")
_EARLY = frozenset({"初", "上旬", "年初", "月初"})
_LATE = frozenset({"底", "末", "下旬", "年底", "年末", "月底", "月末"})


def day(text: str | None, *, last: bool = False) -> date | None:
    """The day that a head field names; of a month alone its first or ``last`` day; None if it is
    no date of the calendar."""
    match = _DATE.fullmatch(text.translate(_FOLD)) if text else None
    if match is None:
        return None
    year, month = int(match[1]), int(match[2])
    if not (1 <= year <= 9999 and 1 <= month <= 12):
        return None
    length = monthrange(year, month)[1]
    number = int(match[3]) if match[3] else (length if last else 1)
    return date(year, month, number) if 1 <= number <= length else None


_SPAN = ("start_date", "end_date", "period")


def project_span(form: Form) -> tuple[date | None, date | None]:
    """The first and last day of the project by its head: its two dates, or else the one field that
    tells both (项目期 2024年1月至2024年12月). None where it does not say."""
    begin, end = form.header.get("start_date"), form.header.get("end_date")
    first = day(begin.text) if begin is not None else None
    last = day(end.text, last=True) if end is not None else None
    period = form.header.get("period")
    if first is None and last is None and period is not None and period.text:
        both = _TO.split(period.text.translate(_FOLD).strip("()（） "))
        if len(both) == 2:
            first, last = day(both[0]), day(both[1], last=True)
    return first, last


def span_missing(form: Form) -> str:
    """Why the head does not say when the project begins and ends."""
    fields = [form.header[key] for key in _SPAN if key in form.header]
    return because(field.state for field in fields) if fields else "absent"


def span_of_moment(moment: Moment, year: int | None) -> tuple[date, date] | None:
    """The first and last day a moment can mean. ``year`` stands in where it says none. None if it
    hangs on an event, recurs, or does not exist in the calendar."""
    if moment.event or moment.yearly or moment.every:
        return None
    in_year = moment.year or year
    if in_year is None or not 1900 <= in_year <= 2200:
        return None
    first, last = 1, 12
    if moment.month is not None:
        first = last = moment.month
    elif moment.quarter is not None:
        first, last = 3 * moment.quarter - 2, 3 * moment.quarter
    elif moment.half is not None:
        first, last = 6 * moment.half - 5, 6 * moment.half
    if not (1 <= first <= 12 and 1 <= last <= 12):
        return None
    length = monthrange(in_year, last)[1]
    if moment.day is not None:
        if not 1 <= moment.day <= length:
            return None
        return date(in_year, last, moment.day), date(in_year, last, moment.day)
    if moment.edge in _LATE:
        first = last
    elif moment.edge in _EARLY:
        last = first
        length = monthrange(in_year, last)[1]
    return date(in_year, first, 1), date(in_year, last, length)
