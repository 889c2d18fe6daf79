"""What fixing changes, to be looked at: a unified diff of a text, cell by cell for office files."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from pmlint.fix.same import Change
from pmlint.model.grid import Document
from pmlint.model.location import Location

_LINE = re.compile(r"[^\n]*\n|[^\n]+")


def difference(
    before: Document, after: Document, changes: Sequence[Change], place: Callable[[Location], str]
) -> Iterator[str]:
    """The difference in pieces, nothing if there is none. ``place`` puts a location into words."""
    if before.source is not None and after.source is not None:
        yield from _of_text(before.path, before.source, after.source)
    elif changes:
        yield f"--- {before.path}\n+++ {before.path}\n"
        for change in changes:
            yield f"@@ {place(change.location)} @@\n"
            yield from (f"-{line}\n" for line in change.before.split("\n"))
            yield from (f"+{line}\n" for line in change.after.split("\n"))


def _of_text(path: str, before: str, after: str) -> Iterator[str]:
    from difflib import unified_diff

    old, new = _LINE.findall(before), _LINE.findall(after)
    for line in unified_diff(old, new, path, path):
        if line.endswith("\n"):
            yield line
        else:  # as diff says it, so that patch understands it
            yield line + "\n\\ No newline at end of file\n"
