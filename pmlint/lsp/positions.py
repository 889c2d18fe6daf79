"""Places as editors count them: lines and columns from 0, columns in the units agreed upon."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable

from lsprotocol import types as lsp

from pmlint.model.location import Location, TextLocation

_LINE_END = re.compile(r"\r\n|\r|\n")  # what the protocol and pmlint's readers hold to be one
_MARK = "\ufeff"


class Positions:
    """Translates places in one text.

    ``units`` counts a string in the units of the editor (`PositionCodec.client_num_units`). A byte
    order mark, which readers leave out, counts as a character of the first line.
    """

    def __init__(self, text: str, units: Callable[[str], int]) -> None:
        self.text = text
        self._units = units
        self._mark = len(_MARK) if text.startswith(_MARK) else 0
        self._starts = [0, *(end.end() for end in _LINE_END.finditer(text))]

    def range(self, where: Location | None) -> lsp.Range:
        """The range of a place; the beginning of the text for one that is not in a text."""
        if not isinstance(where, TextLocation):
            return lsp.Range(lsp.Position(0, 0), lsp.Position(0, 0))
        return lsp.Range(
            self._position(where.line, where.column),
            self._position(where.end_line, where.end_column),
        )

    def between(self, begin: int, end: int) -> lsp.Range:
        """The range of ``text[begin:end]`` of the text as readers see it (without its mark)."""
        return lsp.Range(self._at(begin + self._mark), self._at(end + self._mark))

    def _position(self, line: int, column: int) -> lsp.Position:
        """The position of a 1-based line and column in code points."""
        number = min(line, len(self._starts)) - 1
        start = self._starts[number]
        shift = self._mark if number == 0 else 0
        return lsp.Position(number, self._units(self.text[start : start + column - 1 + shift]))

    def _at(self, offset: int) -> lsp.Position:
        number = bisect_right(self._starts, offset) - 1
        return lsp.Position(number, self._units(self.text[self._starts[number] : offset]))


def contains(outer: lsp.Range, position: lsp.Position) -> bool:
    """Whether a position lies in or at an end of a range."""
    return _key(outer.start) <= _key(position) <= _key(outer.end)


def meet(one: lsp.Range, other: lsp.Range) -> bool:
    """Whether two ranges share a position, their ends included."""
    return _key(one.start) <= _key(other.end) and _key(other.start) <= _key(one.end)


def hull(ranges: list[lsp.Range]) -> lsp.Range:
    """The smallest range that covers all of ``ranges`` (at least one)."""
    return lsp.Range(
        min((r.start for r in ranges), key=_key), max((r.end for r in ranges), key=_key)
    )


def _key(position: lsp.Position) -> tuple[int, int]:
    return position.line, position.character
