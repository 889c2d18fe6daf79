"""Where a piece of text stands in the user's file.

Four kinds of places, one for each family of file formats. All positions are 1-based; columns and
the ``start``/``end`` of a part of a cell count Unicode code points; every end is exclusive (the
position just behind the last character).  The JSON shapes are those of the output contract.
"""

from __future__ import annotations

from dataclasses import field
from typing import Any, TypeAlias

from pmlint.model.value import value

Anchor: TypeAlias = tuple[int, int, int]
"""(0-based offset in the cell's text; line; column): from here the text runs 1:1 in the file. Two
anchors of the same offset are a gap (a tag): there the text before ends, and there it goes on."""


@value
class TextLocation:
    """A stretch of a text file.

    ``anchors`` tell where the cell's text leaves the file's text (an entity, an escape, a line
    break); without them the text runs 1:1 from ``line``/``column``.
    """

    line: int
    column: int
    end_line: int
    end_column: int
    anchors: tuple[Anchor, ...] = field(default=(), repr=False, compare=False)

    kind = "text"

    def part(self, start: int, end: int) -> TextLocation:
        """The place of ``text[start:end]`` (0-based offsets into the text that stands here)."""
        line, column = self._begin(start)
        end_line, end_column = self._end(end) if start < end else (line, column)
        anchors: tuple[Anchor, ...] = ()
        if self.anchors:
            within = ((o - start, ln, c) for o, ln, c in self.anchors if start < o <= end)
            anchors = ((0, line, column), *within)
        return TextLocation(line, column, end_line, end_column, anchors)

    def _begin(self, offset: int) -> tuple[int, int]:
        base, line, column = 0, self.line, self.column
        for anchor in self.anchors:
            if anchor[0] > offset:
                break
            base, line, column = anchor
        return line, column + offset - base

    def _end(self, offset: int) -> tuple[int, int]:
        base, line, column = 0, self.line, self.column
        for anchor in self.anchors:
            if anchor[0] >= offset:
                if anchor[0] == offset:
                    return anchor[1:]
                break
            base, line, column = anchor
        return line, column + offset - base

    def to_json(self) -> dict[str, Any]:
        """The contract's shape of a place in a text file."""
        return {
            "kind": self.kind,
            "line": self.line,
            "column": self.column,
            "end_line": self.end_line,
            "end_column": self.end_column,
        }


@value
class CellLocation:
    """A cell of a spreadsheet (``cell`` as in ``D13``; a merged area by its top-left cell), or a
    part of its displayed text."""

    sheet: str
    cell: str
    start: int | None = None
    end: int | None = None

    kind = "cell"

    def part(self, start: int, end: int) -> CellLocation:
        """The place of ``text[start:end]`` (0-based offsets into the text that stands here)."""
        return CellLocation(self.sheet, self.cell, *_shift(self.start, start, end))

    def to_json(self) -> dict[str, Any]:
        """The contract's shape of a place in a workbook."""
        return {"kind": self.kind, "sheet": self.sheet, "cell": self.cell} | _part_json(self)


@value
class TableLocation:
    """A cell of a table of a Word document or a web page: the n-th table, its row, the column of
    the table's grid; ``table`` 0 and ``row`` n is the n-th paragraph outside tables."""

    table: int
    row: int
    column: int
    start: int | None = None
    end: int | None = None

    kind = "table"

    def part(self, start: int, end: int) -> TableLocation:
        """The place of ``text[start:end]`` (0-based offsets into the text that stands here)."""
        return TableLocation(self.table, self.row, self.column, *_shift(self.start, start, end))

    def to_json(self) -> dict[str, Any]:
        """The contract's shape of a place in a Word document or web page."""
        where = {"kind": self.kind, "table": self.table, "row": self.row, "column": self.column}
        return where | _part_json(self)


@value
class PageLocation:
    """A box on a page of a PDF or image, in points (1/72 inch) from the page's top left corner."""

    page: int
    bbox: tuple[float, float, float, float]
    start: int | None = None
    end: int | None = None

    kind = "page"

    def part(self, start: int, end: int) -> PageLocation:
        """The place of ``text[start:end]`` (0-based offsets into the text that stands here)."""
        return PageLocation(self.page, self.bbox, *_shift(self.start, start, end))

    def to_json(self) -> dict[str, Any]:
        """The contract's shape of a place on a page."""
        where = {"kind": self.kind, "page": self.page, "bbox": [round(x, 2) for x in self.bbox]}
        return where | _part_json(self)


Location: TypeAlias = TextLocation | CellLocation | TableLocation | PageLocation


def span_of(first: Location, last: Location) -> Location:
    """One place for text that begins in ``first`` and ends in ``last``.

    Only a text file knows places larger than a cell; elsewhere the first cell stands for all. What
    is read first may stand further down (text between the cells of an HTML table).
    """
    if isinstance(first, TextLocation) and isinstance(last, TextLocation):
        begin = min((first.line, first.column), (last.line, last.column))
        end = max((first.end_line, first.end_column), (last.end_line, last.end_column))
        return TextLocation(*begin, *end)
    return first


def _shift(base: int | None, start: int, end: int) -> tuple[int, int]:
    origin = base or 1
    return origin + start, origin + end


def _part_json(where: CellLocation | TableLocation | PageLocation) -> dict[str, int]:
    if where.start is None or where.end is None:
        return {}
    return {"start": where.start, "end": where.end}
