"""Text that is not 1:1 in its file (entities, escapes, collapsed blanks), with its places."""

from __future__ import annotations

import re
from typing import TypeAlias

from pmlint.model.location import Anchor, TextLocation

Place: TypeAlias = tuple[int, int]
"""1-based line and column."""
Stretch: TypeAlias = tuple[Place, Place]
"""Where something begins, and the place behind it."""

_RUNS = re.compile(r"[ \t\n\r\f]+|[^ \t\n\r\f]+")


class AnchoredText:
    """Collects the shown text of a cell piece by piece, and where each piece stands.

    Lines and columns are 1-based. A shown character that stands for several in the file (``&lt;``,
    ``\\|``, ``<br>``) begins where those begin; what follows it gets an anchor of its own.
    """

    __slots__ = ("_anchors", "_breaks", "_end", "_gap", "_length", "_pieces")

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._anchors: list[Anchor] = []
        self._length = 0
        self._end = (0, 0)
        self._gap: Stretch | None = None  # blanks seen and not yet shown
        self._breaks: list[Stretch] = []  # line breaks seen and not yet shown

    def __bool__(self) -> bool:
        return self._length > 0

    def __len__(self) -> int:
        return self._length

    def put(self, text: str, line: int, column: int, width: int | None = None) -> None:
        """Append ``text``, which stands at ``line``/``column`` and takes ``width`` characters
        there (default: stands there as it is)."""
        if not text:
            return
        self._release()
        self._go_on_at(line, column)
        self._pieces.append(text)
        self._length += len(text)
        taken = len(text) if width is None else width
        self._end = (line, column + taken)
        if taken != len(text):  # the next piece may follow at once and still needs its anchor
            self._anchors.append((self._length, *self._end))

    def put_newline(self, line: int, column: int, after: tuple[int, int]) -> None:
        """Append a line break that stands at ``line``/``column``; the text goes on at ``after``."""
        self.put("\n", line, column)
        self._end = after
        self._anchors.append((self._length, *after))

    def flow(self, text: str, line: int, column: int) -> Place:
        """Append text as HTML shows it: blanks collapse, and vanish at the ends. ``text`` stands
        1:1 at ``line``/``column`` with ``\\n`` line ends. Returns the place behind it."""
        for run in _RUNS.findall(text):
            if run[0] not in " \t\n\r\f":
                self.put(run, line, column)
                column += len(run)
                continue
            begin = (line, column)
            newlines = run.count("\n")
            line += newlines
            column = len(run) - run.rfind("\n") if newlines else column + len(run)
            self.blank(begin, (line, column))
        return line, column

    def blank(self, place: Place, behind: Place) -> None:
        """A blank that stands from ``place`` to ``behind``; with its neighbours it is one."""
        if self._gap is None:
            self._gap = (place, behind)

    def line_break(self, place: Place, behind: Place) -> None:
        """A ``<br>`` that stands from ``place`` to ``behind``."""
        self._breaks.append((place, behind))

    def block(self, place: Place) -> None:
        """The edge of a block (``<p>``): what follows begins on a new line."""
        if not self._breaks:
            self._breaks.append((place, place))

    def finish(self, line: int, column: int) -> tuple[str, TextLocation]:
        """The text and its place. ``line``/``column`` is the place of an empty text."""
        text = "".join(self._pieces)
        if not self._anchors:
            return text, TextLocation(line, column, line, column)
        _, first_line, first_column = self._anchors[0]
        anchors = tuple(self._anchors) if len(self._anchors) > 1 else ()
        return text, TextLocation(first_line, first_column, *self._end, anchors)

    def _go_on_at(self, line: int, column: int) -> None:
        if not self._anchors:
            self._anchors.append((0, line, column))
        elif (line, column) != self._end:
            behind = (self._length, *self._end)
            if self._anchors[-1] != behind:
                self._anchors.append(behind)
            self._anchors.append((self._length, line, column))

    def _release(self) -> None:
        """Show the blanks and breaks that turned out to stand between two pieces of text."""
        if self._breaks:
            shown, places = "\n", self._breaks
        elif self._gap is not None:
            shown, places = " ", [self._gap]
        else:
            return
        self._gap, self._breaks = None, []
        if not self._length:
            return
        for place, behind in places:
            self._go_on_at(*place)
            self._pieces.append(shown)
            self._length += 1
            self._end = behind
            if behind != (place[0], place[1] + 1):
                self._anchors.append((self._length, *behind))
