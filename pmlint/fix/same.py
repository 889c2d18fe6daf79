"""What changed between two readings of a file, cell by cell, and whether only that was meant to."""

from __future__ import annotations

from collections.abc import Sequence

from pmlint.annotate.notes import cell_of
from pmlint.model.diagnostic import Edit
from pmlint.model.grid import Cell, Document
from pmlint.model.location import Location, TextLocation
from pmlint.model.value import value


@value
class Change:
    """A cell that reads otherwise."""

    location: Location
    before: str
    after: str


def changes(before: Document, after: Document, edits: Sequence[Edit]) -> list[Change] | None:
    """The cells whose text differs, in reading order; None if the two do not have the same rows
    and cells, or if a cell differs that no edit is about."""
    if len(before.grids) != len(after.grids) or before.format != after.format:
        return None
    meant = _Meant(edits)
    found = []
    for one, other in zip(before.grids, after.grids, strict=True):
        if len(one.rows) != len(other.rows):
            return None
        for old, new in zip(one.rows, other.rows, strict=True):
            if old.kind != new.kind or len(old.cells) != len(new.cells):
                return None
            for was, now in zip(old.cells, new.cells, strict=True):
                if _frame(was) != _frame(now):
                    return None
                if was.text != now.text:
                    if was not in meant:
                        return None
                    found.append(Change(cell_of(was.location), was.text, now.text))
    return found


def _frame(cell: Cell) -> tuple[int, int, int]:
    return cell.column, cell.rowspan, cell.colspan


class _Meant:
    """The cells that edits are about. In a text file columns shift from round to round, so there
    the line decides."""

    def __init__(self, edits: Sequence[Edit]) -> None:
        self.cells: set[Location] = set()
        self.lines: set[int] = set()
        for edit in edits:
            where = edit.location
            if isinstance(where, TextLocation):
                self.lines.update(range(where.line, where.end_line + 1))
            else:
                self.cells.add(cell_of(where))

    def __contains__(self, cell: Cell) -> bool:
        where = cell.location
        if isinstance(where, TextLocation):
            lines = range(where.line, where.end_line + 1)
            return any(line in self.lines for line in lines)
        return cell_of(where) in self.cells
