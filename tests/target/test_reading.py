"""Readings that other parts rely on, by their parts; the trees of many more are in golden.txt."""

from __future__ import annotations

import json
import time
from decimal import Decimal

import pytest

from pmlint.model.target import (
    Comparison,
    Deadline,
    Duration,
    Period,
    Qualitative,
    Range,
    Target,
    Unreadable,
    Window,
)
from pmlint.target import describe, parse, quantities, tree
from pmlint.target.reading import LONGEST


def only(text: str) -> object:
    target = parse(text)
    assert target.single is not None, target
    return target.single


def test_every_part_has_its_place_in_the_original() -> None:
    text = "$>=95.50（％）以上$"
    clause = only(text)
    assert isinstance(clause, Comparison)
    assert clause.quantity.unit is not None
    assert clause.sign is not None
    assert clause.bound_span is not None

    def said(span: tuple[int, int]) -> str:
        return text[span[0] : span[1]]

    assert said(clause.sign) == clause.printed == ">="
    assert said(clause.quantity.number.span) == clause.quantity.number.text == "95.50"
    assert clause.quantity.number.value == Decimal("95.50")
    assert said(clause.quantity.unit.span) == "（％）"
    assert (clause.quantity.unit.text, clause.quantity.unit.bracketed) == ("%", True)
    assert said(clause.bound_span) == "以上"
    assert (clause.operator, clause.bound) == ("ge", "ge")


@pytest.mark.parametrize(
    ("text", "kind", "factor", "full"),
    [
        ("≥2.00(万人)", "person", "10000", "万人"),
        ("=240.00(人/次)", "person", "1", "人/次"),
        ("2次/年", "event", "1", "次/年"),
        ("≤28.40/株", "number", "1", "/株"),
        ("250万", "number", "10000", "万"),
        ("20万元", "money", "10000", "万元"),
        ("28.8萬元", "money", "10000", "萬元"),
        ("3千米", "length", "1000", "千米"),
        ("≥100百分比", "rate", "1", "百分比"),
        ("150元/(人·天)", "money", "1", "元/人·天"),
    ],
)
def test_units(text: str, kind: str, factor: str, full: str) -> None:
    target = parse(text)
    clause = target.single
    assert isinstance(clause, Comparison | Duration)
    unit = clause.quantity.unit
    assert unit is not None
    assert (unit.kind, unit.factor, unit.full) == (kind, Decimal(factor), full)


@pytest.mark.parametrize("text", ["≥", "(%)", "90)", "≥≥90%", "90%%", "==100%", "90 95", "±5%"])
def test_what_cannot_be_read_says_where_and_what_was_expected(text: str) -> None:
    target = parse(text)
    assert target.kind == "unreadable"
    problem = next(c for c in target.clauses if isinstance(c, Unreadable))
    assert problem.found == text[problem.span[0] : problem.span[1]]
    assert problem.expected


def test_the_place_of_the_second_sign() -> None:
    problem = only("≥≥90%")
    assert isinstance(problem, Unreadable)
    assert (problem.span, problem.expected) == ((1, 2), "数字或日期")


def test_a_broken_clause_leaves_the_others() -> None:
    first, second = parse("合格率≥≥90%；培训10次").clauses
    assert isinstance(first, Unreadable)
    assert isinstance(second, Comparison)


@pytest.mark.parametrize("text", ["", " ", "\u3000", "/", "—", "--", "（）", "。"])
def test_blank(text: str) -> None:
    assert parse(text) == Target(text, ())
    assert parse(text).kind == "blank"


@pytest.mark.parametrize(
    ("text", "type_"),
    [
        ("12月", Deadline),
        ("≤12月", Comparison),
        ("≤2023年12月", Deadline),
        ("3个月", Duration),
        ("1-12月", Window),
        ("3-5个月", Range),
        ("24小时", Duration),
        ("≤24小时", Comparison),
        ("按月发放", Period),
        ("年底前", Deadline),
        ("春节前", Deadline),
        ("验收后30日内", Deadline),
        ("每月15日", Deadline),
        ("两个维护", Qualitative),
        ("十分满意", Qualitative),
        ("7×24小时", Qualitative),
        ("三场", Comparison),
    ],
)
def test_what_kind_of_thing(text: str, type_: type) -> None:
    assert isinstance(only(text), type_)


def test_both_ends_of_a_range_are_in_the_base_unit() -> None:
    for text in ("10-20万元", "10万-20万元"):
        clause = only(text)
        assert isinstance(clause, Range)
        assert (clause.low.magnitude, clause.high.magnitude) == (100000, 200000)


def test_the_end_of_a_window_takes_over_the_year() -> None:
    for text in ("2021年1月-12月", "2021年1-12月"):
        clause = only(text)
        assert isinstance(clause, Window)
        assert (clause.start.year, clause.end.year, clause.end.month) == (2021, 2021, 12)


def test_parsing_is_remembered() -> None:
    assert parse("≥90%") is parse("≥90%")


def test_long_texts_are_refused() -> None:
    assert parse("9" * (LONGEST + 1)).kind == "unreadable"


PIECES = [
    "(",
    "()",
    "9",
    "1,",
    "每",
    "百分之",
    "三",
    "≥",
    "1-",
    "/",
    ">",
    "> ",
    "年",
    "<b ",
    "1人",
    "词",
]


@pytest.mark.parametrize("piece", PIECES)
def test_the_time_is_linear(piece: str) -> None:
    def cost(size: int) -> float:
        text = (piece * size)[:size]
        begin = time.perf_counter()
        quantities(text)
        return time.perf_counter() - begin

    cost(500)
    short, long = min(cost(500), cost(500)), min(cost(4000), cost(4000))
    assert long < 8 * 3 * short + 0.05


def test_quantities_of_running_prose() -> None:
    text = (
        "全年计划开展培训12场，参训≥600人次，合格率达到95%以上；2023年12月底前完成，"
        "（其中郊区3场）每月发放补贴2万元。第三方评估一次性完成）覆盖14个街镇。"
    )
    found = quantities(text)
    said = [text[c.span[0] : c.span[1]] for c in found]
    assert said == [
        "全年计划开展培训12场",
        "参训≥600人次",
        "合格率达到95%以上",
        "2023年12月底前完成",
        "每月发放补贴2万元",
        "覆盖14个街镇",
    ]
    assert [type(c).__name__ for c in found].count("Comparison") == 5


def test_describe_is_plain_json() -> None:
    shown = describe(parse("≥40.00人/场（以签到为准）"))
    assert json.loads(json.dumps(shown)) == shown
    assert shown["kind"] == "comparison"
    clause = shown["clauses"][0]
    assert clause["type"] == "comparison"
    assert clause["quantity"]["magnitude"] == "40"
    assert clause["quantity"]["unit"]["per"]["text"] == "场"
    assert shown["notes"] == [[9, 16]]


def test_tree_is_for_people() -> None:
    shown = tree(parse("≥90.00(%)"))
    assert "比较符：≥" in shown
    assert "单位：%（比率）" in shown
