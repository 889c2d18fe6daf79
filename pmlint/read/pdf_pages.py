"""The job of the child process that reads a PDF: from bytes to laid-out pages.

Import it only there: PDFium is not to run inside the linter's own process.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pypdfium2 as pdf
import pypdfium2.raw as pdfium

from pmlint.read import ReadError
from pmlint.read.pdf_ink import TooMuch, read_ink
from pmlint.read.pdf_layout import Glyph, Ink, LaidLine, LaidPage, LaidTable, Stroke, area
from pmlint.read.pdf_rules import find_tables
from pmlint.read.pdf_text import (
    cell_text,
    confidence,
    dominant_turn,
    prose_lines,
    turn_box,
    turned,
)

MOST_PAGES = 1000
_PAGE_NUMBER = re.compile(
    r"[-—–─·\s]*(第|page)?\s*\d{1,3}\s*页?[/／,，、\s]*((共|of)?\s*\d{1,3}\s*页?)?[-—–─·\s]*",
    re.IGNORECASE,
)


def read_pages(data: bytes) -> list[Any]:
    """Every page of the PDF, as ``LaidPage.to_json`` gives it. Raises ReadError."""
    document = open_pdf(data)
    try:
        if len(document) > MOST_PAGES:
            raise ReadError(
                "too-large", f"PDF 共 {len(document)} 页，超过 {MOST_PAGES} 页，请拆分后再检查。"
            )
        fields = pdfium.FPDF_GetFormType(document.raw) != pdfium.FORMTYPE_NONE
        return [_page(document, number, fields).to_json() for number in range(len(document))]
    finally:
        document.close()


def open_pdf(data: bytes) -> pdf.PdfDocument:
    """The opened document. Raises ReadError if it is encrypted or broken."""
    try:
        document = pdf.PdfDocument(data)
        if len(document):
            return document
    except pdf.PdfiumError as error:
        code = getattr(error, "err_code", None)
        if code == pdfium.FPDF_ERR_PASSWORD or "password" in str(error).lower():
            raise ReadError(
                "encrypted", "PDF 设有打开密码，不能读取。请去掉密码后另存一份再检查。"
            ) from None
        if code == pdfium.FPDF_ERR_SECURITY:
            raise ReadError(
                "encrypted", "PDF 使用了不支持的加密方式，请去掉加密后另存一份再检查。"
            ) from None
    raise ReadError("damaged", "PDF 已损坏或不完整，打不开。请重新下载，或从原文件重新导出。")


def _page(document: pdf.PdfDocument, number: int, fields: bool) -> LaidPage:
    try:
        page = document[number]
    except pdf.PdfiumError:
        raise ReadError(
            "damaged", f"PDF 第 {number + 1} 页已损坏，读不出来。请从原文件重新导出。"
        ) from None
    try:
        if fields and _flatten_fields(page):
            page.close()
            page = document[number]  # flattening shows only on a page opened anew
        return lay_out(read_ink(page.raw), number + 1)
    except TooMuch as error:
        raise ReadError(
            "too-large",
            f"PDF 第 {number + 1} 页的{error}对象过多，超出读取上限。"
            "请从原文件重新导出，或打印成新的 PDF 再检查。",
        ) from None
    finally:
        page.close()


def _flatten_fields(page: pdf.PdfPage) -> bool:
    """Makes the values of form fields part of the page (in memory only); other annotations are
    taken off first: a remark on the page is not its content. True if there were fields."""
    widgets = 0
    for index in reversed(range(pdfium.FPDFPage_GetAnnotCount(page.raw))):
        annotation = pdfium.FPDFPage_GetAnnot(page.raw, index)
        kind = pdfium.FPDFAnnot_GetSubtype(annotation)
        pdfium.FPDFPage_CloseAnnot(annotation)
        if kind == pdfium.FPDF_ANNOT_WIDGET:
            widgets += 1
        else:
            pdfium.FPDFPage_RemoveAnnot(page.raw, index)
    return widgets > 0 and bool(
        pdfium.FPDFPage_Flatten(page.raw, pdfium.FLAT_NORMALDISPLAY) == pdfium.FLATTEN_SUCCESS
    )


def lay_out(ink: Ink, number: int) -> LaidPage:
    """The page with its glyphs in the cells of its tables, the rest as lines, in reading order.

    A page turned as a whole (a wide table across an upright page) is read the way its text runs;
    the boxes stay where they are on the page.
    """
    page = LaidPage(number, ink.width, ink.height)
    if is_picture(ink):
        page.picture = True
        return page
    turn = dominant_turn(ink.glyphs)
    if turn:
        ink = _upright(ink, turn)
    tables = find_tables(ink.horizontal, ink.vertical)
    rest = _fill(tables, ink.glyphs)
    lines = [line for line in prose_lines(rest) if not _furniture(line, page)]
    blocks: list[LaidTable | LaidLine] = [*tables, *lines]
    blocks.sort(key=lambda block: (block.box[1], block.box[0]))
    if turn:
        back = turn_box((360 - turn) % 360)
        for block in blocks:
            block.box = back(block.box)
            for cell in block.cells if isinstance(block, LaidTable) else ():
                cell.box = back(cell.box)
    page.blocks = blocks
    return page


def is_picture(ink: Ink) -> bool:
    """True if the page's content cannot be had from its text: a scan, text drawn as outlines, or
    characters whose meaning the file does not tell."""
    shown = sum(not g.text.isspace() for g in ink.glyphs)
    if shown == 0:
        return ink.picture > 0.2 or ink.curves > 200
    # A scan may carry an invisible layer of somebody's recognition, which we do better.
    return ink.garbled > 0.3 or ink.invisible > 0.8


def _upright(ink: Ink, turn: int) -> Ink:
    """The page turned back by ``turn`` (coordinates may become negative)."""
    back = turn_box(turn)
    boxes = [back((s.start, s.at, s.end, s.at)) for s in ink.horizontal]
    boxes += [back((s.at, s.start, s.at, s.end)) for s in ink.vertical]
    across = [Stroke(y0, x0, x1) for x0, y0, x1, y1 in boxes if y0 == y1]
    down = [Stroke(x0, y0, y1) for x0, y0, x1, y1 in boxes if x0 == x1 and y0 != y1]
    glyphs = [turned(g, turn) for g in ink.glyphs]
    return replace(ink, glyphs=glyphs, horizontal=across, vertical=down)


def _fill(tables: list[LaidTable], glyphs: Iterable[Glyph]) -> list[Glyph]:
    """Gives each glyph to the cell its middle lies in (of the smallest table there); returns those
    that lie in none."""
    shelves = [_Shelf(table) for table in sorted(tables, key=lambda t: area(t.box))]
    rest: list[Glyph] = []
    for glyph in glyphs:
        if not any(shelf.put(glyph) for shelf in shelves):
            rest.append(glyph)
    for shelf in shelves:
        shelf.write()
    return rest


class _Shelf:
    """The glyphs of a table's cells while they are being sorted."""

    def __init__(self, table: LaidTable) -> None:
        self.table = table
        self.held: dict[int, list[Glyph]] = {}
        self.owner = {
            (row, column): number
            for number, cell in enumerate(table.cells)
            for row in range(cell.row, cell.row_end)
            for column in range(cell.column, cell.column_end)
        }

    def put(self, glyph: Glyph) -> bool:
        """Takes the glyph if its middle lies in one of the cells."""
        x, y = (glyph.x0 + glyph.x1) / 2, (glyph.y0 + glyph.y1) / 2
        row = bisect_right(self.table.rows, y) - 1
        column = bisect_right(self.table.columns, x) - 1
        number = self.owner.get((row, column))
        if number is None:
            return False
        self.held.setdefault(number, []).append(glyph)
        return True

    def write(self) -> None:
        """Sets the cells' texts from the glyphs they hold."""
        for number, glyphs in self.held.items():
            cell = self.table.cells[number]
            cell.text = cell_text(glyphs)
            cell.confidence, cell.notes = confidence(glyphs)


def _furniture(line: LaidLine, page: LaidPage) -> bool:
    """True for a page number at the edge of the page: it belongs to the paper, not to the text."""
    edge = 0.1 * page.height
    at_edge = line.box[3] < edge or line.box[1] > page.height - edge
    return at_edge and _PAGE_NUMBER.fullmatch(line.text) is not None
