"""pmlint as a library: check files at once in threads, count the findings, and list what to mend.

python examples/library.py FILE…
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pmlint

SETTINGS = pmlint.Settings(ignore=("wording",), severity={"PM302": "info"})


def reports(paths: Sequence[Path]) -> Iterable[pmlint.Report]:
    """One report a file, in the order of the files. A file that cannot be read is a finding too."""
    with ThreadPoolExecutor() as threads:
        yield from threads.map(lambda path: pmlint.check(path, SETTINGS), paths)


def messages(content: bytes, name: str) -> list[str]:
    """What there is to say about an upload that is no file."""
    return [
        f"{name} {_place(found)}：{found.message}"
        for found in pmlint.check(content, SETTINGS, name=name).diagnostics()
    ]


def _place(found: pmlint.Diagnostic) -> str:
    """Places of text files have lines; cells of workbooks and of Word's tables have others."""
    where = found.location.to_json() if found.location is not None else {}
    return f"第 {where['line']} 行" if "line" in where else str(where)


def main(arguments: Sequence[str]) -> int:
    """Print what was found; the gravest exit code of the files."""
    counts: Counter[str] = Counter()
    worst = 0
    for report in reports([Path(argument) for argument in arguments]):
        worst = max(worst, report.exit_code(fail_on="error"))
        for found in report.diagnostics():
            counts[found.severity] += 1
            for fix in found.fixes:
                print(f"{found.file} {found.code}: {fix.title} ({fix.safety})")
    print(", ".join(f"{severity}: {count}" for severity, count in sorted(counts.items())))
    return worst


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
