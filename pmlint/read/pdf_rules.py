"""From the rules on a page to its tables: which boxes they make, and which boxes are merged.

Works on any straight strokes, drawn (PDF) or seen (scans). Dashes, double lines and rules with
gaps at the corners become whole lines first; a box is merged with its neighbour where the rule
between them is missing.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise

from pmlint.model.value import record
from pmlint.read.pdf_layout import LaidCell, LaidTable, Stroke

SNAP = 3.0
"""Rules closer than this (points) are one: double lines, and pieces that do not quite meet."""
GAP = 4.5
"""Pieces of a line with smaller gaps between them are one line: dashes, missed corners."""
SHORTEST = 6.0
"""Shorter lines are not rules of a table (points)."""
MOST_LINES = 2000
"""More different lines in one direction are a drawing, not a table."""
MOST_BOXES = 200_000


@record
class _Lines:
    """The rules of one table, by position."""

    horizontal: list[Stroke]
    vertical: list[Stroke]


def find_tables(horizontal: Sequence[Stroke], vertical: Sequence[Stroke]) -> list[LaidTable]:
    """The tables that the given rules draw, without text, from top to bottom.

    A frame around a single box is no table. More rules than ``MOST_LINES`` give none.
    """
    across, down = merge(horizontal), merge(vertical)
    if len(across) > MOST_LINES or len(down) > MOST_LINES:
        return []
    tables = [t for lines in _connected(across, down) if (t := _table(lines)) is not None]
    return sorted(tables, key=lambda t: (t.box[1], t.box[0]))


def merge(strokes: Sequence[Stroke], snap: float = SNAP, gap: float = GAP) -> list[Stroke]:
    """The strokes as whole lines: neighbours within ``snap`` made one, gaps up to ``gap`` closed,
    what remains too short dropped. Sorted by position."""
    lines: list[Stroke] = []
    for group in _clusters(sorted(strokes), snap):
        # The longest piece knows the position best.
        at = max(group, key=lambda s: s.end - s.start).at
        pieces = sorted((s.start, s.end) for s in group)
        start, end = pieces[0]
        for piece_start, piece_end in pieces[1:]:
            if piece_start <= end + gap:
                end = max(end, piece_end)
            else:
                lines.append(Stroke(at, start, end))
                start, end = piece_start, piece_end
        lines.append(Stroke(at, start, end))
    return [line for line in lines if line.end - line.start >= SHORTEST]


def _clusters(strokes: list[Stroke], snap: float) -> list[list[Stroke]]:
    groups: list[list[Stroke]] = []
    for stroke in strokes:
        if groups and stroke.at - groups[-1][0].at <= snap:
            groups[-1].append(stroke)
        else:
            groups.append([stroke])
    return groups


def _connected(across: list[Stroke], down: list[Stroke]) -> list[_Lines]:
    """Groups of rules that touch one another."""
    parent = list(range(len(across) + len(down)))

    def root(node: int) -> int:
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    heights = [stroke.at for stroke in across]
    for number, line in enumerate(down, len(across)):
        for other in range(bisect_left(heights, line.start - GAP), len(across)):
            rule = across[other]
            if rule.at > line.end + GAP:
                break
            if rule.start - GAP <= line.at <= rule.end + GAP:
                parent[root(number)] = root(other)
    groups: dict[int, _Lines] = {}
    for number, stroke in enumerate([*across, *down]):
        lines = groups.setdefault(root(number), _Lines([], []))
        (lines.horizontal if number < len(across) else lines.vertical).append(stroke)
    return list(groups.values())


def _table(lines: _Lines) -> LaidTable | None:
    if len(lines.horizontal) < 2 or not lines.vertical:
        return None
    xs = _positions(lines.vertical, lines.horizontal)
    ys = _positions(lines.horizontal, lines.vertical)
    if len(xs) < 2 or len(ys) < 2 or len(xs) * len(ys) > MOST_BOXES:
        return None
    above = _edges(lines.horizontal, ys, xs)  # above[row][column]: a rule on top of that box
    left = _edges(lines.vertical, xs, ys)  # left[column][row]
    cells = [
        LaidCell((xs[c0], ys[r0], xs[c1], ys[r1]), r0, r1, c0, c1)
        for r0, r1, c0, c1 in _regions(above, left, len(ys) - 1, len(xs) - 1)
    ]
    if len(cells) < 2:
        return None
    return LaidTable((xs[0], ys[0], xs[-1], ys[-1]), xs, ys, cells)


def _positions(own: list[Stroke], crossing: list[Stroke]) -> list[float]:
    """Where the lines of one direction stand; with the ends of the crossing ones where a side of
    the table is left open (at least two rules reach out to it)."""
    found: list[float] = []
    for at in sorted({stroke.at for stroke in own}):
        if not found or at - found[-1] > SNAP:
            found.append(at)
    starts, ends = sorted(s.start for s in crossing), sorted(s.end for s in crossing)
    if len(crossing) > 1:
        if starts[1] < found[0] - SHORTEST and starts[1] - starts[0] <= SNAP:
            found.insert(0, starts[0])
        if ends[-2] > found[-1] + SHORTEST and ends[-1] - ends[-2] <= SNAP:
            found.append(ends[-1])
    return found


def _edges(rules: list[Stroke], at: list[float], stops: list[float]) -> list[list[bool]]:
    """For each position and each interval between neighbouring stops: is there a rule?"""
    covered = [[0.0] * (len(stops) - 1) for _ in at]
    for rule in rules:
        row = bisect_left(at, rule.at)
        if row and (row == len(at) or rule.at - at[row - 1] <= at[row] - rule.at):
            row -= 1
        first = max(0, bisect_left(stops, rule.start) - 1)
        for i in range(first, len(stops) - 1):
            if stops[i] >= rule.end:
                break
            covered[row][i] += max(0.0, min(rule.end, stops[i + 1]) - max(rule.start, stops[i]))
    widths = [b - a for a, b in pairwise(stops)]
    slack = [max(GAP, width / 4) if width > 2 * GAP else width / 4 for width in widths]
    return [
        [c > 0 and w - c <= s for c, w, s in zip(line, widths, slack, strict=True)]
        for line in covered
    ]


Region = tuple[int, int, int, int]


def _regions(
    above: list[list[bool]], left: list[list[bool]], rows: int, columns: int
) -> list[Region]:
    """Boxes joined where no rule parts them, as rectangles (row, row end, column, column end)."""
    seen = [[False] * columns for _ in range(rows)]
    regions: list[Region] = []
    for row in range(rows):
        for column in range(columns):
            if seen[row][column]:
                continue
            members = _flood(row, column, above, left, rows, columns, seen)
            top, bottom = row, max(r for r, _ in members) + 1
            first, last = min(c for _, c in members), max(c for _, c in members) + 1
            if len(members) == (bottom - top) * (last - first):
                if not _outside(top, bottom, first, last, above, left, rows, columns):
                    regions.append((top, bottom, first, last))
            else:
                regions.extend(_rectangles(set(members)))
    return sorted(regions)


def _flood(
    row: int,
    column: int,
    above: list[list[bool]],
    left: list[list[bool]],
    rows: int,
    columns: int,
    seen: list[list[bool]],
) -> list[tuple[int, int]]:
    seen[row][column] = True
    members, queue = [(row, column)], [(row, column)]
    while queue:
        r, c = queue.pop()
        steps = (
            (r + 1, c, r + 1 < rows and not above[r + 1][c]),
            (r - 1, c, r > 0 and not above[r][c]),
            (r, c + 1, c + 1 < columns and not left[c + 1][r]),
            (r, c - 1, c > 0 and not left[c][r]),
        )
        for next_row, next_column, free in steps:
            if free and not seen[next_row][next_column]:
                seen[next_row][next_column] = True
                members.append((next_row, next_column))
                queue.append((next_row, next_column))
    return members


def _outside(
    top: int,
    bottom: int,
    first: int,
    last: int,
    above: list[list[bool]],
    left: list[list[bool]],
    rows: int,
    columns: int,
) -> bool:
    """True for a bite out of a corner of the table: two of its sides lie on the table's outline
    and have no rule. (One open side alone is a table that was drawn so.)"""
    open_sides = (
        (top == 0 and not any(above[0][first:last])),
        (bottom == rows and not any(above[rows][first:last])),
        (first == 0 and not any(left[0][top:bottom])),
        (last == columns and not any(left[columns][top:bottom])),
    )
    return sum(open_sides) > 1


def _rectangles(members: set[tuple[int, int]]) -> list[Region]:
    """A region that is no rectangle, cut into rectangles: full rows first."""
    regions: list[Region] = []
    while members:
        row, column = min(members)
        last = column
        while (row, last) in members:
            last += 1
        bottom = row
        while all((bottom, c) in members for c in range(column, last)):
            bottom += 1
        regions.append((row, bottom, column, last))
        members -= {(r, c) for r in range(row, bottom) for c in range(column, last)}
    return regions
