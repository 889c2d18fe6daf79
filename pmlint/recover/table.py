"""The indicator table of one form, whatever kind of grid it stands in."""

from __future__ import annotations

from dataclasses import field, replace

from pmlint.model.form import Doubt, Indicator, Label
from pmlint.model.grid import Cell
from pmlint.model.value import record
from pmlint.recover.columns import Columns
from pmlint.recover.events import read_events
from pmlint.recover.fields import missing, plain
from pmlint.recover.indicators import build_indicator
from pmlint.recover.levelfields import Placed, level_field, level_fields
from pmlint.recover.levels import Placer
from pmlint.recover.lexicon import Lexicon, Sign, squeeze
from pmlint.recover.lines import Line
from pmlint.recover.profiles import Profile
from pmlint.recover.rows import RawRow, is_bare_name, is_blank_template, read_row
from pmlint.recover.ruled import LevelCell, RuledRow, read_ruled
from pmlint.regex import regex

_SERVED = regex(r"满意度(?:指标)?\Z")


@record
class Table:
    """The indicators with their labels, and what was odd."""

    indicators: list[Indicator] = field(default_factory=list)
    labels: list[Label] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    residue: list[Cell] = field(default_factory=list)
    slipped: bool = False


def read_text_table(
    lines: list[Line],
    columns: Columns,
    lost_heading: list[tuple[Cell, Sign]],
    lexicon: Lexicon,
    profile: Profile,
    loose: bool = False,
) -> Table:
    """A table in text, where columns may have slipped. ``lost_heading`` are labels that stand in
    the heading line, in place of a heading that was lost; ``loose``: the document has slipped
    elsewhere."""
    table = Table()
    rows: list[RawRow] = []
    alone: list[tuple[int, Cell, Sign]] = [(0, c, s) for c, s in lost_heading]
    for line in lines:
        if line.heading:
            continue
        row = read_row(line, columns)
        table.residue += row.stray
        name = row.cells.get("name")
        value = row.cells.get("target") or row.cells.get("value")
        if not row.labels and line.row.kind == "prose" and not is_bare_name(line):
            table.residue += line.cells
            continue
        if name is None and value is None:
            alone += [(len(rows), cell, sign) for cell, sign in row.labels]
            continue
        if name is not None and is_blank_template(name) and row.lost:
            alone += [(len(rows), cell, sign) for cell, sign in row.labels]
            table.residue.append(name)
            continue
        if name is None and value is not None and not row.labels and rows and rows[-1].lost:
            before = rows[-1].cells
            if "name" in before and not (before.get("target") or before.get("value")):
                before["target"] = value
                rows[-1].lost = False
                rows[-1].doubts.append(Doubt("cells-shifted", plain(value.text), value.location))
                continue
        rows.append(row)
    events = read_events(rows, alone, columns.at("level1"), lexicon)
    names = [_text(r.cells.get("name")) for r in rows]
    values = [_text(r.cells.get("target") or r.cells.get("value")) for r in rows]
    placer = Placer(rows, events, values, names, lexicon, profile)
    table.slipped = placer.loose
    placer.loose = placer.loose or loose
    placed = level_fields(placer.run())
    _collect(table, rows, placed)
    return table


def read_ruled_table(lines: list[Line], columns: Columns, lexicon: Lexicon) -> Table:
    """A table whose columns and spans are the file's own."""
    table = Table()
    body = [line for line in lines if not line.heading]
    rows: list[RawRow] = []
    placed = Placed()
    current: dict[str, LevelCell | None] = {"level1": None, "level2": None}
    ruled = read_ruled(body, columns)
    read: dict[int, _Read] = {}
    for number, row in enumerate(ruled):
        for role in ("level1", "level2"):
            found = row.levels.get(role)
            if (
                found is not None
                and not found.cell.blank
                and found.cell not in row.raw.stray
                and not lexicon.is_scrap(found.cell.text)
            ):
                held = current[role]
                if held is None or found.cell is not held.cell:
                    if role == "level1":
                        current["level2"] = None
                    current[role] = found
            elif found is not None and found.begins and (cut := _cut(ruled, number, role)):
                current[role] = cut
        name = row.raw.cells.get("name")
        value = row.raw.cells.get("target") or row.raw.cells.get("value")
        if (name is None or name.blank or is_blank_template(name)) and (
            value is None or value.blank
        ):
            if name is not None and not name.blank:
                table.residue.append(name)
            table.residue += row.raw.stray
            _note_empty(table, row, len(rows), lexicon)
            continue
        rows.append(row.raw)
        _state_levels(placed, row, current, columns, lexicon, len(rows) - 1, read)
    placed.labels = _span_labels(placed.labels)
    _collect(table, rows, placed)
    return table


def unmerged(table: Table) -> bool:
    """True if no level's cell spans rows and the first row has no 二级指标: the labels were typed
    into the middle of their groups, so a ruled grid states no more than text does."""
    if not table.indicators or table.indicators[0].level2.state != "blank":
        return False
    labels = [x for x in table.labels if x.level]
    return bool(labels) and all(x.cell.rowspan == 1 for x in labels)


def _cut(rows: list[RuledRow], number: int, role: str) -> LevelCell | None:
    """The label of a merged cell that a page break cut in two and that stands on the second page:
    a blank piece that begins within a page and reaches its end."""
    found = rows[number].levels.get(role)
    if found is None or number == 0:
        return None
    page = rows[number].raw.line.page
    if rows[number - 1].raw.line.page != page:
        return None  # the piece after a break: it continues the label before
    for later in rows[number + 1 :]:
        other = later.levels.get(role)
        if other is None:
            return None
        if other.cell is found.cell:
            continue
        if later.raw.line.page != page and not other.cell.blank:
            return other
        return None
    return None


def _state_levels(
    placed: Placed,
    row: RuledRow,
    current: dict[str, LevelCell | None],
    columns: Columns,
    lexicon: Lexicon,
    number: int,
    read: dict[int, _Read],
) -> None:
    told: list[str] = []
    for role, fields, level in (
        ("level1", placed.level1, 1),
        ("level2", placed.level2, 2),
    ):
        if role not in columns.main:
            fields.append(missing("absent"))
            continue
        held = current[role]
        if held is None:
            fields.append(missing("blank", row.raw.line.cells[0].location))
            continue
        known = read.get(id(held.cell))
        if known is None:
            above = read.get(id(current["level1"].cell)) if current["level1"] else None
            under = lexicon.kind_of(above.name) if above and level == 2 else ""
            known = read[id(held.cell)] = _Read(held.cell, lexicon, under)
        name, doubts = known.name, known.doubts
        stated = row.levels.get(role)
        printed = stated is not None and stated.cell is held.cell and stated.begins
        fields.append(known.printed if printed else known.filled)
        if printed:
            placed.labels.append(
                Label(level, name, held.cell, number, number + 1, plain(held.cell.text), doubts)
            )
            told.append(f"“{name}”印在本行")
        elif stated is not None and stated.cell is held.cell:
            told.append(f"“{name}”的合并单元格含本行")
        else:
            told.append(f"“{name}”沿用上方单元格")
    placed.evidence.append(tuple(told))


class _Read:
    """What a level's cell says, once for all the rows it covers: its field where it is printed,
    and in the rows below. ``under``: what the 一级指标 above it means."""

    __slots__ = ("doubts", "filled", "name", "printed")

    def __init__(self, cell: Cell, lexicon: Lexicon, under: str = "") -> None:
        self.name, self.doubts = _name(cell, lexicon)
        if under == "satisfaction" and self.doubts and _SERVED.search(self.name):
            self.name, self.doubts = "服务对象满意度指标", ()  # 患者满意度
        self.printed = level_field(cell, self.name, self.doubts)
        self.filled = replace(self.printed, origin="filled")


def _name(cell: Cell, lexicon: Lexicon) -> tuple[str, tuple[Doubt, ...]]:
    """A level's canonical name, or what is printed if nobody knows it."""
    shown = plain(cell.text)
    sign = next((s for s in lexicon.read(cell.text) if s.kind == "level"), None)
    if sign is None or sign.how == "unknown":
        bare = squeeze(shown) or shown
        return bare, (Doubt("label-unknown", shown, cell.location),)
    if sign.how == "misread":
        return sign.key, (Doubt("label-misread", sign.key, cell.location),)
    return sign.key, ()


def _note_empty(table: Table, row: RuledRow, number: int, lexicon: Lexicon) -> None:
    """A label whose row holds nothing: kept as printed, with no rows."""
    for level, role in ((1, "level1"), (2, "level2")):
        found = row.levels.get(role)
        if (
            found
            and found.begins
            and not found.cell.blank
            and found.cell.rowspan == 1
            and found.cell not in row.raw.stray
        ):
            name, doubts = _name(found.cell, lexicon)
            table.labels.append(
                Label(level, name, found.cell, number, number, plain(found.cell.text), doubts)
            )


def _span_labels(labels: list[Label]) -> list[Label]:
    """Each label up to the row where the next of its level (or a higher one) begins."""
    result: list[Label] = []
    begins: dict[int, int] = {}  # where the next label of each level begins
    for label in reversed(labels):
        later = [
            start for level, start in begins.items() if level <= label.level and start > label.start
        ]
        result.append(replace(label, end=min(later) if later else max(label.end, _END)))
        begins[label.level] = label.start
    return result[::-1]


_END = 1 << 30


def keep_other_half(year: Table, other: Table) -> None:
    """Keep the values of a table's other half beside the year's, by the indicator's name."""
    values = {i.name.text: i.target for i in other.indicators if i.name.text}
    for indicator in year.indicators:
        target = values.get(indicator.name.text or "")
        if target is not None:
            indicator.extras["中期指标值"] = target


def _text(cell: Cell | None) -> str:
    return plain(cell.text) if cell is not None else ""


def _collect(table: Table, rows: list[RawRow], placed: Placed) -> None:
    count = len(rows)
    table.labels += [
        replace(x, end=min(x.end, count)) if x.end > count else x for x in placed.labels
    ]
    table.doubts += placed.doubts
    for number, row in enumerate(rows):
        table.doubts += row.doubts
        indicator = build_indicator(
            number,
            row,
            placed.level1[number] if number < len(placed.level1) else missing("absent"),
            placed.level2[number] if number < len(placed.level2) else missing("absent"),
            placed.evidence[number] if number < len(placed.evidence) else (),
        )
        table.indicators.append(indicator)
        if row.slid and not (number and rows[number - 1].slid):
            shown, where = indicator.name.text or "", indicator.name.location
            table.doubts.append(Doubt("cells-shifted", shown, where))
        for f in (indicator.name, indicator.target):
            table.doubts += f.doubts
    table.labels.sort(key=lambda x: (x.start, x.level))
