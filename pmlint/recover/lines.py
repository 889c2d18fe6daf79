"""Rows as recovery looks at them: the cells with something in them, and what each says."""

from __future__ import annotations

from pmlint.model.grid import Cell, Row
from pmlint.model.value import record
from pmlint.recover.lexicon import Lexicon, Sign, Signs

_MAIN = frozenset({"level1", "level2", "name", "target"})


@record
class Line:
    """A row of the grid, its non-blank ``cells`` and, beside each, its ``signs``.

    ``page`` counts page breaks (and, in text, blank lines) from the start of the grid.
    """

    row: Row
    cells: list[Cell]
    signs: list[Signs]
    page: int
    kinds: frozenset[str] = frozenset()
    """The kinds of all its signs."""
    heading: bool = False
    """True if it names at least two of the indicator table's main columns."""

    def sign(self, index: int, kind: str) -> Sign | None:
        """The reading of cell ``index`` as a label of ``kind``."""
        for sign in self.signs[index]:
            if sign.kind == kind:
                return sign
        return None

    @property
    def names_levels(self) -> bool:
        """True if a heading names a level (一级指标, 二级指标)."""
        return any(
            s.kind == "heading" and s.key in ("level1", "level2")
            for signs in self.signs
            for s in signs
        )

    def has(self, kind: str) -> bool:
        """True if some cell reads as a label of ``kind``."""
        return kind in self.kinds

    def blank_after(self, cell: Cell, before: int) -> Cell | None:
        """The first blank cell behind ``cell`` and before column ``before``."""
        end = cell.column + cell.colspan
        for other in self.row.cells:
            if other.column >= end:
                return other if other.column < before and other.blank else None
        return None


def lines_of(rows: list[Row], ruled: bool, lexicon: Lexicon) -> list[Line]:
    """The rows that hold something, in order. Rules such as ``|---|`` and blank rows are left out
    (a blank line within a text form is most often a page break)."""
    lines: list[Line] = []
    page, read, table = 0, lexicon.read, 0
    for row in rows:
        if row.kind == "break" or (row.kind == "blank" and not ruled):
            page += 1
            continue
        if row.table and row.table != table:
            page, table = page + (table != 0), row.table
        if row.kind in ("rule", "blank"):
            continue
        # Most of what recovery costs on a sparse table: not by way of `Cell.blank`.
        cells = [c for c in row.cells if (text := c.text) and not text.isspace()]
        if cells:
            lines.append(_line(row, cells, [read(c.text) for c in cells], page))
    return lines


def _line(row: Row, cells: list[Cell], signs: list[Signs], page: int) -> Line:
    said = [s for found in signs if found for s in found]
    if not said:
        return Line(row, cells, signs, page)
    kinds = frozenset([s.kind for s in said])
    heading = False
    if "heading" in kinds:
        keys = {s.key for s in said if s.kind == "heading"}
        heading = len(keys & _MAIN) >= 2
    return Line(row, cells, signs, page, kinds, heading)
