"""direction: a value that bounds from the wrong side (满意度 ≤90%)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from pmlint.checks.context import Context, at
from pmlint.checks.values import DOWNWARD, UPWARD, only_comparison
from pmlint.model.diagnostic import Hit
from pmlint.model.form import Indicator
from pmlint.plugins import Options

NAME = "direction"
EACH = ("indicator",)
BY_TEXT = True
OPTIONS: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["expect"],
    "properties": {
        "expect": {"enum": ["at-least", "at-most"], "examples": ["at-least"]},
        "equals": {
            "type": "boolean",
            "default": True,
            "description": "Whether “=” is reported too (variant equals).",
        },
    },
}
ARGUMENTS = ("number", "sign", "right")
VARIANTS = ("equals",)


def compile(options: Options, vocabulary: Any) -> Callable[..., Iterable[Hit]]:  # noqa: A001, ARG001
    """Values that must not be bounded from the other side, or pinned with “=”."""
    up = options["expect"] == "at-least"
    wrong = DOWNWARD if up else UPWARD
    narrow, wide = (">=", "≥") if up else ("<=", "≤")
    equals: bool = options["equals"]

    def run(row: Indicator, context: Context) -> Iterable[Hit]:  # noqa: ARG001
        found = only_comparison(row)
        if found is None or found.operator is None:
            return ()
        unit = found.quantity.unit
        full = unit is not None and unit.kind == "rate" and found.quantity.number.value >= 100
        pinned = equals and found.operator == "eq" and found.bound is None and not (up and full)
        if found.operator not in wrong and not pinned:
            return ()
        if pinned and not up and found.quantity.number.value == 0:
            return ()  # “=0” is as low as it gets
        text, quantity = row.target.text or "", found.quantity.span
        # Keep to the form's own way of writing signs: <= becomes >=, ≤ becomes ≥.
        ascii_sign = found.printed.isascii() and found.operator != "eq"
        right = narrow if ascii_sign else wide
        return (
            Hit(
                at(row, "target"),
                row.target,
                found.sign if pinned else found.span,
                {"number": text[slice(*quantity)], "sign": found.printed, "right": right},
                "equals" if pinned else "",
                replacement=right if pinned else _resigned(text, found.span, found.sign, right),
            ),
        )

    return run


def _resigned(
    text: str, span: tuple[int, int], sign: tuple[int, int] | None, right: str
) -> str | None:
    if sign is None:
        return None
    return text[span[0] : sign[0]] + right + text[sign[1] : span[1]]
