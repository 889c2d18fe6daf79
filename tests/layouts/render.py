"""Cases as files: one description of a form's cells, drawn as a workbook, a Word document, a web
page, a PDF or the text that an export leaves of it.

A case's ``rows`` are lines of cells divided by ``|``. ``甲→3`` spans three columns, ``甲↓2`` two
rows, ``⏎`` is a line break within the cell; the last cell of a row that is short reaches the
edge. A line beginning ``# `` is a paragraph above or below
the table (a merged row in a workbook), ``---`` a gap between tables.
"""

from __future__ import annotations

import html
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

CASES = Path(__file__).parent / "cases"
_SPANS = re.compile(r"(.*?)(?:→(\d+))?(?:↓(\d+))?\Z", re.DOTALL)


@dataclass(frozen=True)
class Box:
    """A cell of a drawn table: 0-based row and column, spans, text."""

    row: int
    column: int
    down: int
    right: int
    text: str


@dataclass(frozen=True)
class Part:
    """A paragraph (no boxes) or a table of a sheet."""

    text: str
    boxes: tuple[Box, ...] = ()
    rows: int = 1
    columns: int = 1


def load_cases() -> dict[str, dict[str, Any]]:
    """All cases by their id, without those that say what is not read yet (``known_gap``)."""
    found: dict[str, dict[str, Any]] = {}
    for path in sorted(CASES.glob("*.yaml")):
        for case in yaml.safe_load(path.read_text(encoding="utf-8")):
            if "known_gap" not in case:
                found[case["id"]] = case
    return found


def sheets_of(case: dict[str, Any]) -> list[tuple[str, list[Part]]]:
    """The sheets of a case with their parts in order."""
    sheets = case.get("sheets") or [{"name": "Sheet1", "rows": case["rows"]}]
    return [(s["name"], list(_parts(s["rows"]))) for s in sheets]


def _parts(rows: str) -> Iterator[Part]:
    lines: list[str] = []
    for line in [*rows.rstrip("\n").split("\n"), "---"]:
        if line == "---" or line.startswith("# "):
            if lines:
                yield _table(lines)
                lines = []
            if line.startswith("# "):
                yield Part(line[2:])
            continue
        lines.append(line)


def _table(lines: list[str]) -> Part:
    boxes: list[Box] = []
    busy: set[tuple[int, int]] = set()
    for r, line in enumerate(lines):
        column = 0
        for cell in line.split("|"):
            while (r, column) in busy:
                column += 1
            match = _SPANS.match(cell)
            assert match
            right, down = int(match[2] or 1), int(match[3] or 1)
            boxes.append(Box(r, column, down, right, match[1].replace("⏎", "\n")))
            busy |= {(r + i, column + k) for i in range(down) for k in range(right)}
            column += right
    width = max(c for _, c in busy) + 1
    for i, box in enumerate(boxes):  # the last cell of a short row reaches the edge
        end = box.column + box.right
        rows = range(box.row, box.row + box.down)
        rest = {(r, c) for r in rows for c in range(end, width)}
        last = box is max((b for b in boxes if b.row == box.row), key=lambda b: b.column)
        if last and not rest & busy:
            boxes[i] = Box(box.row, box.column, box.down, width - box.column, box.text)
            busy |= rest
    ragged = [r for r in range(len(lines)) if any((r, c) not in busy for c in range(width))]
    assert not ragged, f"cells are missing in row {ragged}: {[lines[r] for r in ragged]}"
    assert max(r for r, _ in busy) < len(lines), "a span runs out of the table"
    return Part("", tuple(boxes), len(lines), width)


def _height(box: Box) -> float:
    """Points that a row needs for its share of the box, at 7 ideographs a column."""
    lines = sum(max(1, -(-len(part) // (7 * box.right))) for part in box.text.split("\n"))
    return 16 * lines / box.down + 4


def as_xlsx(case: dict[str, Any]) -> bytes:
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Border, Font, Side

    book = Workbook()
    book.remove(book.active)
    thin = Side(style="thin")
    for name, parts in sheets_of(case):
        sheet = book.create_sheet(name)
        width = max(p.columns for p in parts)
        top = 1
        for part in parts:
            boxes = part.boxes or (Box(0, 0, 1, width, part.text),)
            for box in boxes:
                r, c = top + box.row, 1 + box.column
                cell = sheet.cell(r, c, box.text or None)
                cell.alignment = Alignment("center", "center", wrap_text=True)
                if not part.boxes:
                    cell.font = Font(bold=True, size=14)
                if box.down > 1 or box.right > 1:
                    sheet.merge_cells(
                        start_row=r,
                        start_column=c,
                        end_row=r + box.down - 1,
                        end_column=c + box.right - 1,
                    )
                if part.boxes:
                    for i in range(box.down):
                        for k in range(box.right):
                            sheet.cell(r + i, c + k).border = Border(thin, thin, thin, thin)
            for r in range(part.rows):  # high enough for what stands in it
                need = [_height(b) for b in boxes if b.row <= r < b.row + b.down]
                sheet.row_dimensions[top + r].height = max([20, *need])
            top += part.rows + (1 if part.boxes else 0)
        for k in range(width):
            sheet.column_dimensions[chr(65 + k)].width = 16
        sheet.page_setup.orientation = "landscape"
        sheet.page_setup.fitToHeight = 0
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def as_docx(case: dict[str, Any]) -> bytes:
    from docx import Document
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    document = Document()
    for _, parts in sheets_of(case):
        last = False
        for part in parts:
            if not part.boxes:
                document.add_paragraph(part.text).alignment = WD_ALIGN_PARAGRAPH.CENTER
                last = False
                continue
            if last:
                document.add_paragraph("")
            table = document.add_table(part.rows, part.columns, "Table Grid")
            for box in part.boxes:
                cell = table.cell(box.row, box.column)
                if box.down > 1 or box.right > 1:
                    end = table.cell(box.row + box.down - 1, box.column + box.right - 1)
                    cell = cell.merge(end)
                cell.text = box.text
            last = True
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def as_html(case: dict[str, Any]) -> bytes:
    body: list[str] = []
    for _, parts in sheets_of(case):
        for part in parts:
            if not part.boxes:
                body.append(f"<p style='text-align:center'>{html.escape(part.text)}</p>")
                continue
            body.append("<table border='1'>")
            for r in range(part.rows):
                body.append("<tr>")
                for b in (b for b in part.boxes if b.row == r):
                    spans = (f" rowspan='{b.down}'" if b.down > 1 else "") + (
                        f" colspan='{b.right}'" if b.right > 1 else ""
                    )
                    text = html.escape(b.text).replace("\n", "<br>")
                    body.append(f"<td{spans}>{text}</td>")
                body.append("</tr>")
            body.append("</table>")
    head = "<!DOCTYPE html><html><head><meta charset='utf-8'><title>公开</title></head>"
    return f"{head}<body>{''.join(body)}</body></html>".encode()


def as_text(case: dict[str, Any]) -> bytes:
    """Cells divided by TAB; what a merged cell covers to its right is gone, what it covers below
    is an empty cell."""
    lines: list[str] = []
    for _, parts in sheets_of(case):
        for part in parts:
            if not part.boxes:
                lines += [part.text, ""]
                continue
            for r in range(part.rows):
                cells = [
                    b.text.replace("\n", " ") if b.row == r else ""
                    for b in sorted(part.boxes, key=lambda b: b.column)
                    if b.row <= r < b.row + b.down
                ]
                lines.append("\t".join(cells))
            lines.append("")
    return "\n".join(lines).encode()


def as_pdf(case: dict[str, Any]) -> bytes:
    from reportlab.lib.pagesizes import A3
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    style = ParagraphStyle("cell", fontName="STSong-Light", fontSize=8, leading=10, wordWrap="CJK")
    title = ParagraphStyle("title", style, fontSize=14, leading=20, alignment=1)

    def shown(text: str) -> str:
        return html.escape(text).replace("\n", "<br/>")

    flow: list[Any] = []
    for _, parts in sheets_of(case):
        for part in parts:
            if not part.boxes:
                flow.append(Paragraph(shown(part.text), title))
                continue
            grid: list[list[Any]] = [[""] * part.columns for _ in range(part.rows)]
            spans = []
            for b in part.boxes:
                grid[b.row][b.column] = Paragraph(shown(b.text), style) if b.text else ""
                end = (b.column + b.right - 1, b.row + b.down - 1)
                spans.append(("SPAN", (b.column, b.row), end))
            lines = ("GRID", (0, 0), (-1, -1), 0.5, "black")
            middle = ("VALIGN", (0, 0), (-1, -1), "MIDDLE")
            width = 740 / part.columns
            flow += [
                Table(grid, [width] * part.columns, style=[lines, middle, *spans]),
                Spacer(1, 14),
            ]
    out = io.BytesIO()
    page = (A3[0], 2200)
    SimpleDocTemplate(out, pagesize=page, leftMargin=40, rightMargin=40).build(flow)
    return out.getvalue()


MAKERS = {"xlsx": as_xlsx, "docx": as_docx, "html": as_html, "pdf": as_pdf, "txt": as_text}
