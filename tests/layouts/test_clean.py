"""The clean forms of other provinces: what is their own way of printing funds and levels is no
defect."""

from __future__ import annotations

import pytest

from pmlint.model.grid import Document
from pmlint.read import read
from pmlint.recover import recover
from pmlint.rules import Settings, load_rules, run

from .render import MAKERS, load_cases

RULES = load_rules()
CODES = ("PM101", "PM102", "PM105", "PM202", "PM204")
CASES = load_cases()


@pytest.mark.parametrize("name", CASES)
def test_no_more_than_hints_about_funds_and_levels(name: str) -> None:
    kind = CASES[name].get("formats", list(MAKERS))[0]
    document = read(f"{name}.{kind}", MAKERS[kind](CASES[name]))
    assert isinstance(document, Document)
    found = run(RULES, Settings(select=CODES), document, recover(document)).diagnostics
    assert [f"{d.code} {d.message}" for d in found if d.severity != "info"] == []
