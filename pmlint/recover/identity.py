"""What a form is: its year and its profile."""

from __future__ import annotations

import re

from pmlint.model.form import Field
from pmlint.recover.fields import plain
from pmlint.recover.lexicon import Lexicon
from pmlint.recover.lines import Line
from pmlint.recover.profiles import Profile, detect
from pmlint.recover.profiles import profile as profile_named
from pmlint.recover.segment import Block
from pmlint.regex import regex

_YEAR_ALONE = regex(r"\s*[(（〔\[]?\s*(20\d\d)\s*年?(?:度)?\s*[)）〕\]]?\s*\Z")
_YEAR_FIRST = regex(r"\s*(20\d\d)\s*年度\s")
_YEAR_IN = regex(r"(20\d\d)\s*年")
_DATE = regex(r"(20\d\d)\s*[-./年]")


def name_column(lines: list[Line], start: int) -> int | None:
    """The column under the heading of the indicators' names, if the headings at ``start`` have
    one."""
    for line in lines[start : start + 1]:
        for i, cell in enumerate(line.cells):
            sign = line.sign(i, "heading")
            if sign and sign.key == "name":
                return cell.column
    return None


def year_of(block: Block, header: dict[str, Field]) -> int | None:
    """The form's year: from ``(2023年度)``, the title, the lines above the head, the dates."""
    for line in (*block.lead, *block.lines[:3]):
        years = [y for cell in line.cells if (y := _year_of_line(cell.text))]
        if len(set(years)) == 1:  # several years are the headings of columns
            return years[0]
    if block.title is not None and (match := _YEAR_IN.search(block.title.text)):
        return int(match[1])
    label = header.get("year_label")
    if label is not None and label.text and (match := re.match(r"(20\d\d)", label.text)):
        return int(match[1])
    for cell in (c for line in block.lead for c in line.cells):
        if match := _YEAR_IN.search(cell.text):
            return int(match[1])
    for key in ("start_date", "end_date", "period"):
        found = header.get(key)
        if found is not None and found.text and (match := _DATE.match(found.text)):
            return int(match[1])
    return None


def _year_of_line(text: str) -> int | None:
    """The year that a cell states and nothing else but, perhaps, the unit behind it."""
    if len(text) < 20 and (match := _YEAR_ALONE.match(plain(text))):
        return int(match[1])
    match = _YEAR_FIRST.match(text) if len(text) < 40 else None
    return int(match[1]) if match else None


def profile_of(
    lines: list[Line],
    block: Block,
    year: int | None,
    lexicon: Lexicon,
    wanted: str,
    name_at: int | None,
) -> Profile:
    """The profile asked for, or the one that fits what the form prints. ``name_at``: the column of
    the indicators' names, from which on a level's name is no label."""
    if wanted != "auto":
        try:
            return profile_named(wanted)
        except KeyError:
            pass
    printed: set[str] = set()
    for line in lines:
        for cell, signs in zip(line.cells, line.signs, strict=True):
            for s in signs:
                if s.kind != "level":
                    printed.add(s.label)
                elif name_at is None or cell.column < name_at:
                    printed.add(s.key)
    if block.title is not None and "整体" in block.title.text:
        printed.add("部门整体支出")
    if not any(lexicon.kind_of(p) for p in printed):
        return profile_named("self-made")
    return detect(frozenset(printed), year)
