"""Web pages as governments publish them, and web exports that are called .xls."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from typing import TypeAlias

from pmlint.model.grid import Cell, Document, Grid, Remark
from pmlint.model.location import Location, TableLocation
from pmlint.read import ReadError, encoding
from pmlint.read.limits import LIMITS
from pmlint.read.rows import Rows, too_long
from pmlint.read.text import lines_of
from pmlint.read.webpage import Block, Paragraph, Table, parse, walk

_CHARSET = re.compile(rb"<meta[^>]{1,300}?charset\s*=\s*[\"']?\s*([\w-]{2,20})", re.IGNORECASE)

Placer: TypeAlias = Callable[[int, int, int, Location], Location]
"""(table, row, column, place in the text) -> place; all 1-based, paragraphs in table 0."""


def read(data: bytes, path: str) -> Document:
    """A page as one ruled grid.

    Locations are `TableLocation`: tables are numbered as they begin in the document (one within
    a cell counts too, and its rows follow the outer table's), rows by ``<tr>``, columns by the
    table's grid; ``table`` 0 and ``row`` n is the n-th line of text outside tables.
    Raises ReadError (encoding, too-large).
    """
    decoded, remarks = _decode(data)
    if len(decoded.text) > LIMITS.html_chars:
        raise ReadError(
            "too-large",
            f"网页内容超过 {LIMITS.html_chars // 10_000} 万字，请拆分成较小的文件再检查。",
        )
    rows = Rows()
    complete = _add(rows, parse("\n".join(lines_of(decoded.text))), _table_place)
    document = Document(path, "html", [Grid(rows.rows, ruled=True)], remarks)
    document.source = decoded.text
    document.encoding = None if remarks else decoded.encoding
    if not complete:
        document.remarks.append(
            Remark("clamped", f"表格超过 {LIMITS.columns} 列，多出的单元格没有读取。")
        )
    return document


def add_embedded(rows: Rows, text: str, line: int, column: int) -> None:
    """Append an HTML table that stands in a Markdown file from ``line``/``column`` (1-based) on;
    its cells are placed by line and column. ``text`` has ``\\n`` line ends."""
    _add(rows, parse(text, line, column), lambda _table, _row, _column, place: place)


def _table_place(table: int, row: int, column: int, _place: Location) -> Location:
    return TableLocation(table, row, column)


def _add(rows: Rows, blocks: list[Block], placer: Placer) -> bool:
    paragraphs = 0
    complete = True
    for block in walk(blocks):
        if isinstance(block, Paragraph):
            paragraphs += 1
            shown, place = block.content.finish(1, 1)
            _check_length(place, shown)
            where = placer(0, paragraphs, 1, place)
            rows.add("prose", (Cell(shown, where, rows.next_row, 0),))
        else:
            complete &= block.lay_out()
            rows.add_table(_table_cells(block, rows, placer))
    return complete


def _table_cells(table: Table, rows: Rows, placer: Placer) -> list[tuple[Cell, ...]]:
    number, first = rows.table + 1, rows.next_row
    result = []
    for index, row in enumerate(table.rows):
        cells = []
        for cell in row:
            shown, place = cell.content.finish(*cell.place)
            _check_length(place, shown)
            cells.append(
                Cell(
                    shown,
                    placer(number, index + 1, cell.column + 1, place),
                    first + index,
                    cell.column,
                    cell.rowspan,
                    cell.colspan,
                    hidden=cell.hidden,
                )
            )
        result.append(tuple(cells))
    return result


def _check_length(place: Location, shown: str) -> None:
    if len(shown) > LIMITS.cell_chars:
        raise too_long(getattr(place, "line", 0), len(shown))


def _decode(data: bytes) -> tuple[encoding.Decoded, list[Remark]]:
    """The text of a page: by its bytes, then as it declares itself, faults replaced if few."""
    found = _CHARSET.search(data, 0, 4096)
    declared = found[1].decode("ascii", "replace").lower() if found else ""
    if declared.startswith("gb"):  # gb2312 and gbk are parts of it
        declared = "gb18030"
    try:
        codec = codecs.lookup(declared).name if declared else ""
    except LookupError:
        codec = ""
    if codec and codec not in ("utf-8", "gb18030") and not codec.startswith("utf-"):
        try:
            return encoding.Decoded(data.decode(codec), codec), []
        except ValueError:
            pass
    try:
        return encoding.decode(data), []
    except ReadError:
        text = data.decode(codec or "utf-8", "replace")
        faults = text.count("\ufffd")
        if faults * 200 > len(text) or encoding.binary(data):
            raise
        remark = Remark(
            "encoding",
            f"网页中有 {faults} 处无法识别的编码，已用“\ufffd”代替；这些文字请人工核对。",
        )
        return encoding.Decoded(text, codec or "utf-8"), [remark]
