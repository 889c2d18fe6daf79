"""sign: the comparison sign of a value is missing, or written in a broken way."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from pmlint.checks.context import Context, at
from pmlint.checks.values import only_comparison
from pmlint.model.diagnostic import Hit
from pmlint.model.form import Form, Indicator
from pmlint.model.target import Comparison
from pmlint.plugins import Options

NAME = "sign"
EACH = ("form",)
OPTIONS: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["test"],
    "properties": {
        "test": {"enum": ["missing", "malformed"], "examples": ["missing"]},
        "lower": {
            "type": "array",
            "items": {"type": "string"},
            "default": ["satisfaction"],
            "description": "Kinds of names that are lower bounds (variant bound).",
        },
        "upper": {
            "type": "array",
            "items": {"type": "string"},
            "default": ["cost", "economic-cost"],
            "description": "Kinds of 二级指标 that are upper bounds (variant bound).",
        },
        "fixed": {
            "type": "array",
            "items": {"type": "string"},
            "default": [],
            "description": "Words of names that stand for set amounts: no bounds (补助标准).",
        },
        "told": {
            "type": "array",
            "items": {"type": "string"},
            "default": [],
            "description": "Beginnings of cells in other columns that say the direction (正向).",
        },
    },
}
ARGUMENTS = ("right", "count", "examples", "sign")
VARIANTS = ("bound", "mixed")
_ASCII = {"ge": ">=", "le": "<=", "gt": ">", "lt": "<", "eq": "="}
_WIDE = {"ge": "≥", "le": "≤", "gt": ">", "lt": "<", "eq": "="}
_FINE = frozenset(_ASCII.values()) | frozenset(_WIDE.values())
_SINGLE = frozenset("=><＝＞＜")
"""Wide ones are what budget systems offer in their lists and print: nothing is broken."""
_SHOWN = 3
_WORD = 8
"""Longer texts are remarks (code points)."""


def compile(options: Options, vocabulary: Any) -> Callable[..., Iterable[Hit]]:  # noqa: A001, ARG001
    """``missing``: variant ``bound`` for values that are bounds by their nature; the others in one
    finding, if other values of the form have signs. ``malformed``: variant ``mixed`` for the rarer
    of two ways to write ≥ and ≤."""
    if options["test"] == "malformed":
        return _malformed
    lower, upper = frozenset(options["lower"]), frozenset(options["upper"])
    fixed: list[str] = options["fixed"]
    told = tuple(options["told"])

    def missing(form: Form, context: Context) -> Iterable[Hit]:
        hits: list[Hit] = []
        bare: list[Indicator] = []
        signed = False
        ascii_form = _prefers_ascii(form)
        for row in form.indicators:
            found = only_comparison(row)
            if found is None:
                continue
            if found.sign is not None or found.bound is not None:
                signed = True
                continue
            if found.quantity.about is not None or found.quantity.object:
                continue
            right = ""
            if context.kind(row) in lower:
                right = "ge"
            elif context.vocabulary.level_kind(row.level2.text) in upper:
                right = "" if any(word in (row.name.text or "") for word in fixed) else "le"
            # Nothing lies above 100 % or below 0: there a bare number says all.
            full = found.quantity.unit is not None and found.quantity.unit.kind == "rate"
            settled = (
                full and found.quantity.number.value == 100
            ) or not found.quantity.number.value
            if settled or (told and _told(row, told)):
                continue
            if right:
                hits.append(_bound(row, found, (_ASCII if ascii_form else _WIDE)[right]))
            else:
                bare.append(row)
        if bare and signed:
            hits.append(_gathered(bare))
        return hits or ()

    return missing


def _told(row: Indicator, words: tuple[str, ...]) -> bool:
    """True if a column of its own (指标方向) says which way the value is bounded."""
    columns = (row.operator, *row.extras.values())
    return any(
        field is not None
        and field.text is not None
        and len(field.text) <= _WORD
        and field.text.startswith(words)
        for field in columns
    )


def _bound(row: Indicator, found: Comparison, right: str) -> Hit:
    text = row.target.text or ""
    start = found.quantity.number.span[0]
    return Hit(
        at(row, "target"),
        row.target,
        found.span,
        {"right": right + text[start : found.span[1]]},
        "bound",
        replacement=text[found.span[0] : start] + right + text[start : found.span[1]],
    )


def _gathered(rows: list[Indicator]) -> Hit:
    first = rows[0]
    related = []
    for row in rows[1:]:
        where = row.target.location
        if where is not None:
            related.append((f"{row.name.text or ''} {row.target.text or ''}", where))
    told = "、".join(f"“{row.target.text}”" for row in rows[:_SHOWN])
    return Hit(
        at(first, "target"),
        first.target,
        arguments={"count": str(len(rows)), "examples": told},
        related=tuple(related),
    )


def _prefers_ascii(form: Form) -> bool:
    """True if the form writes >= rather than ≥ (ties: ≥)."""
    plain = wide = 0
    for row in form.indicators:
        text = row.target.text or ""
        if "≥" in text or "≤" in text:
            wide += 1
        elif ">" in text or "<" in text:
            plain += 1
    return plain > wide


def _malformed(form: Form, context: Context) -> Iterable[Hit]:  # noqa: ARG001
    hits: list[Hit] = []
    style: bool | None = None
    mixed: list[tuple[Indicator, Comparison, str]] = []
    for row in form.indicators:
        found = only_comparison(row)
        if found is None or found.sign is None or found.operator not in _ASCII:
            continue
        if found.printed in _SINGLE:
            continue
        if style is None:
            style = _prefers_ascii(form)
        right = (_ASCII if style else _WIDE)[found.operator]
        if not _is_sign(found.printed):
            continue  # a word (不低于), or residue (\geq, &gt;=) that another rule takes away
        if found.printed not in _FINE:
            hits.append(_sign(row, found, right, ""))
        elif found.printed != right:
            mixed.append((row, found, right))
    if mixed:
        row, found, right = mixed[0]
        hit = _sign(row, found, right, "mixed")
        others = tuple(
            (r.target.text or "", r.target.location)
            for r, _, _ in mixed[1:]
            if r.target.location is not None
        )
        hits.append(replace(hit, related=others))
    return hits or ()


def _is_sign(printed: str) -> bool:
    return not any("\u4e00" <= char <= "\u9fff" or char in "\\&" for char in printed)


def _sign(row: Indicator, found: Comparison, right: str, variant: str) -> Hit:
    return Hit(
        at(row, "target"),
        row.target,
        found.sign,
        {"right": right, "sign": found.printed},
        variant,
        replacement=right,
    )
