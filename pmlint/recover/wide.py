"""One wide table for many projects: a project's name is a column like the indicators' levels."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from pmlint.model.form import Field
from pmlint.model.grid import Cell
from pmlint.recover.fields import field_of, missing
from pmlint.recover.lexicon import Sign
from pmlint.recover.lines import Line
from pmlint.recover.ruled import Cover

_KINDS = ("header", "funds", "goal")


@dataclass(slots=True)
class Project:
    """The lines of one project, and the fields that stand in columns of their own."""

    lines: list[Line] = field(default_factory=list)
    header: dict[str, Field] = field(default_factory=dict)
    funds: dict[str, Field] = field(default_factory=dict)
    goals: dict[str, Field] = field(default_factory=dict)


def project_columns(headings: list[Line]) -> list[tuple[Cell, Sign]]:
    """The heading cells that name fields of a project; empty unless one of them is its name."""
    found: list[tuple[Cell, Sign]] = []
    for line in headings:
        for i, cell in enumerate(line.cells):
            sign = next((s for k in _KINDS if (s := line.sign(i, k)) and not s.value_at), None)
            if sign is not None and line.sign(i, "heading") is None:
                found.append((cell, sign))
    named = any(s.kind == "header" and s.key == "project_name" for _, s in found)
    return found if named else []


def split_projects(lines: list[Line], columns: list[tuple[Cell, Sign]]) -> list[Project]:
    """The rows of each project; the project's cell is merged over them, or stands on the first."""
    name_at = next(c.column for c, s in columns if s.key == "project_name")
    cover = Cover()
    projects: list[Project] = []
    last: str | None = None
    for line in lines:
        cover.enter(line)
        found = cover.at(name_at)
        cell = found[0] if found else None
        begins = cell is not None and cell.row == line.row.index and not cell.blank
        if begins and cell is not None and (cell.text.strip() != last or not projects):
            last = cell.text.strip()
            projects.append(_project(cover, columns))
        if projects:
            projects[-1].lines.append(line)
    return projects


def _project(cover: Cover, columns: list[tuple[Cell, Sign]]) -> Project:
    project = Project()
    for heading, sign in columns:
        found = cover.at(heading.column)
        if found is None or found[0].blank:
            where = found[0].location if found else heading.location
            value = missing("blank", where, sign.label)
        else:
            value = field_of(found[0], label=sign.label)
        if sign.unit and sign.kind == "funds":
            project.funds.setdefault("unit", replace(field_of(heading), text=sign.unit, pieces=()))
        part = {"header": project.header, "funds": project.funds, "goal": project.goals}
        part[sign.kind].setdefault(sign.key, value)
    return project
