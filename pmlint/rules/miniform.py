"""Forms for examples: a clean base form with the parts that an example states put in.

An example states a *mini-form* in the field's own words:

- one indicator: ``{二级指标: 质量指标, 三级指标: …, 指标值: …}`` (一级指标 follows from 二级指标;
  without 二级指标 it stands under 数量指标); it replaces the base form's rows of that group;
- several: ``指标: [{…}, {…}]`` (replaces the groups it names), or ``全部指标: […]`` (the whole
  table);
- header, funds, goals: ``项目名称: …``, ``项目资金总额: "…"``, ``年度总目标: …``; ``年度: 2023``;
  ``方案: 2015`` (the profile);
- ``去掉: [项目总目标, 社会效益指标]``: fields or groups the form has no place for;
- several forms or files: ``表: [{…}, {…}]``, ``文件: [{…}, {…}]``.

A value is text (``""`` is a blank cell) or ``{值: …, 状态: lost, 疑问: label-drift, 置信: 0.5}``.
``⟦…⟧`` in a text marks what is wrong and is taken out; ``⟦⟧`` marks a blank cell.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from typing import Any

from pmlint import data
from pmlint.model.diagnostic import Edit
from pmlint.model.form import Doubt, Field, Form, Indicator, Piece
from pmlint.model.grid import Cell, Document, Grid, Row
from pmlint.model.location import Location, TextLocation
from pmlint.model.value import record

OPEN, CLOSE = "⟦", "⟧"
_ROW = {
    "一级指标": "level1",
    "二级指标": "level2",
    "三级指标": "name",
    "指标值": "target",
    "指标性质": "operator",
    "指标值数": "value",
    "度量单位": "unit",
    "权重": "weight",
}
_SPECIAL = ("指标", "全部指标", "去掉", "表", "文件", "年度", "方案", "标题")


class ExampleError(Exception):
    """A mini-form that cannot be understood; the message is Chinese."""


def split_marks(text: str) -> tuple[str, list[tuple[int, int]]]:
    """The text without its marks, and the marked spans (0-based offsets into that text)."""
    clean, spans, start = "", [], None
    for char in text:
        if char == OPEN:
            start = len(clean)
        elif char == CLOSE:
            if start is None:
                raise ExampleError(f"“{text}”中的 ⟧ 前面没有 ⟦")
            spans.append((start, len(clean)))
            start = None
        else:
            clean += char
    if start is not None:
        raise ExampleError(f"“{text}”中的 ⟦ 没有配对的 ⟧")
    return clean, spans


@record
class Case:
    """The forms of a mini-form, each field on a line of its own; ``marks`` are the marked places
    as (path of the file, location), ``slots`` say which field stands on which line."""

    files: list[tuple[Document, list[Form]]] = field(default_factory=list)
    marks: list[tuple[str, Location]] = field(default_factory=list)
    slots: dict[tuple[str, int], str] = field(default_factory=dict)
    texts: dict[tuple[str, int], str] = field(default_factory=dict)

    def edited(self, edits: Sequence[tuple[str, Edit]]) -> dict[tuple[str, int], str]:
        """The texts of all fields by (file, line) after the edits, each (file, edit)."""
        texts = dict(self.texts)
        for path, edit in sorted(edits, key=lambda e: _start(e[1]), reverse=True):
            where = edit.location
            assert isinstance(where, TextLocation)
            key = (path, where.line)
            old = texts[key]
            start, end = where.column - 1, where.end_column - 1
            if old[start:end] != edit.old:
                raise ExampleError(f"修改处的原文应为“{old[start:end]}”，规则给出的是“{edit.old}”")
            texts[key] = old[:start] + edit.new + old[end:]
        return texts


def build(mini: Mapping[str, Any], texts: Mapping[tuple[str, int], str] | None = None) -> Case:
    """The forms that a mini-form stands for. ``texts`` (as `Case.edited` gives them) replaces the
    texts of the fields. Raises `ExampleError`."""
    case = Case()
    files = mini.get("文件")
    if files is not None:
        for number, one in enumerate(files, 1):
            _File(case, f"例{number}.txt", texts or {}).add(one)
    else:
        _File(case, "例.txt", texts or {}).add(mini)
    return case


class _File:
    """Builds the forms of one example file into a case."""

    def __init__(self, case: Case, path: str, texts: Mapping[tuple[str, int], str]) -> None:
        self.case = case
        self.path = path
        self.texts = texts
        self.line = 0
        self.form = 0
        self.grid = Grid([])
        self.document = Document(path, "text", [self.grid])

    def add(self, mini: Mapping[str, Any]) -> None:
        forms = [self._form(one) for one in mini.get("表", [mini])]
        self.case.files.append((self.document, forms))

    def _form(self, mini: Mapping[str, Any]) -> Form:
        base = data.load("examples/form.yaml")
        labels: dict[str, str] = {v: k for k, v in data.load("vocab/fields.yaml").items()}
        known = {*labels, *_ROW, *_SPECIAL}
        groups = {*base["归属"], *base["归属"].values()}
        gone = set(mini.get("去掉", ()))
        for key in (*mini, *gone):
            if key not in known and key not in groups:
                if "三级指标" in mini or "指标值" in mini:
                    continue  # a further column of the indicator
                raise ExampleError(f"例子中不认识“{key}”；可写：{'、'.join(sorted(known))}")
        self.form += 1
        year = mini.get("年度", base["年度"])
        title = self._field("title", mini.get("标题", f"{base['标题']}（{year}年度）"), None)
        parts: dict[str, dict[str, Field]] = {"header": {}, "funds": {}, "goals": {}}
        for part, chapter in (("header", "表头"), ("funds", "资金"), ("goals", "目标")):
            for label, text in base[chapter].items():
                if label in gone:
                    continue
                value = mini.get(label, _in_year(text, year) if isinstance(text, str) else text)
                key = labels[label].partition(".")[2]
                parts[part][key] = self._field(labels[label], value, label)
        rows = [self._row(n, row) for n, row in enumerate(_rows(mini, base, gone, year))]
        return Form(
            index=self.form,
            title=title,
            year=year,
            profile=str(mini.get("方案", base["方案"])),
            header=parts["header"],
            funds=parts["funds"],
            goals=parts["goals"],
            indicators=rows,
            where=title.location,
        )

    def _row(self, number: int, row: Mapping[str, Any]) -> Indicator:
        made: dict[str, Field] = {}
        extras: dict[str, Field] = {}
        for label, value in row.items():
            key = _ROW.get(label)
            path = f"indicators[{number}].{key or 'extras.' + label}"
            made_field = self._field(path, value, label)
            if key is None:
                extras[label] = made_field
            else:
                made[key] = made_field
        for key in ("level1", "level2", "name", "target"):
            made.setdefault(key, Field(None, "absent"))
        return Indicator(number, **made, extras=extras)  # type: ignore[arg-type]

    def _field(self, path: str, value: Any, label: str | None) -> Field:
        self.line += 1
        options: Mapping[str, Any] = value if isinstance(value, dict) else {}
        raw = options.get("值", "") if isinstance(value, dict) else value
        if raw is not None and not isinstance(raw, str):
            raise ExampleError(f"“{label}: {raw}”应为文字，请加引号")
        text, spans = split_marks(raw or "")
        key = (self.path, self.line)
        text = self.texts.get(key, text)
        self.case.slots[key] = f"{self.form}:{path}"
        self.case.texts[key] = text
        whole = TextLocation(self.line, 1, self.line, len(text) + 1)
        for start, end in spans:
            self.case.marks.append((self.path, whole.part(start, end)))
        doubts = (Doubt(options["疑问"]),) if options.get("疑问") else ()
        if not text:
            state = options.get("状态", "blank")
            return Field(None, state, where=whole, label=label, doubts=doubts)
        cell = Cell(text, whole, self.line, 0, confidence=options.get("置信"))
        self.grid.rows.append(Row(self.line, (cell,)))
        pieces = (Piece(0, len(text), cell, 0),)
        return Field(text, pieces=pieces, where=whole, label=label, doubts=doubts)


def _rows(
    mini: Mapping[str, Any], base: Mapping[str, Any], gone: set[str], year: int
) -> Iterator[dict[str, Any]]:
    """The rows of the table: the base form's with the example's in the place of their groups."""
    owners: Mapping[str, str] = base["归属"]
    if "全部指标" in mini:
        yield from (_levels(row, owners) for row in mini["全部指标"])
        return
    own = [row for row in mini.get("指标", ()) if row]
    single = {k: v for k, v in mini.items() if k not in _SPECIAL and _of_row(k, base)}
    if single:
        own.append(single)
    own = [_levels(row, owners) for row in own]
    placed: set[int] = set()
    replaced = {_plain(row["二级指标"]) for row in own}
    for row in base["指标"]:
        group = row["二级指标"]
        if group in replaced:
            for number, mine in enumerate(own):
                if _plain(mine["二级指标"]) == group and number not in placed:
                    placed.add(number)
                    yield mine
        elif group not in gone and row["一级指标"] not in gone:
            yield {k: _in_year(v, year) for k, v in row.items()}
    yield from (row for number, row in enumerate(own) if number not in placed)


def _of_row(key: str, base: Mapping[str, Any]) -> bool:
    return not any(key in base[chapter] for chapter in ("表头", "资金", "目标"))


def _levels(row: Mapping[str, Any], owners: Mapping[str, str]) -> dict[str, Any]:
    level2 = row.get("二级指标", "数量指标")
    level1 = row.get("一级指标", owners.get(_plain(level2), "产出指标"))
    return {**row, "一级指标": level1, "二级指标": level2}


def _plain(value: Any) -> str:
    text = value.get("值", "") if isinstance(value, dict) else value
    return split_marks(text or "")[0]


def _in_year(text: str, year: int) -> str:
    return text.replace("2024", str(year))


def _start(edit: Edit) -> tuple[int, int]:
    assert isinstance(edit.location, TextLocation)
    return edit.location.line, edit.location.column
