"""measured: a goal without any number or date, or of a few words only."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from pmlint.checks.context import Context, Place
from pmlint.checks.narrative import measured
from pmlint.model.diagnostic import Hit
from pmlint.plugins import Options
from pmlint.regex import regex

NAME = "measured"
EACH = ("goal",)
OPTIONS: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "goals": {
            "type": "array",
            "items": {"type": "string"},
            "default": ["annual"],
            "description": "The goals that should be measurable.",
        },
        "fewest": {
            "type": "integer",
            "default": 15,
            "description": "A goal of fewer characters says too little.",
        },
    },
}
ARGUMENTS = ("label", "count")
VARIANTS = ("short",)
_TELLS = regex("[0-9０-９一二两三四五六七八九十百千万每按月季底前]")
_HAN = regex("[\u4e00-\u9fff]")


def compile(options: Options, vocabulary: Any) -> Callable[..., Iterable[Hit]]:  # noqa: A001, ARG001
    """'' nothing measured or dated; ``short`` that, and a few words only."""
    goals = frozenset(options["goals"])
    fewest: int = options["fewest"]

    def run(place: Place, context: Context) -> Iterable[Hit]:  # noqa: ARG001
        text = place.field.text
        if not text or place.key not in goals:
            return ()
        if _TELLS.search(text) and measured(text):
            return ()
        count = len(_HAN.findall(text))
        variant = "short" if count < fewest else ""
        return (Hit(place.path, place.field, None, {"count": str(count)}, variant),)

    return run
