"""The job of the child process that reads a PDF: from bytes to laid-out pages.

Import it only there: PDFium is not to run inside the linter's own process.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pypdfium2 as pdf
import pypdfium2.raw as pdfium

from pmlint.read import ReadError
from pmlint.read.pdf_blocks import arrange, move
from pmlint.read.pdf_ink import TooMuch, read_ink
from pmlint.read.pdf_layout import Ink, LaidPage, Stroke
from pmlint.read.pdf_rules import find_tables
from pmlint.read.pdf_text import dominant_turn, turn_box, turned

MOST_PAGES = 1000
_STAMP = 80
"""A page covered by a picture is read from the picture if it has fewer characters than this."""


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
        # PDFium mends a file that was cut off, and says nothing of the pages that are gone.
        if len(document) and data.rfind(b"startxref") > data.rfind(b"endobj"):
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
    _, top, _, bottom = turn_box(turn)((0, 0, ink.width, ink.height))
    if turn:
        ink = _upright(ink, turn)
    tables = find_tables(ink.horizontal, ink.vertical)
    page.blocks = arrange(tables, ink.glyphs, (top, bottom))
    if turn:
        move(page.blocks, turn_box(-turn % 360))
    return page


def is_picture(ink: Ink) -> bool:
    """True if the page's content cannot be had from its text: a scan, text drawn as outlines, or
    characters whose meaning the file does not tell."""
    shown = sum(not g.text.isspace() for g in ink.glyphs)
    if shown == 0:
        return ink.picture > 0.2 or ink.curves > 200
    # A scan may carry an invisible layer of somebody's recognition, which we do better, and the
    # scanning program's own name in a corner.
    stamped = ink.picture > 0.5 and shown < _STAMP and not (ink.horizontal and ink.vertical)
    return ink.garbled > 0.3 or ink.invisible > 0.8 or stamped


def _upright(ink: Ink, turn: int) -> Ink:
    """The page turned back by ``turn`` (coordinates may become negative)."""
    back = turn_box(turn)
    boxes = [back((s.start, s.at, s.end, s.at)) for s in ink.horizontal]
    boxes += [back((s.at, s.start, s.at, s.end)) for s in ink.vertical]
    across = [Stroke(y0, x0, x1) for x0, y0, x1, y1 in boxes if y0 == y1]
    down = [Stroke(x0, y0, y1) for x0, y0, x1, y1 in boxes if x0 == x1 and y0 != y1]
    glyphs = [turned(g, turn) for g in ink.glyphs]
    return replace(ink, glyphs=glyphs, horizontal=across, vertical=down)
