"""Dates in target values: 2023年12月底, 3季度, 上半年, 2023-12-31, 2023.07, 年底."""

from __future__ import annotations

import re
from typing import Any

from pmlint.model.target import Moment
from pmlint.regex import regex
from pmlint.target.lexicon import lexicon
from pmlint.target.numerals import numeral_value

_AFTER_DOTTED = regex(r"\s*(?:$|[-~至到前后起止底),;。]|以前|之前)")


def date_at(
    text: str,
    start: int,
    after_period: bool,
    *,
    only: str = "",
    printed: str = "",
    end: int = 0,
) -> Moment | None:
    """The date at ``start`` of a folded text, or None.

    ``after_period``: a rhythm stands before (每年), so that 底 alone is a date. ``only`` with
    ``printed``: what is printed there is known to be this part (``month``) of a date; ``end``
    where it ends if not with the digits.
    """
    if only:
        value = int(printed) if printed.isdecimal() else int(numeral_value(printed) or 0)
        span = (start, end or start + len(printed))
        parts: dict[str, Any] = {only: value}
        return Moment(span, **parts)
    if after_period:
        edge = lexicon().edge.match(text, start)
        if edge:
            return Moment(edge.span(), edge=edge[0])
    match = lexicon().date.match(text, start)
    if match is None or match.end() == start:
        return None
    if match["dyear"]:
        return _dotted(match, text)
    parts = match.groupdict()
    relative, edge_text = parts["relative"], parts["edge"] or ""
    dated = [parts[k] for k in ("half", "quarter", "q", "month") if parts[k]]
    year = parts["year"] or (f"20{parts['short']}" if parts["short"] else None)
    if not dated and not year:
        if relative and edge_text:
            pass
        elif relative or len(edge_text) < 2 or edge_text.endswith("旬"):
            return None  # 当年, 底 and 上旬 alone say no date
    month = parts["month"]
    return Moment(
        _trimmed(match, text),
        year=int(year) if year else None,
        half={"上": 1, "下": 2}[parts["half"]] if parts["half"] else None,
        quarter=_number(parts["quarter"] or parts["q"]),
        month=_number(month),
        day=_number(parts["day"]),
        edge=_edge(edge_text, bool(dated or year or relative)),
        event=relative or "",
    )


def _dotted(match: re.Match[str], text: str) -> Moment | None:
    month, day = int(match["dmonth"]), match["dday"]
    if day is None and (not 1 <= month <= 12 or not _AFTER_DOTTED.match(text, match.end())):
        return None
    if day is None and match["sep"] == "." and len(match["dmonth"]) == 1:
        following = text[match.end() : match.end() + 1]
        if following not in ("-", "~", "至", "到"):
            return None  # 2023.7 alone is a number
    edge = lexicon().edge.match(text, match.end())
    end = edge.end() if edge else match.end()
    return Moment(
        (match.start(), end),
        year=int(match["dyear"]),
        month=month,
        day=int(day) if day else None,
        edge=_edge(edge[0], True) if edge else "",
    )


def _trimmed(match: re.Match[str], text: str) -> tuple[int, int]:
    end = match.end()
    while text[end - 1] == " ":
        end -= 1
    return match.start(), end


def _number(printed: str | None) -> int | None:
    if not printed:
        return None
    if printed.isdecimal():
        return int(printed)
    value = numeral_value(printed)
    return None if value is None else int(value)


def _edge(printed: str, named: bool) -> str:
    """底 of 年底 or 月底 when the year or month is named; 年底 itself when it is all there is."""
    return printed[-1] if named and printed and not printed.endswith("旬") else printed
