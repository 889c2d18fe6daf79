"""Findings as highlights in a copy of a PDF, or in a PDF made of an image."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Sequence
from typing import Any

from pmlint.annotate import AnnotateError
from pmlint.annotate.notes import INDEX_TITLE, IndexRow, Wording
from pmlint.model.diagnostic import Diagnostic
from pmlint.model.grid import Document
from pmlint.model.location import PageLocation
from pmlint.read import ReadError, child
from pmlint.read.limits import MiB

SECONDS = 60.0
MEMORY = 400 * MiB
_IMAGE_MEMORY = 1200 * MiB


def annotate(data: bytes, document: Document, diagnostics: Sequence[Diagnostic]) -> bytes:
    """A PDF with one highlight, carrying its note, at each faulty cell, and a note that lists all
    findings at the top of the first page.

    A PDF is only added to: ``data`` is an exact prefix of the result. Of an image a PDF of one
    page is made. Earlier highlights by pmlint are replaced, all other annotations are kept.
    Raises `AnnotateError`.
    """
    words = Wording(document, diagnostics)
    marks = [
        {
            "page": note.location.page,
            "box": note.location.bbox,
            "severity": note.severity,
            "text": note.text,
        }
        for note in words.notes()
        if isinstance(note.location, PageLocation)
    ]
    index = index_text(words.summary(), words.index())
    options: dict[str, Any] = {
        "marks": marks,
        "index": index,
        "taken": [cell.location.bbox for cell in _first_page(document)],
        "image": document.format == "image",
    }
    try:
        answer = child.run(
            "pmlint.annotate.pdf_marks:append",
            data,
            options,
            seconds=SECONDS,
            memory=_IMAGE_MEMORY if options["image"] else MEMORY,
        )
    except ReadError as error:
        raise AnnotateError(error.message) from None
    return data[: 0 if options["image"] else len(data)] + base64.b64decode(answer)


def index_text(summary: str, rows: Iterable[IndexRow]) -> str:
    """The list of findings as the text of one note."""
    lines = [INDEX_TITLE, summary]
    for number, row in enumerate(rows, 1):
        value = f"“{row.value}”" if row.value else ""
        lines.append(f"{number}. 【{row.severity}】{row.form} {row.place}{value}：{row.message}")
        if row.suggestion:
            lines.append(f"    建议：{row.suggestion}")
    return "\n".join(lines)


def _first_page(document: Document) -> list[Any]:
    return [
        cell
        for grid in document.grids
        for cell in grid.cells()
        if isinstance(cell.location, PageLocation) and cell.location.page == 1
    ]
