"""From glyphs to text: lines of glyphs, lines wrapped in a cell, lines outside tables."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from statistics import median
from typing import TypeAlias

from pmlint.read.pdf_layout import Box, Glyph, LaidLine

Line: TypeAlias = list[Glyph]

_OPENING = "（(〔［[【《〈「『“‘"
_CLOSING = "）)〕］]】》〉」』”’，。、；：？！,.;:?!%％‰…"
_UNCERTAIN = frozenset("，,。.；;：:、（）()！!？?“”\"‘’' ")
_UNSURE = 0.7
"""Below this certainty a text is noted as doubtful."""
_MISREAD = re.compile(
    r"^\s*[2Zz]\s*(\d{2}|100)(\.\d+)?\s*[(（]?\s*[%％]"  # 290% for ≥90%
    r"|[》《]\s*\d|[%％][0oO]"
    r"|\d\s*[(（]?\s*[oO°]"  # 100oo for 100%
    r"|\d\.\d{3}(?!\d)"  # 24.300 for 24,300
)
_MISREAD_CERTAINTY = 0.5
DOUBTFUL = "recogniser-unsure"


def cell_text(glyphs: Iterable[Glyph]) -> str:
    """The text of a cell: its lines in order, wrapped ones joined.

    Chinese lines are joined without a blank, Latin words with one. Where a line was left although
    the next word had room on it, the author broke it: ``\\n`` stays.
    """
    lines = text_lines(glyphs)
    texts = [line_text(line) for line in lines]
    if len(lines) < 2:
        return texts[0] if texts else ""
    widths = [line[-1].x1 - line[0].x0 for line in lines]
    room = max(widths)
    out = texts[0]
    for number in range(1, len(lines)):
        text = texts[number]
        spare = room - widths[number - 1]
        if spare > _lead(lines[number]) + 0.6 * _size(lines[number]):
            out += "\n" + text
        elif (
            out[-1:].isascii() and out[-1:].isalpha() and text[:1].isascii() and text[:1].isalpha()
        ):
            out += " " + text
        else:
            out += text
    return out


def confidence(glyphs: Iterable[Glyph], text: str) -> tuple[float | None, tuple[str, ...]]:
    """The recogniser's certainty of a text, and a note if it was unsure.

    It is that of the least certain character: one wrong sign makes a wrong value. Punctuation is
    left out (full or half width cannot be told apart). A text that looks like a misread sign
    (``290%`` for ``≥90%``, ``24.300`` for ``24,300``) is never certain. (None, ()) for text from
    the file itself.
    """
    found = [g.confidence for g in glyphs if g.confidence is not None and g.text not in _UNCERTAIN]
    if not found:
        return None, ()
    least = min(found)
    if _MISREAD.search(text):
        least = min(least, _MISREAD_CERTAINTY)
    return round(least, 3), (DOUBTFUL,) if least < _UNSURE else ()


def prose_lines(glyphs: Iterable[Glyph]) -> list[LaidLine]:
    """Lines of text outside tables, from top to bottom. A wide gap shows as two blanks."""
    lines: list[LaidLine] = []
    for line in text_lines(glyphs):
        text = line_text(line, wide="  ")
        if text:
            lines.append(LaidLine(bounds(line), text, *confidence(line, text)))
    return lines


def text_lines(glyphs: Iterable[Glyph]) -> list[Line]:
    """The glyphs in lines from top to bottom, each from left to right, without blanks at the
    ends. Text that runs sideways is turned upright first."""
    found = list(glyphs)
    turn = dominant_turn(found)
    if turn:
        found = [turned(g, turn) for g in found]
    found.sort(key=lambda g: g.y0 + g.y1)
    lines: list[Line] = []
    centre = reach = 0.0
    for glyph in found:
        middle = (glyph.y0 + glyph.y1) / 2
        if lines and middle - centre <= reach:
            line = lines[-1]
            line.append(glyph)
            if not glyph.text.isspace():
                # The line's middle follows its glyphs (slightly skewed text), never backwards.
                centre += (middle - centre) / len(line)
                reach = max(reach, (glyph.y1 - glyph.y0) / 2)
        else:
            lines.append([glyph])
            centre, reach = middle, (glyph.y1 - glyph.y0) / 2
    trimmed = (_trim(sorted(line, key=lambda g: g.x0 + g.x1)) for line in lines)
    return [line for line in trimmed if line]


def line_text(line: Line, wide: str = " ") -> str:
    """One line's text. Blanks stand where they were typed, where Latin words part, and where a
    gap is wider than a character (``wide``, if wider than two)."""
    size = _size(line)
    out: list[str] = []
    before: Glyph | None = None
    for glyph in line:
        if before is not None and not glyph.text.isspace() and not before.text.isspace():
            gap = glyph.x0 - before.x1
            if gap > 2 * size:
                out.append(wide)
            elif gap > size or (gap > 0.25 * size and _latin(before) and _latin(glyph)):
                out.append(" ")
        out.append(glyph.text)
        before = glyph
    return "".join(out).strip()


def dominant_turn(glyphs: Sequence[Glyph]) -> int:
    """The direction most glyphs run in: 0, 90, 180 or 270 degrees clockwise."""
    if not any(g.turn for g in glyphs):
        return 0
    counts = Counter(g.turn for g in glyphs if not g.text.isspace())
    return max(counts, key=lambda turn: (counts[turn], -turn)) if counts else 0


def turned(glyph: Glyph, turn: int) -> Glyph:
    """The glyph on a page turned back by ``turn`` degrees clockwise about the origin."""
    x0, y0, x1, y1 = turn_box(turn)((glyph.x0, glyph.y0, glyph.x1, glyph.y1))
    return glyph._replace(x0=x0, y0=y0, x1=x1, y1=y1, turn=(glyph.turn - turn) % 360)


def turn_box(turn: int) -> Callable[[Box], Box]:
    """A function that turns a box back by ``turn`` degrees clockwise about the origin."""
    if turn == 90:
        return lambda b: (b[1], -b[2], b[3], -b[0])
    if turn == 180:
        return lambda b: (-b[2], -b[3], -b[0], -b[1])
    if turn == 270:
        return lambda b: (-b[3], b[0], -b[1], b[2])
    return lambda b: b


def bounds(glyphs: Sequence[Glyph]) -> Box:
    """The box around all glyphs; there must be one."""
    return (
        min(g.x0 for g in glyphs),
        min(g.y0 for g in glyphs),
        max(g.x1 for g in glyphs),
        max(g.y1 for g in glyphs),
    )


def _trim(line: Line) -> Line:
    start, end = 0, len(line)
    while start < end and line[start].text.isspace():
        start += 1
    while end > start and line[end - 1].text.isspace():
        end -= 1
    return line[start:end]


def _size(line: Line) -> float:
    return median(g.y1 - g.y0 for g in line) if line else 0.0


def _latin(glyph: Glyph) -> bool:
    return glyph.text.isascii()


def _lead(line: Line) -> float:
    """The width of what cannot be parted at the start of a line."""
    end = 0
    while end < len(line) and line[end].text in _OPENING:
        end += 1
    if end < len(line) and _latin(line[end]):
        while end < len(line) and _latin(line[end]) and not line[end].text.isspace():
            end += 1
    else:
        end += 1
    while end < len(line) and line[end].text in _CLOSING:
        end += 1
    last = line[min(end, len(line)) - 1]
    return last.x1 - line[0].x0
