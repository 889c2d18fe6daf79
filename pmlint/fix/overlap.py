"""Which edits can be made together."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Sequence
from typing import TypeAlias

from pmlint.annotate.notes import cell_of
from pmlint.model.diagnostic import Edit
from pmlint.model.location import Location, TextLocation

Point: TypeAlias = tuple[float, float]
_LAST = (float("inf"), 0.0)


class Taken:
    """The stretches that are to be edited. Two edits overlap if they share a character, or if one
    is an insertion within or at an end of the other; equal edits are one."""

    def __init__(self) -> None:
        self._edits: set[Edit] = set()
        self._spans: dict[Location | None, list[tuple[Point, Point]]] = {}

    def take(self, edits: Sequence[Edit]) -> bool:
        """Reserve the places of a fix; False, and nothing reserved, if one is taken already."""
        new = [edit for edit in dict.fromkeys(edits) if edit not in self._edits]
        done: list[tuple[list[tuple[Point, Point]], tuple[Point, Point]]] = []
        for edit in new:
            where, span = _span(edit.location)
            spans = self._spans.setdefault(where, [])
            at = bisect_left(spans, span)
            if any(_meet(span, other) for other in spans[max(0, at - 1) : at + 1]):
                for others, mine in done:
                    others.remove(mine)
                return False
            insort(spans, span)
            done.append((spans, span))
        self._edits.update(new)
        return True


def _span(where: Location) -> tuple[Location | None, tuple[Point, Point]]:
    """The cell (None: the text file) and the stretch of it."""
    if isinstance(where, TextLocation):
        return None, ((where.line, where.column), (where.end_line, where.end_column))
    if where.start is None or where.end is None:
        return cell_of(where), ((0, 0), _LAST)
    return cell_of(where), ((0, where.start), (0, where.end))


def _meet(one: tuple[Point, Point], other: tuple[Point, Point]) -> bool:
    if one[0] == one[1] or other[0] == other[1]:
        return one[0] <= other[1] and other[0] <= one[1]
    return one[0] < other[1] and other[0] < one[1]
