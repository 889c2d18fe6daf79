"""Lines of text files that speak to pmlint and are no part of the form.

``# pmlint: …``, ``// pmlint: …`` or ``<!-- pmlint: … -->`` on a line of its own. Readers of text,
Markdown and CSV pass over them; what they say is read by `pmlint.waivers.comments`.
"""

from __future__ import annotations

import re

_COMMENT = re.compile(r"[\s\"]*(?:#+|//|<!--)\s*pmlint\s*[:：](?P<said>.*)", re.IGNORECASE)
_TRAILING = " \t,，\"'"
"""What spreadsheet programs leave behind a line's only cell when they save it."""


def said(line: str) -> str | None:
    """What a comment for pmlint says, None if the line is none. Time linear in the line."""
    found = _COMMENT.match(line)
    if found is None:
        return None
    return found["said"].rstrip(_TRAILING).removesuffix("-->").strip(_TRAILING)
