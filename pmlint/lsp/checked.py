"""A text of the editor's as checked: what every answer to the editor is made from."""

from __future__ import annotations

from pathlib import PurePosixPath

from pmlint.lsp.positions import Positions
from pmlint.model.diagnostic import Diagnostic
from pmlint.model.form import Form
from pmlint.model.value import value
from pmlint.pipeline import Pipeline, Source

_SUFFIX = {"markdown": ".md", "csv": ".csv", "html": ".html"}
"""What a text that has not been saved would be called, by the editor's name of its language."""


@value
class CheckedText:
    """``version`` is the editor's; ``format`` the reader's name, '' if nothing was read."""

    uri: str
    version: int | None
    positions: Positions
    pipeline: Pipeline
    found: tuple[Diagnostic, ...] = ()
    forms: tuple[Form, ...] = ()
    format: str = ""


def examine(
    uri: str, version: int | None, path: str, text: Positions, pipeline: Pipeline
) -> CheckedText:
    """Check a text. Raises what `Pipeline.check` raises for wrong settings, rules or plugins."""
    data = text.text.encode("utf-8", "replace")
    outcome = pipeline.alone(Source(path, data))
    found = tuple(d for d in outcome.checked.diagnostics if d.waived is None)
    format_ = outcome.document.format if outcome.document is not None else ""
    return CheckedText(uri, version, text, pipeline, found, tuple(outcome.forms), format_)


def name_of(path: str | None, uri: str, language: str | None) -> str:
    """The name under which a text is checked: its path, or for one that was never saved a name
    whose ending says what the editor takes it for."""
    if path and not uri.startswith("untitled:"):
        return path
    name = PurePosixPath(uri.rpartition(":")[2]).name or "untitled"
    return name if "." in name else name + _SUFFIX.get(language or "", ".txt")
