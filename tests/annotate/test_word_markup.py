"""Comments and edits in documents whose markup no schema allows, from fixed seeds: what is written
reads back as what it was, but for what was meant to change."""

from __future__ import annotations

import random

import pytest
from word_made import docx

from pmlint.annotate.docx import annotate
from pmlint.fix import Refused
from pmlint.fix.docx import apply
from pmlint.model.diagnostic import Diagnostic, Edit
from pmlint.model.grid import Cell
from pmlint.read import ReadError
from pmlint.read.docx import read

BLOCKS = ["w:p", "w:r", "w:t", "w:tbl", "w:tr", "w:tc"] * 3
WRAPPERS = ["w:sdt", "w:sdtContent", "w:ins", "w:del", "w:hyperlink", "w:txbxContent"]
PROPERTIES = ["w:pPr", "w:rPr", "w:tcPr", "w:vMerge", "w:gridSpan", "w:sectPr", "w:vanish"]
TEXTS = ["w:fldChar", "w:checkBox", "w:br", "w:sym", "w:tab", "w:showingPlcHdr"]
OTHERS = ["mc:AlternateContent", "mc:Choice", "mc:Fallback", "m:oMath", "m:r", "m:t", "m:d", "m:e"]
MARKS = ["w:commentRangeStart", "w:commentRangeEnd", "w:commentReference"]
NAMES = BLOCKS + WRAPPERS + PROPERTIES + TEXTS + OTHERS + MARKS


def markup(draw: random.Random) -> str:
    body, opened = "", []
    for _ in range(draw.randint(3, 60)):
        if opened and draw.random() < 0.42:
            body += f"</{opened.pop()}>"
            continue
        name = draw.choice(NAMES)
        tag = f'<{name} w:val="{draw.choice(["2", "restart", "0"])}" w:id="{draw.randint(0, 3)}"'
        if draw.random() < 0.15 or name in MARKS:
            body += tag + "/>"
        else:
            opened.append(name)
            body += tag + ">" + draw.choice(["", "字", "a&lt;=b", " ", "/>"])
    return body + "".join(f"</{name}>" for name in reversed(opened))


def cells(data: bytes) -> list[Cell]:
    return list(read(data, "x").grids[0].cells())


@pytest.mark.parametrize("batch", range(6))
def test_written_files_read_back(batch: int) -> None:
    edited = 0
    for seed in range(batch * 100, batch * 100 + 100):
        draw = random.Random(seed)
        data = docx(markup(draw))
        try:
            before = cells(data)
        except ReadError:
            continue
        findings = [
            Diagnostic("X1", "x", "error", "author", "…", "x", location=cell.location)
            for cell in before
            if draw.random() < 0.7
        ]
        once = annotate(data, read(data, "x"), findings)  # proves by itself that the text is kept
        assert annotate(once, read(once, "x"), findings) == once, seed
        for place, cell in enumerate(before):
            start = draw.randint(0, len(cell.text))
            end = draw.randint(start, len(cell.text))
            edit = Edit(cell.location.part(start, end), cell.text[start:end], "≥<")
            try:
                after = cells(apply(data, [edit]))
            except Refused:
                continue
            wanted = [other.text for other in before]
            wanted[place] = cell.text[:start] + "≥<" + cell.text[end:]
            assert [other.text for other in after] == wanted, seed
            edited += 1
    assert edited
