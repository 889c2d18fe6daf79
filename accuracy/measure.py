"""Runs pmlint over clean forms and forms with a planted defect, and counts."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import pmlint
from accuracy import planters
from accuracy.forms import LAYOUTS, bank, make, pack, render
from accuracy.planting import DEFECTS, Defect, Planted
from pmlint.model.diagnostic import Diagnostic

assert planters  # importing it fills DEFECTS
_TRIES = 60
"""So many forms are tried for one that has a place for the defect."""


@dataclass
class Result:
    """How one planter fared. ``missed``: what was planted and not found; ``others``: errors and
    warnings of other rules that should not have come, by code."""

    defect: Defect
    planted: int = 0
    found: int = 0
    missed: list[str] = field(default_factory=list)
    others: Counter[str] = field(default_factory=Counter)
    shown: dict[str, str] = field(default_factory=dict)

    @property
    def recall(self) -> float:
        """The part of the planted defects that the rule meant found (0..1)."""
        return self.found / self.planted if self.planted else 0.0


def clean_findings(seeds: Iterable[int] = (1,)) -> Iterator[tuple[str, str, Diagnostic]]:
    """(layout, project, finding) of every project in every layout; all without a defect."""
    for seed in seeds:
        for layout in LAYOUTS:
            for project in bank():
                form = make(project, layout, random.Random(f"{seed}-{project['project']}"))
                for found in _findings(*render(form)):
                    yield layout, form.project, found


def plant(defect: Defect, number: int) -> Result:
    """``number`` forms with the defect, checked one by one. The same every time."""
    result = Result(defect)
    for n in range(number):
        one = _planted(defect, n)
        if one is None:
            continue
        before, after, planted, shown = one
        result.planted += 1
        old = Counter((d.code, d.message) for d in before)
        new = []
        for found in after:
            key = (found.code, found.message)
            if old[key]:
                old[key] -= 1
            else:
                new.append(found)
        if any(d.code == defect.code and _there(d, planted) for d in new):
            result.found += 1
        else:
            result.missed.append(shown)
        for found in new:
            if found.severity != "info" and found.code not in {defect.code, *defect.also}:
                result.others[found.code] += 1
                result.shown.setdefault(found.code, f"{found.message} [{shown}]")
    return result


def _planted(
    defect: Defect, n: int
) -> tuple[list[Diagnostic], list[Diagnostic], Planted, str] | None:
    for attempt in range(_TRIES):
        rng = random.Random(f"{defect.name}-{n}-{attempt}")
        project, layout = rng.choice(bank()), rng.choice(list(LAYOUTS))
        form = make(project, layout, rng)
        clean = render(form)
        rows = [(row.level1, row.level2, row.name, row.target) for row in form.rows]
        planted = defect.plant(form, rng)
        if planted is None:
            continue
        changed = pack(list(planted.forms)) if planted.forms else planted.file or render(form)
        row = form.rows[planted.row] if planted.row is not None else None
        shown = f"{layout}/{form.project}: " + (
            f"{row.level2} {row.name} → {row.target}"
            if row
            else f"{form.annual} {form.funds} {form.header}"
            if [(r.level1, r.level2, r.name, r.target) for r in form.rows] == rows
            else " ".join(f"{r.level2} {r.name} {r.target};" for r in form.rows)
        )
        return _findings(*clean), _findings(*changed), planted, shown
    return None


def _there(found: Diagnostic, planted: Planted) -> bool:
    """True if a finding points at the row (or, for a list, may do so)."""
    if planted.row is None or found.related:
        return True
    at = re.match(r"indicators\[(\d+)\]", found.field)
    return at is None or int(at[1]) == planted.row


def _findings(name: str, data: bytes) -> list[Diagnostic]:
    return list(pmlint.check(data, name=name).diagnostics())


def all_results(number: int) -> list[Result]:
    """All planters, ``number`` forms each."""
    return [plant(defect, number) for defect in DEFECTS]
