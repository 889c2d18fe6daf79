"""Errors and warnings on indicators of real forms: each was read and found right.

``tests/recover/triples.tsv`` holds indicators as public forms print them. ``judged.tsv`` lists
every error and warning of the rules on single indicators and wording that a person has looked at:
``right`` if a careful reviewer would say the same, ``wrong`` if not (a false alarm still to mend).
A finding that is not listed has to be judged before it may stand.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from pmlint.rules import Settings, load_rules, run
from pmlint.rules.miniform import build

HERE = Path(__file__).parent
REAL = HERE.parent / "recover" / "triples.tsv"
JUDGED = HERE / "judged.tsv"
RULES = (
    "PM006,PM205,PM301,PM302,PM303,PM304,PM306,PM307,PM308,PM309,PM310,PM311,PM312,PM313,PM314,"
    "PM316,PM317,PM401,PM403,PM601,PM602,PM603,PM604"
)
Key = tuple[str, str, str]


def rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)


@lru_cache(maxsize=1)
def found() -> frozenset[Key]:
    """(code, 三级指标, 指标值) of every error and warning."""
    projects: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in rows(REAL):
        projects[row["项目"]].append({k: row[k] for k in ("二级指标", "三级指标", "指标值")})
    rules, settings = load_rules(), Settings(select=tuple(RULES.split(",")))
    keys = set()
    for indicators in projects.values():
        document, forms = build({"全部指标": indicators, "方案": "national-2015"}).files[0]
        for finding in run(rules, settings, document, forms).diagnostics:
            if finding.severity == "info" or not finding.field.startswith("indicators["):
                continue
            row = forms[0].indicators[int(finding.field[11:].partition("]")[0])]
            keys.add((finding.code, row.name.text or "", row.target.text or ""))
    return frozenset(keys)


def judged(verdict: str) -> set[Key]:
    return {(r["规则"], r["三级指标"], r["指标值"]) for r in rows(JUDGED) if r["评判"] == verdict}


def test_every_finding_was_judged() -> None:
    assert found() - judged("right") - judged("wrong") == frozenset()


def test_the_findings_are_right() -> None:
    wrong = found() & judged("wrong")
    assert len(wrong) <= 0.02 * len(found()), wrong
