"""Recovering forms from the grids a reader made."""

from __future__ import annotations

from pmlint.model.form import Form
from pmlint.model.grid import Document
from pmlint.recover.forms import build_forms
from pmlint.recover.lexicon import lexicon
from pmlint.recover.lines import lines_of
from pmlint.recover.segment import blocks_of

__all__ = ["recover"]


def recover(document: Document, profile: str = "auto") -> list[Form]:
    """The forms of ``document`` in reading order; an empty list if there is none.

    ``profile`` is a profile's name, or ``auto`` to tell it from what each form prints. Never
    raises; what could only be guessed is noted as doubts in the forms.
    """
    words = lexicon()
    forms: list[Form] = []
    for grid in document.grids:
        lines = lines_of(grid.rows, grid.ruled, words)
        for block in blocks_of(lines):
            forms += build_forms(block, len(forms) + 1, grid.ruled, words, profile)
    return forms
