"""Slips are found in words of all departments, and good text is left alone."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmlint import data
from pmlint.checks.misspelt import _Reader
from pmlint.checks.vocabulary import Vocabulary
from pmlint.rules import Settings, load_rules, run
from pmlint.rules.miniform import build

READER = _Reader(Vocabulary())
CLEAN = (Path(__file__).parent / "clean.txt").read_text("utf-8").splitlines()
NAMES = [line for line in CLEAN if 0 < len(line) < 24]


def slips(text: str, whole: str = "") -> list[tuple[str, str]]:
    pairs, pattern = READER.suspicious(text)
    found = [
        (match[0], match.expand(entry.new) if entry.new else "")
        for entry in READER.patterns
        if pattern
        for match in entry.find.finditer(text)
    ]
    for slip in READER.speller.slips(text, pairs, whole or text):
        if slip.how != "missing" or slip.elsewhere:
            found.append((text[slip.start : slip.end], slip.right))
    return found


def test_good_text_of_many_departments_is_left_alone() -> None:
    assert [(line, slips(line)) for line in CLEAN if slips(line)] == []


@pytest.mark.parametrize(
    ("text", "wrong", "right"),
    [
        ("教师陪训合格率", "陪训", "培训"),
        ("设备购置完程率", "完程率", "完成率"),
        ("受益群众满义度", "满义度", "满意度"),
        ("公路养护合恪率", "合恪率", "合格率"),
        ("健全常效机制", "常效机制", "长效机制"),
        ("档案管里规范性", "管里", "管理"),
        ("老旧小区改造惠及居明户数", "居明", "居民"),
        ("残疾人辅具适配补帖发放及时率", "补帖", "补贴"),
        ("单元工程质童合格率", "质童", "质量"),
        ("立项项目验牧通过率", "验牧", "验收"),
        ("曾强党组织凝聚力", "曾强", "增强"),
        ("低保对象保樟人数", "保樟", "保障"),
        ("维修工程验收合格律", "合格律", "合格率"),
        ("政策知晓律", "知晓律", "知晓率"),
        ("水质检测准备率", "准备率", "准确率"),
        ("运行维护业务系统数里", "数里", "数量"),
        ("食晶抽检批次", "食晶", "食品"),
    ],
)
def test_slips_by_sound_and_shape(text: str, wrong: str, right: str) -> None:
    assert any(wrong in w and right in r for w, r in slips(text)), slips(text)


@pytest.mark.parametrize(
    "text",
    [
        "合格律师人数",
        "执行律师法宣传场次",
        "绵延数里",
        "防护林长达数里，数里外设卡",
        "合格律诗",
        "应急物资准备率",
    ],
)
def test_what_only_looks_like_a_rate_or_a_number(text: str) -> None:
    assert slips(text) == []


def test_the_words_around_tell_a_slip_that_two_words_might_be() -> None:
    assert slips("综合应及演练次数") == []
    assert slips("综合应及演练次数", "开展综合应急演练4次 综合应及演练次数") == [("应及", "应急")]
    assert slips("综合应及演练次数", "应急预案4份 综合应及演练次数") == []
    assert slips("新增就叶岗位数", "新增就业岗位120个 新增就叶岗位数") == [("就叶", "就业")]
    assert slips("改造工程检收合格率") == []
    assert slips("改造工程检收合格率", "工程验收 改造工程检收合格率") == [("检收", "验收")]
    assert slips("定订方案份数", "制订方案 定订方案份数") == []


def test_what_the_rest_of_the_document_tells() -> None:
    assert slips("提升人才新引力") == []
    assert slips("提升人才新引力", "增强人才吸引力 提升人才新引力") == [("新引力", "吸引力")]
    assert slips("关心职工身体康和生活") == []
    assert slips("关心职工身体康和生活", "身体健康") == [("身体康", "身体健康")]


@pytest.mark.parametrize(
    "text",
    [
        "服务军休干部人数",
        "在吕巷镇新建泵站2座",
        "廊下镇、吕巷镇",
        "不动产数据整合宗数",
        "单株年养护费用",
    ],
)
def test_words_and_places_that_no_list_has(text: str) -> None:
    assert slips(text) == []


def test_measures_of_any_kind_are_no_work() -> None:
    assert slips("完成先进个人评选数工作") == [("评选数工作", "评选数")]
    assert slips("完成招募数据工作") == []


def test_what_is_quoted_is_a_name_and_lacks_nothing() -> None:
    assert slips("成立身体康和俱乐部", "身体健康") == [("身体康", "身体健康")]
    assert slips("成立“身体康和”俱乐部", "身体健康") == []
    assert slips("创建四好农村路", "养护农村公路12公里 创建四好农村路") == []


def test_a_pair_that_comes_time_and_again_is_a_word() -> None:
    assert slips("全员陪训合格率", "陪训 陪训 陪训 陪训") == []


def test_planted_slips_of_common_words_are_found() -> None:
    """A word of a good name, one character replaced by one of the same sound that makes no word."""
    rng = random.Random(11)
    words = sorted(
        {w for area in data.load("vocab/words.yaml")["words"].values() for w in area.split()}
    )
    alike = READER.speller.alike
    found = planted = 0
    for name in NAMES:
        for word in words:
            start = name.find(word)
            if start < 0:
                continue
            at = rng.randrange(len(word))
            others = [c for s in alike.sounds.get(word[at], ()) for c in sorted(alike.by_sound[s])]
            other = rng.choice([c for c in others if c != word[at]] or [word[at]])
            text = name[: start + at] + other + name[start + at + 1 :]
            near = [text[i : i + 2] for i in (start + at - 1, start + at) if 0 <= i < len(text) - 1]
            if other == word[at] or any(READER.speller._good(pair) for pair in near):
                continue  # another good word: no reader could tell
            planted += 1
            found += any(text[start + at] in wrong for wrong, _ in slips(text))
    assert planted > 200
    assert found / planted > 0.85, f"{found} of {planted}"


@given(st.text(alphabet="陪训完成率满意度新引力身体康数工作合规范性的,，（ \n\t0aA", max_size=40))
def test_any_text_is_read(text: str) -> None:
    for wrong, _ in slips(text):
        assert wrong in text


def test_the_tables_hold_together() -> None:
    table = data.load("vocab/misspelt.yaml")
    common = table["common"]
    for kind in ("pairs", "loose", "parts"):
        for first, rest in table[kind].items():
            assert len(set(rest)) == len(rest)
            assert not set(rest) & set(common.get(first, "")), (kind, first)


@pytest.mark.parametrize(
    ("name", "goal", "level"),
    [
        ("船舶检查艘次完成率", "做好检查。", "info"),
        ("职工陪训合格率", "做好检查。", "info"),
        ("职工陪训合格率", "做好职工培训。", "warning"),
        ("职工陪训合格率", "做好职工培训，陪训按时完成。", "info"),
    ],
)
def test_two_characters_that_may_be_a_term_of_some_trade_are_a_hint(
    name: str, goal: str, level: str
) -> None:
    """Unless the document has the right word, and the wrong one only once."""
    document, forms = build({"三级指标": name, "指标值": "≥90%", "年度总目标": goal}).files[0]
    found = run(load_rules(), Settings(select=("PM601",)), document, forms).diagnostics
    assert {d.severity for d in found} == {level}
