"""What a PDF page shows, through PDFium: its characters and its rules, where a person sees them.

Coordinates go through the matrices of enclosing form XObjects, the crop box and the page's
rotation. Clip paths are ignored; white and transparent strokes are not seen.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any, TypeAlias

import pypdfium2.raw as pdfium

from pmlint.read.pdf_layout import Box, Glyph, Ink, Stroke

THIN = 3.2
"""A filled rectangle no thicker than this (points) is a rule."""
MOST_OBJECTS = 150_000
MOST_GLYPHS = 200_000
_DEPTH = 12

Matrix: TypeAlias = tuple[float, float, float, float, float, float]
Place: TypeAlias = Callable[[float, float], tuple[float, float]]


class TooMuch(Exception):
    """The page holds more than any form does; the argument says what of."""


def read_ink(page: Any) -> Ink:
    """Everything shown on an open PDFium page. Raises TooMuch."""
    box = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(page, box)
    turn = pdfium.FPDFPage_GetRotation(page) * 90
    place, width, height = placing((box.left, box.bottom, box.right, box.top), turn)
    ink = Ink(width, height)
    _Rules(ink, place).read(page)
    _read_glyphs(page, ink, place, turn)
    return ink


def placing(box: Box, turn: int) -> tuple[Place, float, float]:
    """How points of the page's own space (y upwards) are seen: a function to (x, y) from the top
    left corner of the shown page, and the shown width and height. ``box`` is the visible part in
    the page's own space, ``turn`` the page's rotation (clockwise degrees)."""
    left, bottom, right, top = box
    wide, high = right - left, top - bottom
    if turn == 90:
        return lambda x, y: (y - bottom, x - left), high, wide
    if turn == 180:
        return lambda x, y: (right - x, y - bottom), wide, high
    if turn == 270:
        return lambda x, y: (top - y, right - x), high, wide
    return lambda x, y: (x - left, top - y), wide, high


def _read_glyphs(page: Any, ink: Ink, place: Place, turn: int) -> None:
    text = pdfium.FPDFText_LoadPage(page)
    if not text:
        return
    try:
        count = pdfium.FPDFText_CountChars(text)
        if count > MOST_GLYPHS:
            raise TooMuch("文字")
        box = pdfium.FS_RECTF()
        garbled = shown = unseen = pending = 0
        for index in range(count):
            code = pdfium.FPDFText_GetUnicode(text, index)
            if pdfium.FPDFText_IsGenerated(text, index) == 1:
                continue
            if 0xD800 <= code < 0xDC00:  # the first half of a character beyond U+FFFF
                pending = code
                continue
            if 0xDC00 <= code < 0xE000:
                code = 0x10000 + ((pending - 0xD800) << 10) + (code - 0xDC00) if pending else 0xFFFD
            pending = 0
            if code == 2:  # PDFium's mark for a hyphen at a line's end
                code = 0x2D
            char = chr(code)
            if not pdfium.FPDFText_GetLooseCharBox(text, index, box):
                continue
            x0, y0 = place(box.left, box.top)
            x1, y1 = place(box.right, box.bottom)
            x0, x1 = (x0, x1) if x0 <= x1 else (x1, x0)
            y0, y1 = (y0, y1) if y0 <= y1 else (y1, y0)
            if not (0 <= x0 + x1 <= 2 * ink.width and 0 <= y0 + y1 <= 2 * ink.height):
                continue  # not on the visible page
            if code < 0x20:
                if code in (9, 10, 13):
                    continue
                char = "\ufffd"
            if not char.isspace():
                shown += 1
                if (
                    code in (0xFFFD, 0xFFFE)
                    or 0xE000 <= code < 0xF900
                    or pdfium.FPDFText_HasUnicodeMapError(text, index) == 1
                ):
                    garbled += 1
                if ink.picture > 0.5:
                    drawn = pdfium.FPDFText_GetTextObject(text, index)
                    mode = pdfium.FPDFTextObj_GetTextRenderMode(drawn) if drawn else 0
                    unseen += mode == pdfium.FPDF_TEXTRENDERMODE_INVISIBLE
            angle = math.degrees(pdfium.FPDFText_GetCharAngle(text, index))
            glyph_turn = (round(angle / 90) * 90 + turn) % 360
            ink.glyphs.append(Glyph(char, x0, y0, x1, y1, glyph_turn))
        if shown:
            ink.garbled, ink.invisible = garbled / shown, unseen / shown
    finally:
        pdfium.FPDFText_ClosePage(text)


class _Rules:
    """Collects the straight rules of a page, through all nested form XObjects."""

    def __init__(self, ink: Ink, place: Place) -> None:
        self.ink = ink
        self.place = place
        self.left = MOST_OBJECTS
        self.slices: list[Box] = []

    def read(self, page: Any) -> None:
        count = pdfium.FPDFPage_CountObjects(page)
        for index in range(count):
            self._object(pdfium.FPDFPage_GetObject(page, index), (1, 0, 0, 1, 0, 0), 0)
        for box in without_shading(self.slices):
            self._thin(box)

    def _object(self, item: Any, outer: Matrix, depth: int) -> None:
        self.left -= 1
        if self.left < 0:
            raise TooMuch("图形")
        kind = pdfium.FPDFPageObj_GetType(item)
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            self._path(item, outer)
        elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            self._image(item, outer)
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEPTH:
            matrix = _times(_matrix(item), outer)
            for index in range(pdfium.FPDFFormObj_CountObjects(item)):
                self._object(pdfium.FPDFFormObj_GetObject(item, index), matrix, depth + 1)

    def _image(self, item: Any, outer: Matrix) -> None:
        matrix = _times(_matrix(item), outer)
        corners = [self.place(*_apply(matrix, x, y)) for x, y in ((0, 0), (1, 0), (0, 1), (1, 1))]
        x0, x1 = min(c[0] for c in corners), max(c[0] for c in corners)
        y0, y1 = min(c[1] for c in corners), max(c[1] for c in corners)
        x0, y0 = max(0.0, x0), max(0.0, y0)
        x1, y1 = min(self.ink.width, x1), min(self.ink.height, y1)
        if x1 <= x0 or y1 <= y0:
            return
        if min(x1 - x0, y1 - y0) <= THIN:  # some writers draw rules as tiny stretched pictures
            self.slices.append((x0, y0, x1, y1))
            return
        area = self.ink.width * self.ink.height
        self.ink.picture += (x1 - x0) * (y1 - y0) / area if area else 0.0

    def _path(self, item: Any, outer: Matrix) -> None:
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        pdfium.FPDFPath_GetDrawMode(item, fill, stroke)
        stroked = bool(stroke.value) and _visible(item, pdfium.FPDFPageObj_GetStrokeColor)
        filled = bool(fill.value) and _visible(item, pdfium.FPDFPageObj_GetFillColor)
        if not stroked and not filled:
            return
        matrix = _times(_matrix(item), outer)
        for points, curved in self._outlines(item, matrix):
            if curved:
                self.ink.curves += 1
            xs, ys = [p[0] for p in points], [p[1] for p in points]
            box = (min(xs), min(ys), max(xs), max(ys))
            if min(box[2] - box[0], box[3] - box[1]) <= THIN and (filled or len(points) > 2):
                self.slices.append(box)
            elif stroked:
                for start, end in pairwise(points):
                    self._line(start, end)

    def _outlines(
        self, item: Any, matrix: Matrix
    ) -> Iterator[tuple[list[tuple[float, float]], bool]]:
        """The path's pieces as seen points; a closed one ends where it began. Curves only move."""
        points: list[tuple[float, float]] = []
        curved = False
        x, y = ctypes.c_float(), ctypes.c_float()
        count = pdfium.FPDFPath_CountSegments(item)
        self.left -= count
        if self.left < 0:
            raise TooMuch("图形")
        for index in range(count):
            segment = pdfium.FPDFPath_GetPathSegment(item, index)
            pdfium.FPDFPathSegment_GetPoint(segment, x, y)
            kind = pdfium.FPDFPathSegment_GetType(segment)
            point = self.place(*_apply(matrix, x.value, y.value))
            if kind == pdfium.FPDF_SEGMENT_LINETO:
                points.append(point)
            else:
                if len(points) > 1:
                    yield points, curved
                curved = kind == pdfium.FPDF_SEGMENT_BEZIERTO
                points = [point]
            if points and pdfium.FPDFPathSegment_GetClose(segment):
                if len(points) > 1:
                    yield [*points, points[0]], curved
                points = [points[0]]
        if len(points) > 1:
            yield points, curved

    def _line(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        (x0, y0), (x1, y1) = start, end
        wide, high = abs(x1 - x0), abs(y1 - y0)
        if high <= 1.0 and high <= wide:
            self.ink.horizontal.append(Stroke((y0 + y1) / 2, min(x0, x1), max(x0, x1)))
        elif wide <= 1.0:
            self.ink.vertical.append(Stroke((x0 + x1) / 2, min(y0, y1), max(y0, y1)))

    def _thin(self, box: Box) -> None:
        x0, y0, x1, y1 = box
        wide, high = x1 - x0, y1 - y0
        # A dot of a dotted rule may belong to either direction; alone it is too short for both.
        if high <= THIN and (wide >= high or wide <= THIN):
            self.ink.horizontal.append(Stroke((y0 + y1) / 2, x0, x1))
        if wide <= THIN and (high >= wide or high <= THIN):
            self.ink.vertical.append(Stroke((x0 + x1) / 2, y0, y1))


def without_shading(slices: list[Box]) -> list[Box]:
    """The thin boxes that are rules: those that lie flush side by side, together thicker than a
    rule, paint an area (a data bar, a gradient) and are left out."""
    painted: set[int] = set()
    for long, short in ((0, 1), (1, 0)):
        runs: dict[tuple[int, int], list[int]] = {}
        for number, box in enumerate(slices):
            if box[long + 2] - box[long] >= box[short + 2] - box[short]:
                key = (round(box[long] * 4), round(box[long + 2] * 4))
                runs.setdefault(key, []).append(number)
        for run in runs.values():
            run.sort(key=lambda n, s=short: slices[n][s])  # type: ignore[misc]
            flush: list[int] = []
            for number in run:
                if flush and slices[number][short] - slices[flush[-1]][short + 2] > 0.05:
                    painted.update(_area(flush, slices, short))
                    flush = []
                flush.append(number)
            painted.update(_area(flush, slices, short))
    return [box for number, box in enumerate(slices) if number not in painted]


def _area(run: list[int], slices: list[Box], short: int) -> list[int]:
    if len(run) < 3 or slices[run[-1]][short + 2] - slices[run[0]][short] <= THIN:
        return []
    return run


def _visible(item: Any, colour: Callable[..., int]) -> bool:
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not colour(item, red, green, blue, alpha):
        return True  # a pattern
    return alpha.value > 12 and min(red.value, green.value, blue.value) < 250


def _matrix(item: Any) -> Matrix:
    m = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(item, m):
        return (1, 0, 0, 1, 0, 0)
    return (m.a, m.b, m.c, m.d, m.e, m.f)


def _times(inner: Matrix, outer: Matrix) -> Matrix:
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return (
        a * p + b * r,
        a * q + b * s,
        c * p + d * r,
        c * q + d * s,
        e * p + f * r + t,
        e * q + f * s + u,
    )


def _apply(m: Matrix, x: float, y: float) -> tuple[float, float]:
    return m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5]
