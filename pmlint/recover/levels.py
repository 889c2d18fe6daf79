"""The groups of a text table: what its labels say, and which rows each holds."""

from __future__ import annotations

from collections.abc import Sequence

from pmlint.model.value import value
from pmlint.recover.cues import cues
from pmlint.recover.events import Event
from pmlint.recover.groups import Group, as_printed, place
from pmlint.recover.lexicon import Lexicon
from pmlint.recover.profiles import Profile
from pmlint.recover.rows import RawRow

_MOST = 60_000
"""Rows times groups up to which boundaries are weighed; larger tables are taken as printed."""


@value
class Placement:
    """Which group each row belongs to (``which``; -1: none), and its 一级指标 (``tops``; '': none).

    ``names`` are the indicators' names as plain text.
    """

    rows: Sequence[RawRow]
    names: Sequence[str]
    events: Sequence[Event]
    groups: list[Group]
    which: list[int]
    tops: list[str]


class Placer:
    """Places the rows of one text table."""

    def __init__(
        self,
        rows: Sequence[RawRow],
        events: Sequence[Event],
        values: Sequence[str],
        names: Sequence[str],
        lexicon: Lexicon,
        profile: Profile,
    ) -> None:
        self.rows = rows
        self.events = events
        self.names = names
        self.values = values
        self.lexicon = lexicon
        self.profile = profile
        self.ones = [e for e in events if e.level == 1 and e.kind]
        self.twos = [e for e in events if e.level == 2]
        self.unknown = [e for e in events if not e.kind]
        self.owner = {kind: top for top, below in lexicon.owners.items() for kind in below}
        if any(e.level == 1 and e.kind == "cost" for e in events):
            self.owner.pop("cost", None)
        if any(e.kind == "effect" for e in events):
            self.owner |= {"output": "effect", "benefit": "effect", "satisfaction": "effect"}
        self.top_names: dict[str, str] = {}
        for e in self.ones:
            self.top_names.setdefault(e.kind, e.name)
        for name in profile.tree:
            self.top_names.setdefault(lexicon.kind_of(name), name)
        self.pages = [r.line.page for r in rows]
        self.loose = self._is_loose()

    def run(self) -> Placement:
        """The groups, and which of them each row belongs to."""
        groups = self._groups()
        which, groups = self._which(groups)
        return Placement(
            self.rows, self.names, self.events, groups, which, self._tops(groups, which)
        )

    def _is_loose(self) -> bool:
        """True if anything shows that cells or labels have slipped: then words may decide.

        In a table without any slip labels stand on the first row of their groups and are taken at
        their word.
        """
        if any(r.slipped for r in self.rows) or any(e.alone for e in self.events):
            return True
        if any(e.sign.how in ("misread", "unknown") for e in self.events):
            return True
        if self.twos and self.twos[0].row > 0:
            return True
        with_two = {e.row for e in self.twos}
        return bool(self.twos) and any(e.row not in with_two for e in self.ones)

    def _groups(self) -> list[Group]:
        """The 二级指标 in print order, with supposed ones where a label seems to be missing."""
        groups: list[Group] = []
        one_rows = {e.row for e in self.ones if not e.alone}
        for e in self.twos:
            if groups and groups[-1].name == e.name:
                groups[-1].last = max(groups[-1].last, e.row)
                groups[-1].alone = groups[-1].alone and e.alone
                continue
            paired = e.row in one_rows and not e.alone
            groups.append(
                Group(
                    e.name,
                    e.kind,
                    e.row,
                    e.row,
                    True,
                    e.alone,
                    paired,
                    e.slipped,
                    self.owner.get(e.kind, ""),
                )
            )
        if self.twos or not self.ones:
            groups = self._with_implied(groups)
        return groups

    def _with_implied(self, groups: list[Group]) -> list[Group]:
        """Add the usual 二级指标 of a printed 一级指标 none of whose own is printed."""
        have = {self.owner.get(g.kind, "") for g in groups}
        for e in self.ones:
            if e.kind in have or e.kind not in self.lexicon.default_child:
                continue
            have.add(e.kind)
            name = self._child_name(e.kind)
            group = Group(
                name,
                self.lexicon.kind_of(name),
                e.row,
                e.row,
                True,
                e.alone,
                False,
                e.slipped,
                e.kind,
            )
            at = next((i for i, g in enumerate(groups) if g.first > e.row), len(groups))
            groups.insert(at, group)
        return groups

    def _child_name(self, top: str) -> str:
        wanted = self.lexicon.default_child[top]
        tree = self.profile.tree.get(self.top_names.get(top, ""), ())
        for name in tree:
            if self.lexicon.kind_of(name) == wanted:
                return name
        if len(tree) == 1 or (tree and top == "satisfaction"):
            return tree[0]
        return next(n for n, k in self.lexicon.kinds.items() if k == wanted)

    def _which(self, groups: list[Group]) -> tuple[list[int], list[Group]]:
        """The group of each row (all -1 in a table without 二级指标), and the groups in use."""
        n = len(self.rows)
        if not groups or not n:
            return [-1] * n, groups
        page_start = any(
            g.first < n and g.first > 0 and self.pages[g.first] != self.pages[g.first - 1]
            for g in groups
        )
        if (not self.loose and not page_start) or n * len(groups) > _MOST:
            return as_printed(groups, n), groups
        book = cues()
        scores = [book.scores(a, b) for a, b in zip(self.names, self.values, strict=True)]
        level1 = [""] * n
        for e in self.ones:
            if e.row < n and not e.alone:
                level1[e.row] = e.kind
        widened = self._with_missing(groups, scores) if self.loose else groups
        result = place(widened, scores, level1, self.pages, strict=not self.loose)
        return result, widened

    def _with_missing(self, groups: list[Group], scores: Sequence[dict[str, float]]) -> list[Group]:
        """Add, between printed groups, unprinted ones that several rows plainly speak for, and
        those that a 一级指标 usually begins with where another of its own stands further down."""
        have = {g.kind for g in groups}
        strong: dict[str, int] = {}
        for score in scores:
            for kind, points in score.items():
                if points >= 2 and kind not in have and kind in self.owner:
                    strong[kind] = strong.get(kind, 0) + 1
        unopened = self._unopened()
        wanted = {kind for kind, rows in strong.items() if rows > 1}
        wanted |= unopened.keys() - have
        if not wanted:
            return groups
        order: dict[str, int] = {}
        names: dict[str, str] = {}
        for below in self.profile.tree.values():
            for name in below:
                order[self.lexicon.kind_of(name)] = len(order)
                names.setdefault(self.lexicon.kind_of(name), name)
        result = list(groups)
        for kind in sorted(wanted & order.keys(), key=lambda k: order[k]):
            at = next(
                (i for i, g in enumerate(result) if order.get(g.kind, -1) > order[kind]),
                len(result),
            )
            first, top = unopened.get(kind, -1), self.owner.get(kind, "")
            result.insert(at, Group(names[kind], kind, first, first, False, top=top))
        return result

    def _unopened(self) -> dict[str, int]:
        """What a 一级指标 usually begins with, by row, where it stands without any 二级指标."""
        with_two = {e.row for e in self.twos}
        usual = self.lexicon.default_child
        lone = [e for e in self.ones if e.row not in with_two and e.kind in usual]
        return {usual[e.kind]: e.row for e in reversed(lone)}

    def _tops(self, groups: list[Group], which: list[int]) -> list[str]:
        """The 一级指标 of each row by its 二级指标; as printed where nothing owns that."""
        n = len(self.rows)
        printed: list[str] = [""] * n
        current = ""
        by_row: dict[int, str] = {}
        for e in self.ones:
            by_row[min(e.row, n - 1)] = e.name
        first = self.ones[0].name if self.ones else ""
        for i in range(n):
            current = by_row.get(i, current)
            printed[i] = current or first
        if all(j < 0 for j in which):
            return printed
        shown = {e.kind for e in self.ones}
        tops = []
        for i, j in enumerate(which):
            top = self.owner.get(groups[j].kind, "")
            owned = self.top_names.get(top, "")
            if not owned:
                tops.append(printed[i])
            elif not self.loose and printed[i] and top in shown:
                tops.append(printed[i])  # a clean table: the author's own filing
            else:
                tops.append(owned)
        return tops
