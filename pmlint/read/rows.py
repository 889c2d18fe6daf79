"""Collects the rows of a document in reading order and numbers rows and tables."""

from __future__ import annotations

from collections.abc import Iterable

from pmlint.model.grid import Cell, Row, RowKind
from pmlint.read import ReadError
from pmlint.read.limits import LIMITS


class Rows:
    """The rows so far. Rows of kind ``cells`` and ``rule`` that follow each other form a table."""

    __slots__ = ("_inside", "_left", "rows", "table")

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self.table = 0
        self._inside = False
        self._left = LIMITS.cells

    def add(self, kind: RowKind, cells: tuple[Cell, ...] = ()) -> None:
        """Append a row; its cells must carry `next_row` as their row. Raises ReadError
        (``too-large``) beyond the limit of cells."""
        self._left -= len(cells) or 1
        if self._left < 0:
            raise too_many_cells()
        number = 0
        if kind == "cells" or kind == "rule":
            if not self._inside:
                self._inside = True
                self.table += 1
            number = self.table
        else:
            self._inside = False
        self.rows.append(Row(len(self.rows), cells, kind, number))

    def add_table(self, rows: Iterable[tuple[Cell, ...]]) -> None:
        """Append rows that are a table of their own (which counts even without rows)."""
        self._inside = True
        self.table += 1
        for cells in rows:
            self.add("cells", cells)
        self._inside = False

    @property
    def next_row(self) -> int:
        """The 0-based index the next row will have."""
        return len(self.rows)


def check_size(text: str, delimiter: str) -> None:
    """Refuse a text that will have more cells than the limit before any is made."""
    lines = max(text.count("\n"), text.count("\r"))
    if lines + text.count(delimiter) > LIMITS.cells:
        raise too_many_cells()


def too_many_cells(limit: int = LIMITS.cells) -> ReadError:
    """The refusal of a document with more cells than the limit."""
    return ReadError(
        "too-large", f"内容过多（超过 {limit // 10_000} 万个单元格），请拆分成几个文件再检查。"
    )


def too_long(line: int, length: int) -> ReadError:
    """The refusal of a line or cell that is longer than the limit."""
    return ReadError(
        "too-large",
        f"第 {line} 行起有一段长达 {length // 10_000} 万字的内容，不像申报表的文字；"
        "请确认文件没有损坏、换行没有丢失。",
    )
