"""Where each form begins and ends within a grid."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import field

from pmlint.model.grid import Cell, Row
from pmlint.model.value import record
from pmlint.recover.lexicon import lexicon
from pmlint.recover.lines import Line
from pmlint.recover.sections import is_half_title


@record
class Block:
    """The lines of one form. ``title`` is the title's line, if it has one; ``lead`` are lines
    before the first label that may tell the year or the unit (several projects below one title
    share them)."""

    lines: list[Line]
    title: Cell | None = None
    lead: list[Line] = field(default_factory=list)
    rules: list[Cell] = field(default_factory=list)
    """Drawn rules (``-----``) left among the lines."""


_NAMES = frozenset({"project_name", "sub_project"})


def blocks_of(lines: list[Line]) -> list[Block]:
    """The forms of a grid in reading order; lines that belong to none are left out.

    A form begins with its title, or where 项目名称 (or another label of a head) comes again after
    an indicator table, or a second time.
    """
    blocks: list[Block] = []
    current: Block | None = None
    pending: list[Line] = []  # title, year, unit: lines that precede a head
    title: Cell | None = None
    named: set[str] = set()
    tabled = False
    for number, line in enumerate(lines):
        kinds, headings = line.kinds, line.heading
        if current is not None and named and _opens_half(lines, number):
            current.lines.append(line)
            continue
        if "title" in kinds and not headings and _is_title(line):
            if current is not None and not (named or tabled or _worth(current)):
                pending = [*current.lead, *current.lines]
            elif current is not None:
                pending = []
            current = None
            title = next(
                c
                for c, signs in zip(line.cells, line.signs, strict=True)
                if any(s.kind == "title" for s in signs)
            )
            pending.append(line)
            named, tabled = set(), False
            continue
        names: set[str] = set()
        if "header" in kinds and not headings:
            names = {s.key for signs in line.signs for s in signs} & _NAMES
        if current is None or (names and (tabled or names & named)):
            if not (kinds & {"header", "funds", "goal", "level"} or headings or "side" in kinds):
                if current is None:
                    pending.append(line)
                else:
                    current.lines.append(line)
                continue
            lead = pending if title is not None else pending[-3:]
            if title is None and not lead and blocks:
                lead = blocks[-1].lead  # one title above several projects
            current = Block([], title, lead)
            blocks.append(current)
            pending, title, named, tabled = [], None, set(), False
        current.lines.append(line)
        named = named | names
        tabled = tabled or headings
    return [b for b in blocks if _worth(b)]


def keep_rules(blocks: list[Block], rows: list[Row], markdown: bool) -> None:
    """Give each drawn rule to the form it stands in. The rule below the first row of a Markdown
    table is notation and no rule."""
    starts = [block.lines[0].row.index for block in blocks]
    for i, row in enumerate(rows):
        if row.kind != "rule":
            continue
        above = rows[i - 2].kind if i > 1 else "blank"
        if markdown and i and rows[i - 1].kind == "cells" and above != "cells":
            continue
        at = bisect_right(starts, row.index) - 1
        cell = next((c for c in row.cells if not c.blank), None)
        if at >= 0 and cell is not None and len(row.cells) > 1:
            blocks[at].rules.append(cell)


def _opens_half(lines: list[Line], number: int) -> bool:
    """True for 年度绩效目标表 between a form's head and the headings of the half it names."""
    if not is_half_title(lines[number], lexicon()) or number + 1 == len(lines):
        return False
    below = lines[number + 1]
    return below.heading and not below.has("header")


def _is_title(line: Line) -> bool:
    """True if the line is a title: at most a year or an attachment's number stands beside it, and
    words that may also frame the goals (整体绩效目标) stand alone."""
    if any(s.kind == "side" for signs in line.signs for s in signs):
        return len(line.cells) == 1
    return len(line.cells) <= 3


def _worth(block: Block) -> bool:
    """True if the block is a form and not a mention of one: a table or a head with some labels."""
    if any(line.heading for line in block.lines):
        return True
    labels = {
        (s.kind, s.key)
        for line in block.lines
        for signs in line.signs
        for s in signs
        if s.kind in ("header", "funds", "goal", "level") and s.how != "unknown"
    }
    return len(labels) >= 4 or (block.title is not None and len(labels) >= 2)
