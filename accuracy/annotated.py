"""Findings held against documents that a person has annotated.

The annotations beside this file say of the documents under ``examples/forms`` what is wrong in
which line, and which rule ought to say so. Those of the acceptance documents, where they lie beside
the checkout, name categories; their own scoring script says which findings they confirm.
"""

from __future__ import annotations

import json
import runpy
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

import pmlint
from pmlint.model.diagnostic import Diagnostic

HERE = Path(__file__).parent
FORMS = HERE.parent / "examples" / "forms"
ACCEPTANCE = HERE.parent.parent / "shared" / "acceptance"


@dataclass
class Tally:
    """Counts by rule: ``hits`` and ``confirmed`` of errors and warnings; ``sure`` defects and how
    many were ``found``. ``unconfirmed`` and ``missed`` say which."""

    hits: Counter[str] = field(default_factory=Counter)
    confirmed: Counter[str] = field(default_factory=Counter)
    sure: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    unconfirmed: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        """The part of the errors and warnings that an annotation confirms (0..1)."""
        return self.confirmed.total() / self.hits.total() if self.hits.total() else 1.0

    @property
    def recall(self) -> float:
        """The part of the sure defects that were found (0..1)."""
        return self.found.total() / self.sure.total() if self.sure.total() else 1.0


def examples() -> Tally:
    """The documents under ``examples/forms``."""
    tally = Tally()
    for path in sorted((HERE / "annotated").glob("*.yaml")):
        gold: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))
        findings = list(pmlint.check(FORMS / gold["document"]).diagnostics())
        for defect in gold["defects"]:
            if defect["certainty"] != "sure":
                continue
            code = defect["code"]
            tally.sure[code] += 1
            if any(d.code == code and defect["line"] in _lines(d) for d in findings):
                tally.found[code] += 1
            else:
                tally.missed.append(f"{gold['document']}:{defect['line']} {code} {defect['why']}")
        wanted = {(d["line"], d["code"]) for d in gold["defects"]}
        for found in findings:
            if found.severity == "info":
                continue
            tally.hits[found.code] += 1
            if any((line, found.code) in wanted for line in _lines(found)):
                tally.confirmed[found.code] += 1
            else:
                tally.unconfirmed.append(f"{gold['document']} {found.code} {found.message}")
    return tally


def acceptance() -> Tally | None:
    """The acceptance documents; None where they do not lie beside the checkout. Defects are counted
    by category, findings by rule."""
    if not (ACCEPTANCE / "score.py").exists():
        return None
    score = runpy.run_path(str(ACCEPTANCE / "score.py"))
    rule_map = yaml.safe_load((ACCEPTANCE / "rule_map.yaml").read_text("utf-8"))
    tally = Tally()
    for path in sorted((ACCEPTANCE / "gold").glob("*.yaml")):
        gold = yaml.safe_load(path.read_text("utf-8"))
        document = ACCEPTANCE / "documents" / gold["source"]
        checked, shown = _output("check", document), _output("show", document)
        scored = score["score_findings"](gold, checked, shown, rule_map)
        for found in checked["diagnostics"]:
            if found["severity"] != "info":
                tally.hits[found["code"]] += 1
                tally.confirmed[found["code"]] += 1
        for found in scored["false"]:
            tally.confirmed[found["code"]] -= 1
            tally.unconfirmed.append(f"{gold['source']} {found['code']} {found['message']}")
        for defect in gold["defects"]:
            if defect["certainty"] == "sure":
                tally.sure[defect["category"]] += 1
                tally.found[defect["category"]] += 1
        for defect in scored["missed"]:
            tally.found[defect["category"]] -= 1
            tally.missed.append(
                f"{gold['source']}:{defect.get('line', '')} {defect['category']} {defect['why']}"
            )
    return tally


def _lines(found: Diagnostic) -> set[int]:
    places = [found.location, *(where for _, where in found.related)]
    return {line for place in places if (line := getattr(place, "line", None)) is not None}


def _output(command: str, document: Path) -> Any:
    run = subprocess.run(
        [sys.executable, "-m", "pmlint", command, "--format", "json", str(document)],
        capture_output=True,
        check=False,
    )
    return json.loads(run.stdout)
