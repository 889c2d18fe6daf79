from __future__ import annotations

import re

import pytest

from pmlint.regex import regex


def test_it_is_the_pattern_it_stands_for() -> None:
    made, real = regex(r"(\d+)个?"), re.compile(r"(\d+)个?")
    text = "共3个，又12"
    assert [m.span() for m in made.finditer(text)] == [m.span() for m in real.finditer(text)]
    assert made.sub("x", text) == real.sub("x", text)
    assert made.pattern == real.pattern
    match = made.search(text, 3)
    assert match is not None
    assert match[1] == "12"
    assert repr(regex("a")) == "regex('a')"


def test_flags_and_mistakes_count_at_first_use() -> None:
    assert regex("a", re.IGNORECASE).match("A")
    wrong = regex("(")
    with pytest.raises(re.error):
        wrong.search("")
