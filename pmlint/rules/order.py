"""The order of findings, and their fingerprints."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable

from pmlint.model.diagnostic import Diagnostic
from pmlint.model.form import Form
from pmlint.model.location import CellLocation, Location, PageLocation, TableLocation, TextLocation
from pmlint.paths import relative

_INDEX = re.compile(r"\[\d+\]")
_CELL = re.compile(r"([A-Z]+)(\d+)")


def position(location: Location | None) -> tuple[str, float, float, float]:
    """Something to sort places of one file by."""
    if location is None:
        return ("", 0, 0, 0)
    if isinstance(location, TextLocation):
        return ("", location.line, location.column, 0)
    start = location.start or 0
    if isinstance(location, CellLocation):
        match = _CELL.match(location.cell)
        column, row = (match[1], int(match[2])) if match else ("", 0)
        number = 0
        for letter in column:
            number = number * 26 + ord(letter) - 64
        return (location.sheet, row, number, start)
    if isinstance(location, TableLocation):
        return ("", location.table * 1_000_000 + location.row, location.column, start)
    assert isinstance(location, PageLocation)
    return ("", location.page * 1_000_000 + location.bbox[1], location.bbox[0], start)


def ordered(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """By file, form, place, code; findings about a whole file come first."""
    return sorted(
        diagnostics,
        key=lambda d: (d.file, d.form or 0, position(d.location), d.code, d.field, d.message),
    )


def fingerprinted(
    diagnostics: Iterable[Diagnostic], forms: Iterable[Form], root: str | None = None
) -> list[Diagnostic]:
    """The findings of one file (in order) with fingerprints that survive moved lines.

    A fingerprint is made of the file's name relative to ``root``, the rule, the project, the
    field's role, the texts of the indicator and of the faulty part, and a running number among
    findings that agree in all this. It does not depend on lines, on the number of the form or row,
    on severity or wording.
    """
    by_index = {form.index: form for form in forms}
    seen: Counter[tuple[str, ...]] = Counter()
    names: dict[str, str] = {}
    result = []
    for found in diagnostics:
        name = ""
        form = by_index.get(found.form or 0)
        match = _INDEX.search(found.field)
        if form is not None and match is not None:
            number = int(match[0][1:-1])
            if number < len(form.indicators):
                name = form.indicators[number].name.text or ""
        if found.file not in names:
            names[found.file] = relative(found.file, root)
        key = (
            names[found.file],
            found.code,
            found.project,
            _INDEX.sub("[]", found.field),
            name,
            found.text or "",
        )
        parts = (*key, str(seen[key]))
        seen[key] += 1
        digest = hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
        # A copy would cost more than all the rest, and nobody else holds the finding yet.
        object.__setattr__(found, "fingerprint", digest[:20])
        result.append(found)
    return result
