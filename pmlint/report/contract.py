"""JSON for programs, in the documented shape (``schema/check.schema.json``)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from pmlint.model.diagnostic import Diagnostic, Fix, NotChecked
from pmlint.model.location import Location
from pmlint.model.report import Report
from pmlint.report.options import ReportOptions

name = "json"
SCHEMA = 1


def render(report: Report, options: ReportOptions) -> Iterator[str]:
    """The whole report as one JSON object, each finding on a line of its own so that two reports
    can be compared by line."""
    tool = dumps({"name": "pmlint", "version": report.version})
    yield f'{{"schema": {SCHEMA},\n"tool": {tool},\n"diagnostics": ['
    yield from _items(diagnostic_to_json(d) for d in report.diagnostics(waived=True))
    yield '],\n"not_checked": ['
    yield from _items(not_checked_to_json(n) for f in report.files for n in f.not_checked)
    yield f'],\n"summary": {dumps(report.summary())}}}\n'


def _items(values: Iterator[dict[str, Any]]) -> Iterator[str]:
    separator = "\n"
    for value in values:
        yield separator + dumps(value)
        separator = ",\n"


def dumps(value: Any) -> str:
    """JSON on one line, Chinese left readable. Lone surrogates, which no encoding can carry, are
    escaped."""
    text = json.dumps(value, ensure_ascii=False)
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return json.dumps(value)
    return text


def place_to_json(location: Location | None) -> dict[str, Any] | None:
    """A place in the contract's shape, or None."""
    return location.to_json() if location is not None else None


def fix_to_json(fix: Fix) -> dict[str, Any]:
    """A fix with its edits in the contract's shape."""
    edits = [
        {"location": place_to_json(edit.location), "old": edit.old, "new": edit.new}
        for edit in fix.edits
    ]
    return {"title": fix.title, "safety": fix.safety, "edits": edits}


def diagnostic_to_json(found: Diagnostic) -> dict[str, Any]:
    """A finding in the contract's shape."""
    return {
        "code": found.code,
        "name": found.name,
        "severity": found.severity,
        "origin": found.origin,
        "message": found.message,
        "file": found.file,
        "form": found.form,
        "project": found.project,
        "field": found.field,
        "text": found.text,
        "location": place_to_json(found.location),
        "related": [
            {"message": message, "location": place_to_json(where)}
            for message, where in found.related
        ],
        "fixes": [fix_to_json(fix) for fix in found.fixes],
        "fingerprint": found.fingerprint,
        "waived": found.waived,
    }


def not_checked_to_json(gap: NotChecked) -> dict[str, Any]:
    """A rule that could not be applied, in the contract's shape."""
    return {"file": gap.file, "form": gap.form, "code": gap.code, "because": gap.because}
