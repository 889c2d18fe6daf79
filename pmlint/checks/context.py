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
from collections.abc import Iterable, Iterator
from itertools import accumulate, count
from typing import TYPE_CHECKING, NamedTuple

from pmlint.checks.vocabulary import Profile, Vocabulary
from pmlint.model.form import Field, Form, Indicator
from pmlint.model.value import record, value

if TYPE_CHECKING:
    from pmlint.model.grid import Cell, Document


class CellText:
    """Cells in one string, to search them at once.

    ``text`` holds the texts of the ``cells`` with something in them, each after a `SEPARATOR`.
    """

    SEPARATOR = "\x1e"

    def __init__(self, cells: Iterable[Cell]) -> None:
        self.cells = [cell for cell in cells if cell.text]
        texts = [cell.text for cell in self.cells]
        self.starts = list(accumulate((len(text) + 1 for text in texts), initial=1))
        self.text = self.SEPARATOR + self.SEPARATOR.join(texts) + self.SEPARATOR

    def number_at(self, position: int) -> int:
        """The number of the cell at a position of ``text`` (or of the one before it)."""
        return bisect_right(self.starts, position) - 1


@record
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
            grids = self.document.grids
            self._cells = CellText(cell for grid in grids for cell in grid.cells())
        return self._cells


@value
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
        self.order = dict(zip(map(id, cells.cells), count()))
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
        self.places: dict[int, dict[int, tuple[str, str, Field, Indicator | None]]] = {}

    def find(self, cell: Cell) -> tuple[Form | None, Place | None]:
        number = self.order.get(id(cell))
        here = bisect_right(self.starts, number) - 1 if number is not None else -1
        if here < 0:
            return None, None
        form = self.forms[here]
        by_cell = self.places.get(here)
        if by_cell is None:
            by_cell = self.places[here] = {}
            for place in _places(form):
                for piece in place[2].pieces:
                    by_cell.setdefault(id(piece.cell), place)
        found = by_cell.get(id(cell))
        return form, Place(*found) if found is not None else None


@value
class Group:
    """Neighbouring indicators that share 一级 and 二级指标 (canonical names, '' if unknown)."""

    level1: str
    level2: str
    indicators: tuple[Indicator, ...]


@record
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
    for place in _places(form):
        yield Place(*place)


def _places(form: Form) -> Iterator[tuple[str, str, Field, Indicator | None]]:
    """The same as plain tuples, which cost a third to make."""
    yield "title", "", form.title, None
    for part, fields in (("header", form.header), ("funds", form.funds), ("goals", form.goals)):
        for key, field in fields.items():
            yield part, key, field, None
    for row in form.indicators:
        yield "level1", "", row.level1, row
        yield "level2", "", row.level2, row
        yield "name", "", row.name, row
        yield "target", "", row.target, row
        if row.operator is not None:
            yield "operator", "", row.operator, row
        if row.value is not None:
            yield "value", "", row.value, row
        if row.unit is not None:
            yield "unit", "", row.unit, row
        if row.weight is not None:
            yield "weight", "", row.weight, row
        for key, field in row.extras.items():
            yield "extras", key, field, row


def doubted(form: Form) -> Iterator[Place]:
    """The fields with doubts, in print order."""
    for place in _places(form):
        if place[2].doubts:
            yield Place(*place)


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


def because(states: Iterable[str]) -> str:
    """Why a rule cannot judge, by the states of the fields that it needs."""
    found = set(states)
    return next((state for state in ("lost", "blank", "absent") if state in found), "unreadable")


def at(indicator: Indicator, part: str) -> str:
    """The path of a part of an indicator: ``at(row, "target")`` is ``indicators[3].target``."""
    return f"indicators[{indicator.number}].{part}"
