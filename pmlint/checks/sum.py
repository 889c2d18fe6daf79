"""sum: an amount is not what its parts add up to."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

from pmlint.checks.amounts import Funds, shown
from pmlint.checks.context import Context, because
from pmlint.checks.present import label
from pmlint.model.diagnostic import Hit, Unchecked
from pmlint.model.form import Form
from pmlint.plugins import Options

NAME = "sum"
EACH = ("funds",)
OPTIONS: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["whole", "parts", "main"],
    "properties": {
        "whole": {"type": "string", "examples": ["total"]},
        "parts": {"type": "array", "minItems": 1, "items": {"type": "string"}},
        "main": {
            "type": "string",
            "description": "The part without which nothing is compared from below: other blank "
            "parts count as nothing, this one does not.",
            "examples": ["fiscal"],
        },
        "instead": {
            "type": "array",
            "items": {"type": "string"},
            "default": [],
            "description": "The parts of a form that does not have the main part: who pays. All "
            "of them must be printed.",
            "examples": [["central_funds", "local_funds"]],
        },
        "breakdown": {
            "type": "array",
            "items": {"type": "string"},
            "default": [],
            "description": "Amounts that only break the main part down. Any other amount of the "
            "same half (自有资金, 事业收入, 省级资金 …) may be a further part of the whole.",
            "examples": [["general_budget"]],
        },
    },
}
ARGUMENTS = ("whole", "total", "parts", "sum", "difference", "sign")
VARIANTS = ("part",)
_YEAR = "annual_"
_MOST = 12
"""More amounts are not tried in every combination."""


def compile(options: Options, vocabulary: Any) -> Callable[..., Iterable[Hit | Unchecked]]:  # noqa: A001, ARG001
    """The whole against the sum of its parts; variant ``part`` if a single part exceeds it."""
    whole: str = options["whole"]
    usual = (tuple(options["parts"]), str(options["main"]))
    payers = tuple(options["instead"])

    def run(form: Form, context: Context) -> Iterable[Hit | Unchecked]:
        funds = Funds(form)
        parts, main = usual
        if payers and funds.state(main) == "absent":
            paid = all(funds.state(key) == "present" for key in payers)
            parts, main = (payers, payers[0]) if paid else usual
        counted = frozenset({whole, *parts, *options["breakdown"]})
        present = [key for key in parts if funds.state(key) == "present"]
        if funds.state(whole) != "present" or not present:
            states = map(funds.state, (whole, *parts))
            return (Unchecked(f"funds.{whole}", because(states)),)
        if funds.mixed:
            return (Unchecked(f"funds.{whole}", "unit-unknown"),)
        total = funds.value(whole)
        values = [funds.value(key) for key in present]
        known = [v for v in values if v is not None]
        if total is None or len(known) < len(values):
            return (Unchecked(f"funds.{whole}", "unreadable"),)
        added = sum(known, Decimal(0))
        if abs(added - total) <= funds.slack([whole, *present]):
            return ()
        if added < total and (main not in present or any(funds.state(k) == "lost" for k in parts)):
            reason = because([funds.state(main)]) if main not in present else "lost"
            return (Unchecked(f"funds.{whole}", reason),)
        if added < total and (more := _further(form, funds, whole, counted)):
            amounts = [v for v in map(funds.value, more) if v is not None]
            if len(amounts) < len(more):
                return (Unchecked(f"funds.{whole}", "unreadable"),)
            slack = funds.slack([whole, *present, *more])
            if _reaches(total - added, amounts, slack):
                return ()
            if added + sum(amounts) > total:
                return (Unchecked(f"funds.{whole}", "parts-unclear"),)
            present, known = [*present, *more], [*known, *amounts]
            added += sum(amounts)
        return (_hit(form, funds, whole, total, present, known, added, context),)

    return run


def _further(form: Form, funds: Funds, whole: str, counted: frozenset[str]) -> list[str]:
    """The other amounts that are printed in the whole's half and are not nought."""
    year = whole.startswith(_YEAR)
    return [
        key
        for key in form.funds
        if key not in counted
        and key != "unit"
        and key.startswith(_YEAR) == year
        and funds.state(key) in ("present", "lost")
        and funds.value(key) != 0
    ]


def _reaches(gap: Decimal, amounts: list[Decimal], slack: Decimal) -> bool:
    """True if some of the amounts add up to the gap: which ones are parts of others is not
    printed. There are about a dozen names of amounts, so the sums are few."""
    sums = {Decimal(0)}
    for amount in amounts[:_MOST]:
        sums |= {known + amount for known in sums}
    return any(abs(gap - known) <= slack for known in sums)


def _hit(
    form: Form,
    funds: Funds,
    whole: str,
    total: Decimal,
    present: list[str],
    values: list[Decimal],
    added: Decimal,
    context: Context,
) -> Hit:
    names = {key: label(("funds", key), form.funds.get(key), context) for key in (whole, *present)}
    told = [
        f"{names[key]} {shown(value, funds)}"
        for key, value in zip(present, values, strict=True)
        if value
    ]
    arguments = {
        "whole": names[whole],
        "total": shown(total, funds),
        "parts": "、".join(told),
        "sum": shown(added, funds),
        "difference": shown(abs(added - total), funds),
        "sign": ">" if added > total else "<",
    }
    counted = [key for key, value in zip(present, values, strict=True) if value]
    at = counted[0] if len(counted) == 1 else whole
    others = [key for key in (whole, *counted) if key != at]
    related = []
    for key in others:
        where = form.funds[key].location
        if where is not None:
            related.append((f"{names[key]} {form.funds[key].text}", where))
    return Hit(
        f"funds.{at}",
        form.funds[at],
        arguments=arguments,
        variant="part" if at != whole and added > total else "",
        related=tuple(related),
    )
