"""Recovered forms for people: tables on a terminal, aligned text elsewhere."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from pmlint import data
from pmlint.messages import Messages
from pmlint.report.places import short, spoken
from pmlint.report.width import pad, visible, width

if TYPE_CHECKING:
    from pmlint.model.form import Doubt, Field, Form

Row = list[str]


def plain(path: str, forms: Iterable[Form], say: Messages, *, evidence: bool) -> Iterator[str]:
    """The forms as aligned text, full-width characters counted as two columns."""
    yield f"{visible(path)}\n"
    for form in forms:
        yield f"\n{heading(form, say)}\n{meta(form, say)}\n"
        for title, headings, rows in sections(form, say):
            yield f"\n{title}\n"
            table = [headings, *rows] if headings else rows
            yield from (f"  {line}\n" for line in aligned(table))
        if evidence:
            yield f"\n{say('show.evidence')}\n"
            yield from (f"  {line}\n" for line in reasons(form, say))
    yield "\n"


def on_terminal(path: str, forms: Iterable[Form], say: Messages, *, evidence: bool) -> None:
    """Print the forms as tables that fit the terminal."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(highlight=False, emoji=False, markup=False)
    console.print(Text(visible(path), style="bold underline"))
    for form in forms:
        console.print()
        console.print(Text(heading(form, say), style="bold"))
        console.print(Text(meta(form, say), style="dim"))
        for title, headings, rows in sections(form, say):
            table = Table(
                title=title, title_justify="left", box=box.SQUARE, show_header=bool(headings)
            )
            for number in range(len(rows[0]) if rows else len(headings)):
                table.add_column(headings[number] if headings else "", overflow="fold")
            for row in rows:
                table.add_row(*(Text(cell) for cell in row))
            console.print(table)
        if evidence:
            console.print(Text(say("show.evidence"), style="bold"))
            for line in reasons(form, say):
                console.print(Text("  " + line))


def heading(form: Form, say: Messages) -> str:
    """``表 1　title``."""
    return say("show.form", number=form.index, title=visible(form.title.text or ""))


def meta(form: Form, say: Messages) -> str:
    """Year, profile and place of the form."""
    year = form.year if form.year is not None else say("show.unknown")
    return say("show.meta", year=year, profile=form.profile, place=spoken(form.location, say))


def sections(form: Form, say: Messages) -> Iterator[tuple[str, Row, list[Row]]]:
    """(title, column headings, rows) of each part of the form."""
    for part in ("header", "funds", "goals"):
        fields: dict[str, Field] = getattr(form, part)
        there = [(k, f) for k, f in fields.items() if f.state != "absent"]
        ordered = sorted(there, key=lambda item: _ORDER.get(item[0], 0))
        rows = [[label(f"{part}.{k}", f), cell(f, say), short(f.location)] for k, f in ordered]
        if rows:
            yield say(f"show.{part}"), [], rows
    columns = ["level1", "level2", "name", "target"]
    if any(row.weight is not None for row in form.indicators):
        columns.append("weight")
    headings = ["#", *(say(f"show.column.{column}") for column in columns)]
    headings.append(say("show.column.place"))
    table = []
    for row in form.indicators:
        cells = [cell(getattr(row, column), say) for column in columns]
        table.append([str(row.number + 1), *cells, short(row.name.location)])
    if table:
        yield say("show.indicators"), headings, table


_ORDER = {
    "annual": 1,
    "annual_total": 1,
    "annual_fiscal": 2,
    "annual_carryover": 3,
    "annual_other": 4,
}
"""Print order where a reader expects another one than that of the cells: first the project as a
whole, then the year."""


def label(path: str, field: Field) -> str:
    """The field's label as printed, or what it is usually called."""
    printed = "".join((field.label or "").split())
    names: dict[str, str] = data.load("vocab/fields.yaml")
    return visible(printed or names.get(path, path.rpartition(".")[2]))


def cell(field: Field | None, say: Messages) -> str:
    """A value as shown: marked if it was carried down or inferred, named if it is missing."""
    if field is None:
        return ""
    if not field.text:
        return say(f"show.{field.state}") if field.state != "present" else say("show.blank")
    mark = {"filled": " ↓", "inferred": " ?"}.get(field.origin, "")
    return visible(field.text) + mark


def reasons(form: Form, say: Messages) -> Iterator[str]:
    """The doubts of the form and its fields, and the evidence of each row."""
    empty = True
    for doubt in form.doubts:
        empty = False
        yield doubt_text(doubt)
    for path, field in form.fields():
        for doubt in field.doubts:
            empty = False
            yield f"{path}: {doubt_text(doubt, field.printed)}"
        if field.printed is not None and field.printed != field.text:
            empty = False
            yield f"{path}: {say('show.printed_as', printed=visible(field.printed))}"
    for row in form.indicators:
        for evidence in row.evidence:
            empty = False
            yield f"indicators[{row.number}]: {visible(evidence)}"
    if empty:
        yield say("show.no_evidence")


def doubt_text(doubt: Doubt, printed: str | None = None) -> str:
    """A doubt as a sentence, with its place."""
    sentences: dict[str, str] = data.load("vocab/doubts.yaml")
    sentence = sentences.get(doubt.code, f"{doubt.code} {{detail}}")
    values = defaultdict(str, detail=visible(doubt.detail), printed=visible(printed or ""))
    place = short(doubt.location)
    return sentence.format_map(values) + (f" [{place}]" if place else "")


def aligned(rows: list[Row]) -> Iterator[str]:
    """Rows as lines with their columns aligned."""
    if not rows:
        return
    widths = [max(width(row[i]) for row in rows) for i in range(len(rows[0]))]
    for row in rows:
        cells = (pad(text, min(columns, 60)) for text, columns in zip(row, widths, strict=True))
        yield "  ".join(cells).rstrip()
