"""The level labels of a text table, in print order."""

from __future__ import annotations

from collections.abc import Sequence

from pmlint.model.grid import Cell
from pmlint.model.value import record
from pmlint.recover.lexicon import Lexicon, Sign
from pmlint.recover.rows import RawRow

Alone = tuple[int, Cell, Sign]
"""A label without an indicator on its line: the row after it, its cell, what it says."""


@record
class Event:
    """A level label where it is printed. ``level`` 0: unknown. ``row`` is the indicator row it
    stands on, or, ``alone`` on a line, the row after it; ``slipped``: that row has slipped."""

    level: int
    name: str
    kind: str
    row: int
    cell: Cell
    sign: Sign
    alone: bool = False
    slipped: bool = False


def read_events(
    rows: Sequence[RawRow], alone: Sequence[Alone], level1_at: int | None, lexicon: Lexicon
) -> list[Event]:
    """All level labels in print order, each with the level it stands for here. ``level1_at``: the
    column under the heading 一级指标."""
    raw = _in_order(rows, alone)
    _name_unknown(raw, lexicon)
    kinds = {lexicon.kind_of(e.name) for e in raw}
    single_cost = bool(kinds & {"economic-cost", "social-cost", "ecological-cost"})
    framed = "effect" in kinds
    served = "served" in kinds
    output_at = min((e.row for e in raw if lexicon.kind_of(e.name) == "output"), default=0)
    satisfied_row = -1  # the row on which 满意度指标 was last taken for a 一级指标
    for k, event in enumerate(raw):
        event.kind = kind = lexicon.kind_of(event.name)
        if len(event.sign.levels) == 1:
            event.level = event.sign.levels[0]
        elif kind == "cost":
            column = event.cell.column
            before = event.row < output_at and not event.slipped and column == level1_at
            event.level = 1 if single_cost or before else 2
        elif framed and kind in ("output", "benefit", "satisfaction"):
            event.level = 2
        elif kind == "satisfaction":
            event.level = 2 if not served and satisfied_row == event.row else 1
            satisfied_row = event.row
        elif kind:
            event.level = 1
        else:  # a name nobody knows is a 一级指标 if another label stands behind it on its row
            behind = raw[k + 1] if k + 1 < len(raw) else None
            first = behind is not None and behind.row == event.row and not behind.alone
            event.level = 1 if first else 0
    return raw


def _name_unknown(events: list[Event], lexicon: Lexicon) -> None:
    """Name the labels that could be several names (量指标) by what the others leave over: the
    usual 二级指标 of their place in the order that is printed nowhere and that they may be left
    of."""
    unknown = [e for e in events if e.sign.how == "unknown"]
    if not unknown:
        return
    order = [kind for below in lexicon.owners.values() for kind in below]
    usual = {k: n for n, k in reversed(lexicon.kinds.items()) if k in order}
    ranks = [order.index(k) if (k := lexicon.kind_of(e.name)) in order else -1 for e in events]
    printed = set(ranks)
    for event in unknown:
        at = events.index(event)
        low = max((r for r in ranks[:at] if r >= 0), default=-1)
        high = min((r for r in ranks[at + 1 :] if r >= 0), default=len(order))
        fitting = [
            usual[kind]
            for rank, kind in enumerate(order)
            if low < rank < high and rank not in printed
            if _left_of(event.sign.label[:-2], usual[kind][:-2])
        ]
        if len(fitting) == 1:
            event.name = fitting[0]


def _left_of(stem: str, name: str) -> bool:
    """True if ``stem`` is ``name`` after it lost characters, or had one replaced."""
    if len(stem) == len(name):
        return sum(a != b for a, b in zip(stem, name, strict=True)) < 2
    rest = iter(name)
    return all(c in rest for c in stem)


def _in_order(rows: Sequence[RawRow], alone: Sequence[Alone]) -> list[Event]:
    events: list[Event] = []
    k = 0
    for i, row in enumerate(rows):
        while k < len(alone) and alone[k][0] <= i:
            at, cell, sign = alone[k]
            events.append(Event(0, sign.key, "", at, cell, sign, True, True))
            k += 1
        for cell, sign in row.labels:
            events.append(Event(0, sign.key, "", i, cell, sign, False, row.slipped))
    for at, cell, sign in alone[k:]:
        events.append(Event(0, sign.key, "", at, cell, sign, True, True))
    return events
