"""quantified: a count or a rate that is valued in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from pmlint.checks.context import Context, at
from pmlint.checks.values import in_words, only_comparison
from pmlint.model.diagnostic import Hit
from pmlint.model.form import Indicator
from pmlint.plugins import Options

NAME = "quantified"
EACH = ("indicator",)
BY_TEXT = True
OPTIONS: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "levels": {
            "type": "array",
            "items": {"type": "string"},
            "default": ["quantity"],
            "description": "Kinds of 二级指标 (levels.yaml) that want numbers whatever the name.",
        },
        "phrase": {
            "type": "integer",
            "default": 3,
            "description": "With so many characters behind a number, a value counts as words.",
        },
    },
}
ARGUMENTS = ("expected",)
VARIANTS = ("level",)


def compile(options: Options, vocabulary: Any) -> Callable[..., Iterable[Hit]]:  # noqa: A001, ARG001
    """'' by the name's kind; variant ``level`` by the 二级指标 alone."""
    levels = frozenset(options["levels"])
    phrase: int = options["phrase"]

    def run(row: Indicator, context: Context) -> Iterable[Hit]:
        if row.parsed is None:
            return ()
        kind = context.vocabulary.kinds.get(context.kind(row))
        numeric = kind is not None and not kind.words
        if in_words(row.parsed):
            if numeric and kind is not None:
                return (Hit(at(row, "target"), row.target, None, {"expected": kind.expects}),)
            if context.vocabulary.level_kind(row.level2.text) in levels:
                return (Hit(at(row, "target"), row.target, None, {}, "level"),)
            return ()
        if not numeric or kind is None:
            return ()
        found = only_comparison(row)
        if found is None or found.operator is not None:
            return ()
        behind = found.quantity.object
        if len(behind) < phrase or not "\u4e00" <= behind[0] <= "\u9fff":
            return ()  # 7*24小时 is no phrase
        unit = found.quantity.unit
        if unit is not None and unit.kind not in kind.refuses and kind.name != "count":
            return ()
        return (Hit(at(row, "target"), row.target, None, {"expected": kind.expects}),)

    return run
