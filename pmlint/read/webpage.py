"""What stands on a web page: paragraphs and tables in document order, with lines and columns.

Tags are closed as browsers close them (a new ``<td>`` ends the one before, ``</table>`` ends all
within); the text of a table within a cell belongs to that table alone.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import TypeAlias

from pmlint.read.anchored import AnchoredText
from pmlint.read.limits import LIMITS

Attributes: TypeAlias = list[tuple[str, str | None]]
Place: TypeAlias = tuple[int, int]
"""1-based line and column."""


@dataclass(slots=True)
class WebCell:
    """A ``td`` or ``th``. ``place`` is just behind its tag; ``column`` (0-based) is set, and the
    spans are clamped, by `Table.lay_out`."""

    place: Place
    rowspan: int
    colspan: int
    hidden: bool
    content: AnchoredText = field(default_factory=AnchoredText)
    column: int = 0


@dataclass(slots=True)
class Paragraph:
    """A line of text outside the cells of tables."""

    content: AnchoredText = field(default_factory=AnchoredText)


@dataclass(slots=True)
class Table:
    """A table and what its cells hold besides text (tables within, their captions)."""

    rows: list[list[WebCell]] = field(default_factory=list)
    within: list[Block] = field(default_factory=list)

    def lay_out(self) -> bool:
        """Give every cell its column in the grid. False if cells beyond the limit were dropped."""
        taken: list[int] = []  # per column: the row from which on it is free
        complete = True
        for number, row in enumerate(self.rows):
            at = 0
            kept = []
            for cell in row:
                while at < len(taken) and taken[at] > number:
                    at += 1
                if at >= LIMITS.columns:
                    complete = False
                    break
                cell.column = at
                cell.colspan = min(cell.colspan, LIMITS.columns - at)
                cell.rowspan = min(cell.rowspan or len(self.rows), len(self.rows) - number)
                at += cell.colspan
                if cell.rowspan > 1:
                    taken.extend([0] * (at - len(taken)))
                    taken[cell.column : at] = [number + cell.rowspan] * cell.colspan
                kept.append(cell)
            row[:] = kept
        return complete


Block: TypeAlias = Paragraph | Table


def parse(text: str, line: int = 1, column: int = 1) -> list[Block]:
    """The paragraphs and tables of ``text`` (``\\n`` line ends), which begins at ``line`` and
    ``column`` of the file."""
    page = _Page(text, line, column)
    page.feed(text)
    page.close()
    page.end_paragraph()
    return page.blocks


def walk(blocks: list[Block]) -> Iterator[Block]:
    """All blocks in the order of their beginning, tables within tables behind the outer one."""
    waiting = blocks[::-1]
    while waiting:
        block = waiting.pop()
        yield block
        if isinstance(block, Table):
            waiting.extend(block.within[::-1])


@dataclass(slots=True)
class _Open:
    """A table whose end has not come yet. ``around`` is the list that holds it."""

    table: Table
    around: list[Block]
    hidden: bool
    row: list[WebCell] | None = None
    row_hidden: bool = False
    cell: WebCell | None = None


_NOT_SHOWN = frozenset(
    ["script", "style", "title", "template", "noscript", "comment", "rt", "rp", "svg", "option"]
)
_BLOCKS = frozenset(
    [
        "p",
        "div",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "li",
        "ul",
        "ol",
        "dl",
        "dt",
        "dd",
        "section",
        "article",
        "header",
        "footer",
        "main",
        "nav",
        "aside",
        "pre",
        "center",
        "form",
        "fieldset",
        "address",
        "blockquote",
        "hr",
        "body",
        "caption",
    ]
)
_TABLE_PARTS = frozenset(["table", "tr", "td", "th", "thead", "tbody", "tfoot", "body"])
_BUTTONS = frozenset(
    ["hidden", "submit", "button", "checkbox", "radio", "image", "file", "reset", "password"]
)
_SPAN = re.compile(r"\s*(\d{1,9})")
_NONE = re.compile(r"display\s*:\s*none", re.IGNORECASE)


class _Page(HTMLParser):
    def __init__(self, text: str, line: int, column: int) -> None:
        super().__init__(convert_charrefs=False)
        self.blocks: list[Block] = []
        self._first_line, self._first_column = line, column
        self._lines = text.split("\n")
        self._open: list[_Open] = []
        self._paragraph = Paragraph()
        self._skipped: str | None = None

    def end_paragraph(self) -> None:
        """What follows is another paragraph. In front of the table, if it is a table's caption."""
        if not self._paragraph.content:
            return
        if self._open:
            around = self._open[-1].around
            around.insert(len(around) - 1, self._paragraph)
        else:
            self.blocks.append(self._paragraph)
        self._paragraph = Paragraph()

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        if self._skipped:
            if tag not in _TABLE_PARTS and not (tag == self._skipped == "option"):
                return
            self._skipped = None
        if tag in ("td", "th"):
            self._start_cell(dict(attrs))
        elif tag == "tr":
            self._start_row(_hidden(dict(attrs)))
        elif tag == "table":
            self._start_table(_hidden(dict(attrs)))
        elif tag == "br":
            if (cell := self._cell()) is not None:
                cell.content.line_break(*self._place())
            else:
                self.end_paragraph()
        elif tag in _BLOCKS:
            self._block()
        elif tag == "input":
            self._input(dict(attrs))
        elif tag in _NOT_SHOWN and not (tag == "option" and "selected" in dict(attrs)):
            self._skipped = tag

    def handle_startendtag(self, tag: str, attrs: Attributes) -> None:
        # <td/> opens a cell like <td>; <script/> and the like hide nothing
        if tag not in _NOT_SHOWN:
            self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if self._skipped:
            if tag == self._skipped or (tag == "select" and self._skipped == "option"):
                self._skipped = None
                return
            if tag not in _TABLE_PARTS:
                return
            self._skipped = None
        if tag == "table":
            if self._open:
                self.end_paragraph()
                self._open.pop()
            else:
                self._block()
        elif tag in ("td", "th", "tr", "thead", "tbody", "tfoot"):
            if self._open:
                self.end_paragraph()
                self._open[-1].cell = None
                if tag not in ("td", "th"):
                    self._open[-1].row = None
        elif tag in _BLOCKS:
            self._block()

    def handle_data(self, data: str) -> None:
        if not self._skipped:
            self._sink().flow(data, *self._place())

    def handle_entityref(self, name: str) -> None:
        self._reference("&" + name)

    def handle_charref(self, name: str) -> None:
        self._reference("&#" + name)

    def unknown_decl(self, data: str) -> None:
        """``<![if …]>`` and the like are not shown (the base class would refuse some)."""

    def _reference(self, written: str) -> None:
        if self._skipped:
            return
        line, offset = self.getpos()
        if self._lines[line - 1].startswith(";", offset + len(written)):
            written += ";"
        shown = html.unescape(written)
        place = self._place()
        if shown in (" ", "\t", "\n", "\r", "\f"):
            self._sink().flow(" ", *place)
        else:
            self._sink().put(shown, *place, None if shown == written else len(written))

    def _start_table(self, hidden: bool) -> None:
        self.end_paragraph()
        table = Table()
        around = self.blocks
        if self._open:
            outer = self._open[-1]
            around, hidden = outer.table.within, hidden or outer.hidden or outer.row_hidden
            if outer.cell is not None:
                outer.cell.content.block(*self._place())
        around.append(table)
        self._open.append(_Open(table, around, hidden))

    def _start_row(self, hidden: bool) -> None:
        if not self._open:
            return
        self.end_paragraph()
        top = self._open[-1]
        top.row, top.cell, top.row_hidden = [], None, hidden
        top.table.rows.append(top.row)

    def _start_cell(self, attrs: dict[str, str | None]) -> None:
        if not self._open:
            self._block()
            return
        if self._open[-1].row is None:
            self._start_row(hidden=False)
        self.end_paragraph()
        top = self._open[-1]
        hidden = top.hidden or top.row_hidden or _hidden(attrs)
        rowspan, colspan = _span(attrs.get("rowspan")), _span(attrs.get("colspan")) or 1
        top.cell = WebCell(self._behind_tag(), rowspan, colspan, hidden)
        if top.row is not None:
            top.row.append(top.cell)

    def _block(self) -> None:
        cell = self._cell()
        if cell is not None:
            cell.content.block(*self._place())
        else:
            self.end_paragraph()

    def _input(self, attrs: dict[str, str | None]) -> None:
        shown = attrs.get("value")
        if shown and (attrs.get("type") or "text").lower() not in _BUTTONS:
            self._sink().put(shown, *self._place(), len(self.get_starttag_text() or ""))

    def _cell(self) -> WebCell | None:
        return self._open[-1].cell if self._open else None

    def _sink(self) -> AnchoredText:
        cell = self._cell()
        return self._paragraph.content if cell is None else cell.content

    def _place(self) -> Place:
        line, offset = self.getpos()
        first = self._first_column if line == 1 else 1
        return self._first_line + line - 1, first + offset

    def _behind_tag(self) -> Place:
        line, column = self._place()
        written = self.get_starttag_text() or ""
        newlines = written.count("\n")
        if newlines:
            return line + newlines, len(written) - written.rfind("\n")
        return line, column + len(written)


def _span(written: str | None) -> int:
    """``2``, ``2px`` → 2; nothing or nonsense → 1; 0 (to the table's end) stays 0."""
    found = _SPAN.match(written or "")
    return int(found[1]) if found else 1


def _hidden(attrs: dict[str, str | None]) -> bool:
    return "hidden" in attrs or _NONE.search(attrs.get("style") or "") is not None
