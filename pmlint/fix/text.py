"""Edits in text files (plain text, Markdown, CSV): byte-exact outside the edits.

The encoding, the byte order mark and every line end stay as they are.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Sequence

from pmlint.fix import MOVED, Refused
from pmlint.model.diagnostic import Edit
from pmlint.model.location import TextLocation
from pmlint.read import encoding

_LINE_END = re.compile(r"\r\n|\r|\n")


def apply(data: bytes, edits: Sequence[Edit], separators: str = "\t\r\n") -> bytes:
    """See `pmlint.fix.Applier`. ``separators``: characters that mean something to the format; an
    edit that would bring in one of them is refused."""
    decoded = encoding.decode(data)
    text = decoded.text
    made = changes(text, edits, separators)
    if encoding.encode(text, decoded.encoding) != data:  # some bytes have two spellings
        raise Refused(dict.fromkeys(range(len(edits)), "文件编码不规范，无法保证其余内容不变"))
    pieces, done = [], 0
    for begin, end, new in sorted(made):
        pieces += [text[done:begin], new]
        done = end
    return encoding.encode("".join([*pieces, text[done:]]), decoded.encoding)


def changes(text: str, edits: Sequence[Edit], separators: str) -> list[tuple[int, int, str]]:
    """What the edits come to in a text as readers see it: ``text[begin:end]`` becomes the string,
    written as the format writes it. Raises `Refused` if any edit cannot be made."""
    starts = [0, *(found.end() for found in _LINE_END.finditer(text))]
    found: list[tuple[int, int, str]] = []
    reasons: dict[int, str] = {}
    for index, edit in enumerate(edits):
        where = edit.location
        span = _span(where, starts, len(text)) if isinstance(where, TextLocation) else None
        if span is None:
            reasons[index] = MOVED
            continue
        written = _written(text[span[0] : span[1]], edit)
        if written is None:
            reasons[index] = MOVED
        elif any(mark in edit.new and mark not in edit.old for mark in separators):
            reasons[index] = "改后的文字含有分隔符，会打乱表格，请手工修改"
        else:
            found.append((*span, written))
    if reasons:
        raise Refused(reasons)
    return found


def _span(where: TextLocation, starts: list[int], length: int) -> tuple[int, int] | None:
    """The 0-based half-open span of a place; None if the text has no such place."""
    if not 0 < where.line <= where.end_line <= len(starts):
        return None
    begin = starts[where.line - 1] + where.column - 1
    end = starts[where.end_line - 1] + where.end_column - 1
    return (begin, end) if begin <= end <= length else None


_ESCAPES: tuple[tuple[Callable[[str], str], Callable[[str], str]], ...] = (
    (lambda shown: shown, lambda shown: shown),
    (html.unescape, lambda shown: html.escape(shown, quote=False)),
    (lambda written: written.replace("\\|", "|"), lambda shown: shown.replace("|", "\\|")),
    (lambda written: written.replace('""', '"'), lambda shown: shown.replace('"', '""')),
    (lambda written: written.replace("\r\n", "\n"), lambda shown: shown.replace("\n", "\r\n")),
)
"""How a format writes what it shows: (read, write)."""


def _written(source: str, edit: Edit) -> str | None:
    """``edit.new`` as it has to be written in place of ``source``; None if ``source`` does not
    show ``edit.old``."""
    for read, write in _ESCAPES:
        if read(source) == edit.old:
            return write(edit.new)
    return None
