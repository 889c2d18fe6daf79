"""The vocabularies of the rules for targets, on wordings of many kinds of offices: what is found,
and above all what is not. The table is ``wordings.txt`` beside this file."""

from __future__ import annotations

from pathlib import Path

import pytest

from pmlint.rules import Settings, load_rules, run
from pmlint.rules.miniform import build

CODES = ("PM004", "PM310", "PM311", "PM312", "PM314", "PM316", "PM317", "PM401")
RULES = load_rules()
ONLY = Settings(select=CODES)
TABLE = [
    tuple(part.strip() for part in line.split("|"))
    for line in (Path(__file__).parent / "wordings.txt").read_text("utf-8").splitlines()
    if line.strip() and not line.startswith("#")
]


@pytest.mark.parametrize(("level", "name", "value", "wanted"), TABLE)
def test_only_what_is_wrong_is_found(level: str, name: str, value: str, wanted: str) -> None:
    document, forms = build({"二级指标": level, "三级指标": name, "指标值": value}).files[0]
    found = run(RULES, ONLY, document, forms).diagnostics
    code, _, variant = wanted.partition("/")
    if code == "–":
        assert [(d.code, d.message) for d in found] == []
    else:
        assert [d.code for d in found] == [code]
        rule = RULES.rules[code]
        opening = rule.variants[variant].message.split("{")[1].split("}")[1]
        assert opening in found[0].message
        assert found[0].severity == rule.variants[variant].severity
