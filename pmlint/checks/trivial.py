"""trivial: a bound that is kept whatever happens (≥0%, ≤100%)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from pmlint.checks.context import Context, at
from pmlint.checks.negatives import Negatives
from pmlint.checks.values import direction, only_comparison
from pmlint.checks.vocabulary import Vocabulary
from pmlint.model.diagnostic import Hit
from pmlint.model.form import Indicator
from pmlint.plugins import Options

NAME = "trivial"
EACH = ("indicator",)
BY_TEXT = True
_WORDS: dict[str, Any] = {"type": "array", "items": {"type": "string"}, "default": []}
OPTIONS: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "signed": {
            **_WORDS,
            "description": "Words of names that may well be below 0 (增长, 利润 …).",
        },
        "exceeding": {
            **_WORDS,
            "description": "Words of rates that may well exceed 100 % (执行率, 负荷 …).",
        },
        "kinds": {
            "type": "array",
            "items": {"type": "string"},
            "default": ["rate", "timely-rate", "persons", "households", "times", "count"],
            "description": "Kinds of names (names.yaml) that are never below 0.",
        },
        "units": {
            "type": "array",
            "items": {"type": "string"},
            "default": ["person", "person-time", "household", "event", "item", "place"],
            "description": "Kinds of units (units.yaml) of which there are never less than 0.",
        },
    },
}
ARGUMENTS = ()
VARIANTS = ("all",)


def compile(options: Options, vocabulary: Vocabulary) -> Callable[..., Iterable[Hit]]:  # noqa: A001
    """'' at least 0; ``all`` at most 100 %. Harms with a lower bound are another rule's."""
    signed: list[str] = options["signed"]
    exceeding: list[str] = [*options["exceeding"], *signed]
    kinds = frozenset([*options["kinds"], "satisfaction"])
    units = frozenset(options["units"])
    shares = kinds & {"rate", "timely-rate"}
    negatives = Negatives(vocabulary)

    def run(row: Indicator, context: Context) -> Iterable[Hit]:
        found = only_comparison(row)
        if found is None or found.per is not None:
            return ()
        value, bound = found.quantity.number.value, direction(found)
        unit = found.quantity.unit
        name, kind = row.name.text or "", context.kind(row)
        if value == 0 and bound == "ge":
            countable = kind in kinds or (unit is not None and unit.kind in units)
            if countable and name not in negatives and not any(w in name for w in signed):
                return (Hit(at(row, "target"), row.target),)
            return ()
        percent = unit is not None and unit.text in ("%", "百分比")
        if (
            percent
            and value == 100
            and bound == "le"
            and kind in shares
            and not any(word in name for word in exceeding)
        ):
            return (Hit(at(row, "target"), row.target, variant="all"),)
        return ()

    return run
