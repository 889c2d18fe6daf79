"""Islands of a value, made from tokens as the grammar finds them.

The methods of `Islands` are named after the rules of ``grammar/target.lark`` and receive what the
rule's parts became, optional parts as None.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any, TypeAlias

from pmlint.model.target import (
    Clause,
    Comparison,
    Deadline,
    Duration,
    Moment,
    Number,
    Quantity,
    Range,
    Span,
    Unit,
    Window,
)
from pmlint.target.tokens import Token

Island: TypeAlias = Clause | Token
Part: TypeAlias = Any


class Islands:
    """Builds the islands of one value; ``text`` is its original text."""

    def __init__(self, text: str) -> None:
        self.text = text

    def target(self, parts: list[Part]) -> list[Island]:
        return parts

    def per(self, parts: list[Part]) -> Token:
        return Token("PER", parts[0].start, parts[-1].end, _unit_words(parts))

    def unit(self, parts: list[Part]) -> Unit:
        start, end = parts[0].start, parts[-1].end
        bracketed = parts[0].type == "LPAR"
        head = next(token for token in parts if token.type != "LPAR")
        unit: Unit | None = None
        for token in reversed(_unit_words(parts)):
            unit = Unit(
                token.data.text,
                token.data.kind,
                token.data.factor,
                (token.start, unit.span[1] if unit else token.end),
                per=unit,
            )
        assert unit is not None
        if head.type == "PER":  # 28.40/株
            return Unit("", "number", Decimal(1), (start, end), bracketed, unit)
        return Unit(unit.text, unit.kind, unit.factor, (start, end), bracketed, unit.per)

    def amount(self, parts: list[Part]) -> Quantity:
        before, number, inside, unit, after = parts
        about = before or after or inside
        starts = [number.start]
        ends = [number.end]
        if before:
            starts.append(before.start)
        if unit:
            starts.append(unit.span[0])  # 百分之九十
            ends.append(unit.span[1])
        if after:
            ends.append(after.end)
        return Quantity(
            Number(number.data, self.text[number.start : number.end], (number.start, number.end)),
            unit,
            (min(starts), max(ends)),
            (about.start, about.end) if about else None,
        )

    def range(self, parts: list[Part]) -> Range:
        low, _, high = parts
        if low.unit is None and high.unit is not None:  # 1-2批次: printed once, meant twice
            low = replace(low, unit=high.unit)
        elif low.unit and high.unit and low.unit.kind == "number" and not low.unit.per:
            low = replace(low, unit=replace(low.unit, kind=high.unit.kind))  # 10万-20万元
        return Range(low, high, (low.span[0], high.span[1]), low.about or high.about)

    def ratio(self, parts: list[Part]) -> Comparison:
        first, _, second = parts
        return Comparison(None, first, (first.span[0], second.span[1]), per=second)

    def measure(self, parts: list[Part]) -> Comparison | Range | Duration:
        sign, extent, bound = parts
        span = (
            sign.start if sign else extent.span[0],
            bound.end if bound else extent.span[1],
        )
        meaning = bound.data if bound else None
        bound_span: Span | None = (bound.start, bound.end) if bound else None
        operator = sign.data if sign else None
        printed = self.text[sign.start : sign.end] if sign else ""
        sign_span: Span | None = (sign.start, sign.end) if sign else None
        if isinstance(extent, Range):
            return Range(
                extent.low, extent.high, span, extent.about,
                operator, printed, sign_span, meaning, bound_span,
            )  # fmt: skip
        if isinstance(extent, Comparison):
            return Comparison(
                operator, extent.quantity, span, printed, sign_span, meaning, bound_span, extent.per
            )
        unit = extent.unit
        if sign is None and unit is not None and unit.kind == "time" and unit.per is None:
            return Duration(extent, span, meaning, bound_span)
        return Comparison(operator, extent, span, printed, sign_span, meaning, bound_span)

    def deadline(self, parts: list[Part]) -> Deadline:
        sign, about, date, after, limit = parts
        around = about or after
        first, last = sign or about or date, limit or after or date
        return Deadline(
            date.data,
            limit.data if limit else None,
            (first.start, last.end),
            operator=sign.data if sign else None,
            printed=self.text[sign.start : sign.end] if sign else "",
            sign=(sign.start, sign.end) if sign else None,
            bound_span=(limit.start, limit.end) if limit else None,
            about=(around.start, around.end) if around else None,
        )

    def window(self, parts: list[Part]) -> Window:
        first, _, second, limit = parts
        start, end = first.data, second.data
        return Window(
            start,
            _inherit(start, end),
            (first.start, limit.end if limit else second.end),
            limit.data if limit else None,
        )


def _unit_words(parts: list[Part]) -> list[Token]:
    """The UNIT tokens among the parts of a unit, those behind a slash in their turn."""
    words: list[Token] = []
    for token in parts:
        if token.type == "UNIT":
            words.append(token)
        elif token.type == "PER" and token.data is not None:
            words.extend(token.data)
    return words


def _inherit(start: Moment, end: Moment) -> Moment:
    """The end of a window with what only its start says."""
    year = start.year if end.year is None else end.year
    month = end.month
    if month is None and end.day is not None and start.day is not None:
        month = start.month
    return Moment(
        end.span, year, end.half, end.quarter, month, end.day, end.edge, end.yearly, end.event
    )
