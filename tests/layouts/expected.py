"""What an officer reads in a case, in full."""

from __future__ import annotations

from typing import Any

HEADER = (
    "项目名称",
    "项目性质",
    "项目类别",
    "主管部门",
    "实施单位",
    "计划开始日期",
    "计划完成日期",
)
FUNDS = (
    "unit",
    "项目资金总额",
    "财政资金",
    "其他资金",
    "年度资金申请总额",
    "当年财政拨款",
    "上年结转资金",
    "年度其他资金",
)
GOALS = ("总目标", "年度目标")


def annotation(case: dict[str, Any], source: str) -> dict[str, Any]:
    """The case's expectation in the form of a hand-made annotation; what it leaves out is blank,
    what it calls free (``any_…``) is not compared."""
    forms = []
    for number, form in enumerate(case["forms"], 1):
        goals = {} if form.get("any_goal") else dict.fromkeys(GOALS)
        made = {
            "n": number,
            "line": 0,
            "end_line": 0,
            "title": form["title"],
            "year": form["year"],
            "header": _without(dict.fromkeys(HEADER) | form["header"], form.get("any_header", [])),
            "funds": _without(dict.fromkeys(FUNDS) | form["funds"], form.get("any_funds", [])),
            "goals": goals | ({} if form.get("any_goal") else form["goals"]),
            "indicators": [_indicator(row) for row in form["indicators"]],
        }
        forms.append(made)
    return {"source": source, "forms": forms, "defects": []}


def _without(fields: dict[str, Any], free: list[str]) -> dict[str, Any]:
    return {key: value for key, value in fields.items() if key not in free}


def _indicator(row: str) -> dict[str, Any]:
    level1, level2, name, target = row.split("|")
    return {
        "level1": None if level1 == "~" else level1,
        "level2": None if level2 == "~" else level2,
        "level3": name,
        "target": target or None,
    }
