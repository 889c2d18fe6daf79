"""Clean forms: the projects of `bank.yaml` in the layouts that places use, as files.

    form = make(project, "shanghai-2024", random.Random(1))
    name, data = render(form)          # ("form.txt", b"…")

A `Made` is what the office meant, as plain text in plain lists: defects are planted by changing it
before it is rendered. Everything random comes from the generator that the caller passes in.
"""

from __future__ import annotations

import csv
import html
import io
import random
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent
Table = list[list[str]]

OUTPUT, COST, BENEFIT, SATISFIED = "产出指标", "成本指标", "效益指标", "满意度指标"
_GROUPS = {
    "数量": (OUTPUT, "数量指标"),
    "质量": (OUTPUT, "质量指标"),
    "时效": (OUTPUT, "时效指标"),
    "成本": (OUTPUT, COST),
    "经济": (BENEFIT, "经济效益指标"),
    "社会": (BENEFIT, "社会效益指标"),
    "生态": (BENEFIT, "生态效益指标"),
    "持续": (BENEFIT, "可持续影响指标"),
    "满意": (SATISFIED, "服务对象满意度指标"),
}
"""The groups of the bank, in the order of a form, under the names of the 2015 scheme."""


@dataclass(frozen=True)
class Layout:
    """A kind of form. ``levels`` renames groups (None: the scheme has no such group); ``split``:
    sign, value and unit in columns of their own; ``weights``: the sums of the level-1 groups."""

    name: str
    title: str
    years: tuple[int, ...]
    format: str
    shanghai: bool = True
    levels: dict[str, tuple[str, str] | None] = field(default_factory=dict)
    split: bool = False
    weights: dict[str, int] | None = None


_COST_APART: dict[str, tuple[str, str] | None] = {"成本": (COST, "经济成本指标")}
_SICHUAN = {k: ("项目完成指标", _GROUPS[k][1]) for k in ("数量", "质量", "时效", "成本")}
_SICHUAN |= {k: ("项目效益指标", _GROUPS[k][1]) for k in ("经济", "社会", "生态", "持续")}
_SICHUAN |= {"满意": (SATISFIED, SATISFIED)}

LAYOUTS = {
    layout.name: layout
    for layout in (
        Layout("shanghai-2022", "财政项目支出绩效目标申报表", (2022,), "text"),
        Layout("shanghai-2023", "财政项目支出绩效目标申报表", (2023,), "xlsx"),
        Layout(
            "shanghai-2024",
            "财政项目支出绩效目标申报表",
            (2024, 2025, 2026),
            "text",
            levels=_COST_APART,
        ),
        Layout(
            "shanghai-2024-web",
            "财政项目支出绩效目标申报表",
            (2025, 2026),
            "html",
            levels=_COST_APART,
        ),
        Layout("national-2015", "项目支出绩效目标表", (2021, 2024), "tsv", shanghai=False),
        Layout(
            "national-2015-md", "项目支出绩效目标申报表", (2023, 2025), "markdown", shanghai=False
        ),
        Layout(
            "national-2021",
            "项目支出绩效目标表",
            (2023, 2026),
            "xlsx",
            shanghai=False,
            levels=_COST_APART | {"持续": None},
            split=True,
            weights={COST: 20, OUTPUT: 40, BENEFIT: 20, SATISFIED: 10},
        ),
        Layout(
            "sichuan",
            "项目支出绩效目标申报表",
            (2022, 2025),
            "csv",
            shanghai=False,
            levels=dict(_SICHUAN),
            split=True,
            weights={"项目完成指标": 50, "项目效益指标": 30, SATISFIED: 10},
        ),
        Layout(
            "split-100",
            "项目支出绩效目标表",
            (2024, 2026),
            "tsv",
            shanghai=False,
            split=True,
            weights={OUTPUT: 50, BENEFIT: 40, SATISFIED: 10},
        ),
    )
}


@dataclass
class Row:
    """An indicator; ``weight`` only where the layout has the column."""

    level1: str
    level2: str
    name: str
    target: str
    weight: str = ""


@dataclass
class Made:
    """A form before it is a file. ``header`` and ``funds`` are by their printed labels."""

    layout: Layout
    year: int
    project: str
    title: str
    header: dict[str, str]
    funds: dict[str, str]
    overall: str
    annual: str
    rows: list[Row]

    def of(self, level2: str) -> list[Row]:
        """The rows under a 二级指标."""
        return [row for row in self.rows if row.level2 == level2]


@lru_cache(maxsize=1)
def bank() -> list[dict[str, Any]]:
    """The projects, as in the file."""
    projects: list[dict[str, Any]] = yaml.safe_load((HERE / "bank.yaml").read_text("utf-8"))
    return projects


def make(project: dict[str, Any], layout_name: str, rng: random.Random) -> Made:
    """A clean form of a project in a layout."""
    layout = LAYOUTS[layout_name]
    year = rng.choice(layout.years)

    def dated(text: str) -> str:
        return text.replace("{y}", str(year))

    rows = []
    for key, usual in _GROUPS.items():
        levels = layout.levels.get(key, usual)
        if levels is not None:
            rows += [Row(*levels, n, dated(v)) for n, v in project.get(key, ())]
    if layout.weights:
        _weigh(rows, layout.weights)
    department, unit = project["offices"]
    header = {
        "项目名称": project["project"],
        "项目性质": "经常性项目",
        "项目类别": "特定目标类",
        "主管部门": department,
        "实施单位": unit,
        "计划开始日期": f"{year}-01-01",
        "计划完成日期": f"{year}-12-31",
    }
    return Made(
        layout,
        year,
        project["project"],
        layout.title,
        header,
        _funds(layout, project["amount"], rng),
        dated(project["overall"]),
        dated(project["annual"]),
        rows,
    )


def _funds(layout: Layout, amount: int, rng: random.Random) -> dict[str, str]:
    if not layout.shanghai:
        other = rng.choice((0, 0, amount // 10))
        shown = [f"{part / 10000:.2f}" for part in (amount, amount - other, other)]
        return dict(zip(("年度资金总额", "其中：财政拨款", "其他资金"), shown, strict=True))
    carried = rng.choice((0, 0, amount // 20))
    annual = {
        "年度资金申请总额": f"{amount:,.2f}",
        "其中：当年财政拨款": f"{amount - carried:,.2f}",
        "上年结转资金": f"{carried:,.2f}",
        "年度其他资金": "0.00",
    }
    whole = rng.choice((amount, None))  # blank project totals are normal on 经常性项目
    total = f"{whole:,.2f}" if whole else ""
    return {
        "项目资金总额": total,
        "其中：财政资金": total,
        "其他资金": "0.00" if whole else "",
        **annual,
    }


def _weigh(rows: list[Row], sums: dict[str, int]) -> None:
    for level1, total in sums.items():
        group = [row for row in rows if row.level1 == level1]
        for number, row in enumerate(group):
            row.weight = str(total // len(group) + (number < total % len(group)))


def render(form: Made) -> tuple[str, bytes]:
    """The form as a file: its name and content."""
    return pack([form])


def pack(forms: list[Made]) -> tuple[str, bytes]:
    """Forms of one layout as a file: its name and content."""
    tables = [list(_table(form)) for form in forms]
    kind = forms[0].layout.format
    if kind == "xlsx":
        return "forms.xlsx", _xlsx(tables)
    if kind == "csv":
        out = io.StringIO()
        csv.writer(out, lineterminator="\n").writerows(row for table in tables for row in table)
        return "forms.csv", out.getvalue().encode()
    writer = {"html": _html, "markdown": _markdown}.get(kind, _text)
    suffix = {"html": "html", "markdown": "md", "tsv": "tsv"}.get(kind, "txt")
    return f"forms.{suffix}", "\n".join(writer(table) for table in tables).encode()


def _table(form: Made) -> Iterable[list[str]]:
    layout = form.layout
    yield [form.title]
    yield [f"（{form.year}年度）"]
    pairs = list(form.header.items())
    if layout.shanghai:
        yield [word for pair in pairs[:3] for word in pair]
        yield [pairs[3][0], pairs[3][1], "", *pairs[4]]
        yield [pairs[5][0], pairs[5][1], "", *pairs[6]]
        left, right = list(form.funds.items())[:3], list(form.funds.items())[3:]
        yield ["项目资金（元）", *left[0], *right[0]]
        yield ["", *left[1], *right[1]]
        yield ["", "", "", *right[2]]
        yield ["", *left[2], "其他资金", right[3][1]]
        yield ["项目绩效目标", "项目总目标", "年度总体目标"]
        yield ["", form.overall, form.annual]
        yield ["绩效指标", "一级指标", "二级指标", "三级指标", "年度指标值"]
        before = [""]
    else:
        yield [*pairs[0], *pairs[3]]
        yield [*pairs[4], "项目期", f"{form.year}年1月至{form.year}年12月"]
        first, *others = form.funds.items()
        yield ["项目资金（万元）", *first]
        yield from (["", *other] for other in others)
        yield ["总体目标", form.overall]
        yield ["年度目标", form.annual]
        columns = ["指标性质", "指标值", "度量单位"] if layout.split else ["指标值"]
        weights = ["权重"] if layout.weights else []
        yield ["一级指标", "二级指标", "三级指标", *columns, *weights]
        before = []
    last = ("", "")
    for row in form.rows:
        level1 = row.level1 if row.level1 != last[0] else ""
        level2 = row.level2 if (row.level1, row.level2) != last else ""
        last = (row.level1, row.level2)
        values = split(row.target) if layout.split else (row.target,)
        weights = [row.weight] if layout.weights else []
        yield [*before, level1, level2, row.name, *values, *weights]


_SPLIT = re.compile(r"(≥|≤|=|>=|<=|>|<)?\s*(-?\d[\d,.]*)\s*[(（]?(\D[^()（）]*?)?[)）]?")


def split(target: str) -> tuple[str, str, str]:
    """Sign, value and unit of a target as the columns 指标性质, 指标值, 度量单位 hold them."""
    found = _SPLIT.fullmatch(target)
    if found is None or "年" in target or (found[3] or "").endswith(("内", "前")):
        return "定性", target, ""
    sign = {None: "", "=": "＝"}.get(found[1], found[1])
    return sign or "", found[2], found[3] or ""


def _text(table: Table) -> str:
    return "".join("\t".join(cell.replace("\n", " ") for cell in row) + "\n" for row in table)


def _markdown(table: Table) -> str:
    width = max(map(len, table))
    lines = [f"# {table[0][0]}", "", table[1][0], ""]
    for number, row in enumerate(table[2:]):
        cells = [cell.replace("|", "\\|") for cell in row] + [""] * (width - len(row))
        lines.append("| " + " | ".join(cells) + " |")
        if number == 0:
            lines.append("|" + "---|" * width)
    return "\n".join(lines) + "\n"


def _html(table: Table) -> str:
    width = max(map(len, table))
    lines = ["<html><head><meta charset='utf-8'></head><body><table border='1'>"]
    for row in table:
        if len(row) == 1:
            lines.append(f"<tr><td colspan='{width}'>{html.escape(row[0])}</td></tr>")
        else:
            cells = [*row, *[""] * (width - len(row))]
            lines.append("<tr>" + "".join(f"<td>{html.escape(c)}</td>" for c in cells) + "</tr>")
    return "\n".join([*lines, "</table></body></html>"]) + "\n"


def _xlsx(tables: list[Table]) -> bytes:
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    for number, table in enumerate(tables):
        if number:
            sheet = book.create_sheet()
        sheet.title = f"表{number + 1}"
        for row in table:
            sheet.append([cell or None for cell in row])
            for cell in sheet[sheet.max_row]:
                if cell.value is not None:
                    cell.data_type = "s"  # =100(%) is a text, not a formula
        start = next(i for i, row in enumerate(table, 1) if "三级指标" in row) + 1
        column = table[start - 2].index("一级指标") + 1
        for offset in (0, 1):
            _merge(sheet, start, len(table), column + offset)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _merge(sheet: Any, start: int, end: int, column: int) -> None:
    """Merge each label of a column with the blank cells below it."""
    first = start
    for row in range(start + 1, end + 2):
        if row > end or sheet.cell(row, column).value is not None:
            if row - first > 1 and sheet.cell(first, column).value is not None:
                sheet.merge_cells(
                    start_row=first, end_row=row - 1, start_column=column, end_column=column
                )
            first = row
