"""One form out of its block of lines."""

from __future__ import annotations

from pmlint.model.form import Doubt, Field, Form
from pmlint.model.grid import Cell
from pmlint.model.value import value
from pmlint.recover.columns import Columns, add_level_columns, read_columns
from pmlint.recover.fields import field_of, missing, plain
from pmlint.recover.goals import read_goals
from pmlint.recover.head import read_head
from pmlint.recover.identity import name_column, profile_of, year_of
from pmlint.recover.lexicon import Lexicon, Sign, Signs
from pmlint.recover.lines import Line
from pmlint.recover.profiles import Profile
from pmlint.recover.ruled import Cover
from pmlint.recover.sections import Section, heading_end, is_half_title, sections_of
from pmlint.recover.segment import Block
from pmlint.recover.shaped import add_columns_by_content
from pmlint.recover.straight import is_straight
from pmlint.recover.table import Table, keep_other_half, read_ruled_table, read_text_table, unmerged
from pmlint.recover.transposed import Sideways, find_sideways, read_sideways
from pmlint.recover.wide import project_columns, split_projects


@value
class Context:
    """What the forms of a grid have in common. ``wanted`` is a profile's name or ``auto``;
    ``loose``: other forms of the grid show that labels and cells have slipped."""

    lexicon: Lexicon
    wanted: str
    ruled: bool
    loose: bool = False


_TABLE = frozenset({"level", "heading"})


def build_forms(block: Block, context: Context) -> tuple[list[Form], bool]:
    """The form of ``block``, or the forms if it is a wide table of many projects; and whether
    labels or cells have visibly slipped in them."""
    lines = block.lines
    start = _table_start(lines)
    heads = _headings(lines, start)
    columns = project_columns(lines[start:heads])
    if not columns and context.ruled and (found := find_sideways(lines, context.lexicon)):
        return _sideways(block, context, found), False
    if not columns:
        form, slipped = _build(block, context)
        _stand_in(form)
        return [form], slipped
    end = _table_end(lines, heads, context.lexicon)
    forms: list[Form] = []
    any_slipped = False
    for project in split_projects(lines[heads:end], columns):
        part = Block([*lines[:heads], *project.lines], block.title, block.lead)
        form, slipped = _build(part, context)
        any_slipped = any_slipped or slipped
        if forms:  # said once of the table that they share
            form.doubts = [d for d in form.doubts if d.code != "title-missing"]
        form.header |= project.header
        form.funds |= project.funds
        form.goals |= project.goals
        if project.lines:
            form.where = project.lines[0].cells[0].location
        _stand_in(form)
        forms.append(form)
    return forms, any_slipped


def _sideways(block: Block, context: Context, found: Sideways) -> list[Form]:
    """The forms of a table whose rows are projects and whose columns are indicators."""
    lines = block.lines
    columns = project_columns(lines[found.start : found.end])
    end = _table_end(lines, found.end, context.lexicon)
    cover = Cover()
    forms: list[Form] = []
    for project in split_projects(lines[found.end : end], columns):
        line = project.lines[0]
        cover.enter(line)
        form, _ = _build(Block(lines[: found.start] or [line], block.title, block.lead), context)
        form.header |= project.header
        form.funds |= project.funds
        form.goals |= project.goals
        form.indicators = read_sideways(line, cover, found.leaves)
        form.truncated = not form.indicators
        form.doubts = [d for d in form.doubts if d.code == "title-missing"]
        form.residue = []
        form.where = line.cells[0].location
        form.end = line.cells[-1].location
        _stand_in(form)
        forms.append(form)
    return forms


def _stand_in(form: Form) -> None:
    """Where no 实施单位 is printed, the unit that reports (填报单位) carries the project out."""
    reporting = form.header.get("reporting_unit")
    if reporting is not None and form.header["unit"].state == "absent":
        form.header["unit"] = form.header.pop("reporting_unit")


def _build(block: Block, context: Context) -> tuple[Form, bool]:
    lexicon, ruled = context.lexicon, context.ruled
    lines = block.lines
    start = _table_start(lines)
    banner = _banner_start(lines, start, lexicon)
    goal_at = _goal_start(lines, banner)
    end = _table_end(lines, start, lexicon)
    head_lines = lines[:goal_at] + lines[end:]
    goal_lines: list[Line] = []
    for line in lines[goal_at:banner]:
        (head_lines if _is_head(line) else goal_lines).append(line)
    head = read_head([*block.lead, *head_lines], lexicon, ruled)
    goals = read_goals(goal_lines, ruled)
    year = year_of(block, head.header)
    flat = start < len(lines) and not lines[start].names_levels
    name_at = name_column(lines, start) if ruled or flat else None
    profile = profile_of(lines, block, year, lexicon, context.wanted, name_at)
    doubts: list[Doubt] = [*head.doubts, *goals.doubts]
    columns, table = _read_table(lines[banner:end], start - banner, context, profile, doubts, year)
    title = _title(block)
    shared = ruled and any(line.has("title") for line in block.lead)
    if block.title is None and not shared:
        first = lines[0].cells[0]
        doubts.append(Doubt("title-missing", plain(first.text)[:20], first.location))
    doubts += table.doubts
    form = Form(
        index=1,
        title=title,
        year=year,
        profile=profile.name,
        header=head.header,
        funds=head.funds,
        goals=goals.goals,
        indicators=table.indicators,
        labels=table.labels,
        headings={r: field_of(c.cell) for r, c in columns.main.items()},
        doubts=doubts,
        residue=[*head.residue, *goals.residue, *table.residue, *block.rules],
        where=(block.title or lines[0].cells[0]).location,
        end=lines[-1].cells[-1].location,
    )
    tail = lines[end - 1] if start < end else None
    broken = tail is not None and not ruled and all(_only_level(s) for s in tail.signs)
    form.truncated = not form.indicators or broken
    if form.truncated:
        form.doubts.append(Doubt("form-truncated", "", form.end))
    return form, table.slipped


def _title(block: Block) -> Field:
    """The title without the signs of a Markdown heading."""
    if block.title is None:
        return missing("absent")
    text = block.title.text
    return field_of(block.title, len(text) - len(text.lstrip("# \u3000")))


def _only_level(signs: Signs) -> bool:
    return bool(signs) and all(s.kind == "level" for s in signs)


def _headings(lines: list[Line], start: int) -> int:
    """The first line below the headings that begin at ``start``."""
    end = start
    while end < len(lines) and end < start + 3 and lines[end].heading:
        end += 1
    if start < end < len(lines) and lines[start].row.kind == "cells":
        end = _below_target(lines, start, end)
    if start < end < len(lines):  # headings merged over the names of regions, years …
        line = lines[start]
        until = heading_end(line)
        while end < min(len(lines), start + 3) and lines[end].row.index < until:
            end += 1
    return end


def _below_target(lines: list[Line], start: int, end: int) -> int:
    """``end``, or the line after it if a text states there what stands below the last heading
    (区域目标值: the names of the regions): nothing before that heading, more than one behind."""
    heading, line = lines[start], lines[end]
    last = heading.cells[-1]
    sign = heading.sign(len(heading.cells) - 1, "heading")
    if sign is None or sign.key != "target" or last.colspan > 1 or line.kinds:
        return end
    below = len(line.cells) > 1 and line.cells[0].column == last.column
    return end + 1 if below else end


def _read_table(
    lines: list[Line],
    start: int,
    context: Context,
    profile: Profile,
    doubts: list[Doubt],
    year_of_form: int | None,
) -> tuple[Columns, Table]:
    """The table whose headings stand at ``lines[start]`` (banners above them)."""
    lexicon = context.lexicon
    lost: list[tuple[Cell, Sign]] = []
    end = _headings(lines, start)
    for line in lines[start:end]:
        for i, cell in enumerate(line.cells):
            level = line.sign(i, "level")
            if level is not None and line.sign(i, "heading") is None and level.how == "exact":
                lost.append((cell, level))
                doubts.append(Doubt("heading-lost", "一级指标", cell.location))
    if end == start < len(lines):
        doubts.append(Doubt("headings-missing", "", lines[start].cells[0].location))
    year: tuple[Columns, Table] | None = None
    other: tuple[Columns, Table] | None = None
    columns = Columns()
    headings = lines[:end] if end > start else []
    for section in sections_of(headings, lines[end:], context.ruled, lexicon):
        if section.headings:
            columns = read_columns(section.headings, lexicon, year_of_form)
            add_columns_by_content(columns, section.body, lexicon)
            if context.ruled:
                add_level_columns(columns, section.body)
        read = columns, _read_section(section, columns, lost, context, profile)
        if section.half == "project" and other is None:
            other = read
        elif year is None or not year[1].indicators:
            year = read
    if year is None or (other is not None and not year[1].indicators):
        return other or (columns, Table())
    if other is not None:
        keep_other_half(year[1], other[1])
    return year


def _read_section(
    section: Section,
    columns: Columns,
    lost: list[tuple[Cell, Sign]],
    context: Context,
    profile: Profile,
) -> Table:
    lexicon, body = context.lexicon, section.body
    ruled = context.ruled and ("name" in columns.main or "target" in columns.main)
    straight = not lost and not context.loose
    if ruled or (straight and is_straight(body, section.headings, columns)):
        table = read_ruled_table(body, columns, lexicon)
        if not unmerged(table):
            return table
        return read_text_table(body, columns, lost, lexicon, profile, loose=True)
    return read_text_table(body, columns, lost, lexicon, profile, context.loose)


def _table_start(lines: list[Line]) -> int:
    for i, line in enumerate(lines):
        if line.heading:
            return i
    for i, line in enumerate(lines):
        if line.has("level") and len(line.cells) >= 2 and not line.has("funds"):
            return i
    return len(lines)


def _banner_start(lines: list[Line], start: int, lexicon: Lexicon) -> int:
    """The line above the headings belongs to them if it only names the two halves."""
    if 0 < start < len(lines):
        names = [s for signs in lines[start].signs for s in signs if s.key in ("name", "target")]
        above = lines[start - 1]
        if is_half_title(above, lexicon):
            return start - 1
        if len(names) > 2 and all(
            any(s.kind in ("goal", "side", "heading") and not s.value_at for s in signs)
            for signs in above.signs
        ):
            return start - 1
    return start


def _goal_start(lines: list[Line], stop: int) -> int:
    for i, line in enumerate(lines[:stop]):
        if line.has("goal"):
            return i
    for i, line in enumerate(lines[:stop]):
        if any(s.kind == "side" and s.key == "goals" for signs in line.signs for s in signs):
            return i
    return stop


def _is_head(line: Line) -> bool:
    """True if a line among the goals is one of the head's (funds below the goals, say)."""
    if line.has("goal"):
        return False
    return any(
        s.kind in ("funds", "header") and not s.value_at for signs in line.signs for s in signs
    )


def _table_end(lines: list[Line], start: int, lexicon: Lexicon) -> int:
    """The first line below the table: signatures, notes."""
    last = max((i for i in range(start, len(lines)) if lines[i].kinds & _TABLE), default=start)
    for i in range(last + 1, len(lines)):
        line = lines[i]
        first = line.signs[0]
        if any(s.kind in ("header", "funds", "goal") for s in first) and len(line.cells) <= 6:
            return i
        if lexicon.is_foot(line.cells[0].text):
            return i
    return len(lines)
