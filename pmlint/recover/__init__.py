"""Recovering forms from the grids a reader made."""

from __future__ import annotations

from dataclasses import replace

from pmlint.model.form import Doubt, Form
from pmlint.model.grid import Document
from pmlint.recover.fields import missing
from pmlint.recover.forms import Context, build_forms
from pmlint.recover.lexicon import lexicon
from pmlint.recover.lines import lines_of
from pmlint.recover.segment import Block, blocks_of, keep_rules

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
        if not grid.ruled:
            keep_rules(blocks, grid.rows, document.format == "markdown")
        context = Context(words, profile, grid.ruled)
        made = [_guarded(block, context) for block in blocks]
        if not grid.ruled and any(slipped for _, slipped in made):
            # What has slipped in one form of a scan may have slipped in its neighbours.
            loose = replace(context, loose=True)
            made = [
                (found, slipped) if slipped else _guarded(block, loose)
                for block, (found, slipped) in zip(blocks, made, strict=True)
            ]
        forms += [form for found, _ in made for form in found]
    for index, form in enumerate(forms, 1):
        form.index = index
    return forms


def _guarded(block: Block, context: Context) -> tuple[list[Form], bool]:
    """`build_forms`, with a form that says so where it fails: a defect of ours on one form must
    not take the others with it."""
    try:
        return build_forms(block, context)
    except Exception as error:
        first, last = block.lines[0].cells[0], block.lines[-1].cells[-1]
        detail = f"{type(error).__name__}: {error}"[:200]
        form = Form(
            index=1,
            title=missing("lost", first.location),
            year=None,
            profile="self-made",
            header={},
            funds={},
            goals={},
            indicators=[],
            doubts=[Doubt("recovery-failed", detail, first.location)],
            truncated=True,
            where=first.location,
            end=last.location,
        )
        return [form], False
