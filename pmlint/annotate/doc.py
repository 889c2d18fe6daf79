"""Comments in a .docx copy of an old Word document, which cannot be edited safely in place."""

from __future__ import annotations

from collections.abc import Sequence

from pmlint.annotate import AnnotateError, docx
from pmlint.model.diagnostic import Diagnostic
from pmlint.model.grid import Document
from pmlint.read import ReadError
from pmlint.read.doc import to_docx


def annotate(data: bytes, document: Document, diagnostics: Sequence[Diagnostic]) -> bytes:
    """See `pmlint.annotate.annotate`. The places are those of the conversion that was read."""
    try:
        converted = to_docx(data)
    except ReadError as error:
        raise AnnotateError(f"{document.path}：{error.message}") from error
    return docx.annotate(converted, document, diagnostics)
