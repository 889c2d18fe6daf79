"""The boxes in which spreadsheet programs show comments (VML): ours in, everybody else's kept.

Excel writes VML that is no proper XML at times, so shapes are found by their tags and not parsed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import field

from pmlint.model.value import record
from pmlint.read.sheet import Merge, parse_ref

_SHAPE = re.compile(rb"<((?:\w+:)?)shape[\s>].*?</\1shape\s*>\s*", re.DOTALL)
_ROW = re.compile(rb"<(?:\w+:)?Row>\s*(\d+)\s*<")
_COLUMN = re.compile(rb"<(?:\w+:)?Column>\s*(\d+)\s*<")
_ANCHOR = re.compile(rb"(<(?:\w+:)?Anchor>)([^<]*)(<)")
_NUMBER = re.compile(rb"_x0000_s(\d{1,9})")
_NAMES = (
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel"'
)
_TYPE = (
    f'<v:shapetype {_NAMES} id="_x0000_t202" coordsize="21600,21600" o:spt="202" '
    'path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/>'
    '<v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_LINE, _CHARACTER, _MARGIN = 16, 6.5, 18
"""Pixels: of a line, of a half-width character of the notes' font, of a box's margins."""


@record
class Layout:
    """What the place of a box depends on, in pixels: widths of columns and heights of rows that
    differ from the default, and the merges."""

    column: int = 64
    row: int = 20
    columns: list[tuple[int, int, int]] = field(default_factory=list)
    rows: dict[int, int] = field(default_factory=dict)
    merges: list[Merge] = field(default_factory=list)

    def width(self, column: int) -> int:
        """The width of a 0-based column."""
        for first, last, pixels in self.columns:
            if first <= column <= last:
                return pixels
        return self.column

    def height(self, row: int) -> int:
        """The height of a 0-based row."""
        return self.rows.get(row, self.row)

    def right(self, row: int, column: int) -> int:
        """The last column of the cell, merged ones counted."""
        for merge in self.merges:
            if (merge.top, merge.left) == (row, column):
                return merge.right
        return column


def blank(number: int) -> bytes:
    """A drawing without shapes for the ``number``-th sheet."""
    return (
        f'<xml {_NAMES}><o:shapelayout v:ext="edit">'
        f'<o:idmap v:ext="edit" data="{number}"/></o:shapelayout></xml>'
    ).encode()


def edit(
    data: bytes,
    removed: Iterable[str],
    added: Mapping[str, str],
    joined: Mapping[str, str],
    layout: Layout,
    number: int,
) -> bytes:
    """The drawing with the boxes of ``removed`` cells out and those of ``added`` (cell -> text) in;
    boxes of ``joined`` cells (cell -> whole text) are made tall enough. ``number``: the sheet's."""
    gone = {place for cell in removed if (place := parse_ref(cell))}
    grown = {place: text for cell, text in joined.items() if (place := parse_ref(cell))}

    def keep(match: re.Match[bytes]) -> bytes:
        shape = match[0]
        if b'ObjectType="Note"' not in shape and b"ObjectType='Note'" not in shape:
            return shape
        row, column = _ROW.search(shape), _COLUMN.search(shape)
        place = (int(row[1]), int(column[1])) if row and column else None
        if place in gone:
            return b""
        if place in grown:
            return _ANCHOR.sub(lambda m: _taller(m, grown[place], layout), shape, count=1)
        return shape

    data = _SHAPE.sub(keep, data)
    end = data.rfind(b"</xml>")
    if end < 0:
        data, end = blank(number), blank(number).rfind(b"</xml>")
    first = max([number * 1024, *(int(n) for n in _NUMBER.findall(data))]) + 1
    shapes = [_shape(first + n, cell, text, layout) for n, (cell, text) in enumerate(added.items())]
    if shapes and b'id="_x0000_t202"' not in data and b"id='_x0000_t202'" not in data:
        shapes.insert(0, _TYPE)
    return data[:end] + "".join(shapes).encode() + data[end:]


def _shape(number: int, cell: str, text: str, layout: Layout) -> str:
    row, column = parse_ref(cell) or (0, 0)
    width, height = box(text)
    left, top = layout.right(row, column) + 1, max(0, row - 1)
    right, right_rest = _walk(left, 12 + width, layout.width, 16383)
    bottom, bottom_rest = _walk(top, 6 + height, layout.height, 1048575)
    anchor = f"{left}, 12, {top}, 6, {right}, {right_rest}, {bottom}, {bottom_rest}"
    return (
        f'<v:shape {_NAMES} id="_x0000_s{number}" type="#_x0000_t202" '
        f"style='position:absolute;margin-left:60pt;margin-top:2pt;width:{width * 3 // 4}pt;"
        f"height:{height * 3 // 4}pt;z-index:{number % 1024};visibility:hidden' "
        'fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/>'
        '<v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>'
        "<v:textbox style='mso-direction-alt:auto'><div style='text-align:left'></div></v:textbox>"
        '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
        f"<x:Anchor>{anchor}</x:Anchor><x:AutoFill>False</x:AutoFill>"
        f"<x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
    )


def box(text: str) -> tuple[int, int]:
    """Width and height in pixels of a box in which the whole text is to be seen."""
    for width in (260, 340, 420):
        lines = _lines(text, width - _MARGIN)
        if lines <= 14:
            break
    return width, lines * _LINE + _MARGIN


def _lines(text: str, width: int) -> int:
    count = 0
    for line in text.split("\n"):
        wide = sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in line)
        count += max(1, -(-int(wide * _CHARACTER) // width))
    return count


def _walk(start: int, distance: int, size: Callable[[int], int], last: int) -> tuple[int, int]:
    """The column (row) that lies ``distance`` pixels behind the start of another, and how far
    into it."""
    at = start
    while at < last and distance >= size(at):
        distance -= size(at)
        at += 1
    return at, distance


def _taller(match: re.Match[bytes], text: str, layout: Layout) -> bytes:
    """The anchor of somebody's box, its lower end moved down until ``text`` fits in."""
    try:
        numbers = [int(float(n)) for n in match[2].split(b",")]
    except ValueError:
        return match[0]
    if len(numbers) != 8:
        return match[0]
    left, dx, top, dy, right, dx2, bottom, dy2 = numbers
    width = sum(layout.width(c) for c in range(left, min(right, left + 50))) + dx2 - dx
    needed = _lines(text, max(width - _MARGIN, 60)) * _LINE + _MARGIN + dy
    low, rest = _walk(top, needed, layout.height, 1048575)
    if (low, rest) <= (bottom, dy2):
        return match[0]
    new = f"{left}, {dx}, {top}, {dy}, {right}, {dx2}, {low}, {rest}"
    return match[1] + new.encode() + match[3]
