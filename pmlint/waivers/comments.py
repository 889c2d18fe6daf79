"""Waivers written into a text file itself, on a line of their own.

    # pmlint: 忽略 PM304 主管部门来函规定（至 2026-12-31）
    <!-- pmlint: ignore PM304,PM301 the ministry's own wording until 2026-12-31 -->

In front of a form such a line speaks for the whole of the next form; within a form, for the next
row. Several in succession all speak for the same form or row.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from pmlint.model.form import Form
from pmlint.model.grid import Document
from pmlint.model.location import TextLocation
from pmlint.model.waiver import Waiver
from pmlint.read.comments import said
from pmlint.read.text import lines_of

_SAID = re.compile(r"(?:忽略|ignore)[\s:：]\s*(?P<rules>\S+)(?:\s+(?P<reason>.*))?", re.IGNORECASE)
_UNTIL = re.compile(r"[(（]?\s*(?:至|until)\s*(?P<date>\d{4}-\d{2}-\d{2})\s*[)）]?$", re.I)
_SEPARATOR = re.compile(r"[,，、]+")
_LONGEST_DATE = 24
FORMATS = ("text", "markdown", "csv")
"""The formats (names of readers) whose files can hold comments."""


def comments(document: Document, forms: Sequence[Form]) -> list[Waiver]:
    """The waivers that a file itself holds, one for each rule named, in order. Never raises: a
    comment that cannot be understood is a waiver that is ``malformed``."""
    source = document.source
    if source is None or document.format not in FORMATS or "pmlint" not in source.lower():
        return []
    lines = lines_of(source)
    extents = sorted(_extents(forms))
    found: list[Waiver] = []
    row: int | None = None  # 1-based, the nearest row below that is neither blank nor a comment
    for number in range(len(lines), 0, -1):
        line = lines[number - 1]
        content = said(line)
        if content is not None:
            place = TextLocation(number, 1, number, len(line) + 1)
            form, at = _speaks_for(row, extents)
            plain = Waiver("", form=form, line=at, source=document.path, location=place, text=line)
            found.extend(reversed(_waivers(content, plain)))
        elif line and not line.isspace():
            row = number
    found.reverse()
    return found


def _waivers(content: str, plain: Waiver) -> list[Waiver]:
    match = _SAID.fullmatch(content)
    rules = [r for r in _SEPARATOR.split(match["rules"]) if r] if match is not None else []
    if match is None or not rules:
        return [replace(plain, malformed=True)]
    reason = match["reason"] or ""
    until = _UNTIL.search(reason[-_LONGEST_DATE:])
    expires = ""
    if until is not None:
        expires = until["date"]
        reason = reason[: len(reason) - len(until[0])]
    return [replace(plain, rule=r, reason=reason.strip(" ，,"), expires=expires) for r in rules]


def _speaks_for(
    row: int | None, extents: Sequence[tuple[int, int, int]]
) -> tuple[int | None, int | None]:
    """(form, line) that a comment above ``row`` speaks for: one of them, or neither if nothing
    follows. ``extents``: (first line, last line, form) in order."""
    if row is None:
        return None, None
    after = bisect_left(extents, (row, 0, 0))
    if after and row <= extents[after - 1][1]:
        return None, row
    return (extents[after][2], None) if after < len(extents) else (None, row)


def _extents(forms: Iterable[Form]) -> Iterator[tuple[int, int, int]]:
    """The first and last line of each form whose lines are known, and its number."""
    for form in forms:
        title, begin, end = form.location, form.where or form.location, form.end or form.location
        if isinstance(begin, TextLocation) and isinstance(end, TextLocation):
            first = begin.line
            if isinstance(title, TextLocation):
                first = min(first, title.line)
            yield first, max(end.end_line, first), form.index
