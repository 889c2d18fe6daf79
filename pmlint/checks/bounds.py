"""bounds: a percentage that cannot be reached, or that is bounded past its end."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

from pmlint.checks.context import Context, at
from pmlint.checks.values import UPWARD, direction, only_comparison, plain
from pmlint.model.diagnostic import Hit
from pmlint.model.form import Indicator
from pmlint.plugins import Options

NAME = "bounds"
EACH = ("indicator",)
BY_TEXT = True
OPTIONS: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["test"],
    "properties": {
        "test": {"enum": ["range", "level"], "examples": ["range"]},
        "except": {
            "type": "array",
            "items": {"type": "string"},
            "default": [],
            "description": "Words of names that may well exceed 100 % (增长, 收益 …).",
        },
        "floor": {
            "type": "integer",
            "default": 80,
            "minimum": 0,
            "maximum": 100,
            "description": "For level: the least that is usual.",
        },
    },
}
ARGUMENTS = ("number", "floor", "right")
VARIANTS = ("pinned", "negative", "low")


def compile(options: Options, vocabulary: Any) -> Callable[..., Iterable[Hit]]:  # noqa: A001, ARG001
    """``range``: '' above 100 %, ``negative`` below 0, ``pinned`` for ≥100%. ``level``: '' at
    100 %, ``low`` below the floor."""
    words: list[str] = options["except"]
    floor = Decimal(options["floor"])
    level = options["test"] == "level"

    def run(row: Indicator, context: Context) -> Iterable[Hit]:  # noqa: ARG001
        found = only_comparison(row)
        if found is None or found.quantity.unit is None or found.quantity.unit.kind != "rate":
            return ()
        if found.quantity.unit.text not in ("%", "％", "百分比"):
            return ()
        value = found.quantity.number.value
        text = row.target.text or ""
        arguments = {"number": plain(value), "floor": plain(floor)}
        path = at(row, "target")
        if level:
            if value == 100:
                return (Hit(path, row.target, None, arguments),)
            if Decimal(1) < value < floor:
                return (Hit(path, row.target, None, arguments, "low"),)
            return ()
        if 0 <= value < 100 or any(word in (row.name.text or "") for word in words):
            return ()
        upward = direction(found) in UPWARD
        if value < 0:
            return (Hit(path, row.target, None, arguments, "negative"),)
        if value > 100 or (found.operator == "gt" and value == 100):
            return (Hit(path, row.target, None, arguments),)
        if not upward or found.sign is None:
            return ()
        arguments["right"] = "=" + text[found.sign[1] : found.span[1]].lstrip()
        return (Hit(path, row.target, found.sign, arguments, "pinned", replacement="="),)

    return run
