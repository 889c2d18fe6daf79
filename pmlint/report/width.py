"""Text on a terminal: how wide it is, what of it is safe to print, a mark under a part of it."""

from __future__ import annotations

import unicodedata

ELLIPSIS = "…"
MARK = "^"


def char_width(char: str) -> int:
    """Columns that one character takes: 2 for full-width ones, 0 for combining and format ones."""
    if char.isascii():
        return 1
    if unicodedata.east_asian_width(char) in "WF":
        return 2
    return 0 if unicodedata.category(char) in ("Mn", "Me", "Cf") else 1


def width(text: str) -> int:
    """Columns that ``text`` takes on a terminal."""
    return len(text) if text.isascii() else sum(map(char_width, text))


def pad(text: str, columns: int) -> str:
    """``text`` with blanks behind it so that it takes ``columns`` (never cut)."""
    return text + " " * max(0, columns - width(text))


def visible(text: str) -> str:
    """``text`` on one line, character by character: line breaks shown as ``⏎``, tabs as ``→``,
    other control and direction-changing characters as ``·``, so that no file can steer the
    terminal that shows its words."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(map(_visible, text))


def _visible(char: str) -> str:
    if char.isprintable():
        return char
    if char == "\t":
        return "→"
    if char in "\n\v\f\r\u0085\u2028\u2029":
        return "⏎"
    return "\u3000" if char == "\u3000" else " " if char == "\xa0" else "·"


def excerpt(text: str, span: tuple[int, int] | None, columns: int) -> tuple[str, str]:
    """The part of ``text`` around ``span`` that fits into ``columns``, and the line of carets
    that marks the span under it ('' for an empty span or text)."""
    shown = visible(text)
    start, end = span if span is not None else (0, len(shown))
    start = max(0, min(start, len(shown)))
    end = max(start, min(end, len(shown)))
    left, right = _window(shown, start, end, columns)
    head = ELLIPSIS if left else ""
    tail = ELLIPSIS if right < len(shown) else ""
    line = head + shown[left:right] + tail
    if start == end:
        return line, ""
    blank = " " * width(head + shown[left:start])
    return line, blank + MARK * width(shown[start : min(end, right)])


def _window(text: str, start: int, end: int, columns: int) -> tuple[int, int]:
    """Where to cut ``text`` so that it shows the span with what stands around it."""
    if len(text) * 2 <= columns or (len(text) <= columns * 2 and width(text) <= columns):
        return 0, len(text)
    room = max(columns - 2, 8)
    right = start
    while right < end and room > 0:
        room -= char_width(text[right])
        right += 1
    left, before = start, room // 3
    while left > 0 and before > 0:
        left -= 1
        before -= char_width(text[left])
        room -= char_width(text[left])
    while right < len(text) and room > 0:
        room -= char_width(text[right])
        right += 1
    return left, right
