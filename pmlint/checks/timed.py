"""timed: a 时效指标 that says neither a date nor a rhythm nor a length of time."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from pmlint.checks.context import Context, at
from pmlint.checks.values import only_comparison
from pmlint.checks.vocabulary import Vocabulary
from pmlint.checks.wording import longest_first, said
from pmlint.model.diagnostic import Hit, Severity
from pmlint.model.form import Form, Indicator
from pmlint.model.target import Deadline, Duration, Period, Qualitative, Window
from pmlint.plugins import Options
from pmlint.regex import regex

NAME = "timed"
EACH = ("form",)
OPTIONS: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "level": {
            "type": "string",
            "default": "timeliness",
            "description": "The kind of 二级指标 (levels.yaml) whose values want a time.",
        }
    },
}
ARGUMENTS = ("name", "target", "count", "names")
VARIANTS = ("elsewhere", "rates")
_KINDS = ("timely-rate", "timeliness", "rate")


def compile(options: Options, vocabulary: Vocabulary) -> Callable[..., Iterable[Hit]]:  # noqa: A001
    """'' a bare 及时 in the 时效 group; ``elsewhere`` one in another group. ``rates``: one finding
    for a form whose 时效 group has nothing but rates (及时率 100%)."""
    level: str = options["level"]
    words = _Words(vocabulary)

    def run(form: Form, context: Context) -> Iterable[Hit]:
        level_kind = context.vocabulary.level_kind
        group = [row for row in form.indicators if level_kind(row.level2.text) == level]
        hits: list[Hit] = []
        for row in form.indicators:
            text = said(row)
            if not text or not words.promises(text):
                continue
            name = row.name.text or ""
            grouped = level_kind(row.level2.text) == level
            timely = any(word in name for word in words.names)
            if (grouped or timely) and not words.tells(name):
                hits.append(_bare(row, words, grouped, timely))
        rates = [row for row in group if _is_rate(row, context)]
        if rates and not hits and not any(_has_time(row, words) for row in group):
            hits.append(_rates(rates))
        return hits

    return run


class _Words:
    def __init__(self, vocabulary: Vocabulary) -> None:
        table = vocabulary.table("timing")
        self._promises = longest_first(table["promises"])
        self._behind = frozenset(["", *table["behind"]])
        self.names: list[str] = table["names"]
        told = "|".join(map(re.escape, table["told"]))
        units = "|".join(map(re.escape, longest_first(table["units"])))
        self._told = regex(rf"{told}|[\d一二三四五六七八九十两]\s?(?:个)?(?:{units})")

    def promises(self, text: str) -> bool:
        """True if the value is a bare promise to be in time."""
        return text.startswith(self._promises) and any(
            text.startswith(word) and text[len(word) :] in self._behind for word in self._promises
        )

    def tells(self, text: str) -> bool:
        """True if the text says a time."""
        return self._told.search(text) is not None


def _has_time(row: Indicator, words: _Words) -> bool:
    """True unless the row surely says no time: what is lost or cannot be read may say one."""
    if row.parsed is None or words.tells(row.name.text or "") or words.tells(row.target.text or ""):
        return True
    return any(isinstance(c, (Deadline, Window, Period, Duration)) for c in row.parsed.clauses)


def _is_rate(row: Indicator, context: Context) -> bool:
    found = only_comparison(row)
    unit = found.quantity.unit if found is not None else None
    return unit is not None and unit.kind == "rate" and context.kind(row) in _KINDS


def _bare(row: Indicator, words: _Words, grouped: bool, timely: bool) -> Hit:
    mild: Severity | None = None
    if any(field.text and words.tells(field.text) for field in row.extras.values()):
        mild = "info"  # another column says when
    only = row.parsed.single if row.parsed is not None else None
    if row.parsed is not None and row.parsed.notes and isinstance(only, Qualitative):
        mild = "info"  # as may the remark in brackets
    return Hit(
        at(row, "target"),
        row.target,
        None,
        {"name": row.name.text or "", "target": row.target.text or ""},
        "" if grouped else "elsewhere",
        severity=mild,
        blame="unclear" if grouped and not timely and row.doubtful_place else None,
    )


def _rates(rows: list[Indicator]) -> Hit:
    first = rows[0]
    return Hit(
        at(first, "target"),
        first.target,
        None,
        {"count": str(len(rows)), "names": "；".join(row.name.text or "" for row in rows[:3])},
        "rates",
        related=tuple(
            (row.name.text or "", where)
            for row in rows[1:]
            if (where := row.target.location) is not None
        ),
    )
