"""What a page is made of, and what it is laid out as: plain data between the stages of PDF reading.

All positions are points (1/72 inch) from the page's top left corner as a person sees the page.
Glyphs and strokes come from PDFium or from a recogniser; cells and lines are what is made of them.
"""

from __future__ import annotations

from dataclasses import field
from typing import Any, NamedTuple, TypeAlias

from pmlint.model.value import record

Box: TypeAlias = tuple[float, float, float, float]
"""x0, y0, x1, y1 with x0 <= x1 and y0 <= y1."""


def area(box: Box) -> float:
    """The box's area."""
    return (box[2] - box[0]) * (box[3] - box[1])


class Glyph(NamedTuple):
    """A character as drawn. ``turn`` is the direction it runs in, degrees clockwise (0, 90, 180,
    270); ``confidence`` is the recogniser's (None: from the file's own text)."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    turn: int = 0
    confidence: float | None = None


class Stroke(NamedTuple):
    """A straight rule: at y = ``at`` from x = ``start`` to ``end``, or the same with x and y
    exchanged; which of the two, says the list it stands in."""

    at: float
    start: float
    end: float


@record
class Ink:
    """What a page shows: glyphs and rules. ``picture`` is the share of the page that images
    cover, ``garbled`` the share of glyphs whose meaning the file does not tell, ``invisible`` that
    of glyphs laid unseen over a picture, ``curves`` the number of outlines with curves."""

    width: float
    height: float
    glyphs: list[Glyph] = field(default_factory=list)
    horizontal: list[Stroke] = field(default_factory=list)
    vertical: list[Stroke] = field(default_factory=list)
    picture: float = 0.0
    garbled: float = 0.0
    invisible: float = 0.0
    curves: int = 0


@record
class LaidCell:
    """A cell of a ruled table: its box on the page and the rows and columns it spans (0-based,
    end exclusive) within the table's own grid."""

    box: Box
    row: int
    row_end: int
    column: int
    column_end: int
    text: str = ""
    confidence: float | None = None
    notes: tuple[str, ...] = ()


@record
class LaidTable:
    """A ruled table of one page. ``columns`` and ``rows`` are the positions of its rules."""

    box: Box
    columns: list[float]
    rows: list[float]
    cells: list[LaidCell]


@record
class LaidLine:
    """A line of text outside tables."""

    box: Box
    text: str
    confidence: float | None = None
    notes: tuple[str, ...] = ()


@record
class LaidPage:
    """A page in reading order. ``picture`` says that its content can only be had by looking at it
    (a scan, outlined or undecodable text); then there are no blocks yet."""

    number: int
    width: float
    height: float
    blocks: list[LaidTable | LaidLine] = field(default_factory=list)
    picture: bool = False

    def to_json(self) -> list[Any]:
        """The page as plain lists, for the way between processes."""
        blocks: list[Any] = []
        for block in self.blocks:
            if isinstance(block, LaidLine):
                blocks.append([block.box, block.text, block.confidence, block.notes])
                continue
            cells = [
                [c.box, c.row, c.row_end, c.column, c.column_end, c.text, c.confidence, c.notes]
                for c in block.cells
            ]
            blocks.append([block.box, block.columns, block.rows, cells, "table"])
        return [self.number, self.width, self.height, blocks, self.picture]

    @classmethod
    def from_json(cls, data: list[Any]) -> LaidPage:
        """The page from what ``to_json`` made."""
        number, width, height, raw, picture = data
        blocks: list[LaidTable | LaidLine] = []
        for item in raw:
            if len(item) == 4:
                box, text, confidence, notes = item
                blocks.append(LaidLine(_box(box), text, confidence, tuple(notes)))
                continue
            box, columns, rows, raw_cells, _ = item
            cells = [
                LaidCell(_box(corners), r0, r1, c0, c1, text, confidence, tuple(notes))
                for corners, r0, r1, c0, c1, text, confidence, notes in raw_cells
            ]
            blocks.append(LaidTable(_box(box), columns, rows, cells))
        return cls(number, width, height, blocks, picture)


def _box(values: list[float]) -> Box:
    x0, y0, x1, y1 = values
    return x0, y0, x1, y1
