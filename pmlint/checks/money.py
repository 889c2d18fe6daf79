"""money: amounts that are no number, are grouped wrongly, or have no unit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from pmlint.checks.amounts import UNITS, is_dash, parse
from pmlint.checks.context import Context
from pmlint.checks.present import label
from pmlint.model.diagnostic import Hit
from pmlint.model.form import Field, Form
from pmlint.plugins import Options

NAME = "money"
EACH = ("funds",)
OPTIONS: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "unit": {
            "type": "boolean",
            "default": True,
            "description": "Whether a form without 元 or 万元 is reported.",
        }
    },
}
ARGUMENTS = ("amount", "labels")
VARIANTS = ("grouping", "width", "mixed", "no-unit")


def compile(options: Options, vocabulary: Any) -> Callable[..., Iterable[Hit]]:  # noqa: A001, ARG001
    """Variants: '' no number; ``grouping`` commas not by thousands; ``width`` full-width digits;
    ``mixed`` some amounts with and some without commas or decimals; ``no-unit``."""
    unit: bool = options["unit"]

    def run(form: Form, context: Context) -> Iterable[Hit]:
        amounts = [
            (key, field)
            for key, field in form.funds.items()
            if key != "unit" and field.text and not is_dash(field.text)
        ]
        if not amounts:
            return ()
        hits = list(_each(amounts, context))
        if not hits:
            hits.extend(_mixed(amounts, context))
        if unit and _without_unit(form, amounts):
            key, field = amounts[0]
            hits.append(
                Hit(
                    f"funds.{key}",
                    field,
                    arguments={"amount": field.text or ""},
                    variant="no-unit",
                )
            )
        return hits

    return run


def _each(amounts: list[tuple[str, Field]], context: Context) -> Iterator[Hit]:
    for key, field in amounts:
        text = field.text or ""
        amount = parse(text)
        arguments = {"label": label(("funds", key), field, context), "amount": text}
        if amount is None:
            yield Hit(f"funds.{key}", field, arguments=arguments)
        elif amount.grouped is False:
            digits = f"{amount.number:,.{amount.decimals}f}{amount.unit}{amount.note}"
            yield Hit(
                f"funds.{key}", field, None, arguments, variant="grouping", replacement=digits
            )
        elif not amount.narrow:
            pattern = "," if amount.grouped else ""
            digits = f"{amount.number:{pattern}.{amount.decimals}f}{amount.unit}{amount.note}"
            yield Hit(f"funds.{key}", field, None, arguments, variant="width", replacement=digits)


def _mixed(amounts: list[tuple[str, Field]], context: Context) -> Iterator[Hit]:
    """One finding if some amounts of a thousand and more have commas and others have none."""
    styles: dict[bool, list[tuple[str, Field]]] = {True: [], False: []}
    for key, field in amounts:
        amount = parse(field.text or "")
        if amount is not None and abs(amount.number) >= 1000:
            styles[amount.grouped is True].append((key, field))
    if not (styles[True] and styles[False]):
        return
    rare = min(styles.values(), key=len)
    key, field = rare[0]
    related = tuple(
        (label(("funds", k), f, context), f.location) for k, f in rare[1:] if f.location is not None
    )
    names = "、".join(label(("funds", k), f, context) for k, f in rare)
    arguments = {"amount": field.text or "", "labels": names}
    yield Hit(f"funds.{key}", field, None, arguments, variant="mixed", related=related)


def _without_unit(form: Form, amounts: list[tuple[str, Field]]) -> bool:
    declared = form.funds.get("unit")
    if declared is not None and declared.text:
        return False
    own = [parse(field.text or "") for _, field in amounts]
    numbers = [a for a in own if a is not None and a.number]
    return bool(numbers) and not any(a.unit in UNITS for a in numbers)
