"""The blocks of a page: glyphs put into the cells of its tables, the rest in lines."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence

from pmlint.read.pdf_layout import Box, Glyph, LaidLine, LaidTable, area
from pmlint.read.pdf_overflow import keep_together
from pmlint.read.pdf_text import cell_text, confidence, prose_lines

_PAGE_NUMBER = re.compile(
    r"[-—–─·\s]*(第|page)?\s*\d{1,3}\s*页?[/／,，、\s]*((共|of)?\s*\d{1,3}\s*页?)?[-—–─·\s]*",
    re.IGNORECASE,
)


def arrange(
    tables: list[LaidTable], glyphs: Iterable[Glyph], sheet: tuple[float, float]
) -> list[LaidTable | LaidLine]:
    """The tables, filled, and the lines of text outside them, in reading order; page numbers at
    the edges of the paper are left out. ``sheet``: the y of its upper and lower edge."""
    rest = _fill(tables, glyphs)
    lines = [line for line in prose_lines(rest) if not _furniture(line, sheet)]
    return sorted([*tables, *lines], key=lambda block: (block.box[1], block.box[0]))


def move(blocks: Sequence[LaidTable | LaidLine], place: Callable[[Box], Box]) -> None:
    """Moves the boxes of blocks and cells to where ``place`` says they are."""
    for block in blocks:
        block.box = place(block.box)
        for cell in block.cells if isinstance(block, LaidTable) else ():
            cell.box = place(cell.box)


def _fill(tables: list[LaidTable], glyphs: Iterable[Glyph]) -> list[Glyph]:
    """Gives each glyph to the cell its middle lies in (of the smallest table there); returns those
    that lie in none."""
    found = list(glyphs)
    shelves = [_Shelf(table) for table in sorted(tables, key=lambda t: area(t.box))]
    points = [keep_together(shelf.table, shelf.owner, found) for shelf in shelves]
    rest: list[Glyph] = []
    for number, glyph in enumerate(found):
        middle = (glyph.x0 + glyph.x1) / 2, (glyph.y0 + glyph.y1) / 2
        for shelf, moved in zip(shelves, points, strict=True):
            if shelf.put(glyph, *moved.get(number, middle)):
                break
        else:
            rest.append(glyph)
    for shelf in shelves:
        shelf.write()
    return rest


class _Shelf:
    """The glyphs of a table's cells while they are being sorted."""

    def __init__(self, table: LaidTable) -> None:
        self.table = table
        self.held: dict[int, list[Glyph]] = {}
        self.owner = {
            (row, column): number
            for number, cell in enumerate(table.cells)
            for row in range(cell.row, cell.row_end)
            for column in range(cell.column, cell.column_end)
        }

    def put(self, glyph: Glyph, x: float, y: float) -> bool:
        """Takes the glyph if the point that stands for it lies in one of the cells."""
        row = bisect_right(self.table.rows, y) - 1
        column = bisect_right(self.table.columns, x) - 1
        number = self.owner.get((row, column))
        if number is None:
            return False
        self.held.setdefault(number, []).append(glyph)
        return True

    def write(self) -> None:
        """Sets the cells' texts from the glyphs they hold."""
        for number, glyphs in self.held.items():
            cell = self.table.cells[number]
            cell.text = cell_text(glyphs)
            cell.confidence, cell.notes = confidence(glyphs, cell.text)
            if cell.text and not cell.text.strip("#"):  # a number too wide for its column
                cell.notes = (*cell.notes, "overflow")


def _furniture(line: LaidLine, sheet: tuple[float, float]) -> bool:
    """True for a page number at the edge of the page: it belongs to the paper, not to the text."""
    top, bottom = sheet
    edge = 0.1 * (bottom - top)
    at_edge = line.box[3] < top + edge or line.box[1] > bottom - edge
    return at_edge and _PAGE_NUMBER.fullmatch(line.text) is not None
