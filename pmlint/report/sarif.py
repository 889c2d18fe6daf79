"""SARIF 2.1.0: for code scanning services. Waived findings are suppressed results."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pmlint.model.diagnostic import Diagnostic, Edit, Fix
from pmlint.model.location import Location, TextLocation
from pmlint.model.report import Report
from pmlint.report.contract import dumps
from pmlint.report.options import ReportOptions
from pmlint.report.places import spoken
from pmlint.report.uri import uri

name = "sarif"
SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
LEVEL = {"error": "error", "warning": "warning", "info": "note"}


def render(report: Report, options: ReportOptions) -> Iterator[str]:
    """The report as one SARIF log with one run, each result on a line of its own."""
    findings = list(report.diagnostics(waived=True))
    codes = list(dict.fromkeys(found.code for found in findings))
    names = {found.code: found.name for found in findings}
    driver = {
        "name": "pmlint",
        "version": report.version,
        "rules": [_rule(code, names[code], options) for code in codes],
    }
    invocation = {
        "executionSuccessful": all(checked.complete for checked in report.files),
        "toolExecutionNotifications": [
            {"level": "error", "message": {"text": f"{checked.path}: {gap.message}"}}
            for checked in report.files
            for gap in checked.gaps()
        ],
    }
    yield f'{{"$schema": {dumps(SCHEMA)},\n"version": "2.1.0",\n"runs": [{{\n'
    yield f'"tool": {{"driver": {dumps(driver)}}},\n"invocations": [{dumps(invocation)}],\n'
    yield '"columnKind": "unicodeCodePoints",\n"results": ['
    separator = "\n"
    for found in findings:
        yield separator + dumps(_result(found, codes.index(found.code), options))
        separator = ",\n"
    yield "]}]}\n"


def _rule(code: str, rule_name: str, options: ReportOptions) -> dict[str, Any]:
    described: dict[str, Any] = {"id": code, "name": rule_name}
    rule = options.rules.get(code)
    if rule is not None:
        english = options.say.language == "en"
        summary = rule.summary_en if english else rule.summary
        why = (english and rule.why_en) or rule.why
        described |= {
            "shortDescription": {"text": summary},
            "fullDescription": {"text": summary},
            "help": {"text": why, "markdown": why},
            "defaultConfiguration": {"level": LEVEL[rule.severity]},
            "properties": {"tags": [rule.family]},
        }
    return described


def _result(found: Diagnostic, index: int, options: ReportOptions) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": found.code,
        "ruleIndex": index,
        "level": LEVEL[found.severity],
        "message": {"text": found.message},
        "locations": [_location(found.file, found.location, options, found)],
        "partialFingerprints": {"pmlint/v1": found.fingerprint},
        "properties": {"origin": found.origin, "project": found.project, "field": found.field},
    }
    if found.related:
        result["relatedLocations"] = [
            {"id": n, "message": {"text": message}} | _location(found.file, where, options)
            for n, (message, where) in enumerate(found.related, 1)
        ]
    fixes = [_fix(found.file, fix) for fix in found.fixes if _in_text(fix)]
    if fixes:
        result["fixes"] = fixes
    if found.waived is not None:
        result["suppressions"] = [{"kind": "external", "justification": found.waived}]
    return result


def _location(
    file: str, where: Location | None, options: ReportOptions, found: Diagnostic | None = None
) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": {"uri": uri(file)}}
    if isinstance(where, TextLocation):
        physical["region"] = _region(where)
    located: dict[str, Any] = {"physicalLocation": physical}
    logical = []
    if where is not None and not isinstance(where, TextLocation):
        logical.append({"fullyQualifiedName": spoken(where, options.say), "kind": "member"})
    if found is not None and found.form is not None:
        form = options.say("text.form", number=found.form)
        logical.append({"name": found.project or form, "kind": "object"})
    if logical:
        located["logicalLocations"] = logical
    return located


def _region(where: TextLocation) -> dict[str, int]:
    return {
        "startLine": where.line,
        "startColumn": where.column,
        "endLine": where.end_line,
        "endColumn": where.end_column,
    }


def _in_text(fix: Fix) -> bool:
    return bool(fix.edits) and all(isinstance(edit.location, TextLocation) for edit in fix.edits)


def _fix(file: str, fix: Fix) -> dict[str, Any]:
    change = {
        "artifactLocation": {"uri": uri(file)},
        "replacements": [_replacement(edit) for edit in fix.edits],
    }
    return {"description": {"text": fix.title}, "artifactChanges": [change]}


def _replacement(edit: Edit) -> dict[str, Any]:
    assert isinstance(edit.location, TextLocation)
    return {"deletedRegion": _region(edit.location), "insertedContent": {"text": edit.new}}
