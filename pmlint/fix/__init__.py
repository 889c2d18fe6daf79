"""Fixes edited into the user's own file: only what a finding proposes, nothing else touched.

Each format has a module with ``apply(data, edits) -> bytes``; `pmlint.fix.mend` decides which
edits are made, round by round.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from importlib import import_module
from typing import TypeAlias

from pmlint.model.diagnostic import Edit

Applier: TypeAlias = Callable[[bytes, Sequence[Edit]], bytes]
"""The file with all the edits made, every other byte (of text) or part (of a zip) as it was.

The edits do not overlap. An edit's place must still hold its ``old`` text; a place without a part
stands for the whole text of its cell, less the blanks around it. Raises `Refused`, and then has
changed nothing, if any edit cannot be made; raises nothing else for a file that could be read.
"""

_OFFICE = {"xlsx": "xlsx", "docx": "docx"}
SEPARATORS = {"text": "\t\r\n", "markdown": "|\t\r\n", "csv": ',"\t\r\n'}
"""Text formats, and the characters that mean something to each."""


class Refused(Exception):
    """Edits that cannot be made: the index of each in the list given to the applier, and why
    (Chinese, a clause that can follow a colon)."""

    def __init__(self, reasons: Mapping[int, str]) -> None:
        super().__init__(dict(reasons))
        self.reasons = dict(reasons)


def applier(format_: str) -> Applier | None:
    """The applier for files of a format (`Document.format`), None if it cannot be edited."""
    if format_ in SEPARATORS:
        from pmlint.fix.text import apply

        return partial(apply, separators=SEPARATORS[format_])
    if format_ not in _OFFICE:
        return None
    found: Applier = import_module(f"pmlint.fix.{_OFFICE[format_]}").apply
    return found


MOVED = "原文已变动"
"""Why an edit is refused whose place does not hold the expected text."""
