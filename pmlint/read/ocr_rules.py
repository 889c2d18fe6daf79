"""Finds the ruled table in a picture of a page and puts it straight.

A flat sheet only needs turning (deskew); a photo needs its four corners pulled (dewarp). Which of
the two it is cannot be told beforehand: both are tried, and the one with more cells is kept.
"""

from __future__ import annotations

import math
from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from pmlint.model.value import record
from pmlint.read.ocr_image import POINT, Image
from pmlint.read.pdf_layout import Box, LaidTable, Stroke
from pmlint.read.pdf_rules import find_tables, merge

Warp: TypeAlias = NDArray[np.float64]
"""A 3x3 homography from the pixels of the original picture to those of the straightened one."""

_ACROSS = round(22 * POINT)
"""The shortest piece of a horizontal rule (pixels): longer than the strokes of a title."""
_DOWN = round(12.5 * POINT)
"""The same of a vertical one: no longer than the lowest row. Strokes of large characters pass and
are dropped where they reach no horizontal rule."""
_GAP = round(1.8 * POINT)
"""Up to this long (pixels) a break in a rule is the copier's."""
_REACH = 3.0
"""How far from a rule (points) another may end that is held to meet it."""
_ROOM = 7.0
"""A cell lower or narrower than this (points) holds no text."""


@record
class Straight:
    """A straightened picture, its tables (in points of this picture, without text), and the way
    back to the original."""

    grey: Image
    tables: list[LaidTable]
    warp: Warp

    @property
    def cells(self) -> int:
        """How many cells with room for text the tables have."""
        return sum(
            min(c.box[2] - c.box[0], c.box[3] - c.box[1]) > _ROOM
            for table in self.tables
            for c in table.cells
        )

    def box_in_original(self, box: Box) -> Box:
        """The box around a box of this picture (points), in pixels of the original."""
        x0, y0, x1, y1 = (value * POINT for value in box)
        corners = np.array([[[x0, y0], [x1, y0], [x1, y1], [x0, y1]]], np.float64)
        back = cv2.perspectiveTransform(corners, np.linalg.inv(self.warp))[0]
        left, top = back.min(axis=0)
        right, bottom = back.max(axis=0)
        return float(left), float(top), float(right), float(bottom)


def straighten(grey: Image) -> Straight:
    """The picture with its table put straight, in the way that shows more cells."""
    angle = skew(grey)
    best = _look(grey, _turn(grey, angle))
    corners = _outline(best.grey)
    if corners is not None:
        pulled = _look(grey, _pull(corners) @ best.warp)
        if pulled.cells > best.cells:
            best = pulled
    return best


def skew(grey: Image) -> float:
    """By how many degrees (counterclockwise positive) the long rules, or else the lines of text,
    slope: the median of the long straight edges within 20 degrees."""
    ink = _ink(grey)
    least = grey.shape[1] // 6
    lines = cv2.HoughLinesP(ink, 1, np.pi / 720, least, minLineLength=least, maxLineGap=12)
    if lines is None:
        return 0.0
    found: list[tuple[float, float]] = []
    for x0, y0, x1, y1 in lines.reshape(-1, 4).tolist():
        slope = math.degrees(math.atan2(y1 - y0, x1 - x0))
        slope = (slope + 45) % 90 - 45
        if abs(slope) <= 20:
            found.append((slope, math.hypot(x1 - x0, y1 - y0)))
    if not found:
        return 0.0
    found.sort()
    half, total = sum(length for _, length in found) / 2, 0.0
    for slope, length in found:
        total += length
        if total >= half:
            return slope
    return 0.0


def _turn(grey: Image, angle: float) -> Warp:
    height, width = grey.shape
    flat = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    return np.vstack([flat, [0.0, 0.0, 1.0]])


def _pull(corners: NDArray[np.float32]) -> Warp:
    """The homography that makes the quadrilateral an upright rectangle in the same place."""
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = corners.tolist()
    left, right = (x0 + x3) / 2, (x1 + x2) / 2
    top, bottom = (y0 + y1) / 2, (y2 + y3) / 2
    target = np.array([[left, top], [right, top], [right, bottom], [left, bottom]], np.float32)
    return np.asarray(cv2.getPerspectiveTransform(corners, target), np.float64)


def _look(grey: Image, warp: Warp) -> Straight:
    height, width = grey.shape
    flat = np.asarray(
        cv2.warpPerspective(
            grey, warp, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
        ),
        np.uint8,
    )
    across, down = _masks(flat)
    rules = _anchored(merge(_strokes(across, across=True)), merge(_strokes(down, across=False)))
    return Straight(flat, find_tables(*rules), warp)


def _anchored(across: list[Stroke], down: list[Stroke]) -> tuple[list[Stroke], list[Stroke]]:
    """The rules without those that end in the open: a rule of a table meets another at both ends,
    the stroke of a character does not. (A long one may have lost its end.)"""
    while True:
        kept_across = [s for s in across if _meets(s, down)]
        kept_down = [s for s in down if _meets(s, kept_across)]
        if len(kept_across) == len(across) and len(kept_down) == len(down):
            return across, down
        across, down = kept_across, kept_down


def _meets(stroke: Stroke, others: list[Stroke]) -> bool:
    ends = [
        any(
            abs(other.at - end) <= _REACH
            and other.start - _REACH <= stroke.at <= other.end + _REACH
            for other in others
        )
        for end in (stroke.start, stroke.end)
    ]
    return all(ends) or (any(ends) and stroke.end - stroke.start > 60)


def _ink(grey: Image) -> NDArray[np.uint8]:
    """White where the picture is darker than its surroundings."""
    return np.asarray(
        cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 35, 12),
        np.uint8,
    )


def _masks(grey: Image) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """What is left of the ink when only long horizontal, or only long vertical, pieces stay."""
    ink = _ink(grey)
    masks = []
    for length, across in ((_ACROSS, True), (_DOWN, False)):
        thick, gap, kernel = (
            np.ones((wide, long) if across else (long, wide), np.uint8)
            for wide, long in ((3, 1), (1, _GAP), (1, length))
        )
        # Thickened, a rule that slopes by a pixel here and there is not broken by the opening.
        whole = cv2.morphologyEx(cv2.dilate(ink, thick), cv2.MORPH_CLOSE, gap)
        masks.append(np.asarray(cv2.morphologyEx(whole, cv2.MORPH_OPEN, kernel), np.uint8))
    return masks[0], masks[1]


def _strokes(mask: NDArray[np.uint8], *, across: bool) -> list[Stroke]:
    """The pieces of rules in a mask, in points. A piece too thick for a rule is a picture."""
    count, _, stats, _ = cv2.connectedComponentsWithStats(mask)
    strokes: list[Stroke] = []
    thickest = 8 * POINT
    for left, top, width, height, size in stats[1:count].tolist():
        long, thick = (width, height) if across else (height, width)
        if thick > max(thickest, long / 20) or size / long > 3 * POINT:
            continue
        if across:
            strokes.append(Stroke((top + height / 2) / POINT, left / POINT, (left + width) / POINT))
        else:
            strokes.append(Stroke((left + width / 2) / POINT, top / POINT, (top + height) / POINT))
    return strokes


def _outline(grey: Image) -> NDArray[np.float32] | None:
    """The four corners of the largest ruled table, clockwise from the top left."""
    across, down = _masks(grey)
    net = cv2.dilate(cv2.bitwise_or(across, down), np.ones((5, 5), np.uint8))
    outlines, _ = cv2.findContours(net, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    if not outlines:
        return None
    largest = max(outlines, key=lambda o: cv2.boundingRect(o)[2] * cv2.boundingRect(o)[3])
    points = largest.reshape(-1, 2).astype(np.float32)
    _, _, width, height = cv2.boundingRect(largest)
    if width < grey.shape[1] / 4 or height < 3 * _DOWN:
        return None
    total, difference = points.sum(axis=1), points[:, 0] - points[:, 1]
    corners = (total.argmin(), difference.argmax(), total.argmax(), difference.argmin())
    return np.array([points[i] for i in corners], np.float32)
