"""The word lists: no word twice, every kind with its base, every meaning known."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

from pmlint.data import load
from pmlint.target.lexicon import kind_label, kinds, lexicon, period_label
from pmlint.target.numerals import numeral_value


def test_no_unit_is_of_two_kinds() -> None:
    words = Counter(word for entry in kinds().values() for word in entry["units"])
    assert [word for word, times in words.items() if times > 1] == []
    assert len(words) > 400


def test_every_kind_has_a_base_unit_of_factor_one() -> None:
    for name, entry in kinds().items():
        assert Decimal(str(entry["units"].get(entry["base"], 1))) == 1, name
        assert kind_label(name) == entry["label"]


def test_words_that_open_longer_words_are_units() -> None:
    words = {word for entry in kinds().values() for word in entry["units"]}
    unknown = {w for w, chars in load("vocab/units.yaml")["not_before"].items() if w not in words}
    assert unknown == set()


def test_a_word_that_goes_on_is_no_unit() -> None:
    units = lexicon().units
    assert units.at("3项目标", 1) == units.at("3项", 1)
    assert units.at("分别", 0) is None
    assert units.at("季度", 0) is not None


def test_the_longest_unit_wins() -> None:
    found = lexicon().units.at("次/季度", 2)
    assert found is not None
    assert found[0] == "季度"


def test_every_rhythm_has_a_name() -> None:
    for unit in lexicon().period_units.values():
        assert period_label(unit) != unit


def test_numerals() -> None:
    said = {"三": 3, "两": 2, "十": 10, "十二": 12, "二十": 20, "一百零五": 105, "三千": 3000}
    said |= {"两万五千": 25000, "三亿": 300000000, "一百二十": 120, "零": 0}
    assert {word: numeral_value(word) for word in said} == said
    assert numeral_value("半") == Decimal("0.5")
    for word in ("", "一一", "百", "千万", "十百", "万"):
        assert numeral_value(word) is None, word
