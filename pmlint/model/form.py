"""A recovered form: every value with its text, its place, how it was found and what is doubtful."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field
from typing import TYPE_CHECKING, Literal, TypeAlias

from pmlint.model.grid import Cell
from pmlint.model.location import Location, span_of
from pmlint.model.value import record, value

if TYPE_CHECKING:
    from pmlint.model.target import Target

Origin: TypeAlias = Literal["printed", "filled", "inferred"]
"""printed: stands there; filled: carried from the merged cell; inferred: by evidence only."""

State: TypeAlias = Literal["present", "blank", "absent", "lost"]
"""blank: its cell is there and empty; absent: the form has no place for it; lost: the extraction
dropped or destroyed it (the author may well have filled it in)."""


@value
class Doubt:
    """Why a value or a part of the table could only be guessed.

    ``code`` is one of the keys in ``rules/vocab/doubts.yaml``; ``detail`` fills its sentence.
    """

    code: str
    detail: str = ""
    location: Location | None = None


@value
class Piece:
    """``field.text[start:start+length]`` is ``cell.text[offset:offset+length]``."""

    start: int
    length: int
    cell: Cell
    offset: int


@value
class Field:
    """A value of the form.

    ``text`` is the cell's own text, markup stripped and trimmed, or None if there is none (then
    ``state`` says why). ``pieces`` map it to the file. ``where`` is the place to point at when
    there is no text (the blank cell, or the label). ``label`` is the printed label's text.
    ``printed`` is what stands in the file where ``text`` is a corrected reading of it (双星指标).
    """

    text: str | None
    state: State = "present"
    origin: Origin = "printed"
    pieces: tuple[Piece, ...] = ()
    where: Location | None = None
    label: str | None = None
    printed: str | None = None
    doubts: tuple[Doubt, ...] = ()

    @property
    def location(self) -> Location | None:
        """The place of the whole value."""
        if self.pieces and self.text:
            return self.locate(0, len(self.text))
        return self.where

    def locate(self, start: int, end: int) -> Location | None:
        """The exact place of ``text[start:end]`` (0-based offsets) in the user's file."""
        covered = [p for p in self.pieces if p.start < end and start < p.start + p.length]
        if not covered:  # an empty span, or characters that stand nowhere (a joining blank)
            covered = [p for p in self.pieces if p.start <= start <= p.start + p.length][:1]
        if not covered:
            return self.where
        first, last = covered[0], covered[-1]
        begin = first.offset + max(0, start - first.start)
        stop = last.offset + min(last.length, max(end, start) - last.start)
        if first.cell is last.cell:
            return first.cell.location.part(begin, max(begin, stop))
        return span_of(
            first.cell.location.part(begin, first.offset + first.length),
            last.cell.location.part(last.offset, stop),
        )

    @property
    def cells(self) -> tuple[Cell, ...]:
        """The cells the value was taken from, in order, each once."""
        seen: dict[int, Cell] = {id(p.cell): p.cell for p in self.pieces}
        return tuple(seen.values())


@record
class Indicator:
    """One row of the indicator table. ``number`` is 0-based within the form.

    ``operator``, ``value``, ``unit``, ``weight`` are set where they stand in columns of their own;
    then ``target.text`` is operator+value+unit. ``extras`` holds other columns (绩效标准,
    指标解释, 备注 …) by their printed heading. ``parsed`` is the target value's tree.
    """

    number: int
    level1: Field
    level2: Field
    name: Field
    target: Field
    operator: Field | None = None
    value: Field | None = None
    unit: Field | None = None
    weight: Field | None = None
    extras: dict[str, Field] = field(default_factory=dict)
    parsed: Target | None = None
    evidence: tuple[str, ...] = ()

    @property
    def doubtful_place(self) -> bool:
        """True if the group this row belongs to could only be inferred."""
        return bool(self.level1.doubts or self.level2.doubts)


@value
class Label:
    """A printed 一级/二级 label: canonical ``name``, the cell, and the rows it was given
    (numbers of indicators, 0-based, half-open)."""

    level: int
    name: str
    cell: Cell
    start: int
    end: int
    printed: str
    doubts: tuple[Doubt, ...] = ()


@record
class Form:
    """One form. ``header``, ``funds`` and ``goals`` are keyed as in the output contract
    (``project_name``, ``annual_total``, ``overall`` …); other header labels get snake_case keys.

    ``residue`` are non-blank cells within the form that belong to nothing (a Markdown rule, prose).
    """

    index: int
    title: Field
    year: int | None
    profile: str
    header: dict[str, Field]
    funds: dict[str, Field]
    goals: dict[str, Field]
    indicators: list[Indicator]
    labels: list[Label] = field(default_factory=list)
    headings: dict[str, Field] = field(default_factory=dict)
    doubts: list[Doubt] = field(default_factory=list)
    residue: list[Cell] = field(default_factory=list)
    truncated: bool = False
    where: Location | None = None
    end: Location | None = None

    @property
    def location(self) -> Location | None:
        """The place of the title, or else where the form begins."""
        return self.title.location or self.where

    @property
    def project(self) -> str:
        """The project's name, or ''."""
        name = self.header.get("project_name")
        return (name.text or "") if name else ""

    def fields(self) -> Iterator[tuple[str, Field]]:
        """Every field with its path in the contract's terms (``funds.total``,
        ``indicators[3].target``), in print order, columns of their own included."""
        yield "title", self.title
        for part in ("header", "funds", "goals"):
            for key, one in getattr(self, part).items():
                yield f"{part}.{key}", one
        for ind in self.indicators:
            for key in (
                "level1",
                "level2",
                "name",
                "target",
                "operator",
                "value",
                "unit",
                "weight",
            ):
                found: Field | None = getattr(ind, key)
                if found is not None:
                    yield f"indicators[{ind.number}].{key}", found
            for key, one in ind.extras.items():
                yield f"indicators[{ind.number}].extras.{key}", one
