"""JUnit XML: a suite a file, a test case a form, a failure for each finding that counts."""

from __future__ import annotations

from collections.abc import Iterator

from pmlint.model.diagnostic import Diagnostic
from pmlint.model.report import Checked, Report
from pmlint.report.options import ReportOptions
from pmlint.report.places import spoken
from pmlint.report.xml import attribute, text

name = "junit"


def render(report: Report, options: ReportOptions) -> Iterator[str]:
    """Errors and warnings are failures of their form's test case; infos are its output; a file
    that could not be checked is an error."""
    suites = [_suite(checked, options) for checked in report.files]
    tests = sum(tests for tests, _, _, _ in suites)
    failures = sum(failures for _, failures, _, _ in suites)
    errors = sum(errors for _, _, errors, _ in suites)
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield f'<testsuites name="pmlint" tests="{tests}" failures="{failures}" errors="{errors}">\n'
    for _, _, _, lines in suites:
        yield from (f"{line}\n" for line in lines)
    yield "</testsuites>\n"


def _suite(checked: Checked, options: ReportOptions) -> tuple[int, int, int, list[str]]:
    found = [d for d in checked.diagnostics if d.waived is None]
    cases: dict[int | None, list[Diagnostic]] = {n + 1: [] for n in range(checked.form_count)}
    for diagnostic in found:
        cases.setdefault(diagnostic.form, []).append(diagnostic)
    errors = failures = 0
    lines: list[str] = []
    for number, findings in cases.items():
        label = options.say("text.form", number=number) if number is not None else checked.path
        project = next((d.project for d in findings if d.project), "")
        title = f"{label} {project}".strip()
        body = []
        bad = [d for d in findings if d.severity != "info"]
        if number is None and not checked.complete and bad:
            errors += 1
            body.append(_problem("error", bad, options))
        elif bad:
            failures += 1
            body.append(_problem("failure", bad, options))
        notes = [d for d in findings if d.severity == "info"]
        if notes:
            shown = "\n".join(_line(d, options) for d in notes)
            body.append(f"      <system-out>{text(shown)}</system-out>")
        head = f"    <testcase classname={attribute(checked.path)} name={attribute(title)}"
        lines += [f"{head}>", *body, "    </testcase>"] if body else [f"{head}/>"]
    opening = (
        f"  <testsuite name={attribute(checked.path)} tests={attribute(len(cases))}"
        f" failures={attribute(failures)} errors={attribute(errors)}>"
    )
    return len(cases), failures, errors, [opening, *lines, "  </testsuite>"]


def _problem(element: str, findings: list[Diagnostic], options: ReportOptions) -> str:
    kind = ",".join(dict.fromkeys(d.code for d in findings))
    body = text("\n".join(_line(d, options) for d in findings))
    message = attribute(findings[0].message)
    return f"      <{element} type={attribute(kind)} message={message}>{body}</{element}>"


def _line(found: Diagnostic, options: ReportOptions) -> str:
    place = spoken(found.location, options.say)
    severity = options.say(f"severity.{found.severity}")
    return " ".join(p for p in (place, severity, found.code, found.name, found.message) if p)
