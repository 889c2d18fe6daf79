"""A table that lies on its side: each row is a project, the levels are headings above columns."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import field, replace

from pmlint.model.form import Field, Indicator
from pmlint.model.grid import Cell
from pmlint.model.value import record
from pmlint.recover.fields import field_of, missing
from pmlint.recover.indicators import build_indicator
from pmlint.recover.levelfields import level_field
from pmlint.recover.lexicon import Lexicon, Sign
from pmlint.recover.lines import Line
from pmlint.recover.rows import RawRow
from pmlint.recover.ruled import Cover

_ITEM = re.compile(r"[^\n；;]+")
_SPLIT = re.compile(
    r"\s*(?:\d{1,2}[.、]\s*)?(?P<name>[^\d≥≤≧≦=<>＝＞＜]{2,}?)[:：]?"
    r"(?P<target>(?:[≥≤≧≦=<>＝＞＜]|不低于|不少于|不超过|不高于|大于|小于|至少|\d).*)\Z"
)
_FEWEST = 3


@record
class Leaf:
    """A column below the levels: their names, what it holds (a role, or '' for whole phrases)."""

    column: int
    level1: Field
    level2: Field
    heading: Cell
    role: str
    name: Cell | None


@record
class Sideways:
    """The headings of such a table: its first line, the line below them, the leaves in order."""

    start: int
    end: int
    leaves: list[Leaf] = field(default_factory=list)


def find_sideways(lines: list[Line], lexicon: Lexicon) -> Sideways | None:
    """The headings of a table on its side, or None if the lines hold none."""
    for start, line in enumerate(lines):
        name = _project_cell(line)
        if name is None or line.heading:
            continue
        bottom = name.row + name.rowspan
        end = start
        while end < len(lines) and lines[end].row.index < bottom:
            end += 1
        heads = lines[start:end]
        levels = sum(s.kind == "level" for h in heads for signs in h.signs for s in signs)
        if levels >= _FEWEST and end < len(lines):
            return Sideways(start, end, list(_leaves(heads, lexicon)))
    return None


def read_sideways(line: Line, cover: Cover, leaves: list[Leaf]) -> list[Indicator]:
    """The indicators of one project's row (``cover`` stands on it)."""
    rows: list[tuple[Leaf, dict[str, Cell]]] = []
    phrases: list[Indicator] = []
    for leaf in leaves:
        found = cover.at(leaf.column)
        cell = found[0] if found else None
        if cell is None or cell.blank:
            continue
        if leaf.role == "name":
            rows.append((leaf, {"name": cell}))
        elif leaf.name is not None:
            rows.append((leaf, {"name": leaf.name, "target": cell}))
        elif leaf.role and rows and _same(rows[-1][0], leaf) and leaf.role not in rows[-1][1]:
            rows[-1][1][leaf.role] = cell
        else:
            phrases += _phrases(leaf, cell)
    made = [
        build_indicator(0, RawRow(line, cells), leaf.level1, leaf.level2, ())
        for leaf, cells in rows
    ]
    made += phrases
    order = {leaf.heading.column: i for i, leaf in reversed(list(enumerate(leaves)))}
    made.sort(key=lambda i: order.get(_column(i, leaves), 0))
    for number, indicator in enumerate(made):
        indicator.number = number
    return made


def _column(indicator: Indicator, leaves: list[Leaf]) -> int:
    return next(x.heading.column for x in leaves if x.level2 is indicator.level2)


def _same(a: Leaf, b: Leaf) -> bool:
    return a.heading is b.heading


def _phrases(leaf: Leaf, cell: Cell) -> Iterator[Indicator]:
    """``新建道路≥5公里；…``: name and value in one cell. What names nothing is the value of what
    the heading names."""
    for item in _ITEM.finditer(cell.text):
        if not item[0].strip():
            continue
        match = _SPLIT.match(item[0])
        if match:
            name = field_of(
                cell, item.start() + match.start("name"), item.start() + match.end("name")
            )
            target = field_of(cell, item.start() + match.start("target"), item.end())
        else:
            name, target = field_of(leaf.heading), field_of(cell, item.start(), item.end())
        yield Indicator(0, leaf.level1, leaf.level2, name, target)


def _project_cell(line: Line) -> Cell | None:
    for i, cell in enumerate(line.cells):
        sign = line.sign(i, "header")
        if sign is not None and sign.key == "project_name" and not sign.value_at:
            return cell
    return None


def _leaves(heads: list[Line], lexicon: Lexicon) -> Iterator[Leaf]:
    """The columns below level names, left to right."""
    cells = [(cell, line.signs[i]) for line in heads for i, cell in enumerate(line.cells)]
    owned = {kind for below in lexicon.owners.values() for kind in below}
    above: dict[int, list[tuple[Cell, Sign]]] = {}
    for cell, signs in cells:
        sign = next((s for s in signs if s.kind == "level"), None)
        if sign is not None:
            for column in range(cell.column, cell.column + min(cell.colspan, 64)):
                above.setdefault(column, []).append((cell, sign))
    fields: dict[int, Field] = {}
    for column, levels in sorted(above.items()):
        lowest = levels[-1]
        two = len(levels) > 1 or lexicon.kind_of(lowest[1].key) in owned
        below = next(
            ((c, s) for c, s in cells if c.column == column and c.row > lowest[0].row), None
        )
        heading = next((s for s in below[1] if s.kind == "heading"), None) if below else None
        name = below[0] if below and not below[1] else None
        yield Leaf(
            column,
            _level(levels[0] if len(levels) > 1 or not two else None, fields),
            _level(lowest if two else None, fields),
            lowest[0],
            heading.key if heading else "",
            name,
        )


def _level(found: tuple[Cell, Sign] | None, fields: dict[int, Field]) -> Field:
    """The field of a level's name, the same for all columns it covers."""
    if found is None:
        return missing("absent")
    cell, sign = found
    made = fields.get(id(cell))
    if made is None:
        made = fields[id(cell)] = replace(level_field(cell, sign.key), origin="filled")
    return made
