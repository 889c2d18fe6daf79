"""inputs: money that is spent, given as if it were what the project brings about."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from pmlint.checks.context import Context, at
from pmlint.checks.values import unit_kinds
from pmlint.checks.vocabulary import Vocabulary
from pmlint.model.diagnostic import Hit
from pmlint.model.form import Indicator
from pmlint.plugins import Options

NAME = "inputs"
EACH = ("indicator",)
BY_TEXT = True
OPTIONS: dict[str, Any] = {"type": "object", "additionalProperties": False, "properties": {}}
ARGUMENTS = ("word",)
VARIANTS = ("amount",)


def compile(options: Options, vocabulary: Vocabulary) -> Callable[..., Iterable[Hit]]:  # noqa: A001, ARG001
    """'' by name: how much of the budget is spent; ``amount`` a name of spending valued in
    money."""
    table = vocabulary.table("inputs")
    levels = frozenset(table["levels"])
    rates = tuple(table["rates"])
    amounts: list[str] = table["amounts"]
    unless: list[str] = table["unless"]

    def run(row: Indicator, context: Context) -> Iterable[Hit]:
        name = row.name.text or ""
        word = _spending(name, rates) if name.endswith(rates) else ""
        if not word and set(unit_kinds(row.parsed)) != {"money"}:
            return ()
        found = word or next((w for w in amounts if w in name), "")
        if not found or context.vocabulary.level_kind(row.level2.text) not in levels:
            return ()
        if any(w in name for w in unless):
            return ()
        return (Hit(at(row, "name"), row.name, None, {"word": found}, "" if word else "amount"),)

    return run


def _spending(name: str, rates: tuple[str, ...]) -> str:
    return next(word for word in rates if name.endswith(word))
