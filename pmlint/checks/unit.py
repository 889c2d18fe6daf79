"""unit: a number without its unit, or in a unit that does not fit what the name counts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any

from pmlint.checks.context import Context, at
from pmlint.checks.values import only_comparison, unit_kinds
from pmlint.checks.vocabulary import Vocabulary
from pmlint.model.diagnostic import Hit
from pmlint.model.form import Form, Indicator
from pmlint.model.target import Comparison, Deadline, Duration, Quantity, Range, Unit, Window
from pmlint.plugins import Options
from pmlint.regex import regex

NAME = "unit"
EACH = ("indicator",)
BY_TEXT = True
OPTIONS: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["test"],
    "properties": {
        "test": {"enum": ["missing", "fits"], "examples": ["missing"]},
        "percent": {
            "type": "boolean",
            "default": False,
            "description": "The missing unit can only be % (variant share for 0.95).",
        },
        "except": {
            "type": "array",
            "items": {"type": "string"},
            "default": [],
            "description": "Endings of names whose values have no unit (指数, 得分 …).",
        },
        "changes": {
            "type": "array",
            "items": {"type": "string"},
            "default": [],
            "description": "Words before a rate that make it a change of what is counted (下降5%).",
        },
        "events": {
            "type": "array",
            "items": {"type": "string"},
            "default": [],
            "description": "Words behind a number that are no unit (0发生).",
        },
    },
}
ARGUMENTS = ("number", "unit", "suggested", "kind", "expected")
VARIANTS = ("share", "whole", "date", "words")
_BRACKET = regex(
    r"[（(〔\[【](?:\s{0,3}单位\s{0,3}[：:])?([^（）()〔〕\[\]【】\d]{1,16})[）)〕\]】]$"
)
_OWN = regex(r"\s{0,3}[（(]\s{0,3}([一-鿿]{1,4})\s{0,3}[）)]$")
"""A word in brackets right behind the number: a unit, known or not (=60(挺))."""
_MEMO = 20_000


def compile(options: Options, vocabulary: Vocabulary) -> Callable[..., Iterable[Hit]]:  # noqa: A001
    """``missing``: variants ``share`` (0.95 for 95%) and ``whole`` (1 for 100%). ``fits``: variants
    ``date`` (a rate or count valued with a date) and ``words`` (a 性 or 度 counted)."""
    if options["test"] == "fits":
        return _fits(vocabulary, options["changes"])
    percent: bool = options["percent"]
    endings = tuple(options["except"])
    events: list[str] = options["events"]
    in_names: dict[str, Unit | None] = {}

    def in_name(row: Indicator, context: Context) -> bool:
        """True for 培训人数（人）: the form has its units there."""
        name = row.name.text or ""
        if name not in in_names:
            if len(in_names) >= _MEMO:
                in_names.clear()
            in_names[name] = _bracketed_unit(name)
        unit = in_names[name]
        kind = context.vocabulary.kinds.get(context.kind(row))
        # 受益户数（年） are the households of a year.
        return unit is not None and (kind is None or unit.kind not in kind.refuses)

    def missing(row: Indicator, context: Context) -> Iterable[Hit]:
        found = only_comparison(row)
        quantity = found.quantity if found is not None else _end_of_range(row)
        if quantity is None or quantity.unit is not None:
            return ()
        if found is not None and found.per is not None:
            return ()  # 1:5 is a proportion
        name = row.name.text or ""
        if not name or (endings and name.endswith(endings)):
            return ()
        if quantity.object and not any(quantity.object.startswith(word) for word in events):
            return ()
        if not percent and context.kind(row) == "satisfaction":
            return ()  # PM303's
        own = _OWN.match(row.target.text or "", quantity.number.span[1])
        if in_name(row, context) or (own is not None and own[1] not in events):
            return ()
        span = quantity.number.span
        value = quantity.number.value
        rate = percent or context.kind(row) in ("rate", "timely-rate")
        arguments = {"number": quantity.number.text, "suggested": "%" if rate else ""}
        form = context.form
        variant, replacement = "", None
        if rate and Decimal(0) < value < 1:
            variant = "share"
            replacement = _percent(value * 100, form)
        elif rate and value == 1:
            variant = "whole"
            replacement = _percent(Decimal(100), form)
        elif rate and value <= 100:
            replacement = quantity.number.text + _percent_sign(form)
        arguments["suggested"] = replacement or ""
        return (
            Hit(at(row, "target"), row.target, span, arguments, variant, replacement=replacement),
        )

    return missing


def _bracketed_unit(name: str) -> Unit | None:
    """The unit in brackets at the end of a name, as the grammar reads it behind a number; the
    first of several (座、处) if all are units."""
    from pmlint.target import parse

    bracket = _BRACKET.search(name.rstrip())
    if bracket is None:
        return None
    units = []
    for word in bracket[1].split("、"):
        text = f"1({word})"
        only = parse(text).single
        unit = only.quantity.unit if isinstance(only, (Comparison, Duration)) else None
        if unit is None or unit.span != (1, len(text)):
            return None
        units.append(unit)
    return units[0]


def _end_of_range(row: Indicator) -> Quantity | None:
    only = row.parsed.single if row.parsed is not None else None
    return only.high if isinstance(only, Range) and only.low.unit is None else None


def _percent(value: Decimal, form: Form | None) -> str:
    return f"{value.normalize():f}{_percent_sign(form)}"


def _percent_sign(form: Form | None) -> str:
    """``(%)`` if the form brackets its units, else ``%``."""
    bracketed = bare = 0
    for row in form.indicators if form is not None else ():
        text = row.target.text or ""
        if "(%)" in text or "（%）" in text:
            bracketed += 1
        elif "%" in text:
            bare += 1
    return "(%)" if bracketed > bare else "%"


def _fits(vocabulary: Vocabulary, changes: list[str]) -> Callable[..., Iterable[Hit]]:
    labels: Mapping[str, Any] = vocabulary.table("units")["kinds"]

    def fits(row: Indicator, context: Context) -> Iterable[Hit]:
        kind = context.vocabulary.kinds.get(context.kind(row))
        if kind is None or row.parsed is None:
            return ()
        if kind.dates_refused and any(
            isinstance(c, (Deadline, Window)) for c in row.parsed.clauses
        ):
            only = len(row.parsed.clauses) == 1
            return (Hit(at(row, "target"), row.target, variant="date"),) if only else ()
        kinds = unit_kinds(row.parsed)
        if len(kinds) != 1 or kinds[0] not in kind.refuses:
            return ()
        unit = _unit(row)
        if unit is None or unit.per is not None or _is_phrase(row):
            return ()
        if unit.kind == "rate" and _is_change(row, changes):
            return ()
        arguments = {
            "unit": unit.text,
            "kind": labels.get(unit.kind, {}).get("label", unit.kind),
            "expected": kind.expects,
        }
        variant = "words" if kind.words else ""
        return (Hit(at(row, "target"), row.target, None, arguments, variant),)

    return fits


def _unit(row: Indicator) -> Unit | None:
    only = row.parsed.single if row.parsed is not None else None
    if isinstance(only, Comparison):
        return only.quantity.unit
    if isinstance(only, Range):
        return only.high.unit or only.low.unit
    return None


def _is_change(row: Indicator, changes: list[str]) -> bool:
    """True for ``同比下降5%``: by how much a count changes, and no count."""
    found = only_comparison(row)
    return found is not None and any(word in found.quantity.subject for word in changes)


def _is_phrase(row: Indicator) -> bool:
    """True for ``14个街镇、工业区全覆盖``: a number, but a sentence around it."""
    found = only_comparison(row)
    return found is not None and (found.per is not None or len(found.quantity.object) > 2)
