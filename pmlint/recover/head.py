"""Header and funds: labels paired with the values behind them."""

from __future__ import annotations

from dataclasses import field

from pmlint.model.form import Doubt, Field
from pmlint.model.grid import Cell
from pmlint.model.value import record
from pmlint.recover.columns import half_of
from pmlint.recover.fields import field_of, joined, missing
from pmlint.recover.fundcolumns import amounts_below, amounts_under
from pmlint.recover.lexicon import Lexicon, Sign
from pmlint.recover.lines import Line
from pmlint.regex import regex

HEADER = (
    "project_name",
    "project_nature",
    "project_category",
    "department",
    "unit",
    "start_date",
    "end_date",
)
FUNDS = (
    "total",
    "fiscal",
    "other",
    "annual_total",
    "annual_fiscal",
    "annual_carryover",
    "annual_other",
)


_LABELS = frozenset({"funds", "header", "side"})
_LONGEST_UNIT_LINE = 120
_LONGEST_LABEL = 24
_UNIT_SAID = regex(r"(?:(?:^|[\s(（]|金额)单\s*|^)位\s*[:：]\s*(亿元|万元|千元|元)(?![\w/／])")
_UNIT_IN_LABEL = regex(r"[(（]\s*(?:单位[:：]\s*)?((?:亿|万|千)?元)\s*[)）]\s*\Z")
_LABEL_LIKE = regex(
    r"\A\w{2,8}(?:部门|单位|名称|人|电话|时间|日期|类别|性质|属性|编码|代码|金额|年度|区域|地点)\Z"
)


@record
class Head:
    """What stands above the goals and the table."""

    header: dict[str, Field] = field(default_factory=dict)
    funds: dict[str, Field] = field(default_factory=dict)
    doubts: list[Doubt] = field(default_factory=list)
    residue: list[Cell] = field(default_factory=list)


@record
class _Amount:
    """A label of the funds part with its value."""

    key: str
    value: Field
    cell: Cell
    line: int
    place: int


def read_head(lines: list[Line], lexicon: Lexicon, ruled: bool) -> Head:
    """Header fields and amounts of the given lines (those above the goals, and any below the
    table that carry head labels)."""
    head = Head()
    amounts: list[_Amount] = []
    unit: Field | None = None
    framed = False
    under = {id(found[1]): found for found in amounts_under(lines)} if ruled else {}
    for number, line in enumerate(lines):
        place = 0
        for cell, signs in zip(line.cells, line.signs, strict=True):
            said = next((s for s in signs if s.unit and s.kind in ("side", "funds", "goal")), None)
            if said is not None and unit is None:
                unit = _unit_field(cell, said.unit)
        for cell, sign, value in _pairs(line, lexicon, ruled):
            if (sign.kind, sign.key) == ("side", "funds") and half_of(
                sign.label, lexicon
            ) == "year":
                framed = True
            if sign.kind == "header":
                known = head.header.get(sign.key)
                if known is None or (known.text is None and value.text is not None):
                    head.header[sign.key] = value
            elif sign.kind == "funds" and id(cell) not in under:
                amounts.append(_Amount(sign.key, value, cell, number, place))
                place += 1
        if unit is None:
            unit = _loose_unit(line)
    for number, cell, sign, value in (*under.values(), *amounts_below(lines)):
        amounts.append(_Amount(sign.key, value, cell, number, len(amounts)))
    unit = unit or next((u for line in lines if (u := _stated_unit(line))), None)
    _settle_funds(amounts, lexicon, head, framed)
    if "project_name" not in head.header and "sub_project" in head.header:
        head.header["project_name"] = head.header["sub_project"]
    for key in HEADER:
        head.header.setdefault(key, missing("absent"))
    for key in FUNDS:
        head.funds.setdefault(key, missing("absent"))
    head.funds["unit"] = unit or missing("absent")
    return head


def _pairs(line: Line, lexicon: Lexicon, ruled: bool) -> list[tuple[Cell, Sign, Field]]:
    """Each label of the line with what stands between it and the next label."""
    found: list[tuple[Cell, Sign, Field]] = []
    if not line.kinds & _LABELS:
        return found
    labels = [
        (i, s)
        for i, signs in enumerate(line.signs)
        if signs and (s := line.sign(i, "funds") or line.sign(i, "header") or line.sign(i, "side"))
    ]
    open_at = {i for i, s in labels if not s.value_at}
    labels = [(i, s) for i, s in labels if not (s.value_at and i - 1 in open_at)]
    if len(labels) > 2 and len(labels) == len(line.row.cells):
        return []  # the headings of a table of its own: 实施内容 | 开始时间 | 完成时间
    for n, (i, sign) in enumerate(labels):
        cell = line.cells[i]
        if sign.value_at:
            found += [
                (cell, s, field_of(cell, s.value_at, end, label=s.label))
                for s, end in lexicon.pairs_in(cell.text, sign)
            ]
            continue
        stop = labels[n + 1][0] if n + 1 < len(labels) else len(line.cells)
        if ruled and (beside := _beside(line, cell)) is not None and beside.blank:
            found.append((cell, sign, missing("blank", beside.location, sign.label)))
            continue
        values = [
            field_of(line.cells[k], label=sign.label)
            for k in range(i + 1, stop)
            if not line.signs[k]
            or line.signs[k][0].value_at
            or line.signs[k][0].kind in ("title", "level", "heading")
        ]
        if values:
            # several amounts behind one label are columns of a self-evaluation: the budgeted first
            one = values[0] if sign.kind == "funds" or ruled else _joined(values)
            found.append((cell, sign, one))
            continue
        edge = line.cells[stop].column if stop < len(line.cells) else 1 << 30
        blank = line.blank_after(cell, edge)
        if ruled and blank is None and sign.kind == "header" and _heads_column(line, i):
            continue
        if ruled and blank is None and sign.kind == "funds" and cell.rowspan > 1:
            found.append((cell, Sign("side", "funds", sign.label), missing("absent")))
            continue  # it frames the amounts beside it
        where = blank.location if blank else cell.location
        found.append((cell, sign, missing("blank", where, sign.label)))
    return found


def _heads_column(line: Line, i: int) -> bool:
    """True for one of labels side by side with no room between them: headings of a table of its
    own (阶段 | 内容 | 开始时间 | 结束时间)."""
    return _adjoin(line, i) or (i == len(line.cells) - 1 and i > 0 and _adjoin(line, i - 1))


def _adjoin(line: Line, i: int) -> bool:
    """True if cell ``i`` and the one right behind it are labels of the head."""
    cell, behind = line.cells[i], line.cells[i + 1] if i + 1 < len(line.cells) else None
    if behind is None or behind.column != cell.column + cell.colspan:
        return False
    return all((s := line.sign(k, "header")) and not s.value_at for k in (i, i + 1))


def _joined(values: list[Field]) -> Field:
    """A value whose cell was cut in text; up to a label that nobody knows (补助区域)."""
    stop = next((i for i, f in enumerate(values) if i and _LABEL_LIKE.search(f.text or "")), None)
    return joined(values[:stop] if stop and stop + 1 < len(values) else values, " ")


def _beside(line: Line, cell: Cell) -> Cell | None:
    """The cell right behind ``cell``."""
    end = cell.column + cell.colspan
    return next((c for c in line.row.cells if c.column == end), None)


def _unit_field(cell: Cell, unit: str) -> Field:
    at = cell.text.rfind(unit)
    return field_of(cell, at, at + len(unit)) if at >= 0 else missing("absent")


def _loose_unit(line: Line) -> Field | None:
    """``单位：万元`` in a cell of its own, or behind something else in a cell."""
    for cell in line.cells:
        if len(cell.text) < _LONGEST_UNIT_LINE and (match := _UNIT_SAID.search(cell.text)):
            return field_of(cell, *match.span(1))
    return None


def _stated_unit(line: Line) -> Field | None:
    """The unit at the end of a label that nobody knows (``某某资金（万元）``)."""
    for cell, signs in zip(line.cells, line.signs, strict=True):
        if not signs and len(cell.text) < _LONGEST_LABEL:
            match = _UNIT_IN_LABEL.search(cell.text)
            if match:
                return field_of(cell, *match.span(1))
    return None


def _settle_funds(
    amounts: list[_Amount], lexicon: Lexicon, head: Head, framed: bool = False
) -> None:
    """Give each amount its half: the project's (left) or the year's (right).

    Labels that stand in both halves (其他资金, 财政拨款) are told apart by their order in the line;
    one that stands alone, by the half whose labels are nearer in column, and after both halves'
    labels on a line of its own by the year, whose half is filled more often. ``framed``: the side
    label of the funds speaks of the year.
    """
    halves = lexicon.halves
    sides: dict[str, list[int]] = {"project": [], "year": []}
    for a in amounts:
        half = halves[a.key]["half"]
        if half in sides:
            sides[half].append(a.cell.column)
    seen: dict[str, list[_Amount]] = {}
    for a in amounts:
        seen.setdefault(a.key, []).append(a)
    for key, group in seen.items():
        rule = halves[key]
        if rule["half"] != "either":
            for a in group:
                _put(head, key, a.value)
            continue
        year_key, key = rule.get("year", f"annual_{key}"), rule.get("project", key)
        if not (sides["project"] and sides["year"]):
            only = "year" if sides["year"] or (framed and not sides["project"]) else "project"
            for a in group:
                _put(head, year_key if only == "year" else key, a.value)
        elif len(group) == 1:
            _put_single(head, group[0], key, year_key, sides)
        else:
            first, second = group[0], group[1]
            _put(head, key, first.value)
            _put(head, year_key, second.value)


def _put_single(
    head: Head, amount: _Amount, key: str, year_key: str, sides: dict[str, list[int]]
) -> None:
    column = amount.cell.column
    if key == "fiscal":  # its namesake of the year has a name of its own
        year = min(sides["year"]) <= column
    else:
        left = min(abs(column - c) for c in sides["project"])
        right = min(abs(column - c) for c in sides["year"])
        year = right <= left
    _put(head, year_key if year else key, amount.value)
    if year and key == "other":
        where = amount.cell.location
        head.funds.setdefault(key, missing("lost", where))
        head.doubts.append(Doubt("funds-label-missing", amount.value.label or "", where))


def _put(head: Head, key: str, value: Field) -> None:
    known = head.funds.get(key)
    if known is None or (known.text is None and value.text is not None):
        head.funds[key] = value
