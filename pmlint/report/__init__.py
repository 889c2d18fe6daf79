"""Reports: one module an output format, each with ``name`` and ``render(report, options)``.

A format's module is imported when the format is asked for. Plugins add formats by the hook
``pmlint_reporters``; the built-in ones come through the same hook.
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from typing import TYPE_CHECKING, Any

from pmlint.model.value import record

if TYPE_CHECKING:
    from pmlint.plugins import Reporter

_MODULES = {
    "text": "text",
    "concise": "concise",
    "json": "contract",
    "jsonl": "jsonl",
    "sarif": "sarif",
    "github": "github",
    "gitlab": "gitlab",
    "junit": "junit",
    "checkstyle": "checkstyle",
    "csv": "csv_rows",
    "markdown": "markdown",
    "html": "page",
}

FOR_PEOPLE = frozenset({"text", "concise"})
"""Formats whose reader sees by himself which files could not be read."""

DRAWS_FORMS = frozenset({"html"})
"""Formats that need the recovered forms (``Checked.forms``) besides the findings."""


@record
class BuiltIn:
    """A format of pmlint's own, imported when it first renders."""

    name: str

    def render(self, report: Any, options: Any) -> Iterable[str]:
        """The report in this format, in pieces."""
        module = import_module(f"{__name__}.{_MODULES[self.name]}")
        pieces: Iterable[str] = module.render(report, options)
        return pieces


def built_in() -> list[Reporter]:
    """pmlint's own formats."""
    return [BuiltIn(name) for name in _MODULES]
