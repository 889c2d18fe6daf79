"""Recovering forms from the grids a reader made."""

from __future__ import annotations

from dataclasses import replace

from pmlint.model.form import Form
from pmlint.model.grid import Document
from pmlint.recover.forms import Context, build_forms
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
        blocks = blocks_of(lines_of(grid.rows, grid.ruled, words))
        context = Context(words, profile, grid.ruled)
        made = [build_forms(block, context) for block in blocks]
        if not grid.ruled and any(slipped for _, slipped in made):
            # What has slipped in one form of a scan may have slipped in its neighbours.
            loose = replace(context, loose=True)
            made = [
                (found, slipped) if slipped else build_forms(block, loose)
                for block, (found, slipped) in zip(blocks, made, strict=True)
            ]
        forms += [form for found, _ in made for form in found]
    for index, form in enumerate(forms, 1):
        form.index = index
    return forms
