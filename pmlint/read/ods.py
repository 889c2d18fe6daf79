"""OpenDocument spreadsheets (.ods): the format stores what each cell shows."""

from __future__ import annotations

import math
from collections.abc import Callable
from decimal import Decimal

from pmlint.model.grid import Document
from pmlint.read import numfmt
from pmlint.read.package import Package
from pmlint.read.sheet import (
    INDEX_SHEET,
    MAX_CELLS,
    MAX_TEXT,
    Budget,
    Merge,
    Sheet,
    Shown,
    build,
    remarks,
)
from pmlint.read.sheetml import serial_of

NAME = "ods"
_TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0 "
_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0 "
_TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0 "
_STYLE = "urn:oasis:names:tc:opendocument:xmlns:style:1.0 "
_DRAW = "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0 "
_MANIFEST = "META-INF/manifest.xml"
_SKIPPED = (_OFFICE + "annotation", _TEXT + "ruby-text")
_FILLING = 64
"""Empty rows and cells repeated so often only fill the sheet up to its end."""
_MAX_ROW, _MAX_COLUMN = 1 << 20, 1 << 14


def read(data: bytes, path: str) -> Document:
    """The spreadsheet as a document of ruled grids, sheets in their order, hidden ones marked.

    Locations are `CellLocation`. Raises ReadError only.
    """
    package = Package(data, path)
    if _MANIFEST in package and b"encryption-data" in package.read(_MANIFEST):
        raise package.encrypted()
    budget = Budget()
    handler = _Content(budget)
    package.walk("content.xml", handler.start, handler.end, handler.text)
    document = Document(path, NAME, [])
    for number, sheet in enumerate(handler.sheets, 1):
        if sheet.name == INDEX_SHEET:
            continue
        document.grids.append(build(sheet, number, budget))
        document.remarks += remarks(sheet)
    return document


class _Content:
    """Fills a `Sheet` for each table of ``content.xml``."""

    def __init__(self, budget: Budget) -> None:
        self.sheets: list[Sheet] = []
        self._budget = budget
        self._hidden_styles: set[str] = set()
        self._style = ""
        self._nested = 0
        self._row = self._column = 0
        self._row_repeat = 1
        self._cells: dict[int, Shown] = {}
        self._cell: dict[str, str] | None = None
        self._covered = False
        self._lines: list[str] = []
        self._length = 0
        self._in_line = self._skip = 0
        self._starts: dict[str, Callable[[dict[str, str]], None]] = {
            _STYLE + "style": self._start_style,
            _STYLE + "table-properties": self._table_properties,
            _TABLE + "table": self._start_sheet,
            _TABLE + "table-column": self._start_column,
            _TABLE + "table-row": self._start_row,
            _TABLE + "table-cell": self._start_cell,
            _TABLE + "covered-table-cell": self._start_covered,
            _TEXT + "p": self._start_line,
            _TEXT + "h": self._start_line,
            _TEXT + "s": self._blanks,
            _TEXT + "tab": lambda _: self._add("\t"),
            _TEXT + "line-break": lambda _: self._add("\n"),
        }

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        if self._skip:
            self._skip += 1
            return
        run = self._starts.get(tag)
        if run is not None:
            run(attributes)
        elif tag in _SKIPPED or tag.startswith(_DRAW):
            self._skip = 1

    def end(self, tag: str) -> None:
        """An element ends."""
        if self._skip:
            self._skip -= 1
        elif tag == _TABLE + "table":
            self._nested -= 1
        elif tag == _TABLE + "table-row" and self._nested == 1:
            self._end_row()
        elif tag in (_TABLE + "table-cell", _TABLE + "covered-table-cell") and self._nested == 1:
            self._end_cell()
        elif tag in (_TEXT + "p", _TEXT + "h"):
            self._in_line -= 1

    def text(self, characters: str) -> None:
        """Characters of whatever is open."""
        if self._in_line and not self._skip:
            self._add(characters)

    def _add(self, characters: str) -> None:
        if self._lines and self._length < MAX_TEXT:
            self._lines[-1] += characters[: MAX_TEXT - self._length]
            self._length += len(characters)

    def _start_style(self, attributes: dict[str, str]) -> None:
        self._style = attributes.get(_STYLE + "name", "")

    def _table_properties(self, attributes: dict[str, str]) -> None:
        if attributes.get(_TABLE + "display") == "false":
            self._hidden_styles.add(self._style)

    def _start_sheet(self, attributes: dict[str, str]) -> None:
        self._nested += 1
        if self._nested == 1:
            hidden = attributes.get(_TABLE + "style-name", "") in self._hidden_styles
            self.sheets.append(Sheet(attributes.get(_TABLE + "name", ""), hidden))
            self._row = self._column = 0

    def _start_column(self, attributes: dict[str, str]) -> None:
        if self._nested == 1:
            count = _count(attributes, "number-columns-repeated", _MAX_COLUMN)
            if attributes.get(_TABLE + "visibility", "visible") != "visible":
                self.sheets[-1].hidden_columns.append((self._column, self._column + count - 1))
            self._column += count

    def _start_row(self, attributes: dict[str, str]) -> None:
        if self._nested == 1:
            self._column = 0
            self._cells = {}
            self._row_repeat = _count(attributes, "number-rows-repeated", _MAX_ROW)
            if attributes.get(_TABLE + "visibility", "visible") != "visible":
                rows = range(self._row, self._row + min(self._row_repeat, 1000))
                self.sheets[-1].hidden_rows.update(rows)

    def _start_cell(self, attributes: dict[str, str], covered: bool = False) -> None:
        if self._nested == 1:
            self._cell = attributes
            self._covered = covered
            self._lines = []
            self._length = 0

    def _start_covered(self, attributes: dict[str, str]) -> None:
        self._start_cell(attributes, covered=True)

    def _start_line(self, _: dict[str, str]) -> None:
        self._in_line += 1
        self._lines.append("")
        self._budget.take()

    def _blanks(self, attributes: dict[str, str]) -> None:
        if self._length < MAX_TEXT:
            self._add(" " * _count(attributes, "c", 1000, _TEXT))

    def _end_cell(self) -> None:
        cell = self._cell or {}
        repeat = _count(cell, "number-columns-repeated", _MAX_COLUMN)
        shown = self._shown(cell)
        across = _count(cell, "number-columns-spanned", _MAX_COLUMN)
        down = _count(cell, "number-rows-spanned", _MAX_ROW)
        if (across > 1 or down > 1) and not self._covered:
            top, left = self._row, self._column
            merge = Merge(top, left, top + down - 1, left + across - 1)
            self.sheets[-1].merges.append(merge)
        if shown.text.strip() or shown.notes:
            self._budget.take(repeat)
            for c in range(self._column, self._column + repeat):
                self._cells[c] = shown
        elif repeat < _FILLING:
            for c in range(self._column, self._column + repeat):
                self._cells[c] = shown
        self._column += repeat
        self._cell = None

    def _shown(self, cell: dict[str, str]) -> Shown:
        text = "\n".join(self._lines)
        kind = cell.get(_OFFICE + "value-type", "")
        value = None
        if kind in ("float", "percentage", "currency", "date"):
            value = _number(cell, kind)
        notes: tuple[str, ...] = ()
        if _TABLE + "formula" in cell and not text and not kind:
            notes = ("formula-without-value",)
        elif text and not text.strip("#"):
            notes = ("overflow",)
        return Shown(text, value, notes)

    def _end_row(self) -> None:
        filled = any(cell.text.strip() for cell in self._cells.values())
        repeat = self._row_repeat
        if self._cells and (filled or repeat < _FILLING):
            self._budget.take(min(len(self._cells) * repeat, MAX_CELLS + 1))
            for r in range(self._row, self._row + repeat):
                self.sheets[-1].rows[r] = self._cells
        self._row += repeat


def _number(cell: dict[str, str], kind: str) -> Decimal | None:
    """The number a cell stores; of a date, its serial number as in Excel."""
    try:
        if kind == "date":
            number = serial_of(cell.get(_OFFICE + "date-value", ""))
        else:
            number = float(cell.get(_OFFICE + "value", ""))
    except ValueError:
        return None
    return None if number is None or not math.isfinite(number) else numfmt.decimal_of(number)


def _count(attributes: dict[str, str], name: str, limit: int, space: str = _TABLE) -> int:
    """A repeat count, from 1 to ``limit``."""
    text = attributes.get(space + name, "1")
    return max(1, min(int(text) if text.isdecimal() and len(text) < 12 else 1, limit))
