"""Two neighbours made into one clause; None where they are not one."""

from __future__ import annotations

from dataclasses import replace

from pmlint.model.target import (
    Clause,
    Comparison,
    Deadline,
    Duration,
    Moment,
    Number,
    Period,
    Quantity,
    Range,
    Span,
    Window,
)


def year_of(year: Deadline, window: Window) -> Window | None:
    """2023年1-6月: the window with the year before it."""
    moment = year.moment
    alone = moment == Moment(moment.span, year=moment.year)
    if not alone or year.bound or year.sign or year.note or window.start.year is not None:
        return None
    start = replace(window.start, year=moment.year, span=(moment.span[0], window.start.span[1]))
    end = window.end if window.end.year else replace(window.end, year=moment.year)
    whole = (year.span[0], window.span[1])
    return replace(window, start=start, end=end, span=whole, subject=year.subject)


def with_subject(clause: Clause, subject: str, span: Span | None, rhythm: Period | None) -> Clause:
    """The amount with the words and the rhythm before it."""
    start = clause.span[0]
    if rhythm is not None:
        start = min(start, rhythm.span[0])
    if span is not None:
        start = min(start, span[0])
    whole = (start, clause.span[1])
    if isinstance(clause, Range):
        low = replace(clause.low, subject=subject, subject_span=span) if span else clause.low
        return replace(clause, low=low, span=whole, every=rhythm)
    assert isinstance(clause, Comparison | Duration)
    quantity = clause.quantity
    if span is not None:
        quantity = replace(quantity, subject=subject, subject_span=span)
    if isinstance(clause, Comparison) and rhythm is not None:
        return replace(clause, quantity=quantity, span=whole, every=rhythm)
    if quantity is clause.quantity:
        return clause
    return replace(clause, quantity=quantity, span=whole)


def with_object(clause: Clause, text: str, span: Span) -> Clause:
    """The amount with the words behind it."""
    whole = (clause.span[0], span[1])
    if isinstance(clause, Range):
        return replace(clause, high=replace(clause.high, object=text, object_span=span), span=whole)
    assert isinstance(clause, Comparison | Duration)
    quantity = replace(clause.quantity, object=text, object_span=span)
    return replace(clause, quantity=quantity, span=whole)


def side_by_side(first: Clause, second: Clause, text: str) -> Clause | None:
    """Two amounts with nothing between: one per the other, or a length of time in two units."""
    if not isinstance(second, Comparison | Duration) or not isinstance(
        first, Comparison | Duration
    ):
        return None
    if isinstance(second, Comparison) and (second.operator or second.printed or second.per):
        return None
    if (isinstance(first, Comparison) and first.per) or first.bound:
        return None
    one, two = first.quantity, second.quantity
    if one.unit is None or two.unit is None or one.object:
        return None
    span = (first.span[0], second.span[1])
    same = one.unit.kind == two.unit.kind
    if same and one.unit.kind in ("time", "money") and one.unit.factor > two.unit.factor:
        quantity = _sum(one, two, text)
        return replace(
            first, quantity=quantity, span=span, bound=second.bound, bound_span=second.bound_span
        )
    if same or second.bound:
        return None
    if two.number.value == 1 and isinstance(first, Comparison):
        return replace(first, per=two, span=span)
    if isinstance(first, Duration) and two.unit.kind in ("event", "batch"):  # 一年两次, 半年1次
        return Comparison(None, two, span, per=one)
    return None


def unconnected(first: Clause, second: Clause) -> bool:
    """90 95, 90%95%: numbers side by side with nothing that says what they are to each other."""
    if not isinstance(first, Comparison) or not isinstance(second, Comparison):
        return False
    if second.sign is not None or first.bound or first.per or second.per:
        return False
    one, two = first.quantity.unit, second.quantity.unit
    return one is None or (two is not None and one.kind == two.kind)


def both(one: Quantity, two: Quantity) -> bool:
    """10场/200人 says both; 40人/1场 and 3次/2年 one per the other, 1/3 and 1:15 a ratio."""
    if one.unit is None or two.unit is None:
        return False
    return two.number.value != 1 and two.unit.kind != "time"


def _sum(one: Quantity, two: Quantity, text: str) -> Quantity:
    assert one.unit is not None
    assert two.unit is not None
    span = (one.number.span[0], two.number.span[1])
    value = one.number.value * one.unit.factor / two.unit.factor + two.number.value
    return replace(
        two,
        number=Number(value, text[span[0] : span[1]], span),
        span=(one.span[0], two.span[1]),
        about=one.about or two.about,
        subject=one.subject,
        subject_span=one.subject_span,
    )
