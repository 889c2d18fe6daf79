"""Tables and paragraphs of a document part."""

from __future__ import annotations

from pmlint.read.word.model import (
    Block,
    Body,
    Paragraph,
    Table,
    TableCell,
    TableRow,
    Unit,
    tag_end,
)
from pmlint.read.word.text import TextWalk
from pmlint.read.word.walk import Attributes, TooMuch, number, on

SPAN = 256
"""The widest cell believed, in grid columns (Word has at most 63)."""


def scan(data: bytes) -> Body:
    """Read a document part (UTF-8 XML, no DOCTYPE). Raises expat.ExpatError for broken XML and
    `TooMuch` beyond the limits."""
    return _BlockWalk(data).run()


class _BlockWalk(TextWalk):
    def __init__(self, data: bytes) -> None:
        super().__init__(data)
        self.tables: list[Table] = []  # open ones
        # where blocks go: the body, a text box, a cell
        self.holders: list[tuple[list[Block], TableCell | None]] = [(self.body.blocks, None)]
        self.count = 0  # of tables
        self.number = 0  # of paragraphs outside tables
        self.outer = 0  # depth of the outermost open paragraph

    def child_opened(self, depth: int) -> None:
        if self.outer and depth == self.outer + 1:
            self.unit = Unit(self.here)

    def child_closed(self, depth: int) -> None:
        if self.outer and depth == self.outer + 1:
            self.unit.end = self.after

    def deletion(self) -> None:
        if self.within("pPr", "rPr") and self.paragraphs:
            self.paragraphs[-1].joined = True
        elif self.within("trPr") and self.row is not None:
            self.row.deleted = True

    # -- tables -----------------------------------------------------------------------------
    @property
    def row(self) -> TableRow | None:
        """The open row of the innermost table."""
        return self.tables[-1].rows[-1] if self.tables and self.tables[-1].rows else None

    @property
    def cell(self) -> TableCell | None:
        """The open cell, None in a text box or outside tables."""
        return self.holders[-1][1]

    def start_tbl(self, _attributes: Attributes) -> None:
        self.spend()
        self.count += 1
        table = Table(self.count)
        self.holders[-1][0].append(table)
        self.tables.append(table)

    def end_tbl(self) -> None:
        self.tables.pop().above.clear()

    def start_tr(self, _attributes: Attributes) -> None:
        self.spend()
        if self.tables:
            rows = self.tables[-1].rows
            rows.append(TableRow(len(rows) + 1))

    def end_tr(self) -> None:
        if self.tables and (row := self.row) is not None:
            self.merge(self.tables[-1], row)

    def merge(self, table: Table, row: TableRow) -> None:
        """Let cells that continue the one above lengthen it; matched by grid column."""
        if row.deleted:
            return
        above: dict[int, TableCell] = {}
        for cell in row.cells:
            top = table.above.get(cell.column)
            if cell.merge == "continue" and top is not None:
                top.rowspan += 1
                above[cell.column] = top
            elif cell.merge:
                cell.merge = "restart"
                above[cell.column] = cell
        table.above = above

    def start_tc(self, _attributes: Attributes) -> None:
        self.spend()
        row = self.row
        cell = TableCell(row.after if row else 0)
        if row is not None:
            row.cells.append(cell)
        self.holders.append((cell.blocks, cell))

    def end_tc(self) -> None:
        cell = self.cell
        if len(self.holders) > 1:
            self.holders.pop()
        row = self.row
        if cell is None or row is None or not row.cells or row.cells[-1] is not cell:
            return
        row.after = cell.column + cell.colspan
        if row.after > 4 * SPAN:
            raise TooMuch(f"表格超过 {4 * SPAN} 列")
        if cell.merge_left and len(row.cells) > 1:
            row.cells.pop()
            row.cells[-1].colspan += cell.colspan
        elif cell.deleted:
            row.cells.pop()

    def start_gridSpan(self, attributes: Attributes) -> None:
        if self.cell is not None:
            self.cell.colspan = max(1, self.columns(attributes))

    def start_gridBefore(self, attributes: Attributes) -> None:
        if self.row is not None:
            self.row.after = self.columns(attributes)

    def columns(self, attributes: Attributes) -> int:
        count = number(attributes, SPAN + 1)
        if count > SPAN:
            self.body.clamped = True
            return 1
        return count

    def start_vMerge(self, attributes: Attributes) -> None:
        if self.cell is not None:
            restart = attributes.get("val") == "restart"
            self.cell.merge = "restart" if restart else "continue"

    def start_hMerge(self, attributes: Attributes) -> None:
        if self.cell is not None and attributes.get("val") != "restart":
            self.cell.merge_left = True

    def start_cellDel(self, _attributes: Attributes) -> None:
        if self.cell is not None:
            self.cell.deleted = True

    def start_hidden(self, attributes: Attributes) -> None:
        if self.within("trPr") and self.row is not None:
            self.row.hidden = on(attributes)

    # -- paragraphs -------------------------------------------------------------------------
    def start_p(self, _attributes: Attributes) -> None:
        self.spend()
        begin = self.here
        blocks, cell = self.holders[-1]
        if cell is None:
            self.number += 1
        paragraph = Paragraph(begin, 0 if cell else self.number)
        if self.paragraphs:
            paragraph.host = self.unit
        else:
            self.outer = len(self.path)
        paragraph.inner = tag_end(self.data, begin)
        if cell is None:
            blocks.append(paragraph)
        else:
            cell.paragraphs.append(paragraph)
        self.paragraphs.append(paragraph)

    def end_p(self) -> None:
        if not self.paragraphs:
            return
        paragraph = self.paragraphs.pop()
        paragraph.close = paragraph.begin if self.empty else self.here
        self.forget_fields()
        if not self.paragraphs:
            self.outer = 0

    def end_pPr(self) -> None:
        if self.paragraphs and self.path[-1:] == ["p"]:
            self.paragraphs[-1].inner = self.after

    def start_pageBreakBefore(self, attributes: Attributes) -> None:
        if self.paragraphs and self.within("pPr"):
            self.paragraphs[-1].page_before = on(attributes)

    def start_sectPr(self, _attributes: Attributes) -> None:
        if self.paragraphs and self.within("pPr"):
            self.paragraphs[-1].page_after = True

    def start_type(self, attributes: Attributes) -> None:
        if (
            self.paragraphs
            and self.within("pPr", "sectPr")
            and attributes.get("val") == "continuous"
        ):
            self.paragraphs[-1].page_after = False

    def start_txbxContent(self, _attributes: Attributes) -> None:
        # A box anchored in a cell is a block of that cell; its paragraphs are not the cell's text.
        self.holders.append((self.holders[-1][0], None))

    def end_txbxContent(self) -> None:
        if len(self.holders) > 1:
            self.holders.pop()

    def start_altChunk(self, _attributes: Attributes) -> None:
        self.body.foreign = True
