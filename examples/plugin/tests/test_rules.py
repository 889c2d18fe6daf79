"""The plugin's rules, tested by their own examples with pmlint's harness."""

from __future__ import annotations

import pmlint_example
import pytest

from pmlint.plugins import manager
from pmlint.rules import Example, Rule, load_rules
from pmlint.rules.examples import all_examples, example_id, verify

RULES = load_rules(plugins=manager(extra=[pmlint_example]))
OWN = [(rule, example) for rule, example in all_examples(RULES) if rule.code.startswith("EX")]


@pytest.mark.parametrize(("rule", "example"), OWN, ids=example_id)
def test_example(rule: Rule, example: Example) -> None:
    assert verify(RULES, rule, example) == []


def test_there_are_examples() -> None:
    assert OWN
