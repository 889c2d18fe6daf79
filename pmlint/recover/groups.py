"""Which rows of a text table belong to which printed 二级指标.

In text the label of a merged cell may stand on any row of its span, or just outside it. Groups are
contiguous and come in the order in which their labels are printed, so the question is where each
boundary lies. The cheapest boundaries are found by dynamic programming over rows and groups, in
time rows times groups, from these costs:

- a row whose words speak for another group of this form than the one it is given to (bounded, so
  that one row filed in the wrong group cannot drag its neighbours along);
- the same above the group's label, doubled: a boundary moves only over rows that all bear it out;
- rows above their label (cheap: labels of merged cells stand in the middle), dearer where the
  label stands beside its 一级指标 as on a first row, free across a page break;
- a label outside its rows (dear; cheaper if its row has visibly slipped);
- a printed group without rows, an unprinted group with rows (both very dear);
- a 一级指标 printed beside a row of another.

Ties go to the printed order: a group begins at its label.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pmlint.recover.cues import Scores

ABOVE = 0.25
ABOVE_PAGE = 0.02
PAIRED = 0.5
OFF = 1.2
OFF_MORE = 0.6
OFF_SLIPPED = 0.5
OFF_SLIPPED_MORE = 0.4
FAR_MORE = 1.5
EMPTY = 5.0
INSERTED = 3.2
LEVEL1 = 0.5
MISFIT = 2.2
ABOVE_MISFIT = 2.0
STRICT = 100.0
_FAR = 1e9


@dataclass(slots=True)
class Group:
    """A 二级指标 in print order. ``first``/``last``: the rows its label stands on (or, alone on a
    row, the row after it, with ``alone``). ``printed`` False: only supposed (``first`` -1)."""

    name: str
    kind: str
    first: int
    last: int
    printed: bool = True
    alone: bool = False
    paired: bool = False
    slipped: bool = False
    top: str = ""
    """The kind of the 一级指标 that owns it, '' if none is known to."""


def place(
    groups: Sequence[Group],
    scores: Sequence[Scores],
    level1: Sequence[str],
    pages: Sequence[int],
    *,
    strict: bool = False,
) -> list[int]:
    """The group (index) of each row. ``level1`` is the kind of the 一级指标 printed on the row, ''
    if none; ``pages`` the page each row is on. ``strict``: nothing in the table has slipped, so
    that only a page break may part a label from the first rows of its group."""
    n, m = len(scores), len(groups)
    kinds = [g.kind for g in groups]
    misfit = _misfits(groups, kinds, scores, level1)
    best: list[float] = [0.0] + [_FAR] * n
    back: list[list[int]] = []
    for j in range(m):
        group, row_cost = groups[j], misfit[j]
        starts = [best[b] + _start_cost(group, b, pages, strict) for b in range(n + 1)]
        empty = EMPTY if group.printed and not group.alone else 0.0
        if group.alone:
            empty = OFF
        new = [best[i] + empty for i in range(n + 1)]
        came = list(range(n + 1))
        running, origin = _FAR, 0
        for i in range(n):
            opened = starts[i]
            # on a tie the later start wins, unless it lies behind the label
            if opened < running or (opened == running and i <= group.first):
                running, origin = opened, i
            running += row_cost[i]
            total = running + _end_cost(group, i + 1, strict)
            if total < new[i + 1] - 1e-9 or (
                abs(total - new[i + 1]) <= 1e-9 and came[i + 1] == i + 1
            ):
                new[i + 1], came[i + 1] = total, origin
        best = new
        back.append(came)
    result = [0] * n
    end = n
    for j in range(m - 1, -1, -1):
        begin = back[j][end]
        for i in range(begin, end):
            result[i] = j
        end = begin
    return result


def as_printed(groups: Sequence[Group], rows: int) -> list[int]:
    """The group of each row where every group begins at its label."""
    which, j = [0] * rows, 0
    for i in range(rows):
        while j + 1 < len(groups) and groups[j + 1].first <= i:
            j += 1
        which[i] = j
    return which


def _misfits(
    groups: Sequence[Group],
    kinds: list[str],
    scores: Sequence[Scores],
    level1: Sequence[str],
) -> list[list[float]]:
    """Cost of each row in each group: how much better the best group of this form would suit."""
    distinct = set(kinds)
    table: list[list[float]] = [[] for _ in groups]
    for i, (score, top) in enumerate(zip(scores, level1, strict=True)):
        most = max((score.get(k, 0.0) for k in distinct), default=0.0)
        for j, group in enumerate(groups):
            cost = min(MISFIT, most - score.get(group.kind, 0.0))
            if i < group.first:
                cost *= ABOVE_MISFIT
            if top and group.top and top != group.top:
                cost += LEVEL1
            table[j].append(cost)
    return table


def _start_cost(group: Group, begin: int, pages: Sequence[int], strict: bool) -> float:
    """Cost of the group beginning at row ``begin``, from its label's place alone."""
    if not group.printed:
        return INSERTED
    first = group.first
    if begin > first:  # the label stands above its rows
        return _off(group, begin - first) + (STRICT if strict else 0.0)
    if begin == first:
        return 0.0
    page = pages[first] if first < len(pages) else pages[-1]
    same = sum(1 for r in range(begin, first) if pages[r] == page)
    cost = (STRICT if strict else ABOVE) * same + ABOVE_PAGE * (first - begin - same)
    if group.paired and pages[first - 1] == page and not group.slipped:
        cost += PAIRED
    return cost


def _end_cost(group: Group, end: int, strict: bool) -> float:
    """Cost of the group ending before row ``end``, from its label's place alone."""
    if not group.printed:
        return 0.0
    last = group.last - 1 if group.alone else group.last
    if end > last:
        return 0.0
    return _off(group, last + 1 - end) + (STRICT if strict else 0.0)


def _off(group: Group, rows: int) -> float:
    far = FAR_MORE * max(0, rows - 2)
    if group.slipped:
        return OFF_SLIPPED + OFF_SLIPPED_MORE * (rows - 1) + far
    return OFF + OFF_MORE * (rows - 1) + far
