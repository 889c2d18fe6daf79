"""compare: an amount that must not exceed another does."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from pmlint.checks.amounts import Funds, shown
from pmlint.checks.context import Context, because
from pmlint.checks.present import label
from pmlint.model.diagnostic import Hit, Unchecked
from pmlint.model.form import Form
from pmlint.plugins import Options

NAME = "compare"
EACH = ("funds",)
OPTIONS: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["small", "large"],
    "properties": {
        "small": {"type": "string", "examples": ["annual_total"]},
        "large": {"type": "string", "examples": ["total"]},
    },
}
ARGUMENTS = ("small", "large", "amount", "limit", "difference")
VARIANTS = ()


def compile(options: Options, vocabulary: Any) -> Callable[..., Iterable[Hit | Unchecked]]:  # noqa: A001, ARG001
    """Amounts of which the first may at most be as large as the second."""
    small: str = options["small"]
    large: str = options["large"]

    def run(form: Form, context: Context) -> Iterable[Hit | Unchecked]:
        funds = Funds(form)
        states = {funds.state(small), funds.state(large)}
        if states != {"present"}:
            return (Unchecked(f"funds.{small}", because(states)),)
        if funds.mixed:
            return (Unchecked(f"funds.{small}", "unit-unknown"),)
        less, more = funds.value(small), funds.value(large)
        if less is None or more is None:
            return (Unchecked(f"funds.{small}", "unreadable"),)
        if less - more <= funds.slack([small, large]):
            return ()
        one, two = form.funds[small], form.funds[large]
        names = [label(("funds", key), form.funds[key], context) for key in (small, large)]
        where = two.location
        arguments = {
            "small": names[0],
            "large": names[1],
            "amount": shown(less, funds),
            "limit": shown(more, funds),
            "difference": shown(less - more, funds),
        }
        related = ((f"{names[1]} {two.text}", where),) if where is not None else ()
        return (Hit(f"funds.{small}", one, arguments=arguments, related=related),)

    return run
