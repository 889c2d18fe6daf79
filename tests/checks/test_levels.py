"""Names of 一级 and 二级指标 and where they belong."""

from __future__ import annotations

import pytest

from pmlint.model.diagnostic import Diagnostic
from pmlint.rules import Settings, load_rules, run
from pmlint.rules.miniform import build

RULES = load_rules()


def found(level1: str, level2: str) -> list[Diagnostic]:
    row = {"一级指标": level1, "二级指标": level2, "三级指标": "学员满意度", "指标值": "≥90%"}
    return run(RULES, Settings(select=("PM204",)), *build(row).files[0]).diagnostics


def test_the_message_names_what_the_form_prints() -> None:
    (one,) = found("效益", "服务对象满意度")
    assert one.message == "二级指标“服务对象满意度”不属于“效益”，应在“满意度指标”之下"


@pytest.mark.parametrize(
    "printed",
    ["社会公众或服务对象满意度指标", "社会公众或 服务对象满意度", "服务对象和社会公众满意度"],
)
def test_a_scheme_may_keep_satisfaction_among_the_benefits(printed: str) -> None:
    assert found("效益指标", printed) == []
    assert len(found("产出指标", printed)) == 1


def test_below_a_group_that_each_place_fills_as_it_likes_any_name_stands() -> None:
    rows = [
        {
            "一级指标": "履职效能指标",
            "二级指标": "应急救援",
            "三级指标": "演练场次",
            "指标值": "≥20场",
        },
        {
            "一级指标": "产出指标",
            "二级指标": "应急救援",
            "三级指标": "检查家次",
            "指标值": "≥20家次",
        },
    ]
    told = []
    for row in rows:
        document, forms = build({"全部指标": [row]}).files[0]
        forms[0].profile = "department"
        report = run(RULES, Settings(select=("PM203",)), document, forms)
        told.append([d.text for d in report.diagnostics])
    assert told == [[], ["应急救援"]]
