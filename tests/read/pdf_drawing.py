"""Draws forms as PDF in the many ways that office programs draw them."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

FONT = "STSong-Light"
COLUMNS = [50.0, 90.0, 160.0, 230.0, 400.0, 540.0]
ROW = 22.0


class Item(NamedTuple):
    """A cell of the drawn table: 0-based row and column, spans, text."""

    row: int
    column: int
    rowspan: int
    colspan: int
    text: str


FORM = [
    Item(0, 0, 1, 2, "项目名称"),
    Item(0, 2, 1, 3, "残疾人保障金"),
    Item(1, 0, 1, 2, "项目资金（元）"),
    Item(1, 2, 1, 1, "24,300.00"),
    Item(1, 3, 1, 1, "年度资金申请总额"),
    Item(1, 4, 1, 1, "24,300.00"),
    Item(2, 0, 5, 1, "绩效指标"),
    Item(2, 1, 1, 1, "一级指标"),
    Item(2, 2, 1, 1, "二级指标"),
    Item(2, 3, 1, 1, "三级指标"),
    Item(2, 4, 1, 1, "指标值"),
    Item(3, 1, 3, 1, "产出指标"),
    Item(3, 2, 2, 1, "数量指标"),
    Item(3, 3, 1, 1, "残疾人保障金计提率"),
    Item(3, 4, 1, 1, "≥90.00(%)"),
    Item(4, 3, 1, 1, "完成培训"),
    Item(4, 4, 1, 1, "=10(场)"),
    Item(5, 2, 1, 1, "时效指标"),
    Item(5, 3, 1, 1, ""),
    Item(5, 4, 1, 1, "12月底前"),
    Item(6, 1, 1, 1, "满意度指标"),
    Item(6, 2, 1, 1, "服务对象满意度指标"),
    Item(6, 3, 1, 1, "主管单位满意度"),
    Item(6, 4, 1, 1, ">=90%"),
]
"""A small form with merged labels and an empty cell."""

Line = Callable[[Canvas, float, float, float, float], None]


def stroke(canvas: Canvas, x0: float, y0: float, x1: float, y1: float) -> None:
    canvas.line(x0, y0, x1, y1)


def thin_rectangle(canvas: Canvas, x0: float, y0: float, x1: float, y1: float) -> None:
    """As Word writes borders."""
    canvas.rect(x0 - 0.24, y0 - 0.24, x1 - x0 + 0.48, y1 - y0 + 0.48, stroke=0, fill=1)


def dashes(canvas: Canvas, x0: float, y0: float, x1: float, y1: float) -> None:
    """Each dash a line of its own."""
    length, at = max(x1 - x0, y1 - y0), 0.0
    dx, dy = (1, 0) if x1 > x0 else (0, 1)
    while at < length:
        end = min(at + 3, length)
        canvas.line(x0 + dx * at, y0 + dy * at, x0 + dx * end, y0 + dy * end)
        at += 5


def dots(canvas: Canvas, x0: float, y0: float, x1: float, y1: float) -> None:
    length, at = max(x1 - x0, y1 - y0), 0.0
    dx, dy = (1, 0) if x1 > x0 else (0, 1)
    while at < length:
        canvas.rect(x0 + dx * at - 0.4, y0 + dy * at - 0.4, 0.8, 0.8, stroke=0, fill=1)
        at += 2


def double(canvas: Canvas, x0: float, y0: float, x1: float, y1: float) -> None:
    dx, dy = (0, 1) if x1 > x0 else (1, 0)
    for side in (-0.9, 0.9):
        canvas.line(x0 + dx * side, y0 + dy * side, x1 + dx * side, y1 + dy * side)


def corner_gaps(canvas: Canvas, x0: float, y0: float, x1: float, y1: float) -> None:
    dx, dy = (1.8, 0) if x1 > x0 else (0, 1.8)
    canvas.line(x0 + dx, y0 + dy, x1 - dx, y1 - dy)


def make(
    draw: Callable[[Canvas], None], size: tuple[float, float] = (595.0, 842.0), **options: Any
) -> bytes:
    """A PDF; ``draw`` paints all its pages (and calls showPage between them)."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=size, invariant=True, **options)
    canvas.setFont(FONT, 9)
    draw(canvas)
    canvas.save()
    return out.getvalue()


def table(
    canvas: Canvas,
    items: Iterable[Item] = tuple(FORM),
    *,
    top: float = 780.0,
    columns: list[float] | None = None,
    row: float = ROW,
    line: Line = stroke,
    text: Callable[[Canvas, float, float, str], None] | None = None,
) -> float:
    """Draws the cells as boxes with their text; returns the y of the table's lower edge."""
    xs = columns or COLUMNS
    lowest = top
    for item in items:
        x0, x1 = xs[item.column], xs[item.column + item.colspan]
        y1, y0 = top - item.row * row, top - (item.row + item.rowspan) * row
        lowest = min(lowest, y0)
        for a, b, c, d in ((x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1)):
            line(canvas, a, b, c, d)
        write(canvas, item.text, x0, (y0 + y1) / 2, x1 - x0, text)
    return lowest


def write(
    canvas: Canvas,
    text: str,
    x: float,
    middle: float,
    width: float,
    put: Callable[[Canvas, float, float, str], None] | None = None,
) -> None:
    """Text in a cell, wrapped as needed, centred vertically."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        current = ""
        for char in paragraph:
            if pdfmetrics.stringWidth(current + char, FONT, 9) > width - 6:
                lines.append(current)
                current = ""
            current += char
        lines.append(current)
    at = middle + (len(lines) - 1) * 5 - 3
    for content in lines:
        if content:
            (put or Canvas.drawString)(canvas, x + 3, at, content)
        at -= 10
