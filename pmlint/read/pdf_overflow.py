"""Text that does not fit into its cell: which cell do its lines belong to?

A row too low for its text is printed with lines lying on and beyond the rules (and, in office
programs, clipped). The lines of one cell follow one another in the file; so lines that belong
together are kept together, and go to the cell in which they are centred, or begin.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence, Set

from pmlint.read.pdf_layout import Box, Glyph, LaidTable
from pmlint.read.pdf_text import bounds

_PITCH = 1.7
"""Lines of one text are no further apart than this, as a multiple of their height."""
_NEAR = 3
"""Among so many texts begun last, the one is looked for that a line goes on."""


def keep_together(
    table: LaidTable, owner: Mapping[tuple[int, int], int], glyphs: Sequence[Glyph]
) -> dict[int, tuple[float, float]]:
    """For glyphs (by number) of texts that overflow a row of the table: the point that tells
    their cell. Empty where every line stands clear of the rules.

    ``owner``: the number of the cell at a row and column; ``glyphs``: in the file's order.
    """
    on_rule = {n for n, glyph in enumerate(glyphs) if _on_rule(table, owner, glyph)}
    if not on_rule:
        return {}
    points: dict[int, tuple[float, float]] = {}
    for text in _texts(table, glyphs, on_rule):
        numbers = [number for line in text for number in line]
        if len(text) < 2:
            continue
        x0, y0, x1, y1 = bounds([glyphs[n] for n in numbers])
        first = glyphs[text[0][0]]
        # Centred text runs out at both ends; other text begins in its cell.
        centred = not on_rule.isdisjoint(text[0])
        y = (y0 + y1) / 2 if centred else (first.y0 + first.y1) / 2
        points.update(dict.fromkeys(numbers, ((x0 + x1) / 2, y)))
    return points


def _on_rule(table: LaidTable, owner: Mapping[tuple[int, int], int], glyph: Glyph) -> bool:
    """True if a rule between two cells runs through the middle half of the glyph."""
    quarter = (glyph.y1 - glyph.y0) / 4
    row = bisect_left(table.rows, glyph.y0 + quarter)
    if row == len(table.rows) or table.rows[row] > glyph.y1 - quarter or glyph.text.isspace():
        return False
    column = bisect_left(table.columns, (glyph.x0 + glyph.x1) / 2) - 1
    return owner.get((row - 1, column)) != owner.get((row, column))


def _texts(table: LaidTable, glyphs: Sequence[Glyph], on_rule: Set[int]) -> list[list[list[int]]]:
    """Runs of lines that follow one another on the page, within one column, and in the file
    (nearly: PDFium puts what stands on one level in order from left to right). Only a line that
    lies on a rule goes on with a text; one that stands clear belongs where it stands."""
    texts: list[list[list[int]]] = []
    ends: list[Box] = []
    for line in _lines(glyphs):
        box = bounds([glyphs[n] for n in line])
        lies_on_rule = not on_rule.isdisjoint(line)
        for back in range(len(texts) - 1, max(-1, len(texts) - 1 - _NEAR), -1):
            if lies_on_rule and _follows(table, ends[back], box):
                texts[back].append(line)
                ends[back] = box
                break
        else:
            texts.append([line])
            ends.append(box)
    return texts


def _lines(glyphs: Sequence[Glyph]) -> Iterator[list[int]]:
    line: list[int] = []
    for number, glyph in enumerate(glyphs):
        if line:
            before = glyphs[line[-1]]
            high = max(before.y1 - before.y0, 1.0)
            level = abs(glyph.y0 + glyph.y1 - before.y0 - before.y1) < high
            if not (level and -0.5 * high <= glyph.x0 - before.x1 <= high):
                yield line
                line = []
        line.append(number)
    if line:
        yield line


def _follows(table: LaidTable, above: Box, below: Box) -> bool:
    step = (below[1] + below[3] - above[1] - above[3]) / 2
    high = max(above[3] - above[1], below[3] - below[1])
    if not 0.5 * high <= step <= _PITCH * high:
        return False
    return any(
        bisect_left(table.columns, one) == bisect_left(table.columns, other)
        for one, other in (
            (above[0], below[0]),
            ((above[0] + above[2]) / 2, (below[0] + below[2]) / 2),
        )
    )
