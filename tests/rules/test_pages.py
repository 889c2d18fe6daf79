"""The pages under docs/rules are what the rule files give (``make docs``)."""

from __future__ import annotations

import runpy
from pathlib import Path

from pmlint.messages import Messages
from pmlint.rules import load_rules
from pmlint.rules.explained import explained

ROOT = Path(__file__).parents[2]
TOOL = runpy.run_path(str(ROOT / "tools" / "rule_pages.py"))


def test_the_pages_are_up_to_date() -> None:
    assert TOOL["out_of_date"]() == [], "run `make docs`"


def test_every_rule_has_a_page_and_stands_in_the_index() -> None:
    pages = TOOL["pages"]()
    for rule in load_rules().rules.values():
        assert rule.summary in pages[f"{rule.code}.md"]
        assert f"[{rule.code}]({rule.code}.md)" in pages["README.md"]


def test_a_page_and_the_command_tell_the_same() -> None:
    page = TOOL["pages"]()["PM304.md"]
    told = explained(load_rules().rules["PM304"], Messages("zh"))
    assert told.examples
    for example in told.examples:
        for line in (*example.lines, *example.fixed):
            assert line in page
    assert all(fact in page for fact in told.facts)
