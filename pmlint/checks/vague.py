"""vague: a value that nobody could measure (约30人, 较好)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from pmlint.checks.context import Context, at
from pmlint.checks.vocabulary import Vocabulary
from pmlint.checks.wording import explained, longest_first, said, stripped
from pmlint.model.diagnostic import Hit, Severity
from pmlint.model.form import Indicator
from pmlint.model.target import Comparison, Range, Span
from pmlint.plugins import Options

NAME = "vague"
EACH = ("indicator",)
BY_TEXT = True
OPTIONS: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "longest": {
            "type": "integer",
            "default": 8,
            "description": "Longer values in words are sentences of their own.",
        },
        "numeric": {
            "type": "array",
            "items": {"type": "string"},
            "default": ["quantity"],
            "description": "Kinds of 二级指标 (levels.yaml) that want numbers anyhow: another "
            "rule's.",
        },
    },
}
ARGUMENTS = ("word", "number")
VARIANTS = ("words",)


def compile(options: Options, vocabulary: Vocabulary) -> Callable[..., Iterable[Hit]]:  # noqa: A001
    """'' a number with 约 or 左右; ``words`` a degree without a scale. Where another column may
    hold the scale, a hint only."""
    longest: int = options["longest"]
    numeric = frozenset(options["numeric"])
    table = vocabulary.table("vague")
    grades = frozenset(table["grades"])
    before = longest_first(table["before"])
    opening = tuple(table["opening"])
    scaled: list[str] = table["scaled"]

    def run(row: Indicator, context: Context) -> Iterable[Hit]:
        about = _about(row)
        if about is not None:
            text = row.target.text or ""
            arguments = {"word": text[about[0] : about[1]]}
            return (Hit(at(row, "target"), row.target, about, arguments),)
        text = said(row)
        if not text or len(text) > longest:
            return ()
        if not text.startswith(opening) and stripped(text, before) not in grades:
            return ()
        kind = context.vocabulary.kinds.get(context.kind(row))
        if kind is not None and not kind.words:
            return ()  # wants a number whatever the words are
        if context.vocabulary.level_kind(row.level2.text) in numeric:
            return ()
        name = row.name.text or ""
        if any(word in name for word in scaled) or (len(text) > 1 and text in name):
            return ()  # 长期发挥作用 = 长期 repeats its name, as 提升… = 提升 does
        mild: Severity | None = "info" if explained(row) else None
        return (Hit(at(row, "target"), row.target, None, {"word": text}, "words", severity=mild),)

    return run


def _about(row: Indicator) -> Span | None:
    """The place of 约 or 左右 in a value that is a single number or range."""
    only = row.parsed.single if row.parsed is not None else None
    if isinstance(only, Comparison):
        if only.operator == "approx":
            return only.sign
        return only.quantity.about
    return only.about if isinstance(only, Range) else None
