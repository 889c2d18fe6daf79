"""Amounts: what is read as a number of money, and what is compared with what."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmlint.checks.amounts import Funds, parse, shown
from pmlint.rules.miniform import build


@pytest.mark.parametrize(
    ("text", "number", "unit", "grouped"),
    [
        ("24,300.00", "24300.00", "", True),
        ("24300", "24300", "", None),
        ("0", "0", "", None),
        ("250万", "250", "万", None),
        ("2279.048 万元", "2279.048", "万元", None),
        ("￥1,000元", "1000", "元", True),
        ("-5.5", "-5.5", "", None),
        ("１２，０００", "12000", "", True),
        ("1,0000", "10000", "", False),
        ("12,34,567", "1234567", "", False),
        (".5", "0.5", "", None),
        ("854万(高标准农田400万元,畅通工程454万元)", "854", "万", None),
        ("854万元（高标准农田400万元）", "854", "万元", None),
    ],
)
def test_amounts(text: str, number: str, unit: str, grouped: bool | None) -> None:
    amount = parse(text)
    assert amount is not None
    assert (amount.number, amount.unit, amount.grouped) == (Decimal(number), unit, grouped)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "约五万",
        "1,",
        "1.2.3",
        "12 34",
        "854(高标准农田400万元)",
        "854万(高标准农田400万元",
        "-",
        "10,5.0.0",
        "见附件",
        "1,234.5,6",
    ],
)
def test_no_amounts(text: str) -> None:
    assert parse(text) is None


def test_full_width_characters_of_a_breakdown_are_no_matter() -> None:
    amount = parse("854万元（甲400万元，乙454万元）")
    assert amount is not None
    assert amount.narrow
    assert amount.note == "（甲400万元，乙454万元）"


@pytest.mark.parametrize("dash", ["-", "—", "——", " － ", "/"])
def test_a_dash_is_a_blank(dash: str) -> None:
    blank = funds(total=dash)
    assert blank.state("total") == "blank"
    assert blank.value("total") is None


@given(st.text(max_size=30))
def test_any_text_is_an_amount_or_not(text: str) -> None:
    amount = parse(text)
    assert amount is None or amount.decimals >= 0


@given(st.integers(-(10**15), 10**15), st.sampled_from(["元", "万元", ""]))
def test_what_is_printed_is_read_back(number: int, unit: str) -> None:
    amount = parse(f"{number:,}{unit}")
    assert amount is not None
    assert (amount.number, amount.unit) == (number, unit)
    assert amount.grouped is (True if abs(number) >= 1000 else None)


def funds(**values: str) -> Funds:
    labels = {"unit": "金额单位", "total": "项目资金总额", "fiscal": "财政资金"}
    return Funds(build({labels[key]: value for key, value in values.items()}).files[0][1][0])


def test_units_are_made_comparable() -> None:
    mixed = funds(unit="万元", total="50", fiscal="500000元")
    assert mixed.value("total") == mixed.value("fiscal") == 500_000
    assert not mixed.mixed


def test_without_a_unit_amounts_compare_among_themselves_only() -> None:
    assert not funds(unit="", total="50", fiscal="40").mixed
    assert funds(unit="", total="50", fiscal="40万").mixed


def test_rounding_is_allowed_for_in_ten_thousands_only() -> None:
    assert funds(unit="万元", total="50.00", fiscal="33.3").slack(["total", "fiscal"]) == 50 + 500
    assert funds(unit="元", total="50.00", fiscal="33.3").slack(["total", "fiscal"]) == 0


def test_amounts_are_shown_in_the_forms_unit() -> None:
    assert shown(Decimal("1234567.50"), funds(unit="元")) == "1,234,567.5"
    assert shown(Decimal(1_234_500), funds(unit="万元")) == "123.45"
