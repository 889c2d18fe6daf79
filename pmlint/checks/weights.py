"""weights: the 权重 column does not add up to what it should."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

from pmlint.checks.context import Context, at
from pmlint.checks.values import plain
from pmlint.model.diagnostic import Hit, Unchecked
from pmlint.model.form import Field, Form, Indicator
from pmlint.plugins import Options
from pmlint.regex import regex

NAME = "weights"
EACH = ("form",)
OPTIONS: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "sums": {
            "type": "array",
            "minItems": 1,
            "items": {"type": "integer"},
            "default": [90, 100],
            "description": "What weights may add up to where the profile does not say.",
        }
    },
}
ARGUMENTS = ("sum", "right", "count", "name")
VARIANTS = ("nothing",)
_WEIGHT = regex(r"[（(]?\s*(-?\d{1,4}(?:\.\d{1,4})?)\s*(?:[%％分])?\s*[）)]?")
_FOLD = str.maketrans("０１２３４５６７８９．（）", "0123456789.()")


def compile(options: Options, vocabulary: Any) -> Callable[..., Iterable[Hit | Unchecked]]:  # noqa: A001, ARG001
    """'' a wrong sum; ``nothing`` an indicator that weighs nothing. Weights may be points, percent
    or parts of 1; one merged over several rows counts once."""
    usual: list[int] = options["sums"]

    def run(form: Form, context: Context) -> Iterable[Hit | Unchecked]:
        rows = [row for row in form.indicators if row.weight is not None]
        weighed = [row for row in rows if row.weight is not None and row.weight.text]
        if len(weighed) < 2:
            return ()
        sums = (context.profile.data.get("weights") or {}).get("sums") or usual
        counted = _counted(weighed)
        if counted is None:
            return (Unchecked(at(weighed[0], "weight"), "unreadable"),)
        total = sum((number for _, number in counted), Decimal(0))
        if all(number <= 1 for _, number in counted):
            total *= 100
        if total in sums:
            return [_nothing(row) for row, number in counted if number <= 0]
        if form.truncated or len(weighed) < len(form.indicators):
            states = {row.weight.state for row in rows if row.weight is not None}
            lost = form.truncated or "lost" in states
            return (Unchecked(at(weighed[0], "weight"), "lost" if lost else "blank"),)
        first = weighed[0]
        arguments = {
            "sum": plain(total),
            "right": "或".join(map(str, sums)),
            "count": str(len(weighed)),
        }
        return (Hit(at(first, "weight"), first.weight, None, arguments),)

    return run


def _counted(rows: list[Indicator]) -> list[tuple[Indicator, Decimal]] | None:
    """The weights with their rows, each cell once; None if one of them is no number."""
    found = []
    seen: set[int] = set()
    for row in rows:
        field = row.weight
        if field is None or (field.cells and id(field.cells[0]) in seen):
            continue
        seen.update(id(cell) for cell in field.cells)
        number = _number(field)
        if number is None:
            return None
        found.append((row, number))
    return found


def _number(field: Field) -> Decimal | None:
    match = _WEIGHT.fullmatch((field.text or "").translate(_FOLD).strip())
    return Decimal(match[1]) if match is not None else None


def _nothing(row: Indicator) -> Hit:
    return Hit(at(row, "weight"), row.weight, None, {"name": row.name.text or ""}, "nothing")
