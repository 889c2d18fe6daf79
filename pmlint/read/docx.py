"""Word documents (.docx, and .wps of the same build): the body as one grid of rows.

A paragraph outside tables is a row of prose, a row of a table a row of cells. Tables within cells
and text boxes are read as tables and prose of their own, behind what they stand in. Macros are not
run and links are not followed.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.parsers import expat

from pmlint.model.grid import Cell, Document, Grid, Remark, Row, RowKind
from pmlint.model.location import TableLocation
from pmlint.read import ReadError
from pmlint.read.package import Package
from pmlint.read.word import TooMuch, scan
from pmlint.read.word.model import Body, Paragraph, Table, TableCell, TableRow

NAME = "docx"


def read(data: bytes, path: str) -> Document:
    """The document as one ruled grid.

    Locations are `TableLocation`: table and row as they are numbered in the file (rows that a
    tracked change deletes are counted, not shown), column of the table's grid; ``table`` 0 and
    ``row`` n is the n-th paragraph outside tables. Raises ReadError only.
    """
    package = Package(data, path)
    body = open_body(package, main_part(package))
    rows = list(_Rows().body(body))
    document = Document(path, NAME, [Grid(rows, ruled=True)])
    if body.clamped:
        document.remarks.append(
            Remark("clamped", "表格中有跨列数异常大的单元格，已按 1 列读取，列位可能不准。")
        )
    if body.foreign:
        document.remarks.append(
            Remark("embedded", "文档中嵌入了另一个文件的内容，这部分没有读取，请另行检查。")
        )
    return document


def main_part(package: Package) -> str:
    """The name of the part that holds the body. Raises ReadError if there is none."""
    name = package.main_part()
    if not name and "word/document.xml" in package:
        name = "word/document.xml"
    if not name or name not in package:
        raise package.damaged("找不到 Word 正文")
    return name


def open_body(package: Package, name: str) -> Body:
    """The part ``name``, scanned. Raises ReadError for a part that is not a Word body."""
    data = b"".join(package.xml(name))
    try:
        body = scan(data)
    except TooMuch as error:
        raise package.too_large(str(error)) from error
    except expat.ExpatError as error:
        raise package.damaged(f"部件 {name} 的 XML 不完整或有错误") from error
    if not body.namespace:
        raise ReadError("unknown-format", "压缩包里的正文不是 Word 文档，请确认文件类型。")
    return body


class _Rows:
    """Numbers the rows of the grid while the blocks are gone through."""

    def __init__(self) -> None:
        self.index = 0

    def body(self, body: Body) -> Iterator[Row]:
        for block in body.blocks:
            yield from self.block(block)

    def block(self, block: Paragraph | Table) -> Iterator[Row]:
        if isinstance(block, Table):
            yield from self.table(block)
            return
        if block.page_before:
            yield self.row((), "break")
        text = block.text
        cell = Cell(text, TableLocation(0, block.number, 1), self.index, 0)
        yield self.row((cell,), "prose" if text.strip() else "blank")
        if block.page_after:
            yield self.row((), "break")

    def table(self, table: Table) -> Iterator[Row]:
        inner: list[Paragraph | Table] = []
        for row in table.rows:
            if row.deleted:
                continue
            visible = [cell for cell in row.cells if cell.merge != "continue"]
            yield self.row(tuple(self.cell(table, row, c) for c in visible), "cells", table.number)
            for cell in row.cells:
                inner += cell.blocks
            # A table used for layout holds whole forms in its cells: keep the reading order, but
            # never cut into cells that span rows.
            filled = [cell for cell in visible if cell.blocks or cell.text.strip()]
            if len(filled) <= 1 and not any(cell.merge for cell in row.cells):
                for block in inner:
                    yield from self.block(block)
                inner = []
        for block in inner:
            yield from self.block(block)

    def cell(self, table: Table, row: TableRow, cell: TableCell) -> Cell:
        where = TableLocation(table.number, row.number, cell.column + 1)
        return Cell(
            cell.text,
            where,
            self.index,
            cell.column,
            cell.rowspan,
            cell.colspan,
            hidden=row.hidden,
        )

    def row(self, cells: tuple[Cell, ...], kind: RowKind, table: int = 0) -> Row:
        self.index += 1
        return Row(self.index - 1, cells, kind, table)
