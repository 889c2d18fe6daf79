"""The whole of the funds and its parts, those included that only some provinces' forms print."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pmlint.rules import Outcome, Settings, load_rules, run
from pmlint.rules.miniform import build

RULES = load_rules()
MINI = {
    "金额单位": "万元",
    "项目资金总额": "16.80",
    "财政资金": "15.80",
    "其他资金": "",
    "年度资金申请总额": "",
    "当年财政拨款": "",
    "上年结转资金": "",
    "年度其他资金": "",
}


def outcome(total: str, **more: str) -> Outcome:
    """PM101 about a form with 15.80 of fiscal money and the further amounts."""
    document, forms = build({**MINI, "项目资金总额": total}).files[0]
    for key, text in more.items():
        forms[0].funds[key] = replace(forms[0].funds["fiscal"], text=text, label=key)
    return run(RULES, Settings(select=("PM101",)), document, forms)


@pytest.mark.parametrize(
    "more",
    [
        {"own_funds": "1.00"},
        {"own_funds": "1.00", "own_business": "1.00", "other_income": "0.00"},
        {"general_budget": "15.80", "own_funds": "1.00"},
        {"fiscal_account": "0.40", "social_funds": "0.60"},
        {"central_funds": "10", "city_funds": "5.80", "local_funds": "1.00"},
    ],
)
def test_other_sources_are_parts(more: dict[str, str]) -> None:
    found = outcome("16.80", **more)
    assert (found.diagnostics, found.not_checked) == ([], [])


def test_where_the_sources_do_not_tell_nothing_is_said() -> None:
    for more, because in (
        ({"own_funds": "3.00"}, "parts-unclear"),
        ({"own_funds": "约1万"}, "unreadable"),
    ):
        found = outcome("16.80", **more)
        assert found.diagnostics == []
        assert [note.because for note in found.not_checked] == [because]


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"own_funds": "0.00"},
        {"own_funds": "-"},
        {"general_budget": "15.80"},
        {"annual_own_funds": "1.00"},
    ],
)
def test_without_other_money_a_total_too_large_is_an_error(more: dict[str, str]) -> None:
    (found,) = outcome("16.80", **more).diagnostics
    assert "相差 1：" in found.message


def test_other_money_that_does_not_suffice_is_counted_and_named() -> None:
    (found,) = outcome("20.00", own_funds="1.00").diagnostics
    assert "各项之和 16.8 不等，相差 3.2" in found.message
    assert "own_funds 1" in found.message


def test_a_part_above_the_whole_is_an_error_whatever_else_is_printed() -> None:
    (found,) = outcome("10.00", own_funds="1.00").diagnostics
    assert "超过了" in found.message


PAID = {"central_funds": "10.00", "local_funds": "5.80"}


def paid(total: str, **more: str) -> Outcome:
    """PM101 about a form that has no row for fiscal money, only who pays."""
    document, forms = build({**MINI, "项目资金总额": total}).files[0]
    funds = forms[0].funds
    fiscal = funds.pop("fiscal")
    for key, text in more.items():
        funds[key] = replace(fiscal, text=text, label=key)
    return run(RULES, Settings(select=("PM101",)), document, forms)


def test_those_who_pay_are_the_parts_where_no_row_is_for_fiscal_money() -> None:
    assert paid("15.80", **PAID).diagnostics == []
    assert paid("16.80", **PAID, social_funds="1.00").diagnostics == []
    (found,) = paid("18.00", **PAID).diagnostics
    assert "central_funds 10、local_funds 5.8" in found.message


def test_one_payer_alone_tells_nothing() -> None:
    assert paid("18.00", central_funds="10.00").diagnostics == []
