"""fractions: a part of something that only comes whole (2.5人)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from pmlint.checks.context import Context, at
from pmlint.model.diagnostic import Hit
from pmlint.model.form import Indicator
from pmlint.model.target import Comparison, Quantity, Range
from pmlint.plugins import Options

NAME = "fractions"
EACH = ("indicator",)
BY_TEXT = True
_WORDS: dict[str, Any] = {"type": "array", "items": {"type": "string"}}
OPTIONS: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["kinds"],
    "properties": {
        "kinds": {
            **_WORDS,
            "minItems": 1,
            "description": "Kinds of units (units.yaml) that come whole.",
            "examples": [["person", "event"]],
        },
        "partly": {
            **_WORDS,
            "default": [],
            "description": "Units of these kinds that may be broken after all (人天, 箱).",
        },
        "averages": {
            **_WORDS,
            "default": [],
            "description": "Words of names that are averages or ratios (平均, 户均).",
        },
    },
}
ARGUMENTS = ("number", "unit")
VARIANTS = ()


def compile(options: Options, vocabulary: Any) -> Callable[..., Iterable[Hit]]:  # noqa: A001, ARG001
    """Counts that are no whole number, multipliers taken in (2.5万人 is whole)."""
    kinds = frozenset(options["kinds"])
    partly = frozenset(options["partly"])
    averages: list[str] = options["averages"]

    def run(row: Indicator, context: Context) -> Iterable[Hit]:  # noqa: ARG001
        broken = next((q for q in _counts(row) if _broken(q, kinds, partly)), None)
        if broken is None or broken.unit is None:
            return ()
        if any(word in (row.name.text or "") for word in averages):
            return ()
        arguments = {"number": broken.number.text, "unit": broken.unit.text}
        return (Hit(at(row, "target"), row.target, broken.number.span, arguments),)

    return run


def _counts(row: Indicator) -> Iterator[Quantity]:
    for clause in row.parsed.clauses if row.parsed is not None else ():
        if isinstance(clause, Comparison) and clause.per is None and clause.every is None:
            yield clause.quantity
        elif isinstance(clause, Range) and clause.every is None:
            yield clause.low
            yield clause.high


def _broken(quantity: Quantity, kinds: frozenset[str], partly: frozenset[str]) -> bool:
    unit = quantity.unit
    return (
        unit is not None
        and unit.kind in kinds
        and unit.per is None
        and unit.text not in partly
        and quantity.magnitude % 1 != 0
    )
