"""cost-within: a cost of the project that is more than all its money."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

from pmlint.checks.amounts import Funds, shown
from pmlint.checks.context import Context, at, because
from pmlint.checks.present import label
from pmlint.checks.values import UPWARD, direction, only_comparison
from pmlint.model.diagnostic import Hit, Unchecked
from pmlint.model.form import Form, Indicator
from pmlint.plugins import Options

NAME = "cost-within"
EACH = ("funds",)
_WORDS: dict[str, Any] = {"type": "array", "items": {"type": "string"}}
OPTIONS: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["levels", "limits"],
    "properties": {
        "levels": {
            **_WORDS,
            "minItems": 1,
            "description": "Kinds of 二级指标 (levels.yaml) under which amounts are costs.",
            "examples": [["cost", "economic-cost"]],
        },
        "limits": {
            **_WORDS,
            "minItems": 1,
            "description": "Keys of the funds; the largest of them is the limit.",
            "examples": [["total", "annual_total"]],
        },
        "except": {
            **_WORDS,
            "default": [],
            "description": "Words of names that are no costs of the project.",
        },
    },
}
ARGUMENTS = ("name", "target", "limit", "source", "difference")
VARIANTS = ()


def compile(options: Options, vocabulary: Any) -> Callable[..., Iterable[Hit | Unchecked]]:  # noqa: A001, ARG001
    """Amounts of cost indicators, costs per piece left out, against the largest amount of funds."""
    levels = frozenset(options["levels"])
    limits: list[str] = options["limits"]
    never: list[str] = options["except"]

    def run(form: Form, context: Context) -> Iterable[Hit | Unchecked]:
        level_kind = context.vocabulary.level_kind
        costs = [
            (row, amount)
            for row in form.indicators
            if level_kind(row.level2.text) in levels
            and (amount := _amount(row)) is not None
            and not any(word in (row.name.text or "") for word in never)
        ]
        if not costs:
            return ()
        funds = Funds(form)
        known = {key: value for key in limits if (value := funds.value(key)) is not None}
        if not known:
            states = {funds.state(key) for key in limits}
            return (Unchecked(f"funds.{limits[0]}", because(states)),)
        if not funds.known_unit:
            return (Unchecked(f"funds.{limits[0]}", "unit-unknown"),)
        key = max(known, key=lambda k: known[k])
        limit = known[key] + funds.slack([key])
        over = [(row, amount) for row, amount in costs if amount > limit]
        return [_hit(row, amount, form, funds, key, known[key], context) for row, amount in over]

    return run


def _amount(row: Indicator) -> Decimal | None:
    """The amount in 元 that the row's value allows to be spent; None for costs per piece."""
    found = only_comparison(row)
    if found is None or found.per is not None or found.every is not None:
        return None
    unit = found.quantity.unit
    if unit is None or unit.kind != "money" or unit.per is not None:
        return None
    return None if direction(found) in UPWARD else found.quantity.magnitude


def _hit(
    row: Indicator,
    amount: Decimal,
    form: Form,
    funds: Funds,
    key: str,
    limit: Decimal,
    context: Context,
) -> Hit:
    field = form.funds[key]
    source = label(("funds", key), field, context)
    where = field.location
    arguments = {
        "name": row.name.text or "",
        "target": row.target.text or "",
        "limit": shown(limit, funds) + funds.unit,
        "source": source,
        "difference": shown(amount - limit, funds) + funds.unit,
    }
    related = ((f"{source} {field.text}", where),) if where is not None else ()
    return Hit(at(row, "target"), row.target, None, arguments, related=related)
