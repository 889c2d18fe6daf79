"""What a check is handed: the nodes a rule can look at, and the context they stand in.

============  =======================================================================
``each``      node
============  =======================================================================
file          `pmlint.model.grid.Failure`: a file that could not be read
waiver        `pmlint.model.waiver.Judged`: a waiver and what became of it
corpus        `Corpus`: all files with their forms (rules that compare forms and files)
document      `Filed`: one file with its forms
form, funds   `pmlint.model.form.Form` (``funds`` only if the form has funds)
header, goal  `Place`: one field of that part
field         `Place`: any field of the form, extras included
group         `Group`: the neighbouring indicators under one 二级指标
indicator     `pmlint.model.form.Indicator`, its target parsed
============  =======================================================================

All nodes are read-only to checks.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from pmlint.checks.vocabulary import Profile, Vocabulary
from pmlint.model.form import Field, Form, Indicator

if TYPE_CHECKING:
    from pmlint.model.grid import Cell, Document


class CellText:
    """All cells of a document in one string, to search them at once.

    ``text`` holds the cells' texts, each after a `SEPARATOR`; `cell_at` tells which cell a
    position belongs to.
    """

    SEPARATOR = "\x1e"

    def __init__(self, document: Document) -> None:
        self.cells: list[Cell] = []
        self.starts: list[int] = []
        pieces: list[str] = []
        offset = 0
        for grid in document.grids:
            for row in grid.rows:
                for cell in row.cells:
                    text = cell.text
                    if text:
                        self.cells.append(cell)
                        self.starts.append(offset + 1)
                        pieces.append(text)
                        offset += len(text) + 1
        self.text = self.SEPARATOR + self.SEPARATOR.join(pieces) + self.SEPARATOR

    def cell_at(self, position: int) -> tuple[Cell, int]:
        """The cell at a position of ``text``, and the offset within the cell."""
        number = bisect_right(self.starts, position) - 1
        return self.cells[number], position - self.starts[number]


@dataclass(slots=True)
class Filed:
    """A file and the forms in it."""

    document: Document
    forms: list[Form]
    _cells: CellText | None = None
    _owners: _Owners | None = None

    def owner(self, cell: Cell) -> tuple[Form | None, Place | None]:
        """The form and the field that a cell of the document belongs to; (form, None) for a label
        or other cell within a form, (None, None) outside the forms."""
        if self._owners is None:
            self._owners = _Owners(self.cells, self.forms)
        return self._owners.find(cell)

    @property
    def cells(self) -> CellText:
        """The text of all cells, made when first asked for."""
        if self._cells is None:
            self._cells = CellText(self.document)
        return self._cells


@dataclass(frozen=True, slots=True)
class Corpus:
    """All files of a run. Hits carry ``file`` and ``form`` to say where they belong."""

    files: list[Filed]


class Place(NamedTuple):
    """A field and where it belongs: ``part`` is ``title``, ``header``, ``funds``, ``goals``,
    ``level1``, ``level2``, ``name``, ``target``, ``operator``, ``value``, ``unit``, ``weight`` or
    ``extras``; ``key`` the key within header, funds, goals or extras."""

    part: str
    key: str
    field: Field
    indicator: Indicator | None = None

    @property
    def path(self) -> str:
        """The field's path in the output contract's terms."""
        if self.indicator is not None:
            tail = f"extras.{self.key}" if self.part == "extras" else self.part
            return f"indicators[{self.indicator.number}].{tail}"
        return f"{self.part}.{self.key}" if self.key else self.part


class _Owners:
    """Which form each cell belongs to: the one that began last before it."""

    def __init__(self, cells: CellText, forms: list[Form]) -> None:
        self.order = {id(cell): number for number, cell in enumerate(cells.cells)}
        starts = []
        for form in forms:
            fields = (form.title, *form.header.values(), *form.funds.values(), *form.goals.values())
            rows = [f for row in form.indicators[:1] for f in (row.level1, row.name)]
            known = (
                self.order.get(id(piece.cell))
                for field in (*fields, *rows)
                for piece in field.pieces
            )
            first = min((number for number in known if number is not None), default=None)
            if first is not None:
                starts.append((first, form))
        starts.sort(key=lambda start: start[0])
        self.starts = [number for number, _ in starts]
        self.forms = [form for _, form in starts]
        self.places: dict[int, dict[int, Place]] = {}

    def find(self, cell: Cell) -> tuple[Form | None, Place | None]:
        number = self.order.get(id(cell))
        here = bisect_right(self.starts, number) - 1 if number is not None else -1
        if here < 0:
            return None, None
        form = self.forms[here]
        by_cell = self.places.get(here)
        if by_cell is None:
            by_cell = self.places[here] = {}
            for place in places(form):
                for piece in place.field.pieces:
                    by_cell.setdefault(id(piece.cell), place)
        return form, by_cell.get(id(cell))


@dataclass(frozen=True, slots=True)
class Group:
    """Neighbouring indicators that share 一级 and 二级指标 (canonical names, '' if unknown)."""

    level1: str
    level2: str
    indicators: tuple[Indicator, ...]


@dataclass(slots=True)
class Context:
    """Where a node stands. ``form`` is None for corpus and document rules."""

    vocabulary: Vocabulary
    document: Document
    form: Form | None
    profile: Profile
    language: str = "zh"

    def level1(self, indicator: Indicator) -> str:
        """The canonical name of the row's 一级指标; '' if there is none or it is unknown."""
        return self.vocabulary.level(indicator.level1.text)

    def level2(self, indicator: Indicator) -> str:
        """The canonical name of the row's 二级指标; '' if there is none or it is unknown."""
        return self.vocabulary.level(indicator.level2.text)

    def kind(self, indicator: Indicator) -> str:
        """The kind of the indicator's name (a key of ``rules/vocab/names.yaml``, or '')."""
        return self.vocabulary.kind(indicator.name.text or "")


def places(form: Form) -> Iterator[Place]:
    """Every field of the form in print order."""
    yield Place("title", "", form.title)
    for key, field in form.header.items():
        yield Place("header", key, field)
    for key, field in form.funds.items():
        yield Place("funds", key, field)
    for key, field in form.goals.items():
        yield Place("goals", key, field)
    for row in form.indicators:
        yield Place("level1", "", row.level1, row)
        yield Place("level2", "", row.level2, row)
        yield Place("name", "", row.name, row)
        yield Place("target", "", row.target, row)
        if row.operator is not None:
            yield Place("operator", "", row.operator, row)
        if row.value is not None:
            yield Place("value", "", row.value, row)
        if row.unit is not None:
            yield Place("unit", "", row.unit, row)
        if row.weight is not None:
            yield Place("weight", "", row.weight, row)
        for key, field in row.extras.items():
            yield Place("extras", key, field, row)


def groups(form: Form, vocabulary: Vocabulary) -> Iterator[Group]:
    """The runs of indicators under the same 一级 and 二级指标."""
    run: list[Indicator] = []
    key = ("", "")
    for row in form.indicators:
        here = (vocabulary.level(row.level1.text), vocabulary.level(row.level2.text))
        if run and here != key:
            yield Group(*key, tuple(run))
            run = []
        key = here
        run.append(row)
    if run:
        yield Group(*key, tuple(run))


def at(indicator: Indicator, part: str) -> str:
    """The path of a part of an indicator: ``at(row, "target")`` is ``indicators[3].target``."""
    return f"indicators[{indicator.number}].{part}"
