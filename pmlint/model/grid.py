"""What a reader makes of a file: cells in rows, each with its place. It knows nothing of forms."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field
from decimal import Decimal
from typing import Literal, TypeAlias

from pmlint.model.location import Location
from pmlint.model.value import record, value

RowKind: TypeAlias = Literal["cells", "prose", "rule", "blank", "break"]
"""cells: a row of a table; prose: a line or paragraph outside tables (one cell); rule: a Markdown
rule such as ``|---|---|`` (kept in its cells); blank: an empty line; break: a page break."""


@value
class Cell:
    """One cell as it is shown to a person.

    ``text`` is the shown text, untouched (markup, blanks and all). ``row`` and ``column`` are
    0-based positions in the grid; ``rowspan``/``colspan`` count grid rows and columns.
    ``value`` is the stored number behind a formatted text (0.95 behind ``95%``), ``confidence``
    the recogniser's certainty (0..1) for scans, ``hidden`` a cell in a hidden sheet, row or
    column, ``notes`` the reader's remarks (``formula-without-value``, ``overflow`` for ``###``, …).
    """

    text: str
    location: Location
    row: int
    column: int
    rowspan: int = 1
    colspan: int = 1
    value: Decimal | None = None
    confidence: float | None = None
    hidden: bool = False
    notes: tuple[str, ...] = ()

    @property
    def blank(self) -> bool:
        """True if nothing is to be seen in the cell."""
        return not self.text.strip()


@value
class Row:
    """A row of the grid. ``cells`` are in column order; positions covered by a span are absent.

    ``table`` is the 1-based number of the table within the document (0 outside tables).
    """

    index: int
    cells: tuple[Cell, ...]
    kind: RowKind = "cells"
    table: int = 0


@record
class Grid:
    """One sheet, or the whole of a text, Word, PDF or web document, in reading order.

    ``ruled`` says that rows, columns and spans are the file's own and can be trusted (xlsx, docx,
    html, ruled PDF); in text they have often slipped.
    """

    rows: list[Row]
    ruled: bool = False
    name: str | None = None
    hidden: bool = False

    def cells(self) -> Iterator[Cell]:
        """All cells in reading order."""
        for row in self.rows:
            yield from row.cells


@value
class Remark:
    """Something the reader noticed and a person should know (an encoding that was guessed, a
    hidden sheet, a clamp). ``code`` is a short English key, ``message`` is Chinese."""

    code: str
    message: str
    location: Location | None = None


@value
class Failure:
    """A file that could not be read. ``reason`` is a short key (``missing``, ``empty``,
    ``encrypted``, ``damaged``, ``too-large``, ``unknown-format``, ``encoding``, ``needs-extra``,
    …); ``message`` is Chinese, names the file and the way out."""

    path: str
    reason: str
    message: str


@record
class Document:
    """A file as read. ``path`` is as the user wrote it, ``format`` the reader's name (``text``,
    ``markdown``, ``csv``, ``xlsx``, …), ``source`` the decoded text of text formats (for fixes)."""

    path: str
    format: str
    grids: list[Grid]
    remarks: list[Remark] = field(default_factory=list)
    source: str | None = None
    encoding: str | None = None
