"""Regular expressions that are compiled when they are first used.

Compiling one costs 0.1 to 2 ms (those with Chinese characters most), and half of pmlint's are not
needed to check a form: together as long as an interpreter takes to start.
"""

from __future__ import annotations

import re
from typing import Any, cast

_METHODS = ("search", "match", "fullmatch", "finditer", "findall", "sub", "subn", "split")


class _Pattern:
    """Stands for a compiled pattern; after the first use its methods are the pattern's own."""

    def __init__(self, source: str, flags: int) -> None:
        self._source = source
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        compiled = re.compile(self._source, self._flags)
        for method in _METHODS:
            setattr(self, method, getattr(compiled, method))
        return getattr(compiled, name)

    def __repr__(self) -> str:
        return f"regex({self._source!r})"


def regex(source: str, flags: int = 0) -> re.Pattern[str]:
    """Like `re.compile`, at first use; a mistake in ``source`` raises `re.error` only then."""
    return cast("re.Pattern[str]", _Pattern(source, flags))
