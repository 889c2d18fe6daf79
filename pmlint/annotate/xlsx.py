"""Findings written into a workbook: a comment at each faulty cell, an index as the last sheet.

Only the comments, their drawing, and where a sheet gets its first comment the sheet, its links and
the content types are edited; the index adds a sheet. All else stays byte for byte.
"""

from __future__ import annotations

from collections.abc import Sequence
from xml.parsers import expat

from pmlint.annotate import AnnotateError, comments, index_sheet, vml
from pmlint.annotate.notes import Wording
from pmlint.annotate.parts import Parts
from pmlint.annotate.xmlspans import Span
from pmlint.model.diagnostic import Diagnostic
from pmlint.model.grid import Document
from pmlint.model.location import CellLocation
from pmlint.read import ReadError
from pmlint.read.package import Relationship
from pmlint.read.sheet import parse_range, parse_ref
from pmlint.read.sheetml import read_book
from pmlint.read.xlsx import workbook_part
from pmlint.repack import splice

_COMMENTS = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_VML = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_BEHIND = ("legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls")
_BEHIND_TOO = ("webPublishItems", "tableParts", "extLst", "AlternateContent")
"""What follows ``legacyDrawing`` in a sheet, as the schema demands."""


def annotate(data: bytes, document: Document, diagnostics: Sequence[Diagnostic]) -> bytes:
    """The workbook ``data`` with the findings in it. Raises `AnnotateError`."""
    try:
        return _annotated(data, Wording(document, diagnostics))
    except ReadError as error:
        raise AnnotateError(f"无法写入批注：{error.message}") from error
    except (expat.ExpatError, ValueError, StopIteration) as error:
        raise AnnotateError(
            "无法写入批注：文件里原有的批注部件已损坏。请用 Excel 或 WPS 另存一份再试。"
        ) from error


def _annotated(data: bytes, wording: Wording) -> bytes:
    parts = Parts(data)
    workbook = workbook_part(parts.package)
    links = parts.links(workbook)
    notes: dict[str, dict[str, str]] = {}
    for note in wording.notes():
        if isinstance(note.location, CellLocation):
            notes.setdefault(note.location.sheet, {})[note.location.cell] = note.text
    for number, entry in enumerate(read_book(parts.package, workbook).sheets, 1):
        link = links.get(entry.link)
        if link is not None and link.kind == "worksheet" and link.target in parts:
            _annotate_sheet(parts, link.target, _ordered(notes.get(entry.name, {})), number)
    index_sheet.write(parts, workbook, wording.index(), wording.summary())
    return parts.packed()


def _ordered(notes: dict[str, str]) -> dict[str, str]:
    """Cell by cell, row by row."""
    return dict(sorted(notes.items(), key=lambda item: parse_ref(item[0]) or (0, 0)))


def _annotate_sheet(parts: Parts, sheet: str, notes: dict[str, str], number: int) -> None:
    links = parts.links(sheet)
    part = _linked(links, "comments")
    if part is None or part not in parts:
        if not notes:
            return
        if part is None:
            part = parts.free("xl/comments{}.xml")
            parts.link(sheet, "comments", part)
        parts.put(part, comments.blank())
        parts.declare(part, _COMMENTS)
    edited = comments.edit(parts.get(part), notes)
    if edited.data == parts.get(part):
        return
    if not edited.added and not edited.joined and not edited.removed:
        return
    parts.put(part, edited.data)
    drawing = _drawing(parts, sheet, links, number)
    layout = _layout(parts, sheet)
    new = vml.edit(parts.raw(drawing), edited.removed, edited.added, edited.joined, layout, number)
    parts.put(drawing, new)


def _linked(links: dict[str, Relationship], kind: str) -> str | None:
    return next((x.target for x in links.values() if x.kind == kind and not x.external), None)


def _drawing(parts: Parts, sheet: str, links: dict[str, Relationship], number: int) -> str:
    """The name of the sheet's drawing for comments, made if there is none."""
    spans = parts.scan(sheet, "legacyDrawing", *_BEHIND, *_BEHIND_TOO, depth=1)
    known = next((s for s in spans if s.tag == "legacyDrawing"), None)
    if known is not None:
        link = links.get(known.attributes.get("id", ""))
        if link is None or link.external:
            raise parts.package.damaged(f"部件 {sheet} 的绘图链接有误")
        if link.target not in parts:
            parts.put(link.target, vml.blank(number))
        return link.target
    drawing = parts.free("xl/drawings/vmlDrawing{}.vml")
    parts.put(drawing, vml.blank(number))
    parts.declare_ending("vml", _VML)
    key = parts.link(sheet, "vmlDrawing", drawing)
    _insert_drawing(parts, sheet, spans, key)
    return drawing


def _insert_drawing(parts: Parts, sheet: str, spans: list[Span], key: str) -> None:
    root = spans[0]
    data = parts.get(sheet)
    space = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    if b"http://purl.oclc.org/ooxml/spreadsheetml/main" in data[root.begin : root.inner]:
        space = "http://purl.oclc.org/ooxml/officeDocument/relationships"
    at = next((s.begin for s in spans[1:] if s.tag != "legacyDrawing"), root.inner_end)
    new = f'<{root.prefix}legacyDrawing xmlns:r="{space}" r:id="{key}"/>'.encode()
    parts.put(sheet, splice(data, [(at, at, new)]))


def _layout(parts: Parts, sheet: str) -> vml.Layout:
    """Widths, heights and merges of the sheet, in pixels."""
    layout = vml.Layout()
    for span in parts.scan(sheet, "sheetFormatPr", "col", "row", "mergeCell")[1:]:
        get = span.attributes.get
        if span.tag == "sheetFormatPr":
            layout.row = _pixels(get("defaultRowHeight"), 4 / 3, 0, layout.row)
            layout.column = _pixels(get("defaultColWidth"), 7, 5, layout.column)
        elif span.tag == "col":
            width = _pixels(get("width"), 7, 5, layout.column)
            width = 0 if get("hidden") in ("1", "true") else width
            first, last = int(get("min") or 1), int(get("max") or 1)
            layout.columns.append((first - 1, last - 1, width))
        elif span.tag == "row":
            if get("hidden") in ("1", "true"):
                layout.rows[int(get("r") or 1) - 1] = 0
            elif get("ht"):
                layout.rows[int(get("r") or 1) - 1] = _pixels(get("ht"), 4 / 3, 0, layout.row)
        elif merge := parse_range(get("ref") or ""):
            layout.merges.append(merge)
    return layout


def _pixels(value: str | None, factor: float, extra: int, default: int) -> int:
    try:
        return min(2000, max(0, int(float(value or "") * factor) + extra))
    except (ValueError, OverflowError):
        return default
