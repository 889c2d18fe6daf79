"""The job of the child process that looks at pictures of pages: tables, lines and their text.

Import it only there, and only with the ``ocr`` extra installed.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from typing import Any

from pmlint.read.ocr_engine import Engine, Reading
from pmlint.read.ocr_image import POINT, Picture, from_file, from_page, turned_picture
from pmlint.read.ocr_lines import cut, find_lines
from pmlint.read.ocr_rules import Straight, straighten
from pmlint.read.pdf_blocks import arrange, move
from pmlint.read.pdf_layout import Box, Glyph, LaidPage
from pmlint.read.pdf_pages import open_pdf

_GUESS = 0.5
"""Ink where no text was detected counts as text only if it is read with this certainty."""


def read_pdf(data: bytes, numbers: list[int]) -> list[Any]:
    """The pages with the given numbers (1-based) of a PDF, as ``LaidPage.to_json`` gives them."""
    engine = Engine()
    document = open_pdf(data)
    pages = []
    for number in numbers:
        page = document[number - 1]
        picture = from_page(page)
        page.close()
        pages.append(look(picture, number, engine).to_json())
    return pages


def read_image(data: bytes) -> list[Any]:
    """An image file as one page."""
    picture = from_file(data)
    return [look(picture, 1, Engine()).to_json()]


def look(picture: Picture, number: int, engine: Engine) -> LaidPage:
    """The page in the picture: upright, its table put straight, read; all boxes where they are on
    the page as it was given."""
    quarter = 0
    straight = straighten(picture.grey)
    boxes = engine.detect(straight.grey)
    quarter = engine.orientation(straight.grey, boxes)
    if quarter:
        straight = straighten(turned_picture(picture.grey, quarter))
        boxes = engine.detect(straight.grey)
    lines = find_lines(straight.grey, straight.tables, boxes)
    readings = engine.recognise([cut(straight.grey, line.box) for line in lines])
    glyphs = [
        glyph
        for line, reading in zip(lines, readings, strict=True)
        if not line.guessed or reading.mean >= _GUESS
        for glyph in spread(line.box, reading)
    ]
    height = straight.grey.shape[0] / POINT
    page = LaidPage(number, picture.width, picture.height)
    page.blocks = arrange(straight.tables, glyphs, (0.0, height))
    move(page.blocks, _placing(picture, straight, quarter))
    return page


def spread(box: Box, reading: Reading) -> Iterator[Glyph]:
    """The characters of a line as glyphs side by side in its box (pixels), in points."""
    x0, y0, x1, y1 = (value / POINT for value in box)
    widths = [_width(char) for char in reading.text]
    unit = (x1 - x0) / (sum(widths) or 1)
    for char, width, certainty in zip(reading.text, widths, reading.certainty, strict=True):
        yield Glyph(char, x0, y0, x0 + width * unit, y1, 0, certainty)
        x0 += width * unit


def _width(char: str) -> float:
    return 1.0 if unicodedata.east_asian_width(char) in "WF" else 0.5


def _placing(picture: Picture, straight: Straight, quarter: int) -> Callable[[Box], Box]:
    """From points of the straightened picture to points of the page as it was given."""
    high, wide = picture.grey.shape

    def place(box: Box) -> Box:
        x0, y0, x1, y1 = straight.box_in_original(box)
        if quarter == 1:
            x0, y0, x1, y1 = wide - y1, x0, wide - y0, x1
        elif quarter == 2:
            x0, y0, x1, y1 = wide - x1, high - y1, wide - x0, high - y0
        elif quarter == 3:
            x0, y0, x1, y1 = y0, high - x1, y1, high - x0
        return (
            max(0.0, x0 * picture.scale),
            max(0.0, y0 * picture.scale),
            min(picture.width, x1 * picture.scale),
            min(picture.height, y1 * picture.scale),
        )

    return place
