"""The level fields of a text table's rows, with their origin, doubts and reasons."""

from __future__ import annotations

from dataclasses import field

from pmlint.model.form import Doubt, Field, Label
from pmlint.model.grid import Cell
from pmlint.model.location import Location
from pmlint.model.value import record
from pmlint.recover.cues import cues
from pmlint.recover.events import Event
from pmlint.recover.fields import field_of, missing, plain
from pmlint.recover.levels import Placement

_ABSENT = missing("absent")


@record
class Placed:
    """The levels of the rows, and what was odd about their labels."""

    level1: list[Field] = field(default_factory=list)
    level2: list[Field] = field(default_factory=list)
    evidence: list[tuple[str, ...]] = field(default_factory=list)
    labels: list[Label] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)


def level_field(cell: Cell, name: str, doubts: tuple[Doubt, ...] = ()) -> Field:
    """The field of a level whose label ``cell`` reads as ``name``."""
    shown = plain(cell.text)
    if shown == name:
        return field_of(cell, doubts=doubts)
    return Field(name, "present", "printed", (), cell.location, None, shown, doubts)


def _carried(field: Field) -> Field:
    """The field of a label as it holds for another row of its span, where no doubt is cast on it.
    (Written out, as `dataclasses.replace` takes ten times as long.)"""
    return Field(
        field.text, field.state, "filled", field.pieces, field.where, field.label, field.printed
    )


def _inferred(field: Field, doubt: Doubt) -> Field:
    """The field of a label for a row that is only supposed to be its."""
    return Field(
        field.text,
        field.state,
        "inferred",
        (),
        field.where,
        field.label,
        field.printed,
        (doubt,),
    )


def level_fields(placement: Placement) -> Placed:
    """The fields of all rows, in time linear in rows and labels."""
    placed = Placed()
    by_row: dict[int, list[Event]] = {}
    for event in placement.events:
        by_row.setdefault(event.row, []).append(event)
    stated = _stated(placement, by_row)
    for begin, end in _runs(placement.which):
        _fill_level2(placed, placement, by_row, stated, begin, end)
    for begin, end in _runs(placement.tops):
        _fill_level1(placed, placement, by_row, begin, end)
    _note_labels(placed, placement)
    return placed


def _runs(values: list[int] | list[str]) -> list[tuple[int, int]]:
    """(start, end) of the stretches of equal values."""
    runs: list[tuple[int, int]] = []
    begin = 0
    for i in range(1, len(values) + 1):
        if i == len(values) or values[i] != values[begin]:
            runs.append((begin, i))
            begin = i
    return runs


def _fill_level2(
    placed: Placed,
    p: Placement,
    by_row: dict[int, list[Event]],
    above: list[Event | None],
    begin: int,
    end: int,
) -> None:
    j = p.which[begin]
    if j < 0:
        placed.level2 += [_ABSENT] * (end - begin)
        placed.evidence += [()] * (end - begin)
        return
    group = p.groups[j]
    doubted = ""
    made = filled = _ABSENT
    last: Event | None = None
    for i in range(begin, end):
        here = [e for e in by_row.get(i, ()) if e.level == 2 and not e.alone]
        own = next((e for e in here if e.name == group.name), None)
        stated = above[i]
        if own is not None:
            placed.level2.append(level_field(own.cell, group.name, _misread(own)))
            placed.evidence.append((f"二级指标“{group.name}”印在本行",))
            continue
        if stated is not None and stated.name == group.name:
            if stated is not last:
                last = stated
                made = level_field(stated.cell, group.name)
                filled = _carried(made)
            placed.level2.append(filled)
            placed.evidence.append((f"二级指标沿用上方的标签“{group.name}”",))
        else:
            code = _infer(placed, p, by_row, i, end)
            if code != doubted:
                doubted = code
                placed.doubts.append(Doubt(code, group.name, _place_of(p, i)))
        for other in here[:1]:
            placed.evidence[i] += (f"本行印有“{other.name}”，与内容不符，视为标签偏高或偏低",)


def _infer(placed: Placed, p: Placement, by_row: dict[int, list[Event]], i: int, end: int) -> str:
    """A row given to a group though its label stands on another row or nowhere; the doubt's
    code."""
    group = p.groups[p.which[i]]
    word = cues().word_for(p.names[i], group.kind)
    because = f"，名称含“{word}”" if word else ""
    rows = (group.first, *range(i + 1, end + 1))
    event = next(
        (e for r in rows for e in by_row.get(r, ()) if e.level == 2 and e.name == group.name), None
    )
    if event is None:
        placed.level2.append(_supposed(group.name, _place_of(p, i)))
        said = f"标签“{group.name}”未见印出，按一级指标和内容推断{because}"
        placed.evidence.append((said,))
        return "label-missing"
    code = "label-drifted" if event.row > i else "label-too-low"
    doubt = Doubt(code, group.name, event.cell.location)
    made = level_field(event.cell, group.name)
    placed.level2.append(_inferred(made, doubt))
    placed.evidence.append((f"标签“{group.name}”印在别行，本行按次序和内容归入{because}",))
    return code


def _stated(p: Placement, by_row: dict[int, list[Event]]) -> list[Event | None]:
    """The last 二级指标 label printed at or above each row."""
    stated: list[Event | None] = []
    current: Event | None = None
    for i in range(len(p.which)):
        for event in by_row.get(i, ()):
            if event.level == 2:
                current = event
        stated.append(current)
    return stated


def _fill_level1(
    placed: Placed, p: Placement, by_row: dict[int, list[Event]], begin: int, end: int
) -> None:
    name = p.tops[begin]
    if not name:
        placed.level1 += [_ABSENT] * (end - begin)
        return
    mine: list[Event] = []
    unknown: Event | None = None
    for i in range(begin, end + 1):
        for event in by_row.get(i, ()):
            if i == end and not event.alone:
                continue
            if event.level == 1 and event.name == name:
                mine.append(event)
            elif not event.kind and unknown is None and i < end:
                unknown = event
    if not mine:
        shown = plain(unknown.cell.text) if unknown else None
        made = _supposed(name, _place_of(p, begin), shown)
        placed.doubts += made.doubts
        for i in range(begin, end):
            placed.level1.append(made)
            placed.evidence[i] += (f"一级指标“{name}”未印在本组，按二级指标推断",)
        return
    first = mine[0]
    doubt = Doubt("label-drifted", name, first.cell.location)
    made = level_field(first.cell, name)
    current = _inferred(made, doubt)
    k = 0
    for i in range(begin, end):
        printed = None
        while k < len(mine) and mine[k].row <= i:
            made = level_field(mine[k].cell, name, _misread(mine[k]))
            current = _carried(made)
            printed = made if not mine[k].alone else printed
            k += 1
        placed.level1.append(printed or current)


def _supposed(name: str, where: Location | None, shown: str | None = None) -> Field:
    doubt = Doubt("label-missing", name, where)
    return Field(name, "present", "inferred", (), where, None, shown, (doubt,))


def _place_of(p: Placement, i: int) -> Location | None:
    cells = p.rows[i].line.cells
    return cells[0].location if cells else None


def _misread(event: Event) -> tuple[Doubt, ...]:
    if event.sign.how != "misread":
        return ()
    return (Doubt("label-misread", event.name, event.cell.location),)


def _note_labels(placed: Placed, p: Placement) -> None:
    """The labels as printed, with the rows each was given; doubts about them."""
    spans: dict[tuple[int, str], tuple[int, int]] = {}
    for level, fields in ((1, placed.level1), (2, placed.level2)):
        for i, made in enumerate(fields):
            if made.text:
                start, _ = spans.get((level, made.text), (i, i))
                spans[level, made.text] = (start, i + 1)
    noted: set[tuple[int, str, int]] = set()
    before: Cell | None = None
    for event in p.events:
        doubts: list[Doubt] = []
        where = event.cell.location
        if event.cell is before:
            doubts.append(Doubt("labels-joined", plain(event.cell.text), where))
        before = event.cell
        here = p.tops[event.row] if event.row < len(p.tops) else ""
        if event.level == 1 and event.name and here and here != event.name and not event.alone:
            doubts.append(Doubt("label-conflict", event.name, where))
        if event.alone:
            doubts.append(Doubt("label-alone", event.name or plain(event.cell.text), where))
        doubts += _misread(event)
        if event.sign.how == "unknown":
            doubts.append(Doubt("label-unknown", plain(event.cell.text), where))
        key = (event.level, event.name, event.row)  # 满意度指标 | 满意度指标 is no doubling
        if key in noted and not event.alone:
            doubts.append(Doubt("label-doubled", event.name, where))
        noted.add(key)
        span = spans.get((event.level, event.name), (event.row, event.row))
        shown = plain(event.cell.text)
        placed.labels.append(
            Label(event.level, event.name, event.cell, *span, shown, tuple(doubts))
        )
        placed.doubts += doubts
