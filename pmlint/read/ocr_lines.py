"""Cuts the lines of text out of a straightened page: each within its cell, none across a rule."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import cv2
import numpy as np

from pmlint.model.value import record
from pmlint.read.ocr_image import POINT, Image
from pmlint.read.pdf_layout import Box, LaidCell, LaidTable

_INSET = 3
"""Pixels kept off the rules around a cell."""
_RULE = round(2.5 * POINT)
"""Ink along the edge of a cell no thicker than this (pixels) is its rule, slightly bent."""
_SMALLEST = round(2.2 * POINT)
"""Ink lower than this (pixels) is a speck or a comma."""


@record
class Line:
    """A line of text to be read, in pixels; ``guessed`` if it was found by its ink only."""

    box: Box
    guessed: bool = False


def find_lines(grey: Image, tables: Sequence[LaidTable], boxes: Iterable[Box]) -> list[Line]:
    """The lines of text to read: the detected boxes, parted at the rules they cross, widened to
    the ink they cut off, and one for ink in a cell where nothing was detected."""
    cells = [(cell, _interior(cell)) for table in tables for cell in table.cells]
    in_cells: dict[int, list[Box]] = {}
    lines: list[Line] = []
    for box in boxes:
        parts = _parts(box, [interior for _, interior in cells])
        for number, part in parts:
            in_cells.setdefault(number, []).append(part)
        if not parts:
            lines.append(Line(box))
    for number, (_, interior) in enumerate(cells):
        ink = _ink_boxes(grey, interior)
        if number in in_cells:
            joined = _joined(in_cells[number])
            lines.extend(Line(_widened(line, ink, interior)) for line in joined)
        elif any(_tall(box) for box in ink):
            lines.extend(Line(box, guessed=True) for box in _rows_of_ink(ink))
    return lines


def cut(grey: Image, box: Box) -> Image:
    """The picture of a line with a little paper around it."""
    high, wide = grey.shape
    x0, y0 = max(0, int(box[0]) - 1), max(0, int(box[1]) - 1)
    x1, y1 = min(wide, int(box[2]) + 2), min(high, int(box[3]) + 2)
    piece = grey[y0:y1, x0:x1]
    paper = int(np.percentile(piece, 90)) if piece.size else 255
    side = max(2, (y1 - y0) // 8)
    return np.asarray(
        cv2.copyMakeBorder(piece, 2, 2, side, side, cv2.BORDER_CONSTANT, value=paper), np.uint8
    )


def _interior(cell: LaidCell) -> Box:
    x0, y0, x1, y1 = (value * POINT for value in cell.box)
    return x0 + _INSET, y0 + _INSET, x1 - _INSET, y1 - _INSET


def _parts(box: Box, interiors: Sequence[Box]) -> list[tuple[int, Box]]:
    """The cells a detected box lies in, with its part in each. A box that only touches a cell
    does not lie in it."""
    high = box[3] - box[1]
    parts: list[tuple[int, Box]] = []
    for number, inner in enumerate(interiors):
        x0, y0 = max(box[0], inner[0]), max(box[1], inner[1])
        x1, y1 = min(box[2], inner[2]), min(box[3], inner[3])
        if x1 - x0 < min(0.5 * high, 0.5 * (box[2] - box[0])):
            continue
        if y1 - y0 >= 0.5 * min(high, inner[3] - inner[1]):
            parts.append((number, (x0, y0, x1, y1)))
    return parts


def _joined(boxes: list[Box]) -> list[Box]:
    """Boxes on one line made one."""
    lines: list[Box] = []
    for box in sorted(boxes, key=lambda b: b[1] + b[3]):
        if lines:
            last = lines[-1]
            shared = min(last[3], box[3]) - max(last[1], box[1])
            if shared > 0.5 * min(last[3] - last[1], box[3] - box[1]):
                lines[-1] = _around((last, box))
                continue
        lines.append(box)
    return lines


def _widened(line: Box, ink: Iterable[Box], interior: Box) -> Box:
    """The line with the characters at its ends that detection missed (a sign, a bracket)."""
    high = line[3] - line[1]
    x0, x1 = line[0], line[2]
    for box in sorted(ink, key=lambda b: abs(b[0] + b[2] - x0 - x1)):
        middle = (box[1] + box[3]) / 2
        if not line[1] <= middle <= line[3] or max(box[2] - box[0], box[3] - box[1]) < 0.25 * high:
            continue
        if x0 - high <= box[2] <= x0 + high:
            x0 = min(x0, box[0] - 2)
        if x1 - high <= box[0] <= x1 + high:
            x1 = max(x1, box[2] + 2)
    return max(x0, interior[0]), line[1], min(x1, interior[2]), line[3]


def _ink_boxes(grey: Image, interior: Box) -> list[Box]:
    """Boxes around the connected dark spots of a cell, specks left out, in page pixels."""
    x0, y0, x1, y1 = (int(value) for value in interior)
    piece = grey[max(0, y0) : y1, max(0, x0) : x1]
    if piece.shape[0] < 8 or piece.shape[1] < 8:
        return []
    paper = int(np.percentile(piece, 80))
    dark = (piece < paper - 70).astype(np.uint8)
    count, _, stats, _ = cv2.connectedComponentsWithStats(dark, connectivity=8)
    boxes: list[Box] = []
    for left, top, wide, high, size in stats[1:count].tolist():
        right, bottom = piece.shape[1] - left - wide, piece.shape[0] - top - high
        of_rule = (min(left, right) <= 2 and wide <= _RULE and high > 2 * wide) or (
            min(top, bottom) <= 2 and high <= _RULE and wide > 2 * high
        )
        if size < 12 or of_rule or wide > 0.95 * piece.shape[1] or high > 0.95 * piece.shape[0]:
            continue  # a speck, or what is left of a rule
        boxes.append((x0 + left, y0 + top, x0 + left + wide, y0 + top + high))
    return boxes


def _tall(box: Box) -> bool:
    return box[3] - box[1] >= _SMALLEST


def _rows_of_ink(ink: Sequence[Box]) -> list[Box]:
    """Spots of ink gathered to lines."""
    rows: list[Box] = []
    for box in sorted((b for b in ink if _tall(b)), key=lambda b: b[1]):
        if rows and box[1] < rows[-1][3]:
            rows[-1] = _around((rows[-1], box))
        else:
            rows.append(box)
    pad = POINT
    return [(x0 - pad, y0 - pad, x1 + pad, y1 + pad) for x0, y0, x1, y1 in rows]


def _around(boxes: Sequence[Box]) -> Box:
    return (
        min(b[0] for b in boxes),
        min(b[1] for b in boxes),
        max(b[2] for b in boxes),
        max(b[3] for b in boxes),
    )
