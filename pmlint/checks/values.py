"""Small helpers for checks that look at a parsed 指标值."""

from __future__ import annotations

from decimal import Decimal

from pmlint.model.form import Indicator
from pmlint.model.target import Comparison, Duration, Operator, Range, Target

UPWARD: frozenset[str] = frozenset({"ge", "gt"})
DOWNWARD: frozenset[str] = frozenset({"le", "lt"})


def only_comparison(row: Indicator) -> Comparison | None:
    """The comparison (or bare number) that is the row's whole value, or None."""
    parsed = row.parsed
    if parsed is None:
        return None
    only = parsed.single
    return only if isinstance(only, Comparison) else None


def direction(found: Comparison) -> Operator | None:
    """The operator that counts: the sign, or else a bound behind the number (以上)."""
    return found.operator or found.bound


def unit_kinds(target: Target | None) -> list[str]:
    """The kinds of the units of all numbers of a value; '' for a number without unit."""
    kinds: list[str] = []
    for clause in target.clauses if target is not None else ():
        if isinstance(clause, Comparison):
            kinds.append(clause.quantity.unit.kind if clause.quantity.unit else "")
        elif isinstance(clause, Range):
            unit = clause.high.unit or clause.low.unit
            kinds.append(unit.kind if unit else "")
        elif isinstance(clause, Duration):
            kinds.append("time")
    return kinds


def in_words(target: Target | None) -> bool:
    """True if a value is words only, without any digit (7*24小时 is not)."""
    return target is not None and target.in_words


def plain(number: Decimal) -> str:
    """A number as people write it: no exponent, no trailing zeros."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
