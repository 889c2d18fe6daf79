"""Take a clean form, damage it as scans do, and the form comes back."""

from __future__ import annotations

from dataclasses import dataclass, field

from hypothesis import given, settings
from hypothesis import strategies as st

from pmlint.model.form import Form
from pmlint.model.grid import Cell, Document, Grid, Row
from pmlint.model.location import TextLocation
from pmlint.recover import recover

from .grids import text_document

TREE: dict[str, dict[str, tuple[str, str]]] = {
    "产出指标": {
        "数量指标": ("{}参与人数", "≥{}人"),
        "质量指标": ("{}验收合格率", "≥9{}%"),
        "时效指标": ("{}完成及时率", "2023年1{}月底前"),
        "成本指标": ("{}单位成本", "≤{}万元"),
    },
    "效益指标": {
        "经济效益指标": ("带动{}增收", "≥{}万元"),
        "社会效益指标": ("提升{}水平", "提升"),
        "生态效益指标": ("{}碳排放下降率", "≥{}%"),
        "可持续影响指标": ("{}长效机制健全性", "健全"),
    },
    "满意度指标": {"服务对象满意度指标": ("{}满意度", "≥9{}%")},
}
TOPICS = ("培训", "走访", "宣传", "社区", "党员", "课程", "窗口", "平台")


@dataclass
class Line:
    """An indicator's row before damage."""

    level1: str
    level2: str
    name: str
    value: str
    lost: bool = False


@dataclass
class Printed:
    """A row as it is printed: five columns (side, 一级, 二级, 三级, value)."""

    cells: list[str]
    break_before: bool = False
    shift: int = 0
    line: Line | None = field(default=None, repr=False)


@st.composite
def clean_lines(draw: st.DrawFn) -> list[Line]:
    lines: list[Line] = []
    for level1, below in TREE.items():
        chosen = draw(
            st.lists(st.sampled_from(sorted(below)), min_size=1, unique=True).map(
                lambda names, below=below: [n for n in below if n in names]
            )
        )
        for level2 in chosen:
            name, value = below[level2]
            topics = draw(st.lists(st.sampled_from(TOPICS), min_size=1, max_size=4, unique=True))
            for n, topic in enumerate(topics):
                lines.append(Line(level1, level2, name.format(topic), value.format(n + 1)))
    return lines


def spans(lines: list[Line], level: str) -> list[tuple[int, int, str]]:
    """(first row, end, name) of each group."""
    found: list[tuple[int, int, str]] = []
    for i, line in enumerate(lines):
        name = getattr(line, level)
        if found and found[-1][2] == name:
            found[-1] = (found[-1][0], i + 1, name)
        else:
            found.append((i, i + 1, name))
    return found


def printed(lines: list[Line]) -> list[Printed]:
    rows = [Printed(["", "", "", x.name, x.value], line=x) for x in lines]
    for column, level in ((1, "level1"), (2, "level2")):
        for begin, _, name in spans(lines, level):
            rows[begin].cells[column] = name
    return rows


HEAD = (
    "财政项目支出绩效目标申报表\n(2023年度)\n"
    "项目名称\t党建\t项目性质\t经常性项目\t项目类别\t特定目标类\n"
    "主管部门\t某局\t实施单位\t某所\t\t\n"
    "计划开始日期\t2023-01-01\t计划完成日期\t2023-12-31\t\t\n"
    "项目资金(元)\t项目资金总额\t5.00\t年度资金申请总额\t4.00\t\n"
    "\t其中：财政资金\t5.00\t其中：当年财政拨款\t4.00\t\n"
    "\t\t\t上年结转资金\t0.00\t\n"
    "其他资金\t\t其他资金\t0.00\t\t\n"
    "项目绩效目标\t项目总目标\t\t年度总目标\t\n"
    "\t总目标文字。\t\t年度目标文字。\t\n"
    "\t一级指标\t二级指标\t三级指标\t指标值\n"
)


def text_of(rows: list[Printed], trailing: bool = True) -> str:
    out = [HEAD]
    for row in rows:
        if row.break_before:
            out.append("\n")
        line = "\t".join(row.cells[row.shift :] + [""] * row.shift)
        out.append((line if trailing else line.rstrip("\t")) + "\n")
    return "".join(out)


def check(form: Form, lines: list[Line]) -> None:
    got = [(i.level1.text, i.level2.text, i.name.text, i.target.text) for i in form.indicators]
    want = [(x.level1, x.level2, x.name, None if x.lost else x.value) for x in lines]
    assert got == want
    assert form.funds["other"].text is None
    assert form.funds["annual_other"].text == "0.00"
    assert form.goals["annual"].text == "年度目标文字。"
    for _, field_ in form.fields():
        for piece in field_.pieces:
            stop = piece.start + piece.length
            assert field_.text is not None
            assert (
                field_.text[piece.start : stop] == piece.cell.text[piece.offset :][: piece.length]
            )


def drift(data: st.DataObject, rows: list[Printed], lines: list[Line]) -> None:
    """Each label of a merged cell moves to any row of its span."""
    for column, level in ((1, "level1"), (2, "level2")):
        for begin, end, name in spans(lines, level):
            rows[begin].cells[column] = ""
            rows[data.draw(st.integers(begin, end - 1))].cells[column] = name


# A neighbour whose cells have visibly slipped: the document is a scan.
SLIPPED = HEAD + (
    "\t产出指标\t数量指标\t走访参与人数\t≥3人\n\t质量指标\t走访合格率\t≥90%\t\n走访完成及时率\t\t\t100%\n"
)


@given(clean_lines(), st.data())
@settings(max_examples=400, deadline=None)
def test_labels_drift_within_their_spans(lines: list[Line], data: st.DataObject) -> None:
    rows = printed(lines)
    drift(data, rows, lines)
    (form, _) = recover(text_document(text_of(rows) + SLIPPED))
    check(form, lines)


@given(clean_lines(), st.data())
@settings(max_examples=400, deadline=None)
def test_columns_shift_and_cells_vanish(lines: list[Line], data: st.DataObject) -> None:
    rows = printed(lines)
    drift(data, rows, lines)
    for row in rows:
        empty = next(i for i, c in enumerate(row.cells) if c)
        row.shift = data.draw(st.integers(0, empty))
        if row.line and data.draw(st.integers(0, 9)) == 0:
            row.line.lost, row.cells[4] = True, ""
    # (A line of a name and nothing else, not even a TAB, could be prose: that is not promised.)
    bare = any(r.line and r.line.lost and r.shift == 3 for r in rows)
    trailing = bare or data.draw(st.booleans())
    (form, _) = recover(text_document(text_of(rows, trailing) + SLIPPED))
    check(form, [r.line for r in rows if r.line])
    for indicator, line in zip(form.indicators, lines, strict=True):
        assert (indicator.target.state == "lost") is line.lost


@given(clean_lines(), st.data())
@settings(max_examples=400, deadline=None)
def test_pages_break_and_labels_fall_behind_the_break(
    lines: list[Line], data: st.DataObject
) -> None:
    rows = printed(lines)
    drift(data, rows, lines)
    cut = data.draw(st.integers(1, len(rows) - 1))
    rows[cut].break_before = True
    for column, level in ((1, "level1"), (2, "level2")):
        for begin, end, name in spans(lines, level):
            if begin < cut < end and data.draw(st.booleans()):
                for row in rows[begin:end]:
                    row.cells[column] = ""
                rows[cut].cells[column] = name
    (form, _) = recover(text_document(text_of(rows) + SLIPPED))
    check(form, lines)


_WRONG = {"数": "效", "质": "贡", "时": "吋", "益": "盖", "效": "郊", "量": "里", "响": "晌"}


@given(clean_lines(), st.data())
@settings(max_examples=400, deadline=None)
def test_labels_are_spaced_doubled_misread_or_gone(lines: list[Line], data: st.DataObject) -> None:
    rows = printed(lines)
    drift(data, rows, lines)
    implied = data.draw(st.sampled_from([None, "产出指标", "效益指标"]))
    for row in rows:
        for column in (1, 2):
            label = row.cells[column]
            if not label:
                continue
            damage = data.draw(st.sampled_from(["", "", "space", "double", "misread"]))
            if damage == "space":
                at = data.draw(st.integers(1, len(label) - 1))
                row.cells[column] = f"{label[:at]} {label[at:]}"
            elif damage == "double" and column == 2 and not row.cells[1]:
                row.cells[1] = label
            elif damage == "misread":
                wrong = next((c for c in label[:-2] if c in _WRONG), "")
                row.cells[column] = label.replace(wrong, _WRONG[wrong], 1) if wrong else label
        if row.cells[1] == implied:
            row.cells[1] = ""
    (form, _) = recover(text_document(text_of(rows) + SLIPPED))
    check(form, lines)


@given(clean_lines(), st.data())
@settings(max_examples=100, deadline=None)
def test_clean_tables_are_taken_at_their_word(lines: list[Line], data: st.DataObject) -> None:
    # whatever is filed wherever: nothing has slipped, so words decide nothing
    names = data.draw(st.permutations([(x.name, x.value) for x in lines]))
    for line, (name, value) in zip(lines, names, strict=True):
        line.name, line.value = name, value
    (form,) = recover(text_document(text_of(printed(lines))))
    check(form, lines)
    assert not any(i.doubtful_place for i in form.indicators)


@given(clean_lines(), st.data())
@settings(max_examples=100, deadline=None)
def test_a_lone_misfit_below_its_label_stays(lines: list[Line], data: st.DataObject) -> None:
    groups = spans(lines, "level2")
    inner = [i for begin, end, _ in groups for i in range(begin + 1, end - 1)]
    if not inner:
        return
    at = data.draw(st.sampled_from(inner))
    other = data.draw(st.sampled_from([x for x in lines if x.level2 != lines[at].level2]))
    lines[at].name, lines[at].value = f"甲{other.name}", other.value
    rows = printed(lines)
    drift(data, rows, lines)
    begin, end, name = next(g for g in groups if g[0] <= at < g[1])
    for row in rows[begin:end]:
        row.cells[2] = ""
    rows[begin].cells[2] = name
    (form, _) = recover(text_document(text_of(rows) + SLIPPED))
    check(form, lines)


words = st.sampled_from(
    [
        "",
        "项目名称",
        "产出指标",
        "数量指标",
        "一级指标",
        "二级指标",
        "三级指标",
        "指标值",
        "100%",
        "其他资金",
        "年度总目标",
        "效益指标 社会效益指标",
        "双星指标",
        "绩效目标表",
        "(2023年度)",
        "甲乙",
        "指标1：",
        "<b>5</b>",
        "满意度",
        "项目名称：甲",
        "单位：万元",
        "---",
        "合计",
        "\u3000",
    ]
) | st.text(max_size=6)


@given(st.lists(st.lists(words, max_size=7), max_size=25), st.booleans(), st.data())
@settings(max_examples=300, deadline=None)
def test_total_on_any_grid(table: list[list[str]], ruled: bool, data: st.DataObject) -> None:
    kinds = st.sampled_from(["cells", "cells", "cells", "prose", "blank", "break", "rule"])
    rows = []
    for r, texts in enumerate(table):
        cells, column = [], 0
        for text in texts:
            right, down = data.draw(st.sampled_from([(1, 1), (1, 1), (2, 1), (1, 3)]))
            where = TextLocation(r + 1, column + 1, r + 1, column + 1 + len(text))
            cells.append(Cell(text, where, r, column, down, right))
            column += right
        rows.append(Row(r, tuple(cells), data.draw(kinds), 1))
    for form in recover(Document("x", "x", [Grid(rows, ruled=ruled)])):
        for _, field_ in form.fields():
            _ = field_.location
            for piece in field_.pieces:
                assert field_.text is not None
                stop = piece.start + piece.length
                assert (
                    field_.text[piece.start : stop]
                    == piece.cell.text[piece.offset :][: piece.length]
                )
