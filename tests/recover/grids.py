"""Small grids for the tests of recovery: TSV text, and ruled tables written as HTML."""

from __future__ import annotations

from html.parser import HTMLParser

from pmlint.model.grid import Cell, Document, Grid, Row
from pmlint.model.location import TableLocation, TextLocation


def text_document(text: str) -> Document:
    """TAB-separated text as the text reader gives it: one unruled grid."""
    rows: list[Row] = []
    for number, line in enumerate(text.split("\n")):
        if not line.strip():
            rows.append(Row(number, (), "blank"))
            continue
        cells, column = [], 1
        parts = line.split("\t")
        for i, part in enumerate(parts):
            end = column + len(part)
            where = TextLocation(number + 1, column, number + 1, end)
            cells.append(Cell(part, where, number, i))
            column = end + 1
        rows.append(Row(number, tuple(cells), "cells" if len(parts) > 1 else "prose"))
    return Document("x.txt", "text", [Grid(rows)])


class _Tables(HTMLParser):
    """Tables and paragraphs of simple HTML, as a ruled grid (enough for fixtures)."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[Row] = []
        self.table = 0
        self._cells: list[Cell] = []
        self._busy: dict[int, int] = {}
        self._text: list[str] | None = None
        self._span = (1, 1)
        self._column = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "table":
            self.table += 1
            self._busy = {}
        elif tag == "tr":
            self._cells, self._column = [], 0
        elif tag in ("td", "p"):
            self._text = []
            self._span = (int(given.get("rowspan") or 1), int(given.get("colspan") or 1))
        elif tag == "br" and self._text is not None:
            self._text.append("\n")

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text.append(data)

    def handle_endtag(self, tag: str) -> None:
        index = len(self.rows)
        if tag == "td":
            while self._busy.get(self._column, 0) > index:
                self._column += 1
            down, right = self._span
            where = TableLocation(self.table, index + 1, self._column + 1)
            text = "".join(self._text or [])
            self._cells.append(Cell(text, where, index, self._column, down, right))
            for c in range(self._column, self._column + right):
                self._busy[c] = index + down
            self._column += right
            self._text = None
        elif tag == "tr":
            self.rows.append(Row(index, tuple(self._cells), "cells", self.table))
        elif tag == "p":
            where = TableLocation(0, index + 1, 1)
            cell = Cell("".join(self._text or []), where, index, 0)
            self.rows.append(Row(index, (cell,), "prose", 0))
            self._text = None


def html_document(html: str) -> Document:
    """Tables (``tr``/``td`` with spans) and paragraphs as one ruled grid."""
    parser = _Tables()
    parser.feed(html)
    return Document("x.html", "html", [Grid(parser.rows, ruled=True)])


def ruled_document(*rows: str) -> Document:
    """A ruled table from lines of ``|``-separated cells.

    ``甲>2`` spans two columns, ``甲v3`` three rows, ``甲>2v3`` both; a cell that only says ``^`` is
    covered by a span and left out.
    """
    import re

    html = ["<table>"]
    for row in rows:
        html.append("<tr>")
        for cell in row.split("|"):
            if cell == "^":
                continue
            match = re.fullmatch(r"(.*?)(?:>(\d+))?(?:v(\d+))?", cell, re.DOTALL)
            assert match
            text, right, down = match[1], match[2] or "1", match[3] or "1"
            html.append(f'<td colspan="{right}" rowspan="{down}">{_escape(text)}</td>')
        html.append("</tr>")
    html.append("</table>")
    return html_document("".join(html))


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")
