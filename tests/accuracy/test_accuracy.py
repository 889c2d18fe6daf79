"""A fast part of ``make accuracy``, with thresholds. A change that breaks one of these has made
pmlint less trustworthy, whatever else it did."""

from __future__ import annotations

import random
from collections import Counter

import pytest

import pmlint
from accuracy.annotated import examples
from accuracy.forms import LAYOUTS, bank, make, render
from accuracy.measure import plant
from accuracy.planting import DEFECTS, Defect

FORMS = 12
"""Forms a kind of defect here; ``make accuracy`` takes a hundred."""

LEAST = 0.9
"""The part of them that is found at least: all but one."""


@pytest.mark.parametrize("layout", LAYOUTS)
def test_clean_forms_have_no_error_and_no_warning(layout: str) -> None:
    wrong = []
    for project in bank():
        form = make(project, layout, random.Random(f"test-{project['project']}"))
        name, data = render(form)
        wrong += [
            (form.project, d.code, d.message)
            for d in pmlint.check(data, name=name).diagnostics()
            if d.severity != "info"
        ]
    assert wrong == []


@pytest.mark.parametrize("defect", DEFECTS, ids=lambda d: f"{d.code}-{d.name}")
def test_planted_defects_are_found(defect: Defect) -> None:
    result = plant(defect, FORMS)
    assert result.planted == FORMS
    assert result.recall >= LEAST, result.missed
    assert result.others.total() <= 1, result.shown


def test_every_rule_of_a_form_is_planted() -> None:
    planted = {defect.code for defect in DEFECTS}
    rules = pmlint.pipeline.Pipeline().rules()
    assert {code for code in rules if not code.startswith("PM9")} == planted


def test_annotated_examples() -> None:
    tally = examples()
    assert tally.missed == []
    assert tally.unconfirmed == []


def test_the_same_every_time() -> None:
    one, other = (plant(DEFECTS[40], 3) for _ in range(2))
    assert (one.found, one.missed) == (other.found, other.missed)


def test_the_bank_is_broad_and_has_no_indicator_twice() -> None:
    names = Counter(
        (p["project"], row[0])
        for p in bank()
        for rows in p.values()
        if isinstance(rows, list)
        for row in rows
        if isinstance(row, list)
    )
    assert len(names) >= 500
    assert max(names.values()) == 1
