"""Finding the cells and paragraphs of a body by the numbers that the reader gave them."""

from __future__ import annotations

from typing import TypeAlias

from pmlint.model.value import value
from pmlint.read.word.model import Block, Body, Paragraph, Table

Key: TypeAlias = tuple[int, int, int]
"""Table, row and column as in `TableLocation`."""


@value
class Place:
    """A cell, or a paragraph outside tables: the text shown and its paragraphs, each with the
    offset in ``text`` at which it begins (a cell always has one in a valid file)."""

    text: str
    placed: tuple[tuple[int, Paragraph], ...]


def places(body: Body) -> dict[Key, Place]:
    """All places of a body, as `pmlint.read.docx` numbers them."""
    found: dict[Key, Place] = {}
    waiting: list[Block] = body.blocks[::-1]
    while waiting:
        block = waiting.pop()
        if isinstance(block, Paragraph):
            found[0, block.number, 1] = Place(block.text, ((0, block),))
            continue
        waiting += _cells(block, found)
    return found


def _cells(table: Table, found: dict[Key, Place]) -> list[Block]:
    """Note the cells of a table; the blocks within them."""
    inner: list[Block] = []
    for row in table.rows:
        if row.deleted:
            continue
        for cell in row.cells:
            inner += cell.blocks
            if cell.merge != "continue":
                place = Place(cell.text, tuple(cell.placed()))
                found[table.number, row.number, cell.column + 1] = place
    return inner
