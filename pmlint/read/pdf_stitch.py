"""From laid-out pages to one grid: tables that run over pages become one again."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import field
from itertools import count

from pmlint.model.grid import Cell, Document, Grid, Remark, Row
from pmlint.model.location import PageLocation
from pmlint.model.value import record
from pmlint.read import ReadError
from pmlint.read.limits import LIMITS
from pmlint.read.pdf_layout import Box, LaidCell, LaidLine, LaidPage, LaidTable

CONTINUES = "continues-on-next-page"
"""Note of a cell that the page's end cuts in two: its upper part."""
CONTINUED = "continued-from-previous-page"
"""Note of the lower part, which has no text of its own."""
_SAME = 4.0
"""Columns of two pages that lie closer (points) are the same."""
_TITLES = 6
"""Rows printed again on each page are looked for among so many at the top of the table."""
_PART = 0.015
"""The same for pages of different scale (scans), as a part of the table's width."""


@record
class _Piece:
    """The part of a table on one page; ``columns`` in the first page's coordinates, ``repeated``
    the number of leading rows that only repeat rows of the first page (print titles)."""

    table: LaidTable
    columns: list[float]
    repeated: int = 0


@record
class _Table:
    number: int
    pieces: list[_Piece] = field(default_factory=list)
    columns: list[float] = field(default_factory=list)
    tolerance: float = _SAME

    def add(self, piece: _Piece) -> None:
        self.pieces.append(piece)
        for at in piece.columns:
            place = bisect_left(self.columns, at)
            near = self.columns[max(0, place - 1) : place + 1]
            if all(abs(at - other) > self.tolerance for other in near):
                self.columns.insert(place, at)

    def column(self, at: float) -> int:
        """The number of the column that begins at ``at``."""
        return min(range(len(self.columns)), key=lambda i: abs(self.columns[i] - at))


def assemble(
    pages: list[LaidPage], path: str, file_format: str, remarks: list[Remark] | None = None
) -> Document:
    """The document of the given pages: one grid, ``break`` rows between pages.

    A table that goes on overleaf keeps its number; its columns are counted over all its pages, so
    that a page on which the leading label column is not printed begins further right. Raises
    ReadError if there are more cells than can be checked.
    """
    tables = _tables(pages)
    cells = sum(len(t.cells) for p in pages for t in p.blocks if isinstance(t, LaidTable))
    if cells > LIMITS.cells:
        raise ReadError("too-large", f"文件共有 {cells} 个单元格，超出上限，请拆分后再检查。")
    rows: list[Row] = []
    for page in pages:
        if page is not pages[0]:
            rows.append(Row(len(rows), (), "break"))
        for block in page.blocks:
            if isinstance(block, LaidLine):
                rows.append(_prose(block, len(rows), page))
            else:
                table, piece = tables[id(block)]
                rows.extend(_rows(table, piece, len(rows), page))
    return Document(path, file_format, [Grid(rows, ruled=bool(tables))], list(remarks or ()))


def _tables(pages: list[LaidPage]) -> dict[int, tuple[_Table, _Piece]]:
    """Each laid table (by identity) with the whole table it belongs to."""
    numbers = count(1)
    found: dict[int, tuple[_Table, _Piece]] = {}
    open_table: _Table | None = None
    for number, page in enumerate(pages):
        blocks = page.blocks
        last = len(blocks) - 1 - _footers(pages, number)
        for place, block in enumerate(blocks):
            if not isinstance(block, LaidTable):
                continue
            piece = None
            if place == 0 and open_table is not None:
                piece = _continuation(open_table, block)
            if piece is None or open_table is None:
                open_table, piece = _Table(next(numbers)), _Piece(block, block.columns)
                open_table.tolerance = _tolerance(block.columns)
            else:
                piece.repeated = _repeated(open_table.pieces[0].table, block)
                _mark_cut(open_table, piece)
            open_table.add(piece)
            found[id(block)] = (open_table, piece)
        if not (blocks and last >= 0 and isinstance(blocks[last], LaidTable)):
            open_table = None
    return found


def _footers(pages: list[LaidPage], number: int) -> int:
    """How many lines at the end of a page are its footer: at the page's edge, and the same again
    on the next page."""
    page = pages[number]
    following = pages[number + 1].blocks[-4:] if number + 1 < len(pages) else []
    lines = 0
    for block in reversed(page.blocks):
        if not isinstance(block, LaidLine) or block.box[1] < 0.9 * page.height:
            break
        if not any(isinstance(b, LaidLine) and b.text == block.text for b in following):
            break
        lines += 1
    return lines


def _tolerance(columns: list[float]) -> float:
    return max(_SAME, _PART * (columns[-1] - columns[0]))


def _continuation(table: _Table, block: LaidTable) -> _Piece | None:
    """The block as a further piece of the table, if its columns are the table's (perhaps without
    the leading ones, perhaps shifted or scaled) and it does not begin like a new table."""
    first = table.pieces[0].table
    if _heading(block) and _heading(block) == _heading(first):
        return None
    tolerance = table.tolerance
    own = block.columns
    left, right = table.columns[0], table.columns[-1]
    shift = right - own[-1]
    scale = (right - left) / (own[-1] - own[0])
    for move in (own, [at + shift for at in own], [right + (at - own[-1]) * scale for at in own]):
        known = sum(any(abs(at - c) <= tolerance for c in table.columns) for at in move)
        ends = all(
            any(abs(at - c) <= tolerance for c in table.columns) for at in (move[0], move[-1])
        )
        if ends and abs(move[-1] - right) <= tolerance and known >= 0.75 * len(move):
            return _Piece(block, move)
    return None


def _heading(table: LaidTable) -> str:
    """The text of the table's first row."""
    return "".join("".join(c.text.split()) for c in table.cells if c.row == 0)


def _repeated(first: LaidTable, block: LaidTable) -> int:
    """How many rows at the top of a continuation only repeat rows near the top of the table."""
    top, lower = (_row_texts(table, _TITLES + 3) for table in (first, block))
    best = 0
    for start in range(1, min(_TITLES, len(top))):
        length = 0
        while (
            start + length < len(top)
            and length < min(_TITLES, len(lower) - 1)
            and len(lower[length]) > 2
            and lower[length] == top[start + length]
        ):
            length += 1
        best = max(best, length)
    if any(cell.row < best < cell.row_end for cell in block.cells):
        return 0
    return best


def _row_texts(table: LaidTable, most: int) -> list[list[str]]:
    """The non-blank texts of the first rows."""
    rows: list[list[str]] = [[] for _ in table.rows[1 : most + 1]]
    for cell in sorted(table.cells, key=lambda c: c.column):
        if cell.row < len(rows) and cell.text.strip():
            rows[cell.row].append("".join(cell.text.split()))
    return rows


def _mark_cut(table: _Table, lower: _Piece) -> None:
    """Notes on the two parts of merged cells that the page's end cut in two: below, the cell is
    blank, and above or below it spans several rows."""
    upper = table.pieces[-1]
    ends = {
        (upper.columns[c.column], upper.columns[c.column_end]): c
        for c in upper.table.cells
        if c.row_end == len(upper.table.rows) - 1
    }
    for cell in lower.table.cells:
        if cell.row != lower.repeated or cell.text.strip():
            continue
        start, end = lower.columns[cell.column], lower.columns[cell.column_end]
        for (other_start, other_end), above in ends.items():
            same = max(abs(start - other_start), abs(end - other_end)) <= table.tolerance
            if same and max(_height(above), _height(cell)) > 1:
                above.notes = (*above.notes, CONTINUES)
                cell.notes = (*cell.notes, CONTINUED)


def _height(cell: LaidCell) -> int:
    return cell.row_end - cell.row


def _rows(table: _Table, piece: _Piece, start: int, page: LaidPage) -> list[Row]:
    skip = piece.repeated
    filled: list[list[Cell]] = [[] for _ in range(len(piece.table.rows) - 1 - skip)]
    columns = [table.column(at) for at in piece.columns]
    for cell in piece.table.cells:
        if cell.row < skip:
            continue
        first, last = columns[cell.column], columns[cell.column_end]
        filled[cell.row - skip].append(
            Cell(
                cell.text,
                _location(page, cell.box),
                row=start + cell.row - skip,
                column=first,
                rowspan=_height(cell),
                colspan=max(1, last - first),
                confidence=cell.confidence,
                notes=cell.notes,
            )
        )
    return [
        Row(start + i, tuple(sorted(row, key=lambda c: c.column)), "cells", table.number)
        for i, row in enumerate(filled)
    ]


def _prose(line: LaidLine, index: int, page: LaidPage) -> Row:
    where = _location(page, line.box)
    cell = Cell(line.text, where, index, 0, confidence=line.confidence, notes=line.notes)
    return Row(index, (cell,), "prose")


def _location(page: LaidPage, box: Box) -> PageLocation:
    x0, y0, x1, y1 = (round(value, 2) for value in box)
    return PageLocation(page.number, (x0, y0, x1, y1))
