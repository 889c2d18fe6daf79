"""GitLab code quality report: a JSON list of issues."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from pmlint.model.report import Report
from pmlint.report.contract import dumps
from pmlint.report.options import ReportOptions
from pmlint.report.places import line_of, spoken
from pmlint.report.uri import slashed

name = "gitlab"
SEVERITY = {"error": "major", "warning": "minor", "info": "info"}


def render(report: Report, options: ReportOptions) -> Iterator[str]:
    """The findings as GitLab reads them; fingerprints are unique, as it demands."""
    seen: Counter[str] = Counter()
    yield "["
    separator = "\n"
    for found in report.diagnostics():
        seen[found.fingerprint] += 1
        again = seen[found.fingerprint]
        where = spoken(found.location, options.say)
        issue = {
            "description": f"{found.message}（{where}）" if where else found.message,
            "check_name": f"{found.code} {found.name}",
            "fingerprint": found.fingerprint if again == 1 else f"{found.fingerprint}-{again}",
            "severity": SEVERITY[found.severity],
            "location": {
                "path": slashed(found.file),
                "lines": {"begin": line_of(found.location)},
            },
        }
        yield separator + dumps(issue)
        separator = ",\n"
    yield "]\n"
