"""The examples in rule files are tests: each bad one is found at its mark, each good one is clean
under all rules, each fix does what it says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pmlint.rules import load_rules
from pmlint.rules.examples import EVERYTHING, all_examples, example_id, verify
from pmlint.rules.loader import parse
from pmlint.rules.miniform import ExampleError, build, split_marks
from pmlint.rules.ruleset import RuleSet
from pmlint.rules.spec import Example, Rule

RULES = load_rules()


@pytest.mark.parametrize(("rule", "example"), list(all_examples(RULES)), ids=example_id)
def test_every_example_holds(rule: Rule, example: Example) -> None:
    assert verify(RULES, rule, example) == []


def test_the_base_form_is_clean() -> None:
    from pmlint.rules import run

    case = build({})
    outcome = run(RULES, EVERYTHING, *case.files[0])
    assert [(d.code, d.field, d.message) for d in outcome.diagnostics] == []
    assert outcome.complete


WRONG = {
    "mark elsewhere": ('指标值: "⟦<=90%⟧"', '指标值: "⟦<=⟧90%"'),
    "nothing to find": ('指标值: "⟦<=90%⟧"', '指标值: "⟦>=90%⟧"'),
    "not found at all": ('指标值: "⟦<=90%⟧"', '指标值: "<=90%"'),
    "other result": ('fixed: {指标值: ">=90%"}', 'fixed: {指标值: "≥90%"}'),
    "no result given": ('  fixed: {指标值: ">=90%"}\n', ""),
    "other severity": ('fixed: {指标值: ">=90%"}', 'fixed: {指标值: ">=90%"}\n  severity: info'),
    "other variant": ('fixed: {指标值: ">=90%"}', 'fixed: {指标值: ">=90%"}\n  variant: equals'),
    "good is not clean": ('指标值: "90%以上"', '指标值: "≤90%"'),
}


@pytest.mark.parametrize(("old", "new"), WRONG.values(), ids=WRONG.keys())
def test_a_wrong_example_is_noticed(old: str, new: str) -> None:
    text = RULES.rules["PM304"].text
    assert old in text
    rule = parse(text.replace(old, new), "rules/target/PM304.yaml", RULES.checks, "target")
    rules = RuleSet({**RULES.rules, "PM304": rule}, RULES.checks)
    assert any(verify(rules, rule, example) for example in rule.examples)


def test_marks_are_taken_out_and_kept() -> None:
    assert split_marks("满意⟦度⟧的⟦⟧") == ("满意度的", [(2, 3), (4, 4)])
    for broken in ("⟦度", "度⟧"):
        with pytest.raises(ExampleError):
            split_marks(broken)


def test_an_unknown_label_in_an_example_is_an_error() -> None:
    with pytest.raises(ExampleError, match="不认识“项目全称”"):
        build({"项目全称": "甲"})


# What the catalogue promises, written out so that no rule can be renamed by accident.
CATALOGUE = dict(
    re.findall(
        r"^\| (PM\d{3}) \| ([a-z0-9-]+) \|",
        (Path(__file__).parent / "catalogue.md").read_text("utf-8"),
        re.M,
    )
)


@pytest.mark.parametrize("rule", RULES.rules.values(), ids=lambda rule: rule.code)
def test_every_rule_has_all_its_parts(rule: Rule) -> None:
    assert CATALOGUE[rule.code] == rule.name
    assert rule.file.endswith(f"/{rule.code}.yaml")
    assert rule.summary
    assert len(rule.why) > 20
    assert rule.summary_en
    assert any(example.bad for example in rule.examples)
    assert any(not example.bad for example in rule.examples)
    for variant in rule.variants.values():
        assert variant.message
        assert variant.message_en
        assert not re.search("[\u4e00-\u9fff]", re.sub(r"“[^”]*”", "", variant.message_en))
    for name in rule.variants:
        shown = [e for e in rule.examples if e.bad and e.variant == name]
        assert shown, f"no bad example of variant {name!r}"


def test_codes_are_in_order_and_unique() -> None:
    codes = list(RULES.rules)
    assert codes == sorted(codes)
    names = [word for r in RULES.rules.values() for word in (r.name, *r.aliases)]
    assert len(names) == len(set(names))


def test_the_catalogue_is_complete() -> None:
    own = {code for code in RULES.rules if code.startswith("PM")}
    assert own == set(CATALOGUE)
    assert len(set(CATALOGUE.values())) == len(CATALOGUE)
