"""Forms as scanned text prints them, built from indicators of real forms, and their scoring.

The indicators (``triples.tsv``: project, 二级指标, 三级指标, 指标值) are those of public forms of
some sixty projects of many offices, with the 二级指标 their authors chose, right or wrong. A value
that the source does not print is drawn from another indicator of the same 二级指标. Every third
project is held out: cues may be tuned on the others only.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

from pmlint.model.form import Field, Form

OUTPUT = ["数量指标", "质量指标", "时效指标", "成本指标"]
BENEFIT = ["经济效益指标", "社会效益指标", "生态效益指标", "可持续影响指标"]
COSTS = ["经济成本指标", "社会成本指标", "生态环境成本指标"]
TREE = {"产出指标": OUTPUT, "效益指标": BENEFIT, "满意度指标": ["服务对象满意度指标"]}
TREE_2024 = {"成本指标": COSTS, **TREE, "产出指标": OUTPUT[:3]}
MOST = 5
"""The most indicators of a 二级指标 in a form."""


@dataclass
class Row:
    """A row of the table: side, 一级, 二级, 三级, value, and what is true of it."""

    cells: list[str]
    level1: str = ""
    level2: str = ""
    name: str = ""
    value: str | None = None
    indicator: bool = True
    break_before: bool = False
    rule_before: bool = False

    def slide(self, by: int) -> None:
        """Leading empty cells are lost (``by`` < 0) or one too many is there (``by`` > 0)."""
        if by < 0:
            gone = min(-by, next((i for i, c in enumerate(self.cells) if c), 0))
            self.cells = self.cells[gone:] + [""] * gone
        else:
            self.cells = [""] * by + self.cells


@dataclass
class Paper:
    """A form as printed: the head as lines of cells, the table's rows, and the truth."""

    head: list[list[str]]
    heading: list[str]
    rows: list[Row]
    header: dict[str, str | None]
    funds: dict[str, str | None]
    goals: dict[str, str | None]
    trailing: bool = True
    wide: bool = False

    def groups(self, column: int) -> list[list[Row]]:
        """The rows of each 一级 (column 1) or 二级 (2) group."""
        found: list[list[Row]] = []
        for row in self.rows:
            key = row.level1 if column == 1 else row.level2
            last = found[-1][0] if found else None
            if last is not None and key == (last.level1 if column == 1 else last.level2):
                found[-1].append(row)
            else:
                found.append([row])
        return found

    def text(self) -> str:
        out = ["财政项目支出绩效目标申报表\n", "\n"]
        out += ["\t".join(cells) + "\n" for cells in [*self.head, self.heading]]
        for row in self.rows:
            if row.break_before:
                out.append("\n")
            if row.rule_before:
                out.append("-------\t-----------\t------------\t-------\n")
            line = "\t".join(row.cells)
            out.append((line if self.trailing else line.rstrip("\t")) + "\n")
        return "".join(out)


@cache
def triples(held_out: bool) -> dict[int, list[tuple[str, str, str]]]:
    """(二级指标, 三级指标, 指标值) by project: the held-out third, or the others."""
    path = Path(__file__).with_name("triples.tsv")
    found: dict[int, list[tuple[str, str, str]]] = defaultdict(list)
    with path.open(encoding="utf-8", newline="") as file:
        for project, level2, name, value in list(csv.reader(file, delimiter="\t"))[1:]:
            if (int(project) % 3 == 0) is held_out:
                found[int(project)].append((level2, name, value))
    return dict(found)


def paper(random: Random, held_out: bool) -> Paper:
    """A clean form: the indicators of one to three projects, in the layout of some year."""
    pool = triples(held_out)
    year = random.choice([2022, 2023, 2023, 2024])
    tree = TREE_2024 if year == 2024 else TREE
    filed: dict[str, dict[str, str]] = defaultdict(dict)
    for project in random.sample(sorted(pool), random.randint(1, 3)):
        for level2, name, value in pool[project]:
            if level2 in COSTS and year != 2024:
                level2 = "成本指标"
            elif level2 == "成本指标" and year == 2024:
                level2 = "经济成本指标"
            filed[level2].setdefault(name, value or _borrowed(random, pool, level2))
    rows: list[Row] = []
    for level1, below in tree.items():
        top = level1
        for level2 in below:
            names = list(filed.get(level2, ()))
            if len(names) > 1:
                at = random.randint(0, len(names) - 1)
                names = (names[at:] + names[:at])[: random.randint(1, MOST)]
            for k, name in enumerate(names):
                value = filed[level2][name]
                cells = ["", top, "" if k else level2, name, value]
                rows.append(Row(cells, level1, level2, name, value))
                top = ""
    if len(rows) < 4 or len({r.level2 for r in rows}) < 3:
        return paper(random, held_out)
    return _framed(random, year, rows)


def _borrowed(random: Random, pool: dict[int, list[tuple[str, str, str]]], level2: str) -> str:
    if level2 == "经济成本指标":
        level2 = "成本指标"
    return random.choice([v for rows in pool.values() for k, _, v in rows if k == level2 and v])


def _framed(random: Random, year: int, rows: list[Row]) -> Paper:
    """The head around the rows, as the forms of ``year`` print it."""
    project, office = rows[0].name[:8] + "经费", "上海市某区某局"
    total, fiscal = f"{random.randint(10, 9000):,},000.00", f"{random.randint(10, 900):,},500.00"
    blank = random.random() < 0.4  # 经常性项目: the project's half is empty
    header: dict[str, str | None] = {
        "project_name": project,
        "project_category": "特定目标类" if year > 2022 else "经常性项目",
        "project_nature": "经常性项目" if year > 2022 else None,
        "department": f"{office}(汇总)",
        "unit": office,
        "start_date": f"{year}-01-01",
        "end_date": f"{year}-12-31",
    }
    half = None if blank else total
    funds = dict.fromkeys(("total", "fiscal"), half) | {
        "other": None,
        "annual_total": fiscal,
        "annual_fiscal": fiscal,
        "annual_carryover": "0.00",
        "annual_other": "0.00",
        "unit": "元" if year > 2022 else None,
    }
    goal = "按照工作计划，完成年度各项任务，提高服务水平，保障项目顺利实施。"
    goals = {"overall": None if blank else goal, "annual": goal + "全年任务按期完成。"}
    funds_label = "项目资金(元)" if year > 2022 else "项目资金"
    nature = ["项目性质", "经常性项目"] if year > 2022 else []
    head = [
        [f"({year}年度)"],
        ["项目名称", project, *nature, "项目类别", header["project_category"] or ""],
        ["主管部门", f"{office}(汇总)", "实施单位", office, "", ""],
        ["计划开始日期", f"{year}-01-01", "计划完成日期", f"{year}-12-31", "", ""],
        [funds_label, "项目资金总额", half or "", "年度资金申请总额", fiscal, ""],
        ["", "其中：财政资金", half or "", "其中：当年财政拨款", fiscal, ""],
        ["", "", "", "上年结转资金", "0.00", ""],
        ["", "其他资金", "", "其他资金", "0.00", ""],
        ["项目绩效目标", "项目总目标", "", "年度总目标", "", ""],
        ["", goals["overall"] or "", "", goals["annual"] or "", "", ""],
    ]
    value = {2022: "指标目标值", 2023: "年度(/项目)指标值"}.get(year, "年度指标值")
    heading = ["绩效指标", "一级指标", "二级指标", "三级指标", value]
    made = Paper(head, heading, rows, header, funds, goals)
    if random.random() < 0.4:  # an empty column before the value's
        made.wide = True
        for cells in [heading, *(r.cells for r in rows)]:
            cells.insert(4, "")
    return made


def score(form: Form, truth: Paper) -> Iterator[tuple[str, bool, str]]:
    """(field, right?, what was got and wanted) for each field of the form."""
    for part, wanted, got in (
        ("header", truth.header, form.header),
        ("funds", truth.funds, form.funds),
        ("goals", truth.goals, form.goals),
    ):
        for key, want in wanted.items():
            shown = _text(got.get(key))
            yield part, shown == _norm(want), f"{key}: {shown!r}, not {want!r}"
    left = list(form.indicators)
    for row in (r for r in truth.rows if r.indicator):
        want = _norm(row.name)
        hit = next((i for i in left if _text(i.name) == want), None)
        yield "found", hit is not None, row.name
        if hit is None:
            continue
        left.remove(hit)
        for part, field_, wanted in (
            ("target", hit.target, row.value),
            ("level1", hit.level1, row.level1),
            ("level2", hit.level2, row.level2),
        ):
            shown = _text(field_)
            yield part, shown == _norm(wanted), f"{row.name} {row.value}: {shown}, not {wanted}"
    yield "no extra", not left, str([_text(i.name) for i in left])


def _norm(text: str | None) -> str | None:
    if text is None:
        return None
    return re.sub(r"</?[a-zA-Z][^>]*>|\s", "", unicodedata.normalize("NFKC", text)) or None


def _text(found: Field | None) -> str | None:
    return _norm(found.text) if found is not None else None
