"""numbering: names that are numbered (指标1、指标2 …), with gaps, repeats or jumps."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from pmlint.checks.context import Context, at
from pmlint.model.diagnostic import Hit
from pmlint.model.form import Form, Indicator
from pmlint.plugins import Options

NAME = "numbering"
EACH = ("form",)
OPTIONS: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "least": {
            "type": "integer",
            "default": 3,
            "minimum": 2,
            "description": "With fewer numbered names there is no numbering to speak of.",
        }
    },
}
ARGUMENTS = ("number", "before", "count")
VARIANTS = ("repeated",)
_NUMBER = re.compile(
    r"\s*(?:指标\s*(\d{1,2})(?!\d)|[（(]\s*(\d{1,2})\s*[）)]|(\d{1,2})\s*(?:[、．：:]|\.(?!\d))"
    r"|([①-⑳]))"
)


def compile(options: Options, vocabulary: Any) -> Callable[..., Iterable[Hit]]:  # noqa: A001, ARG001
    """One finding for a form: '' a number is left out or the numbering jumps; ``repeated`` one
    stands twice in a group. Each 二级指标 may begin with 1 or go on counting."""
    least: int = options["least"]

    def run(form: Form, context: Context) -> Iterable[Hit]:
        numbered = [
            (row, number, span)
            for row in form.indicators
            if (found := _number(row)) is not None
            for number, span in (found,)
        ]
        if len(numbered) < least:
            return ()
        wrong = list(_wrong(numbered, context))
        if not wrong:
            return ()
        row, before, number, span = wrong[0]
        arguments = {"number": str(number), "before": str(before), "count": str(len(wrong))}
        related = tuple(
            (other.name.text or "", where)
            for other, _, _, place in wrong[1:]
            if (where := other.name.locate(*place)) is not None
        )
        variant = "repeated" if number == before else ""
        return (Hit(at(row, "name"), row.name, span, arguments, variant, related=related),)

    return run


def _number(row: Indicator) -> tuple[int, tuple[int, int]] | None:
    """The number before the row's name, and where it stands."""
    match = _NUMBER.match(row.name.text or "")
    if match is None:
        return None
    group = next(n for n in range(1, 5) if match[n])
    digits = match[group]
    return (ord(digits) - ord("①") + 1 if group == 4 else int(digits)), match.span(group)


def _wrong(
    numbered: list[tuple[Indicator, int, tuple[int, int]]], context: Context
) -> Iterator[tuple[Indicator, int, int, tuple[int, int]]]:
    group, before, last = "", 0, -1
    for row, number, span in numbered:
        here = context.level1(row) + "/" + context.level2(row)
        fresh = here != group or row.number != last + 1  # names without number begin anew
        if number != before + 1 and not (fresh and number == 1):
            yield row, before, number, span
        group, before, last = here, number, row.number
