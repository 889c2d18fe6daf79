"""Small helpers for checks that look at values in words."""

from __future__ import annotations

from collections.abc import Iterable

from pmlint.checks.values import in_words
from pmlint.model.form import Indicator

_SCALE = ("标准", "解释", "说明", "规则", "公式")
"""Headings of columns that can say how a value in words is to be judged."""


def said(row: Indicator) -> str:
    """The row's value if it is words only, '' otherwise. Where 指标性质 (定性) has a column of its
    own, only the column with the value."""
    if not in_words(row.parsed):
        return ""
    own = row.value.text if row.value is not None else None
    return (own or row.target.text or "").strip("。；;，, ")


def explained(row: Indicator) -> bool:
    """True if another column of the row can tell how its value is judged."""
    return any(
        field.text and any(word in heading for word in _SCALE)
        for heading, field in row.extras.items()
    )


def longest_first(words: Iterable[str]) -> tuple[str, ...]:
    """The words, each once, so that the first that fits is the longest."""
    return tuple(sorted(dict.fromkeys(words), key=len, reverse=True))


def stripped(text: str, leading: tuple[str, ...], times: int = 4) -> str:
    """``text`` without up to ``times`` of the ``leading`` words before it; never all of it."""
    for _ in range(times):
        if not text.startswith(leading):
            break
        word = next((w for w in leading if text.startswith(w) and text != w), None)
        if word is None:
            break
        text = text[len(word) :]
    return text
