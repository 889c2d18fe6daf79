"""Columns whose headings tell nothing, told by what stands below them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TypeVar

from pmlint.recover.columns import SPLIT, Column, Columns
from pmlint.recover.fields import plain
from pmlint.recover.lexicon import Lexicon
from pmlint.recover.lines import Line
from pmlint.recover.rows import is_operator, value_like

T = TypeVar("T")


def add_columns_by_content(columns: Columns, body: list[Line], lexicon: Lexicon) -> None:
    """The columns of levels, of signs and of values that no heading names, by what stands below:
    names of levels, signs of comparison alone, or, where no heading names the values, what looks
    like values."""
    name = columns.main.get("name")
    if name is None:
        return
    _add_levels(columns, name, body)
    behind = [c for c in columns.other if c.role == "extra" and c.start > name.start]
    if not behind:
        return
    held: dict[int, list[str]] = {c.start: [] for c in behind}
    for line in body:
        for cell in line.cells:
            if cell.column in held:
                held[cell.column].append(plain(cell.text).strip())
    if "value" not in columns.main and "target" not in columns.main:
        unknown = [c for c in behind if not _is_listed(c.heading, lexicon)]
        valued = [c for c in unknown if _mostly(held[c.start], value_like)]
        if valued:
            _take(columns, valued[-1], "target")
    if "operator" not in columns.main and columns.main.keys() & {"target", "value"}:
        signed = [c for c in behind if c in columns.other and _are_signs(held[c.start])]
        if signed:
            _take(columns, signed[0], "operator")
            if "target" in columns.main:
                columns.main["value"] = columns.main.pop("target")


def _add_levels(columns: Columns, name: Column, body: list[Line]) -> None:
    """The columns of levels under headings that are not listed (指标子类): names of that level."""
    before = [c for c in columns.other if c.role == "extra" and c.start < name.start]
    read: dict[int, list[tuple[int, ...]]] = {c.start: [] for c in before}
    for line in body if before else ():
        for i, cell in enumerate(line.cells):
            if cell.column in read:
                sign = line.sign(i, "level")
                read[cell.column].append(sign.levels if sign is not None else ())
    for role, level in (("level1", 1), ("level2", 2)):
        if role not in columns.main:
            fit = [c for c in before if _mostly(read[c.start], partial(_holds, level))]
            if fit:
                _take(columns, fit[-1], role)
                before.remove(fit[-1])


def _holds(level: int, levels: tuple[int, ...]) -> bool:
    return level in levels


def _is_listed(heading: str, lexicon: Lexicon) -> bool:
    """True for a heading that is known to name something else than the values aimed at."""
    said = any(s.kind == "heading" for s in lexicon.read(heading))
    return said or any(word in heading for word in lexicon.labels["heading_not"])


def _take(columns: Columns, column: Column, role: str) -> None:
    columns.other.remove(column)
    columns.main[role] = replace(column, role=role)
    columns.rich = columns.rich or role in SPLIT


def _mostly(found: list[T], holds: Callable[[T], bool]) -> bool:
    return len(found) > 1 and 2 * sum(map(holds, found)) > len(found)


def _are_signs(texts: list[str]) -> bool:
    """True for a column of ≥, =, 定性 and their like, with a sign at least once."""
    return (
        len(texts) > 1
        and all(is_operator(t) for t in texts)
        and any(not t.startswith("定") for t in texts)
    )
