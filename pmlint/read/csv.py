"""Comma-separated values (RFC 4180 as Excel and WPS write it), cells with their places."""

from __future__ import annotations

import re

from pmlint.model.grid import Cell, Document
from pmlint.model.location import TextLocation
from pmlint.read import comments, encoding, text
from pmlint.read.anchored import AnchoredText
from pmlint.read.limits import LIMITS
from pmlint.read.rows import Rows, check_size, too_long

_MAX_LINES = 100
_QUOTED_RUN = re.compile(r'[^"]+|""')


def read(data: bytes, path: str) -> Document:
    """A CSV file as one grid: one row per record, a record without a comma is prose. Quotes are
    not part of a cell's text or place. Raises ReadError (encoding, too-large)."""
    decoded = encoding.decode(data)
    check_size(decoded.text, ",")
    rows = Rows()
    reader = _Records(text.lines_of(decoded.text))
    while reader.line < len(reader.lines):
        line = reader.lines[reader.line]
        if comments.said(line) is not None:
            reader.next_line()
            continue
        if line.startswith("\f"):
            rows.add("break")
            reader.column = 1
            line = line[1:]
        if not line.strip():
            rows.add("blank")
            reader.next_line()
            continue
        cells = reader.record(rows.next_row)
        rows.add("cells" if len(cells) > 1 else "prose", cells)
    return text.document(path, "csv", decoded, rows)


class _Records:
    """Walks over the fields. ``line`` and ``column`` are 0-based here."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.line = 0
        self.column = 0

    def next_line(self) -> None:
        self.line += 1
        self.column = 0

    def record(self, row: int) -> tuple[Cell, ...]:
        """The cells of the record that begins here."""
        cells: list[Cell] = []
        while True:
            line = self.lines[self.line]
            if len(line) > LIMITS.cell_chars:
                raise too_long(self.line + 1, len(line))
            quoted = line.startswith('"', self.column) and self._closing()
            shown, place = self._quoted() if quoted else self._bare()
            cells.append(Cell(shown, place, row, len(cells)))
            if not self.lines[self.line].startswith(",", self.column):
                self.next_line()
                return tuple(cells)
            self.column += 1

    def _bare(self) -> tuple[str, TextLocation]:
        line, start = self.lines[self.line], self.column
        end = line.find(",", start)
        self.column = len(line) if end < 0 else end
        number = self.line + 1
        place = TextLocation(number, start + 1, number, self.column + 1)
        return line[start : self.column], place

    def _closing(self) -> bool:
        """True if the quote that opens here is closed, followed by a comma or the line's end.

        Otherwise it is a character like any other: a lone quote must not swallow the file. A cell
        may run over at most as many lines as a form has in its longest text.
        """
        at = self.column + 1
        for line in self.lines[self.line : self.line + _MAX_LINES]:
            while (at := line.find('"', at)) >= 0:
                if line.startswith('""', at):
                    at += 2
                    continue
                return at + 1 == len(line) or line[at + 1] == ","
            at = 0
        return False

    def _quoted(self) -> tuple[str, TextLocation]:
        built = AnchoredText()
        self.column += 1
        first = (self.line + 1, self.column + 1)
        while True:
            line = self.lines[self.line]
            while self.column < len(line):
                run = _QUOTED_RUN.match(line, self.column)
                if run is None:  # the closing quote
                    self.column += 1
                    return built.finish(*first)
                if run[0] == '""':
                    built.put('"', self.line + 1, self.column + 1, 2)
                else:
                    built.put(run[0], self.line + 1, self.column + 1)
                self.column = run.end()
            built.put_newline(self.line + 1, len(line) + 1, (self.line + 2, 1))
            self.next_line()
