"""Whether the cells of a text table have kept their columns, so that it reads as a ruled one."""

from __future__ import annotations

from pmlint.recover.columns import Columns
from pmlint.recover.lexicon import lexicon
from pmlint.recover.lines import Line
from pmlint.recover.rows import is_blank_template, is_nameless

_LEVELS = ("level1", "level2")
_USUAL = frozenset({"output", "benefit", "satisfaction"})
"""The 一级指标 that stand above the usual 二级指标 by their usual names."""


def is_straight(lines: list[Line], headings: list[Line], columns: Columns) -> bool:
    """True if every cell of the rows below the headings (``lines``) stands where the headings say
    and every label on the first row of its group, all on one page.

    Then an unknown text in a level's column is a label of its own making (资金落实) and a known
    label in the column of names is a name (群众满意度), which in a slipped table nobody could say.
    """
    name_at = columns.at("name")
    value_at = columns.at("value" if "value" in columns.main else "target")
    if name_at is None or value_at is None or not lines:
        return False
    level_at = [at for role in _LEVELS if (at := columns.at(role)) is not None]
    other_half = {c.start for c in columns.other if c.role in _LEVELS}
    if any(at >= name_at for at in level_at) or _lacks_top(lines, level_at):
        return False
    known = set(level_at) | {c.start for c in (*columns.main.values(), *columns.other)}
    known |= {
        c.column
        for h in headings
        for i, c in enumerate(h.cells)
        if (side := h.sign(i, "side")) is None or side.key == "goals"
    }
    held: set[int] = set()
    rows = 0
    for line in lines:
        if line.heading:
            continue
        if line.row.kind != "cells" or line.page != lines[0].page:
            return False
        filled = {c.column for c in line.cells}
        full = filled.issuperset((*level_at, name_at, value_at))
        if not _at_home(line, level_at, other_half, name_at, full):
            return False
        if any(
            cell.column not in known and not line.sign(i, "side")
            for i, cell in enumerate(line.cells)
        ):
            return False
        labels = filled.intersection(level_at)
        held |= labels
        if name_at not in filled and value_at not in filled:
            continue  # a label on a line of its own
        if name_at not in filled and not is_nameless(line.cells, columns):
            return False
        if len(held) < len(level_at) or (labels and max(labels) != level_at[-1]):
            return False
        if value_at in filled or not any(
            is_blank_template(c) for c in line.cells if c.column == name_at
        ):
            rows += 1
    return rows > 0


def _lacks_top(lines: list[Line], level_at: list[int]) -> bool:
    """True if a known 二级指标 stands in the table whose 一级指标 stands nowhere, or also in the
    column of the 一级指标: that has slipped, as no form is printed so."""
    if len(level_at) < 2:
        return False
    owners = {kind: top for top, below in lexicon().owners.items() for kind in below}
    tops: set[str] = set()
    wanted: set[str] = set()
    for line in lines:
        names = {
            cell.column: sign
            for i, cell in enumerate(line.cells)
            if cell.column in level_at and (sign := line.sign(i, "level")) is not None
        }
        top, below = names.get(level_at[0]), names.get(level_at[-1])
        if top is not None:
            tops.add(lexicon().kind_of(top.key))
        if below is not None and below.label == below.key:  # (社会公众满意度 may stand elsewhere)
            wanted.add(owners.get(lexicon().kind_of(below.key), ""))
            if top is not None and top.key == below.key and 1 not in top.levels:
                return True
    return not wanted & _USUAL <= tops


def _at_home(
    line: Line, level_at: list[int], other_half: set[int], name_at: int, full: bool
) -> bool:
    """True if the names of levels stand in the levels' columns, each in that of its level (on a
    ``full`` row in any: 服务对象满意度指标 | 具体指标)."""
    for cell, signs in zip(line.cells, line.signs, strict=True):
        for sign in signs:
            if sign.kind != "level" or cell.column > name_at:
                continue
            if sign.how in ("misread", "unknown"):
                return False
            if cell.column in level_at:
                level = level_at.index(cell.column) + 1
                if full or len(level_at) < 2:
                    continue
                if level not in sign.levels and sign.how == "exact":
                    return False
            elif cell.column in other_half:
                continue
            elif sign.how == "exact" and cell.column <= name_at:
                return False
    return True
