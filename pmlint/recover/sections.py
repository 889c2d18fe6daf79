"""The parts of one form's indicator table, each under headings of its own."""

from __future__ import annotations

from dataclasses import field

from pmlint.model.value import record
from pmlint.recover.columns import half_of
from pmlint.recover.lexicon import Lexicon
from pmlint.recover.lines import Line


@record
class Section:
    """Rows of the table below their headings. ``half``: ``project`` or ``year`` where the table's
    two halves stand one below the other."""

    half: str
    headings: list[Line]
    body: list[Line] = field(default_factory=list)


def sections_of(
    headings: list[Line], body: list[Line], ruled: bool, lexicon: Lexicon
) -> list[Section]:
    """The table, or its two halves one below the other, each under headings of its own that a
    side label (长期绩效指标, 年度绩效指标) or a line above (年度绩效目标表) tells apart."""
    naming = [line for line in headings if line.heading or is_half_title(line, lexicon)]
    half = next((h for line in naming if (h := half_beside(line, lexicon))), "")
    sections = [Section(half, headings)]
    page = headings[-1].page if headings else 0
    above = ""
    at = 0
    while at < len(body):
        line = body[at]
        if not line.heading:
            if is_half_title(line, lexicon):
                above = half_of(line.cells[0].text, lexicon)
            else:
                sections[-1].body.append(line)
            page = line.page
            at += 1
            continue
        end = at + 1
        until = heading_end(line) if ruled else 0
        while end < len(body) and body[end].row.index < until:
            end += 1  # further lines of the headings: 符号 | 数值 | 单位
        half, above = above or half_beside(line, lexicon), ""
        if not half and sections[-1].half == "project" and line.page == page:
            half = "year"  # its side label is lost; below a page break the headings come again
        if half and half != sections[-1].half and sections[-1].half:
            sections.append(Section(half, body[at:end] if ruled else headings))
        else:
            sections[-1].body.append(line)
        page = line.page
        at = end
    return sections


def heading_end(line: Line) -> int:
    """The first row below the headings that begin on ``line``."""
    spans = [c.row + c.rowspan for i, c in enumerate(line.cells) if line.sign(i, "heading")]
    return max(spans, default=0)


def is_half_title(line: Line, lexicon: Lexicon) -> bool:
    """True for a line that only says which half of the table follows: 年度绩效目标表."""
    return len(line.cells) == 1 and line.has("title") and half_of(line.cells[0].text, lexicon) != ""


def half_beside(line: Line, lexicon: Lexicon) -> str:
    """The half that the side label of a heading line, or a line above the headings, names."""
    return half_of(line.cells[0].text, lexicon) if line.sign(0, "heading") is None else ""
