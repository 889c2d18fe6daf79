"""One wide table for many projects: a project's name is a column like the indicators' levels."""

from __future__ import annotations

from dataclasses import field, replace

from pmlint.model.form import Field
from pmlint.model.grid import Cell
from pmlint.model.value import record
from pmlint.recover.fields import field_of, missing
from pmlint.recover.lexicon import Sign, lexicon
from pmlint.recover.lines import Line
from pmlint.recover.ruled import Cover

_KINDS = ("header", "funds", "goal")
_OFFICES = ("reporting_unit", "unit", "department")


@record
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
            if sign is None and (side := line.sign(i, "side")) and side.key == "goals":
                sign = replace(side, kind="goal", key="annual")
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
    office: Field | None = None
    for line in lines:
        cover.enter(line)
        if line.heading or _is_numbering(line):
            continue  # the headings come again on the next page
        found = cover.at(name_at)
        cell = found[0] if found else None
        begins = cell is not None and cell.row == line.row.index and not cell.blank
        if begins and cell is not None and (cell.text.strip() != last or not projects):
            last = cell.text.strip()
            if line.cells == [cell]:  # an office above its projects
                office = field_of(cell)
                continue
            projects.append(_project(cover, columns, projects[-1] if projects else None))
            if office is not None:
                projects[-1].header.setdefault("reporting_unit", office)
        if projects:
            projects[-1].lines.append(line)
    return projects


def _is_numbering(line: Line) -> bool:
    """True for ``1 | 2 | 3 …``: the numbers of the columns."""
    return len(line.cells) > 3 and all(
        c.text.strip() == str(n) for n, c in enumerate(line.cells, 1)
    )


def _project(cover: Cover, columns: list[tuple[Cell, Sign]], above: Project | None) -> Project:
    """The fields of the project that begins here; an office is left blank where it is that of the
    project ``above``."""
    project = Project()
    for heading, sign in columns:
        found = cover.at(heading.column)
        if (found is None or found[0].blank) and above and sign.key in _OFFICES:
            value = above.header.get(sign.key) or missing("blank", heading.location, sign.label)
        elif found is None or found[0].blank:
            where = found[0].location if found else heading.location
            value = missing("blank", where, sign.label)
        else:
            value = field_of(found[0], label=sign.label)
        if sign.unit and sign.kind == "funds":
            project.funds.setdefault("unit", replace(field_of(heading), text=sign.unit, pieces=()))
        part = {"header": project.header, "funds": project.funds, "goal": project.goals}
        key = sign.key
        if sign.kind == "funds":
            key = lexicon().halves[key].get("project", key)
        part[sign.kind].setdefault(key, value)
    return project
