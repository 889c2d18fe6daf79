"""Units that fit what a name counts."""

from __future__ import annotations

import pytest

from pmlint.rules import Settings, load_rules, run
from pmlint.rules.miniform import build

RULES = load_rules()


def codes(name: str, value: str) -> list[str]:
    document, forms = build({"三级指标": name, "指标值": value}).files[0]
    return [d.code for d in run(RULES, Settings(select=("PM307",)), document, forms).diagnostics]


@pytest.mark.parametrize("value", ["同比下降5%", "下降5%", "较上年减少10%", "增长≥8%"])
def test_by_how_much_a_count_changes_is_a_rate(value: str) -> None:
    assert codes("溺水事故死亡人数", value) == []


@pytest.mark.parametrize("value", ["≥5%", "达到95%", "5%"])
def test_the_count_itself_is_none(value: str) -> None:
    assert codes("专题培训人数", value) == ["PM307"]
