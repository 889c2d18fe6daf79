"""From the cells of a sheet, as any spreadsheet format stores them, to a ruled grid.

Only the area in use counts: from the first row and column to the last cell that shows something
or the end of a merge that starts with such a cell. Merges stay ranges, whatever their size.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Container
from dataclasses import field
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from pmlint.model.grid import Cell, Grid, Remark, Row, RowKind
from pmlint.model.location import CellLocation
from pmlint.model.value import record
from pmlint.read import ReadError
from pmlint.read.limits import LIMITS

MAX_CELLS = 400_000
"""The most cells of a workbook that are kept (some 200 MB)."""
INDEX_SHEET = "pmlint检查结果"
"""The sheet on which pmlint itself lists its findings; never read as content."""
MAX_MERGES = 50_000
"""The most merges of a sheet that are looked at."""
MAX_TEXT = 32_767
"""The longest text of a cell that Excel keeps."""
_MAX_RANGES = 2000
_GAP = 100
"""Runs of empty rows up to this length are kept as blank rows."""


class Shown(NamedTuple):
    """What a stored cell shows: its text, the number behind it, the reader's notes."""

    text: str
    value: Decimal | None = None
    notes: tuple[str, ...] = ()


class Merge(NamedTuple):
    """A merged range, 0-based, ends included."""

    top: int
    left: int
    bottom: int
    right: int


@record
class Sheet:
    """A sheet as stored. ``rows`` maps row -> column -> what the cell shows, all 0-based and only
    where the file has a cell; ``hidden_columns`` are ranges, ends included."""

    name: str
    hidden: bool = False
    rows: dict[int, dict[int, Shown]] = field(default_factory=dict)
    merges: list[Merge] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    clamped: bool = False


class Budget:
    """Counts the cells of a workbook over all its sheets."""

    def __init__(self) -> None:
        self.cells = 0

    def take(self, count: int = 1) -> None:
        """Raises ReadError when the workbook has more cells than any form."""
        self.cells += count
        if self.cells > MAX_CELLS:
            raise ReadError(
                "too-large",
                f"工作簿的单元格超过 {MAX_CELLS} 个，远超绩效目标申报表的规模，未予读取。"
                "请删去无关的工作表，或清除表格以外的格式后再检查。",
            )


@lru_cache(maxsize=2048)
def column_name(column: int) -> str:
    """The letters of a 0-based column: 0 -> A, 27 -> AB."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def cell_name(row: int, column: int) -> str:
    """``D13`` for (12, 3)."""
    return f"{column_name(column)}{row + 1}"


def parse_ref(ref: str) -> tuple[int, int] | None:
    """(row, column), 0-based, of ``D13`` or ``$D$13``; None if it is no cell's name."""
    ref = ref.replace("$", "")
    letters = ref.rstrip("0123456789")
    figures = ref[len(letters) :]
    if not (0 < len(letters) <= 3 and letters.isascii() and letters.isalpha()):
        return None
    if not 0 < len(figures) <= 7 or figures.strip("0") == "":
        return None
    column = 0
    for letter in letters.upper():
        column = column * 26 + ord(letter) - 64
    return int(figures) - 1, column - 1


def parse_range(ref: str) -> Merge | None:
    """The range ``A1:C3`` (or one cell), ends in order; None if it is none."""
    first, _, last = ref.partition(":")
    a, b = parse_ref(first), parse_ref(last or first)
    if a is None or b is None:
        return None
    return Merge(min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1]))


def build(sheet: Sheet, number: int, budget: Budget) -> Grid:
    """The grid of a sheet; ``number`` is its 1-based place in the workbook."""
    height, width = _used(sheet)
    filled = [r for r in sorted(sheet.rows) if r < height]
    fill = len(filled) * width <= MAX_CELLS // 2
    hidden_columns = _hidden(sheet.hidden_columns, width)
    covered = _Covered(sheet.merges, height, width)
    rows: list[Row] = []
    for r in _with_gaps(filled, covered.ends(), height):
        stored = sheet.rows.get(r)
        spans = covered.advance(r)
        cells: list[Cell] = []
        if stored is not None:
            hidden_row = sheet.hidden or r in sheet.hidden_rows
            columns = range(width) if fill else sorted(c for c in stored if c < width)
            for c in columns:
                if covered.hides(r, c):
                    continue
                if c not in stored:
                    budget.take()
                down, across = spans.get(c, (1, 1))
                text, value, notes = stored.get(c, _EMPTY)
                where = CellLocation(sheet.name, cell_name(r, c))
                hidden = hidden_row or c in hidden_columns
                cells.append(Cell(text, where, r, c, down, across, value, None, hidden, notes))
        kind: RowKind = "cells" if stored is not None or covered.any(r) else "blank"
        rows.append(Row(r, tuple(cells), kind, number))
    return Grid(rows, ruled=True, name=sheet.name, hidden=sheet.hidden)


def remarks(sheet: Sheet) -> list[Remark]:
    """What a person should know about how a sheet was read."""
    found = []
    if sheet.hidden:
        found.append(
            Remark("hidden-sheet", f"工作表“{sheet.name}”是隐藏的，其中的内容已一并读取。")
        )
    if sheet.clamped:
        found.append(
            Remark(
                "clamped",
                f"工作表“{sheet.name}”的第 {LIMITS.columns} 列以后还有内容，未予读取。",
            )
        )
    for r in sorted(sheet.rows):
        for c, cell in sorted(sheet.rows[r].items()):
            if "formula-without-value" in cell.notes:
                where = CellLocation(sheet.name, cell_name(r, c))
                text = (
                    f"工作表“{sheet.name}”的 {where.cell} 等单元格中公式没有保存计算结果，"
                    "读不出数值。请用 Excel 或 WPS 打开，保存后再检查。"
                )
                found.append(Remark("formula-without-value", text, where))
                return found
    return found


_EMPTY = Shown("")


def _used(sheet: Sheet) -> tuple[int, int]:
    """Rows and columns in use."""
    height = width = 0
    for r, row in sheet.rows.items():
        last = -1
        for c, cell in row.items():
            if cell.text.strip() or cell.notes:
                if c >= LIMITS.columns:
                    sheet.clamped = True
                else:
                    last = max(last, c)
        if last >= 0:
            height, width = max(height, r + 1), max(width, last + 1)
    inside = Merge(0, 0, height, width)
    stored = sorted(sheet.rows)
    for merge in sheet.merges[:MAX_MERGES]:
        anchor = sheet.rows.get(merge.top, {}).get(merge.left)
        if anchor is not None and anchor.text.strip():
            # a merge reaches beyond the last text only as far as the file has rows and cells
            bottom, right = _stored_end(stored, merge)
            inside = Merge(0, 0, max(inside.bottom, bottom + 1), max(inside.right, right + 1))
    return inside.bottom, min(inside.right, LIMITS.columns)


def _stored_end(rows: list[int], merge: Merge) -> tuple[int, int]:
    """The last row and column of a merge, or of what the file stores of a senseless one."""
    bottom, right = merge.bottom, merge.right
    if bottom - merge.top > 1000:
        bottom = rows[bisect_right(rows, bottom) - 1]
    if right - merge.left > 200:
        right = merge.left
    return max(bottom, merge.top), right


def _hidden(ranges: list[tuple[int, int]], width: int) -> Container[int]:
    columns: set[int] = set()
    for first, last in ranges[:_MAX_RANGES]:
        columns.update(range(first, min(last, width) + 1))
    return columns


def _with_gaps(filled: list[int], ends: list[tuple[int, int]], height: int) -> list[int]:
    """``filled`` with the rows between them, unless a gap is long, and the rows of merges."""
    rows = set(filled)
    before = -1
    for r in filled:
        if r - before - 1 <= _GAP:
            rows.update(range(before + 1, r))
        before = r
    for top, bottom in ends:
        if bottom - top <= _GAP * 10:
            rows.update(range(top, min(bottom, height - 1) + 1))
    return sorted(rows)


class _Covered:
    """Which cells are covered by a merge, found row by row; merges that overlap an earlier one
    are ignored, as spreadsheet programs do."""

    def __init__(self, merges: list[Merge], height: int, width: int) -> None:
        clamped = {
            Merge(m.top, m.left, min(m.bottom, height - 1), min(m.right, width - 1))
            for m in merges[:MAX_MERGES]
            if m.top < height and m.left < width
        }
        self._waiting = sorted(clamped, reverse=True)
        self._until = [-1] * width
        self._reach = -1
        self._anchors: set[tuple[int, int]] = set()

    def ends(self) -> list[tuple[int, int]]:
        """First and last row of each merge."""
        return [(m.top, m.bottom) for m in self._waiting]

    def advance(self, row: int) -> dict[int, tuple[int, int]]:
        """Go to ``row``: the merges that start there, column -> (rowspan, colspan)."""
        spans: dict[int, tuple[int, int]] = {}
        while self._waiting and self._waiting[-1].top <= row:
            merge = self._waiting.pop()
            taken = slice(merge.left, merge.right + 1)
            if max(self._until[taken]) >= merge.top:
                continue
            self._until[taken] = [merge.bottom] * (merge.right + 1 - merge.left)
            self._reach = max(self._reach, merge.bottom)
            self._anchors.add((merge.top, merge.left))
            if merge.top == row:
                spans[merge.left] = (merge.bottom - merge.top + 1, merge.right - merge.left + 1)
        return spans

    def hides(self, row: int, column: int) -> bool:
        """True if the cell lies under a merge and is not its top left one."""
        return self._until[column] >= row and (row, column) not in self._anchors

    def any(self, row: int) -> bool:
        """True if a merge reaches into ``row``."""
        return self._reach >= row
