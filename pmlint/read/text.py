"""Plain text: lines whose cells are separated by TABs, with titles and prose between them."""

from __future__ import annotations

import re

from pmlint.model.grid import Cell, Document, Grid
from pmlint.model.location import TextLocation
from pmlint.read import ReadError, comments, encoding
from pmlint.read.limits import LIMITS
from pmlint.read.rows import Rows, check_size, too_long

_RULE_CHARACTERS = frozenset("-=:|+ \t")
_LINE_END = re.compile(r"\r\n|\r|\n")


def read(data: bytes, path: str) -> Document:
    """TAB-separated or plain text as one grid. Raises ReadError (encoding, too-large)."""
    decoded = encoding.decode(data)
    check_size(decoded.text, "\t")
    rows = Rows()
    for number, line in enumerate(lines_of(decoded.text), 1):
        if comments.said(line) is None:
            add_line(rows, line, number)
    return document(path, "text", decoded, rows)


def document(path: str, format_: str, decoded: encoding.Decoded, rows: Rows) -> Document:
    """The document of a text format. Raises ReadError (``empty``) if nothing is to be seen."""
    if not decoded.text or decoded.text.isspace():
        raise ReadError("empty", "文件中只有空白，没有内容，请确认文件已保存完整。")
    grids = [Grid(rows.rows)]
    return Document(path, format_, grids, source=decoded.text, encoding=decoded.encoding)


def lines_of(text: str) -> list[str]:
    """The lines of a text without their ends (LF, CRLF or CR; nothing else ends a line)."""
    lines = _LINE_END.split(text) if "\r" in text else text.split("\n")
    if not lines[-1]:
        lines.pop()
    return lines


def add_line(rows: Rows, line: str, number: int, column: int = 1) -> None:
    """Append what stands on one line (1-based ``number``, from 1-based ``column`` on)."""
    if len(line) > LIMITS.cell_chars:
        raise too_long(number, len(line))
    if "\f" in line:
        for count, part in enumerate(line.split("\f")):
            if count:
                rows.add("break")
            if part:
                add_line(rows, part, number, column)
            column += len(part) + 1
    elif "\t" in line:
        rows.add("rule" if is_rule(line) else "cells", tab_cells(line, number, rows, column))
    elif not line or line.isspace():
        rows.add("blank")
    else:
        place = TextLocation(number, column, number, column + len(line))
        rows.add("rule" if is_rule(line) else "prose", (Cell(line, place, rows.next_row, 0),))


def tab_cells(line: str, number: int, rows: Rows, column: int = 1) -> tuple[Cell, ...]:
    """The cells of a TAB-separated line as they stand, empty ones included."""
    row = rows.next_row
    cells = []
    for position, text in enumerate(line.split("\t")):
        end = column + len(text)
        cells.append(Cell(text, TextLocation(number, column, number, end), row, position))
        column = end + 1
    return tuple(cells)


def is_rule(line: str) -> bool:
    """True for a line that only draws a rule: ``---``, ``|---|:-:|``, ``-----<TAB>----``."""
    return ("---" in line or "|-" in line or "===" in line) and _RULE_CHARACTERS.issuperset(line)
