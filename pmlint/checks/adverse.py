"""adverse: a harm or a cost that is bounded from below, or wished for (事故率 ≥2%)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from pmlint.checks.context import Context, at
from pmlint.checks.negatives import Negatives
from pmlint.checks.values import UPWARD, direction, only_comparison
from pmlint.checks.vocabulary import Vocabulary
from pmlint.model.diagnostic import Hit
from pmlint.model.form import Indicator
from pmlint.model.target import Comparison
from pmlint.plugins import Options

NAME = "adverse"
EACH = ("indicator",)
BY_TEXT = True
OPTIONS: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "half": {
            "type": "integer",
            "default": 50,
            "description": "A harm that is to happen in so many % of cases is surely a slip.",
        },
        "costs": {
            "type": "array",
            "items": {"type": "string"},
            "default": [],
            "description": "Endings of names that are costs.",
        },
        "levels": {
            "type": "array",
            "items": {"type": "string"},
            "default": ["cost", "economic-cost"],
            "description": "Kinds of 二级指标 (levels.yaml) under which amounts are costs.",
        },
        "not_costs": {
            "type": "array",
            "items": {"type": "string"},
            "default": [],
            "description": "Words of names that are no costs after all (节约, 补助标准 …).",
        },
    },
}
ARGUMENTS = ("number", "sign", "right")
VARIANTS = ("pinned", "cost")


def compile(options: Options, vocabulary: Vocabulary) -> Callable[..., Iterable[Hit]]:  # noqa: A001
    """'' a harm with a lower bound; ``pinned`` a harm that is to happen exactly so often; ``cost``
    a cost with a lower bound."""
    half: int = options["half"]
    endings = tuple(options["costs"])
    levels = frozenset(options["levels"])
    never: list[str] = options["not_costs"]
    negatives = Negatives(vocabulary)

    def run(row: Indicator, context: Context) -> Iterable[Hit]:
        found = only_comparison(row)
        if found is None:
            return ()
        upward = direction(found) in UPWARD
        if not upward and found.quantity.number.value <= 0:
            return ()
        name = row.name.text or ""
        if name in negatives:
            if upward:
                return (_hit(row, found, ""),)
            share = found.quantity.unit is not None and found.quantity.unit.kind == "rate"
            wished = found.operator == "eq" or (
                found.operator is None
                and found.bound is None
                and share
                and found.quantity.number.value >= half
            )
            return (_hit(row, found, "pinned"),) if wished else ()
        if not upward or found.quantity.unit is None or found.quantity.unit.kind != "money":
            return ()
        if not name.endswith(endings) and (
            context.vocabulary.level_kind(row.level2.text) not in levels
        ):
            return ()
        if any(word in name for word in never):
            return ()
        return (_hit(row, found, "cost"),)

    return run


def _hit(row: Indicator, found: Comparison, variant: str) -> Hit:
    text = row.target.text or ""
    sign = found.sign or found.bound_span
    arguments = {
        "number": text[found.quantity.number.span[0] : found.quantity.span[1]],
        "sign": text[sign[0] : sign[1]] if sign else "",
        "right": "<=" if found.printed.isascii() and found.operator == "ge" else "≤",
    }
    return Hit(at(row, "target"), row.target, None, arguments, variant)
