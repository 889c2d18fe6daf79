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
- a printed group without rows, an unprinted group with rows (both very dear; the latter less so
  where its 一级指标 stands without any 二级指标);
- a 一级指标 printed beside a row of another.

Ties go to the printed order: a group begins at its label.
"""

from __future__ import annotations

from collections.abc import Sequence

from pmlint.model.value import record
from pmlint.recover.cues import Scores

ABOVE = 0.5
ABOVE_PAGE = 0.02
PAIRED = 0.5
OFF = 1.4
OFF_MORE = 0.9
OFF_SLIPPED = 0.5
OFF_SLIPPED_MORE = 0.4
FAR_MORE = 1.5
EMPTY = 5.0
INSERTED = 3.2
INSERTED_OPEN = 1.8
LEVEL1 = 0.5
MISFIT = 2.2
REACH = 3
ABOVE_MISFIT = 1.5
STRICT = 100.0
_FAR = 1e9


@record
class Group:
    """A 二级指标 in print order. ``first``/``last``: the rows its label stands on (or, alone on a
    row, the row after it, with ``alone``). ``printed`` False: only supposed; ``first`` is then the
    row of the 一级指标 that stands there without any 二级指标, or -1."""

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
    distinct = {g.kind for g in groups}
    most = [max([s.get(k, 0.0) for k in distinct]) for s in scores]
    page_first = _page_starts(pages)
    best: list[float] = [0.0] + [_FAR] * n
    back: list[list[int]] = []
    for j in range(m):
        group = groups[j]
        low, high = _window(groups, j, n)
        first, kind, top = group.first, group.kind, group.top
        last = group.last if group.printed else -1
        empty = OFF if group.alone else EMPTY if group.printed else 0.0
        new = [_FAR] * (n + 1)
        for i in range(low, high + 1):
            new[i] = best[i] + empty
        came = list(range(n + 1))
        running, origin = _FAR, 0
        for i in range(low, high):
            opened = best[i]
            if opened < running:
                opened += _start_cost(group, i, page_first, strict)
                # on a tie the later start wins, unless it lies behind the label
                if opened < running or (opened == running and i <= first):
                    running, origin = opened, i
            cost = most[i] - scores[i].get(kind, 0.0)
            if cost:
                if cost > MISFIT:
                    cost = MISFIT
                if i < first:
                    cost *= ABOVE_MISFIT
                running += cost
            if level1[i] and top and level1[i] != top:
                running += LEVEL1
            total = running if i >= last else running + _end_cost(group, i + 1, strict)
            if total < new[i + 1] - 1e-9 or (came[i + 1] == i + 1 and total <= new[i + 1] + 1e-9):
                new[i + 1], came[i + 1] = total, origin
        best = new
        back.append(came)
    return _traced(back, n)


def _traced(back: list[list[int]], rows: int) -> list[int]:
    result = [0] * rows
    end = rows
    for j in range(len(back) - 1, -1, -1):
        begin = back[j][end]
        for i in range(begin, end):
            result[i] = j
        end = begin
    return result


def _page_starts(pages: Sequence[int]) -> list[int]:
    """The first row of the page that each row is on."""
    starts: list[int] = []
    for i, page in enumerate(pages):
        starts.append(starts[-1] if i and page == pages[i - 1] else i)
    return starts


def _window(groups: Sequence[Group], j: int, rows: int) -> tuple[int, int]:
    """The rows that group ``j`` may hold at most: between its printed neighbours' labels, and a
    little beyond, as labels do not drift far out of their rows."""
    low, high = 0, rows
    for k in range(j - 1, -1, -1):
        if groups[k].printed:
            low = max(0, groups[k].first - REACH)
            break
    for k in range(j + 1, len(groups)):
        if groups[k].printed:
            high = min(rows, groups[k].last + REACH + 1)
            break
    return min(low, high), high


def as_printed(groups: Sequence[Group], rows: int) -> list[int]:
    """The group of each row where every group begins at its label."""
    which, j = [0] * rows, 0
    for i in range(rows):
        while j + 1 < len(groups) and groups[j + 1].first <= i:
            j += 1
        which[i] = j
    return which


def _start_cost(group: Group, begin: int, page_first: Sequence[int], strict: bool) -> float:
    """Cost of the group beginning at row ``begin``, from its label's place alone."""
    if not group.printed:
        return INSERTED_OPEN if begin == group.first else INSERTED
    first = group.first
    if begin > first:  # the label stands above its rows
        return _off(group, begin - first) + (STRICT if strict else 0.0)
    if begin == first:
        return 0.0
    page = page_first[min(first, len(page_first) - 1)]
    same = first - max(begin, page)
    if same <= 0:  # the label fell behind the break
        return ABOVE_PAGE * (first - begin)
    cost = (STRICT if strict else ABOVE) * same + ABOVE_PAGE * (first - begin - same)
    return cost if group.slipped or not group.paired else cost + PAIRED


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
