"""A Word document's body as blocks: paragraphs, tables, rows, cells, texts.

The reader, the comment writer and the fixer all stand on these blocks, so that what pmlint says
about a cell, marks in it or changes in it is the same text at the same place.
"""

from __future__ import annotations

import re
from dataclasses import field
from typing import TypeAlias

from pmlint.model.value import record

_TAG = re.compile(rb"""<(?:[^<>"']|"[^"]*"|'[^']*')*>""")


@record
class Unit:
    """A child of a paragraph (a run, a link, an equation …) in bytes of the part."""

    begin: int
    end: int = 0


@record
class Piece:
    """Text of a paragraph from one element: ``text`` stands at offset ``start`` of the paragraph's
    text. ``begin``/``end`` are the bytes of the character data of ``w:t``; -1 where the text is
    not written as such (a tab, a symbol, an equation) and cannot be edited."""

    start: int
    text: str
    unit: Unit
    begin: int = -1
    end: int = -1

    @property
    def stop(self) -> int:
        """The offset behind the piece."""
        return self.start + len(self.text)


@record
class Paragraph:
    """``number`` counts the paragraphs outside tables from 1; 0 for those of cells. ``inner`` is
    the byte where content may be put in, ``close`` that of the end tag (``begin`` if the element
    is empty and has none). ``host`` is set in text boxes: the outer paragraph's child, the nearest
    place for a comment. ``joined``: the paragraph mark was deleted. ``page_before``/``page_after``:
    a page break at that end."""

    begin: int
    number: int
    host: Unit | None = None
    inner: int = 0
    close: int = 0
    pieces: list[Piece] = field(default_factory=list)
    length: int = 0
    joined: bool = False
    page_before: bool = False
    page_after: bool = False

    @property
    def text(self) -> str:
        """The text shown."""
        return "".join(piece.text for piece in self.pieces)


@record
class TableCell:
    """``column`` is the 0-based grid column. ``merge`` is ``restart``, ``continue`` or None.
    ``blocks`` are the tables and text boxes inside."""

    column: int
    colspan: int = 1
    rowspan: int = 1
    merge: str | None = None
    merge_left: bool = False
    deleted: bool = False
    paragraphs: list[Paragraph] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The text shown, paragraphs on lines of their own."""
        return "".join(p.text + end for p, end in zip(self.paragraphs, self._ends(), strict=True))

    def _ends(self) -> list[str]:
        last = len(self.paragraphs) - 1
        return ["" if p.joined or i == last else "\n" for i, p in enumerate(self.paragraphs)]

    def placed(self) -> list[tuple[int, Paragraph]]:
        """The paragraphs with the offset in the cell's text at which each begins."""
        at, found = 0, []
        for paragraph, end in zip(self.paragraphs, self._ends(), strict=True):
            found.append((at, paragraph))
            at += paragraph.length + len(end)
        return found


@record
class TableRow:
    """``number`` is 1-based, ``after`` the next free grid column, ``deleted``: a tracked change."""

    number: int
    after: int = 0
    cells: list[TableCell] = field(default_factory=list)
    hidden: bool = False
    deleted: bool = False


@record
class Table:
    """``number`` is 1-based in document order, tables within tables counted where they begin."""

    number: int
    rows: list[TableRow] = field(default_factory=list)
    above: dict[int, TableCell] = field(default_factory=dict)


Block: TypeAlias = Paragraph | Table


@record
class Mark:
    """A mark of comment ``id`` (``commentRangeStart``, ``commentRangeEnd``, ``commentReference``)
    and its bytes; those of the whole run for a reference that stands alone in its run."""

    id: str
    begin: int
    end: int


@record
class Body:
    """A document part: ``blocks`` of the body in order, ``marks`` of comments, ``prefix`` the one
    bound to the main namespace at the root (None if it is the default one), ``namespace`` itself.
    ``clamped``: a table was wider than any table can be. ``foreign``: it embeds another file."""

    data: bytes
    blocks: list[Block] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    prefix: str | None = None
    namespace: str = ""
    clamped: bool = False
    foreign: bool = False


def tag_end(data: bytes, begin: int) -> int:
    """The byte behind the tag that begins at byte ``begin``."""
    found = _TAG.match(data, begin)
    return found.end() if found else begin
