"""The vocabularies hold together, and answer what checks ask."""

from __future__ import annotations

import re

import pytest

from pmlint import data
from pmlint.checks.vocabulary import Vocabulary

WORDS = Vocabulary()


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("培训参与人数", "persons"),
        ("专委会活动、讲座参与人数工作", "persons"),
        ("活动参与人次（线上）", "persons"),
        ("档案扫描完整率", "rate"),
        ("系统运维及时率", "timely-rate"),
        ("使用频率", ""),
        ("工作效率", ""),
        ("空气质量指数", ""),
        ("党建活动完成数", "count"),
        ("走访次数", "times"),
        ("长效机制健全性", "quality"),
        ("加强干部党性", ""),
        ("受益群众满意度", "satisfaction"),
        ("受教育年数", "years"),
        ("完成党建活动", ""),
        ("", ""),
    ],
)
def test_kinds_of_names(name: str, kind: str) -> None:
    assert WORDS.kind(name) == kind
    assert WORDS.kind(name) == kind  # and again, from memory


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("数量指标", "数量指标"),
        ("服务对象满意度 指标", "服务对象满意度指标"),
        ("社会效益", "社会效益指标"),
        ("项目完成指标", "产出指标"),
        ("环境效益指标", "生态效益指标"),
        ("甲乙指标", "甲乙指标"),
        ("", ""),
        (None, ""),
    ],
)
def test_levels_have_one_usual_name(text: str | None, name: str) -> None:
    assert WORDS.level(text) == name


def test_level_kinds() -> None:
    assert WORDS.level_kind("产出数量") == "quantity"
    assert WORDS.level_kind("甲乙指标") == ""
    assert WORDS.knows_level("时效")
    assert not WORDS.knows_level("双星指标")


def test_memory_is_bounded() -> None:
    words = Vocabulary()
    for number in range(50_000):
        words.kind(f"第{number}号完成率")
        words.level(f"第{number}号指标")
    assert len(words._kind_memo) <= 20_000
    assert len(words._level_memo) <= 20_000


def test_kinds_refuse_kinds_of_units_that_exist() -> None:
    known = set(data.load("vocab/units.yaml")["kinds"])
    for kind in WORDS.kinds.values():
        assert kind.refuses <= known, kind.name


def test_placement_names_levels_and_kinds_that_exist() -> None:
    kinds = set(WORDS.level_kinds.values())
    for entry in data.load("vocab/placement.yaml"):
        assert set(entry["in"]) <= kinds
        assert entry["belongs"] in WORDS.level_kinds
        assert WORDS.level_kinds[entry["belongs"]] not in entry["in"]
        assert set(entry.get("kind", ())) <= set(WORDS.kinds)
        assert any(key in entry for key in ("kind", "ends", "starts", "has"))


def test_residue_patterns_begin_as_they_say() -> None:
    for entries in data.load("vocab/residue.yaml").values():
        for entry in entries:
            assert re.compile(entry["find"])
            assert ("first" in entry) != entry.get("whole", False)


def test_verbs_of_slips_exist() -> None:
    table = data.load("vocab/verbs.yaml")
    verbs = {word for words in table["verbs"].values() for word in words}
    assert set(table["slips"].values()) <= verbs
    assert not set(table["slips"]) & verbs


def test_every_field_has_a_name() -> None:
    names = data.load("vocab/fields.yaml")
    assert len(set(names.values())) >= len(names) - 1
