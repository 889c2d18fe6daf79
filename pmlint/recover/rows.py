"""The rows of the indicator table: which cell is the name, which the value, which are labels."""

from __future__ import annotations

from dataclasses import field

from pmlint.model.form import Doubt
from pmlint.model.grid import Cell
from pmlint.model.value import record
from pmlint.recover.columns import Column, Columns
from pmlint.recover.fields import plain
from pmlint.recover.lexicon import Sign
from pmlint.recover.lines import Line
from pmlint.regex import regex

_VALUE_LIKE = regex(
    r"[≥≤≧≦=<>＝＞＜$约\-\d.%％]|(?:不(?:低于|少于|超过|高于|大于|小于)|至少|大于|小于|每[年月季周天日])"
)
_SIGNED = regex(r"[≥≤≧≦=<>＝＞＜$]|[\d.,]+\s*[%％)]|\d[\d.,]*\Z")
_BOUNDED = regex(r"[≥≤≧≦=<>＝＞＜]{1,2}\s*\d")
_NAME_END = regex(r"(?:率|数|度|性|情况|水平|能力|次|人|量|额|时间|质量|机制|效果|影响)\Z")
_OPERATOR = regex(
    r"(?:[≥≤≧≦=<>＝＞＜]{1,2}|> ?=|< ?=|定性|定量|大于等于|小于等于|等于|大于|小于)\Z"
)
_NUMBERED = regex(r"(?:指标\s*\d{0,2}|[.…·]+|\d{1,3}|[—\-/]+)\s*[:：、.]?\s*\Z")
_UNFILLED = regex(r"(?:指标\s*\d{0,2}|[.…·]+)\s*[:：、.]?\s*\Z")
_OWN_CHILD = "满意度指标"
"""The one name that some places print at both levels of a row."""
_SENTENCE = regex(r"[，。；：:;！？]|[表页注]")


@record
class RawRow:
    """An indicator's row: its cells by role, the level labels printed on it, what was odd.

    ``slipped``: its cells do not stand where the headings say; ``slid``: its name stands under
    the heading of a level. ``lost``: the value (or the name)
    was dropped by the extraction.
    """

    line: Line
    cells: dict[str, Cell] = field(default_factory=dict)
    labels: list[tuple[Cell, Sign]] = field(default_factory=list)
    extras: list[tuple[Column, Cell]] = field(default_factory=list)
    stray: list[Cell] = field(default_factory=list)
    slipped: bool = False
    slid: bool = False
    doubled: bool = False
    lost: bool = False
    doubts: list[Doubt] = field(default_factory=list)


def read_row(line: Line, columns: Columns) -> RawRow:
    """A row of a text table. Labels are known by what they say; of the rest the last is the value
    and the one before it the name, unless more columns are named and the row fits them."""
    row = RawRow(line)
    contents: list[Cell] = []
    weak: list[tuple[Cell, Sign]] = []
    for cell, signs in zip(line.cells, line.signs, strict=True):
        levels = [s for s in signs if s.kind == "level"]
        if levels:
            row.labels += [(cell, s) for s in levels]
            if levels[0].how in ("bare", "unknown"):
                weak.append((cell, levels[0]))
        elif not any(s.kind == "side" for s in signs):
            contents.append(cell)
    for role in ("name", "value", "target") if columns.rich and weak else ():
        # 社会公众满意度 in the column of names, 完成 in that of values
        at, named = columns.at(role), role == "name"
        own = next((pair for pair in weak if pair[0].column == at), None)
        if own is not None and (not named or len(row.labels) > 1) and at not in _starts(contents):
            weak.remove(own)
            row.labels.remove(own)
            contents = sorted([*contents, own[0]], key=lambda c: c.column)
    while (
        weak
        and len(contents) < 2
        and (
            len(row.labels) > 1
            or (len(contents) == 1 and value_like(plain(contents[0].text)))
            or (weak[-1][1].how == "bare" and weak[-1][0].column == columns.at("name"))
        )
    ):
        # a name such as 服务对象满意度 beside its label, or below 三级指标; a value such as 满意
        cell, sign = weak.pop()
        row.labels.remove((cell, sign))
        contents = sorted([*contents, cell], key=lambda c: c.column)
    if columns.rich and _fits(contents, columns):
        _by_columns(row, contents, columns)
    elif is_nameless(contents, columns):
        _by_columns(row, contents, columns)
        row.lost = True
    else:
        _by_content(row, contents, columns)
    _note_slips(row, columns)
    return row


def _starts(cells: list[Cell]) -> set[int]:
    return {cell.column for cell in cells}


def is_blank_template(cell: Cell) -> bool:
    """True for ``指标1：`` with nothing behind it, ``……``, a mere number."""
    return _NUMBERED.match(plain(cell.text)) is not None


def is_nameless(cells: list[Cell], columns: Columns) -> bool:
    """True if the cells of a row of a rich table are a value in its own columns and nothing under
    the names: a sign or 定性 under 指标性质, or else a number under 指标值."""
    name, operator = columns.at("name"), columns.at("operator")
    value = columns.at("value" if "value" in columns.main else "target")
    if not columns.rich or name is None or value is None:
        return False
    behind = {c.column: plain(c.text) for c in cells if c.column >= name}
    starts = {c.start for c in (*columns.main.values(), *columns.other)}
    if name in behind or value not in behind or not starts.issuperset(behind):
        return False
    if operator is not None and operator in behind:
        return is_operator(behind[operator])
    return _SIGNED.match(behind[value]) is not None


def is_operator(text: str) -> bool:
    """True for what stands under 指标性质: a sign of comparison, 定性."""
    return _OPERATOR.match(text) is not None


def is_bare_name(line: Line) -> bool:
    """True for a line without any TAB that reads as an indicator's name whose row lost the rest."""
    text = plain(line.cells[0].text)
    return 5 <= len(text) <= 40 and bool(_NAME_END.search(text)) and not _SENTENCE.search(text)


def value_like(text: str) -> bool:
    """True if ``text`` looks like a target value rather than a name."""
    return bool(_VALUE_LIKE.match(text)) or (len(text) <= 4 and not _NAME_END.search(text))


def _fits(contents: list[Cell], columns: Columns) -> bool:
    """True if every content cell stands under a heading and the name's column is filled."""
    name = columns.main.get("name")
    if name is None:
        return False
    starts = [c.start for c in (*columns.main.values(), *columns.other)]
    if not all(any(s == c.column for s in starts) for c in contents):
        return False
    return any(name.start <= c.column < name.end for c in contents)


def _by_columns(row: RawRow, contents: list[Cell], columns: Columns) -> None:
    for cell in contents:
        for role, column in columns.main.items():
            if column.start <= cell.column < column.end and role not in ("level1", "level2"):
                row.cells[role] = cell
                break
        else:
            other = next((c for c in columns.other if c.start <= cell.column < c.end), None)
            if other is not None:
                row.extras.append((other, cell))
            else:
                row.stray.append(cell)


def _by_content(row: RawRow, contents: list[Cell], columns: Columns) -> None:
    """Name and value by their order; in a split table operator, value and unit by their look."""
    if columns.rich and len(contents) > 2:
        _spread(row, contents, columns)
        return
    if len(contents) > 2 and is_blank_template(contents[0]):
        row.stray.append(contents.pop(0))
    value_role = "value" if "value" in columns.main else "target"
    if len(contents) >= 2:
        row.stray += contents[:-2]
        row.cells["name"], row.cells[value_role] = contents[-2], contents[-1]
    elif len(contents) == 1:
        only = contents[0]
        text = plain(only.text)
        if _lone_value(only, text, columns):
            row.cells[value_role] = only
        else:
            row.cells["name"] = only
        row.lost = True


def _lone_value(cell: Cell, text: str, columns: Columns) -> bool:
    """True if the only content of a row is its value and not its name: what looks like a value
    but does not stand under the names' heading, unless it begins with a sign."""
    if _BOUNDED.match(text):
        return True
    if not value_like(text) or _NAME_END.search(text) or _UNFILLED.match(text):
        return False
    return cell.column != columns.at("name") or _SIGNED.match(text) is not None


def _spread(row: RawRow, contents: list[Cell], columns: Columns) -> None:
    """A shifted row of a rich table: the first content is the name, the others take the columns
    behind the name's in order, an operator and a number by their look."""
    behind = sorted(
        (
            c
            for c in (*columns.main.values(), *columns.other)
            if c.role not in ("level1", "level2", "name", "number")
        ),
        key=lambda c: c.start,
    )
    row.cells["name"] = contents[0]
    rest = contents[1:]
    operator = next((c for c in rest if is_operator(plain(c.text))), None)
    if operator is not None and "operator" in columns.main:
        row.cells["operator"] = operator
        rest.remove(operator)
        behind = [c for c in behind if c.role != "operator"]
    roles = {id(c): r for r, c in columns.main.items()}
    for cell, column in zip(rest, behind, strict=False):
        role = roles.get(id(column))
        if role is None:
            row.extras.append((column, cell))
        else:
            row.cells[role] = cell
    row.stray += rest[len(behind) :]


def _note_slips(row: RawRow, columns: Columns) -> None:
    """Whether the row's cells stand where the headings say."""
    seen: dict[str, int] = {}
    for cell, sign in row.labels:
        seen[sign.key] = seen.get(sign.key, 0) + 1
        if seen[sign.key] > (2 if sign.key == _OWN_CHILD else 1):
            row.doubled = True
        level = sign.levels[0] if len(sign.levels) == 1 else 0
        at = columns.at(f"level{level}") if level else None
        if at is not None and cell.column != at:
            row.slipped = True
    name, at = row.cells.get("name"), columns.at("name")
    if name is not None and at is not None and name.column != at:
        row.slipped = True
        level1_at = columns.at("level1")
        row.slid = level1_at is not None and name.column <= level1_at
    if row.lost or row.doubled:
        row.slipped = True
