"""What stands on a web page: paragraphs and tables in document order, with lines and columns.

Tags are closed as browsers close them (a new ``<td>`` ends the one before, ``</table>`` ends all
within); the text of a table within a cell belongs to that table alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import field
from typing import TypeAlias

from pmlint.model.value import record
from pmlint.read.anchored import AnchoredText
from pmlint.read.limits import LIMITS
from pmlint.read.rows import too_many_cells
from pmlint.read.tags import Place, Tag, Text, tokens


@record
class WebCell:
    """A ``td`` or ``th``. ``place`` is just behind its tag; ``column`` (0-based) is set, and the
    spans are clamped, by `Table.lay_out`."""

    place: Place
    rowspan: int
    colspan: int
    hidden: bool
    content: AnchoredText = field(default_factory=AnchoredText)
    column: int = 0


@record
class Paragraph:
    """A line of text outside the cells of tables."""

    content: AnchoredText = field(default_factory=AnchoredText)


@record
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
    """The paragraphs and tables of ``text`` (``\\n`` line ends), which begins at ``line`` and"""
    page = _Page()
    for token in tokens(text, line, column):
        if isinstance(token, Tag):
            page.tag(token)
        else:
            page.text(token)
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


@record
class _Open:
    """A table whose end has not come yet. ``around`` is the list that holds it."""

    table: Table
    around: list[Block]
    hidden: bool
    row: list[WebCell] | None = None
    row_hidden: bool = False
    cell: WebCell | None = None


_NOT_SHOWN = {"template", "comment", "rt", "rp", "svg", "option"}  # scripts: see tags
# fmt: off
_BLOCKS = {
    "p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ul", "ol", "dl", "dt", "dd", "section",
    "article", "header", "footer", "main", "nav", "aside", "pre", "center", "form", "fieldset",
    "address", "blockquote", "hr", "head", "body", "caption",
}
# fmt: on
_GROUPS = {"thead", "tbody", "tfoot"}
_CELLS = {"td", "th"}
_TABLE_PARTS = {"table", "tr", "body"} | _CELLS | _GROUPS
_BUTTONS = {"hidden", "submit", "button", "checkbox", "radio", "image", "file", "reset", "password"}
_SPACES = {" ", "\t", "\n", "\r", "\f"}  # also when written as &#32;
_SPAN = re.compile(r"\s*(\d{1,9})")
_NONE = re.compile(r"display\s*:\s*none", re.IGNORECASE)


class _Page:
    """Builds the blocks from tags and texts as they come."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._open: list[_Open] = []
        self._paragraph = Paragraph()
        self._skipped = ""  # the element that is being passed over
        self._left = LIMITS.html_cells

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

    def text(self, text: Text) -> None:
        """Text that stands in the page (and is shown unless an element hides it)."""
        if self._skipped:
            return
        cell = self._cell()
        sink = self._paragraph.content if cell is None else cell.content
        if text.width is None:
            sink.flow(text.shown, *text.place)
        elif text.shown in _SPACES:
            sink.blank(text.place, (text.place[0], text.place[1] + text.width))
        else:
            sink.put(text.shown, *text.place, text.width)

    def tag(self, tag: Tag) -> None:
        """A tag. Within what is not shown only its end and the parts of tables count, so that
        an element that is never closed hides no table."""
        name = tag.name
        if self._skipped:
            ends = name == self._skipped or (name == "select" and self._skipped == "option")
            if not ends and name not in _TABLE_PARTS:
                return
            self._skipped = ""
        if tag.closing:
            self._end(tag)
        elif name in _CELLS:
            self._start_cell(tag)
        elif name == "tr":
            self._start_row(hidden=_hidden(tag))
        elif name == "table":
            self._start_table(tag)
        elif name in _GROUPS:
            self._end(tag)
        elif name == "br":
            self._line_break(tag)
        elif name in _BLOCKS:
            self._block(tag)
        elif name == "input":
            self._input(tag)
        elif name in _NOT_SHOWN and not (name == "option" and "selected" in tag.attributes()):
            self._skipped = name

    def _end(self, tag: Tag) -> None:
        name = tag.name
        if name == "br":  # </br> is shown as <br>
            self._line_break(tag)
        elif name == "table" and self._open:
            self.end_paragraph()
            self._open.pop()
        elif self._open and (name in _CELLS or name == "tr" or name in _GROUPS):
            self.end_paragraph()
            self._open[-1].cell = None
            if name not in _CELLS:
                self._open[-1].row = None
        elif name in _BLOCKS:
            self._block(tag)

    def _count(self) -> None:
        self._left -= 1
        if self._left < 0:
            raise too_many_cells(LIMITS.html_cells)

    def _start_table(self, tag: Tag) -> None:
        self._count()
        self.end_paragraph()
        table = Table()
        around, hidden = self.blocks, _hidden(tag)
        if self._open:
            outer = self._open[-1]
            around, hidden = outer.table.within, hidden or outer.hidden or outer.row_hidden
            if outer.cell is not None:
                outer.cell.content.block(tag.place)
        around.append(table)
        self._open.append(_Open(table, around, hidden))

    def _start_row(self, hidden: bool) -> None:
        if not self._open:
            return
        self.end_paragraph()
        top = self._open[-1]
        self._count()
        top.row, top.cell, top.row_hidden = [], None, hidden
        top.table.rows.append(top.row)

    def _start_cell(self, tag: Tag) -> None:
        if not self._open:
            self._block(tag)
            return
        self._count()
        self.end_paragraph()
        top = self._open[-1]
        if top.row is None:
            self._start_row(hidden=False)
        attributes = tag.attributes()
        hidden = top.hidden or top.row_hidden or _hidden(tag)
        rowspan = _span(attributes.get("rowspan", ""))
        colspan = _span(attributes.get("colspan", "")) or 1
        top.cell = WebCell(tag.behind, rowspan, colspan, hidden)
        top.table.rows[-1].append(top.cell)

    def _line_break(self, tag: Tag) -> None:
        cell = self._cell()
        if cell is not None:
            cell.content.line_break(tag.place, tag.behind)
        else:
            self.end_paragraph()

    def _block(self, tag: Tag) -> None:
        cell = self._cell()
        if cell is not None:
            cell.content.block(tag.place)
        else:
            self.end_paragraph()

    def _input(self, tag: Tag) -> None:
        attributes = tag.attributes()
        shown = attributes.get("value", "")
        if attributes.get("type", "text").lower() not in _BUTTONS:
            one_line = tag.place[0] == tag.behind[0]
            self.text(Text(shown, tag.place, tag.behind[1] - tag.place[1] if one_line else 0))

    def _cell(self) -> WebCell | None:
        return self._open[-1].cell if self._open else None


def _span(written: str) -> int:
    """``2``, ``2px`` → 2; nothing or nonsense → 1; 0 (to the table's end) stays 0."""
    found = _SPAN.match(written)
    return int(found[1]) if found else 1


def _hidden(tag: Tag) -> bool:
    written = tag.written
    if "hidden" not in written and "none" not in written.lower():
        return False
    attributes = tag.attributes()
    return "hidden" in attributes or _NONE.search(attributes.get("style", "")) is not None
