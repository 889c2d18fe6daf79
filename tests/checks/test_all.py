"""All checks: the shape they promise, and that nothing in a form makes one break down."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pmlint import checks
from pmlint.messages import catalogue
from pmlint.plugins import Check
from pmlint.rules import Settings, load_rules, run
from pmlint.rules.miniform import build
from pmlint.rules.schema import problems

RULES = load_rules()
EVERYTHING = Settings(select=("all",))
LEVELS = [
    "数量指标",
    "质量指标",
    "时效指标",
    "经济成本指标",
    "社会效益指标",
    "服务对象满意度指标",
    "甲乙",
]
PIECES = st.sampled_from(
    [
        "满意度",
        "完成率",
        "人数",
        "及时",
        "提升",
        "≥",
        "<=",
        "=",
        "90",
        "100",
        "0.5",
        "%",
        "(%)",
        "人",
        "场",
        "2024年",
        "13月",
        "底",
        "前",
        "2月30日",
        "1-2",
        "约",
        "、",
        "（",
        "）",
        "党性",
        "件",
        "<b>",
        "$",
        "XX",
        "长效机制",
    ]
)
HEAD = [
    "项目名称",
    "计划开始日期",
    "计划完成日期",
    "项目资金总额",
    "财政资金",
    "当年财政拨款",
    "金额单位",
    "项目总目标",
    "年度总目标",
]
TEXT = st.lists(PIECES, max_size=6).map("".join) | st.text(max_size=12)


def plain(text: str) -> str:
    """Without what mini-forms and message templates use themselves."""
    return text.translate(dict.fromkeys(map(ord, "⟦⟧{}\n\r")))


@pytest.mark.parametrize("check", checks.built_in(), ids=lambda check: check.NAME)
def test_a_check_has_its_parts(check: Check) -> None:
    assert check.EACH
    assert check.OPTIONS["type"] == "object"
    assert check.OPTIONS["additionalProperties"] is False
    assert isinstance(check.ARGUMENTS, tuple)
    assert isinstance(check.VARIANTS, tuple)
    assert check.compile.__doc__
    for name, option in check.OPTIONS["properties"].items():
        if "default" in option:
            assert list(problems(option["default"], option)) == [], name


def test_names_of_checks_are_unique() -> None:
    names = [check.NAME for check in checks.built_in()]
    assert len(names) == len(set(names))


def test_every_check_is_used_by_a_rule() -> None:
    used = {rule.check for rule in RULES.rules.values()}
    assert {check.NAME for check in checks.built_in()} == used


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.tuples(st.sampled_from(LEVELS), TEXT, TEXT), max_size=6),
    st.fixed_dictionaries({}, optional={label: TEXT.map(plain) for label in HEAD}),
)
def test_no_form_makes_a_rule_break_down(
    rows: list[tuple[str, str, str]], head: dict[str, Any]
) -> None:
    mini = {
        **head,
        "全部指标": [
            {
                "一级指标": "产出指标",
                "二级指标": level,
                "三级指标": plain(name),
                "指标值": plain(value),
            }
            for level, name, value in rows
        ],
    }
    document, forms = build(mini).files[0]
    outcome = run(RULES, EVERYTHING, document, forms)
    assert outcome.crashed == []
    for left in outcome.not_checked:
        assert f"unchecked.because.{left.because}" in catalogue()
    for found in outcome.diagnostics:
        assert found.message
        assert "{" not in found.message.replace(found.text or "", "")
        if found.span is not None and found.context is not None:
            assert 0 <= found.span[0] <= found.span[1] <= len(found.context)
    again = run(RULES, EVERYTHING, *build(mini).files[0])
    assert again.diagnostics == outcome.diagnostics
