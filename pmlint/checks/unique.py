"""unique: the same indicator stands in the table more than once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from pmlint.checks.context import Context, at
from pmlint.model.diagnostic import Hit
from pmlint.model.form import Form, Indicator
from pmlint.plugins import Options

NAME = "unique"
EACH = ("form",)
OPTIONS: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "ignore": {
            "type": "array",
            "items": {"type": "string"},
            "default": [],
            "description": "Words that make no difference when names are nearly the same.",
        }
    },
}
ARGUMENTS = ("other", "first", "second")
VARIANTS = ("other-value", "other-group", "near")
_NOISE = re.compile(r"[\s，。、；：,.;:“”\"'（）()《》〈〉\-—]+")


def compile(options: Options, vocabulary: Any) -> Callable[..., Iterable[Hit]]:  # noqa: A001, ARG001
    """Variants: '' same name and value; ``other-value`` same name, other value, same 二级指标;
    ``other-group`` another 二级指标; ``near`` names that differ in empty words only."""
    ignore: list[str] = options["ignore"]
    empty = re.compile("|".join(map(re.escape, ignore))) if ignore else None

    def run(form: Form, context: Context) -> Iterable[Hit]:
        seen: dict[str, Indicator] = {}
        twice: list[tuple[Indicator, Indicator, str]] = []
        for row in form.indicators:
            name = row.name.text
            if not name:
                continue
            key = _NOISE.sub("", name) if _NOISE.search(name) else name
            first = seen.setdefault(key, row)
            if first is not row:
                twice.append((first, row, _variant(first, row, context)))
        if empty is not None:
            _near(seen, empty, twice, context)
        return [_hit(*found) for found in twice] if twice else ()

    return run


def _variant(first: Indicator, row: Indicator, context: Context) -> str:
    one, two = (_NOISE.sub("", r.target.text or "") for r in (first, row))
    if context.level2(first) != context.level2(row):
        return "other-group"
    return "" if one == two else "other-value"


def _near(
    seen: dict[str, Indicator],
    empty: re.Pattern[str],
    twice: list[tuple[Indicator, Indicator, str]],
    context: Context,
) -> None:
    stems: dict[tuple[str, str], Indicator] = {}
    for key, row in seen.items():
        stem = empty.sub("", key)
        if len(stem) < 4:
            continue
        first = stems.setdefault((stem, context.level2(row)), row)
        if first is not row:
            twice.append((first, row, "near"))


def _hit(first: Indicator, row: Indicator, variant: str) -> Hit:
    where = first.name.location
    return Hit(
        at(row, "name"),
        row.name,
        arguments={
            "other": first.name.text or "",
            "first": first.target.text or "",
            "second": row.target.text or "",
        },
        variant=variant,
        related=((first.name.text or "", where),) if where is not None else (),
    )
