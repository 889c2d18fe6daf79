"""Checks that look at a whole table: what counts as usual, what one fix may touch, what is said
when nothing can be said."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from pmlint.model.diagnostic import Diagnostic
from pmlint.model.form import Form
from pmlint.rules import Outcome, Settings, load_rules, run
from pmlint.rules.miniform import build

RULES = load_rules()


def outcome(code: str, mini: dict[str, Any]) -> Outcome:
    return run(RULES, Settings(select=(code,)), *build(mini).files[0])


def rates(*values: str) -> dict[str, Any]:
    rows = [
        {"二级指标": "质量指标", "三级指标": f"第{number}类道路养护合格率", "指标值": value}
        for number, value in enumerate(values, 1)
    ]
    return {"全部指标": rows}


def edits(found: Diagnostic) -> list[tuple[str, str]]:
    return [(edit.old, edit.new) for fix in found.fixes for edit in fix.edits]


def test_where_a_form_is_undecided_the_document_decides() -> None:
    mixed = rates("100%", "90%", "=100(%)", "≥95(%)")
    for others, new in ((rates("=100(%)", "≥90(%)"), "100(%)"), (rates("=100%", "≥90%"), "=100%")):
        found = outcome("PM315", {"表": [mixed, others]}).diagnostics
        assert [d.form for d in found] == [1]
        assert edits(found[0])[0][1] == new
        assert len(found[0].related) == 1


def test_a_clear_majority_of_the_form_outweighs_the_document() -> None:
    mixed = rates("100%", "90%", "95%", "98%", "97%", "96%", "95%", "=100(%)", "≥95(%)")
    others = rates(*["=100(%)"] * 20)
    found = outcome("PM315", {"表": [mixed, others]}).diagnostics
    assert edits(found[0]) == [("=100(%)", "=100%"), ("≥95(%)", "≥95%")]


def test_a_fix_that_cannot_reach_one_of_its_values_is_no_fix() -> None:
    document, forms = build(
        rates("100%", "90%", "95%", "98%", "97%", "96%", "=100(%)", "≥95(%)")
    ).files[0]
    last = forms[0].indicators[-1]
    last.target = replace(last.target, printed="≥95(％)")
    found = run(RULES, Settings(select=("PM315",)), document, forms).diagnostics
    assert len(found) == 1
    assert found[0].fixes == ()


WEIGHTED = (("数量指标", 50), ("社会效益指标", 30), ("服务对象满意度指标", 10))


def weighed(*weights: str) -> dict[str, Any]:
    rows = [
        {"二级指标": level, "三级指标": f"{level}甲", "指标值": "≥90(%)", "权重": weight}
        for (level, _), weight in zip(WEIGHTED, weights, strict=True)
    ]
    return {"全部指标": rows}


def test_weights_in_points_percent_and_parts_of_one() -> None:
    for good in ("50 30 10", "50% 40% 10%", "0.5 0.3 0.2", "0.5 0.3 0.1", "５０分 30分 20"):
        assert outcome("PM209", weighed(*good.split())).diagnostics == []
    for bad in ("50 30 15", "0.5 0.3 0.3", "50% 30% 30%"):
        found = outcome("PM209", weighed(*bad.split())).diagnostics
        assert [d.severity for d in found] == ["error"]


def test_a_weight_merged_over_several_rows_counts_once() -> None:
    document, forms = build(weighed("50", "40", "10")).files[0]
    form: Form = forms[0]
    form.indicators[2].weight = form.indicators[1].weight
    found = run(RULES, Settings(select=("PM209",)), document, forms).diagnostics
    assert [d.message for d in found] == []  # 50 + 40: the third row shares the second's


def test_weights_with_blanks_are_not_judged() -> None:
    found = outcome("PM209", weighed("50", "30", ""))
    assert found.diagnostics == []
    assert [(n.code, n.because) for n in found.not_checked] == [("PM209", "blank")]


def test_costs_without_a_unit_of_the_funds_are_not_judged() -> None:
    cost = {"二级指标": "经济成本指标", "三级指标": "项目总成本", "指标值": "≤60(万元)"}
    found = outcome("PM106", {**cost, "金额单位": ""})
    assert found.diagnostics == []
    assert [(n.code, n.because) for n in found.not_checked] == [("PM106", "unit-unknown")]


def test_a_rhythm_is_not_counted_over_several_years() -> None:
    rows = [
        {"三级指标": "护林员补助发放次数", "指标值": "=10(次)"},
        {"二级指标": "时效指标", "三级指标": "护林员补助发放及时性", "指标值": "按月发放"},
    ]
    assert len(outcome("PM405", {"指标": rows}).diagnostics) == 1
    assert outcome("PM405", {"指标": rows, "计划完成日期": "2026-12-31"}).diagnostics == []
    blank = outcome("PM405", {"指标": rows, "计划完成日期": ""})
    assert [(n.code, n.because) for n in blank.not_checked] == [("PM405", "blank")]


def test_a_number_without_a_name_may_be_one_without_a_unit() -> None:
    nameless = {"二级指标": "生态效益指标", "三级指标": "", "指标值": "≥0.65"}
    named = {**nameless, "三级指标": "植树面积"}
    assert outcome("PM306", named).diagnostics
    assert not outcome("PM306", nameless).diagnostics


@pytest.mark.parametrize("code", ["PM101", "PM103", "PM106", "PM502", "PM404", "PM402"])
def test_a_cell_that_a_form_does_not_have_is_not_called_blank(code: str) -> None:
    cost = {"二级指标": "经济成本指标", "三级指标": "项目总成本", "指标值": "≤60(万元)"}
    document, forms = build(cost).files[0]
    form: Form = forms[0]
    for key in ("start_date", "end_date"):
        del form.header[key]
    form.funds = {"other": form.funds["other"]}
    del form.goals["overall"]
    found = run(RULES, Settings(select=(code,)), document, forms)
    assert found.diagnostics == []
    assert [(n.code, n.because) for n in found.not_checked] == [(code, "absent")]


@pytest.mark.parametrize("sign", ["&gt;=", "&ge;", "\\geq "])
def test_a_sign_in_markup_is_residue_and_nothing_else(sign: str) -> None:
    row = {"二级指标": "质量指标", "三级指标": "道路养护合格率", "指标值": f"{sign}95%"}
    assert outcome("PM302", row).diagnostics == []
    assert [d.code for d in outcome("PM005", row).diagnostics] == ["PM005"]
