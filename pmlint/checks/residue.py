"""residue: text that no one meant to file: markup, blanks of a template, marks of an export."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pmlint.checks.context import CellText, Context, Filed, Place, places
from pmlint.model.diagnostic import Hit
from pmlint.model.form import Form
from pmlint.model.grid import Cell, Row
from pmlint.plugins import Options

NAME = "residue"
EACH = ("document",)
OPTIONS: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["sets"],
    "properties": {
        "sets": {
            "type": "array",
            "minItems": 1,
            "items": {"type": "string"},
            "description": "Sets of rules/vocab/residue.yaml.",
            "examples": [["markup"]],
        },
        "rules": {
            "type": "boolean",
            "default": False,
            "description": "Whether |---|---| in a text that is not Markdown is reported.",
        },
    },
}
ARGUMENTS = ("residue",)
VARIANTS = ("export",)
_LATEX = {
    "\\%": "%",
    "\\geq": "≥",
    "\\leq": "≤",
    "\\ge": "≥",
    "\\le": "≤",
    "\\times": "×",
    "\\sim": "~",
    "\\mathrm": "",
    "\\text": "",
    "$": "",
}


@dataclass(frozen=True, slots=True)
class _Pattern:
    find: re.Pattern[str]
    whole: bool
    parts: frozenset[str]
    variant: str
    new: str | None
    how: str

    def replacement(self, text: str) -> str | None:
        """What ``text`` becomes, or None if a person has to say."""
        if self.how == "latex":
            for old, new in _LATEX.items():
                text = text.replace(old, new)
            return re.sub(r"[{}\s]", "", text)
        if self.how == "entity":
            return html.unescape(text).replace("\xa0", " ")
        if self.how == "bold":
            return text.strip("*")
        return self.new


_Found = tuple[_Pattern, tuple[int, int], str | None]


def compile(options: Options, vocabulary: Any) -> Callable[..., Iterable[Hit]]:  # noqa: A001
    """Every cell of the forms, labels too; variant ``export`` for marks of an export."""
    table: Mapping[str, list[dict[str, Any]]] = vocabulary.table("residue")
    for name in options["sets"]:
        if name not in table:
            raise ValueError(f"rules/vocab/residue.yaml 中没有“{name}”一组")
    entries = [(name, entry) for name in options["sets"] for entry in table[name]]
    patterns = [
        _Pattern(
            re.compile(entry["find"]),
            entry.get("whole", False),
            frozenset(entry.get("part", ())),
            name if name in VARIANTS else "",
            entry.get("new"),
            next((how for how in ("latex", "entity", "bold") if entry.get(how)), ""),
        )
        for name, entry in entries
    ]
    anywhere = _one_pattern([entry for _, entry in entries])
    ruled: bool = options["rules"]

    def run(filed: Filed, context: Context) -> Iterable[Hit]:  # noqa: ARG001
        index: _Index | None = None
        last = -1
        cells = filed.cells
        for match in anywhere.finditer(cells.text):
            if match.start() < last:
                continue
            cell, offset = cells.cell_at(match.start() + (match[0][:1] == cells.SEPARATOR))
            last = match.start() - offset + len(cell.text)
            index = index or _Index(filed)
            yield from index.hits(cell, _in_cell(cell, patterns))
        if ruled and filed.document.format == "text":
            for grid in filed.document.grids:
                for row in grid.rows:
                    if row.kind == "rule" and row.cells:
                        index = index or _Index(filed)
                        yield from index.rule(row)

    return run


def _one_pattern(entries: list[dict[str, Any]]) -> re.Pattern[str]:
    """One pattern for all, to search the whole text of a file with; the characters with which
    matches can begin stand in front, as they alone cost something at every position."""
    separator = re.escape(CellText.SEPARATOR)
    parts, first = [], ""
    for entry in entries:
        find = entry["find"]
        if entry.get("whole"):
            find = rf"{separator}\s*(?:{find})\s*(?={separator})"
            first += CellText.SEPARATOR
        else:
            first += entry["first"]
        parts.append(find)
    return re.compile(f"(?=[{re.escape(first)}])(?:{'|'.join(parts)})")


def _in_cell(cell: Cell, patterns: list[_Pattern]) -> Iterator[_Found]:
    text = cell.text
    taken = 0
    for pattern in patterns:
        if pattern.whole:
            stripped = text.strip()
            if pattern.find.fullmatch(stripped):
                start = text.index(stripped)
                yield pattern, (start, start + len(stripped)), pattern.replacement(stripped)
            continue
        matches = list(pattern.find.finditer(text))
        if matches and matches[0].start() >= taken:
            first, last = matches[0], matches[-1]
            taken = last.end()
            span = (first.start(), last.end())
            # Tags around a text are one finding: mended together, quoted together.
            new = pattern.replacement(first[0])
            if len(matches) > 1 and new is not None:
                new = pattern.find.sub(_mend(pattern), text[first.start() : last.end()])
            yield pattern, span, new


def _mend(pattern: _Pattern) -> Callable[[re.Match[str]], str]:
    return lambda match: pattern.replacement(match[0]) or ""


class _Index:
    """Which form and which field a cell belongs to."""

    def __init__(self, filed: Filed) -> None:
        self.filed = filed
        self.fields: dict[int, tuple[Form, Place]] = {}
        self.starts: dict[int, list[tuple[int, Form]]] = {}
        rows: dict[int, tuple[int, int]] = {}
        for number, grid in enumerate(filed.document.grids):
            for row in grid.rows:
                for cell in row.cells:
                    rows[id(cell)] = (number, row.index)
        self.rows = rows
        for form in filed.forms:
            for place in places(form):
                for piece in place.field.pieces:
                    self.fields.setdefault(id(piece.cell), (form, place))
        for form in filed.forms:
            where = self._begin(form)
            if where is not None:
                self.starts.setdefault(where[0], []).append((where[1], form))

    def _begin(self, form: Form) -> tuple[int, int] | None:
        cells = [cell for place in places(form) for cell in place.field.cells]
        known = [self.rows[id(cell)] for cell in cells if id(cell) in self.rows]
        return min(known, default=None)

    def form(self, cell: Cell) -> Form | None:
        place = self.rows.get(id(cell))
        if place is None:
            return None
        starts = self.starts.get(place[0], [])
        return next((form for row, form in reversed(starts) if row <= place[1]), None)

    def hits(self, cell: Cell, found: Iterable[_Found]) -> Iterator[Hit]:
        form, place = self.fields.get(id(cell), (None, None))
        form = form or self.form(cell)
        if form is None:
            return  # outside the forms: not our business
        for pattern, (start, end), new in found:
            if pattern.parts and (place is None or place.part not in pattern.parts):
                continue
            text = cell.text[start:end]
            yield Hit(
                place.path if place is not None else "label",
                arguments={"residue": text},
                variant=pattern.variant,
                location=cell.location.part(start, end),
                text=text,
                replacement=new,
                form=form.index,
            )

    def rule(self, row: Row) -> Iterator[Hit]:
        form = self.form(row.cells[0])
        text = row.cells[0].text
        if form is not None:
            yield Hit(
                "label",
                arguments={"residue": text},
                location=row.cells[0].location,
                text=text,
                form=form.index,
            )
