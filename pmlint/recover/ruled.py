"""The indicator table of a ruled grid: columns and spans are the file's own and decide."""

from __future__ import annotations

from dataclasses import field

from pmlint.model.grid import Cell
from pmlint.model.value import record
from pmlint.recover.columns import Column, Columns
from pmlint.recover.lines import Line
from pmlint.recover.rows import RawRow


@record
class LevelCell:
    """The cell that states a row's level. ``begins``: the row is the cell's first."""

    cell: Cell
    begins: bool
    page: int


@record
class RuledRow:
    """A row with the cells that state its levels (None where no cell covers the column)."""

    raw: RawRow
    levels: dict[str, LevelCell | None] = field(default_factory=dict)


class Cover:
    """Which cell covers a column of the current row, spans from above included."""

    def __init__(self) -> None:
        self._active: dict[int, tuple[Cell, int, int]] = {}

    def enter(self, line: Line) -> None:
        """Move on to ``line``."""
        row = line.row.index
        active = self._active
        for column in [c for c, (_, until, _) in active.items() if until <= row]:
            del active[column]
        for cell in line.row.cells:
            entry = (cell, cell.row + cell.rowspan, line.page)
            for column in range(cell.column, cell.column + min(cell.colspan, 64)):
                active[column] = entry

    def at(self, column: int) -> tuple[Cell, int] | None:
        """The cell over ``column`` and the page on which it began."""
        found = self._active.get(column)
        return (found[0], found[2]) if found else None


def _drop_wide(
    raw: RawRow,
    fields: list[tuple[str, Column]],
    levels: list[tuple[str, int]],
    cover: Cover,
) -> None:
    """Take out a cell that runs over more than one role (a sum, a note, a banner): it is none."""
    times: dict[int, int] = {}
    for cell in raw.cells.values():
        times[id(cell)] = times.get(id(cell), 0) + 1
    for _, start in levels:
        found = cover.at(start)
        if found and not found[0].blank:
            times[id(found[0])] = times.get(id(found[0]), 0) + 1
    for role, _ in fields:
        wide = raw.cells.get(role)
        if wide is not None and not wide.blank and times[id(wide)] > 1:
            del raw.cells[role]
            if wide.row == raw.line.row.index and wide not in raw.stray:
                raw.stray.append(wide)


def read_ruled(lines: list[Line], columns: Columns) -> list[RuledRow]:
    """Rows of the table below its headings."""
    cover = Cover()
    rows: list[RuledRow] = []
    fields = [(r, c) for r, c in columns.main.items() if r not in ("level1", "level2")]
    levels = [(r, c.start) for r, c in columns.main.items() if r in ("level1", "level2")]
    for line in lines:
        cover.enter(line)
        raw = RawRow(line)
        row = RuledRow(raw)
        for role, column in fields:
            found = cover.at(column.start)
            if found:
                raw.cells[role] = found[0]
        _drop_wide(raw, fields, levels, cover)
        for column in columns.other:
            found = cover.at(column.start)
            if found and not found[0].blank:
                raw.extras.append((column, found[0]))
        for role, start in levels:
            found = cover.at(start)
            row.levels[role] = (
                LevelCell(found[0], found[0].row == line.row.index, found[1]) if found else None
            )
        rows.append(row)
    return rows
