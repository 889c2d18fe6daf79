"""The levels of a text table's rows: labels read off the rows, groups placed, fields made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from pmlint.model.form import Doubt, Field, Label
from pmlint.model.grid import Cell
from pmlint.recover.cues import cues
from pmlint.recover.fields import field_of, missing, plain
from pmlint.recover.groups import Group, place
from pmlint.recover.lexicon import Lexicon, Sign
from pmlint.recover.profiles import Profile
from pmlint.recover.rows import RawRow


@dataclass(slots=True)
class Event:
    """A level label where it is printed: ``row`` is the indicator row it stands on, or, alone on
    a line, the row after it."""

    level: int
    name: str
    kind: str
    row: int
    cell: Cell
    sign: Sign
    alone: bool = False
    slipped: bool = False


@dataclass(slots=True)
class Placed:
    """The levels of the rows, and what was odd about their labels."""

    level1: list[Field] = field(default_factory=list)
    level2: list[Field] = field(default_factory=list)
    evidence: list[tuple[str, ...]] = field(default_factory=list)
    labels: list[Label] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)


def level_field(cell: Cell, name: str, doubts: tuple[Doubt, ...] = ()) -> Field:
    """The field of a level whose label ``cell`` reads as ``name``."""
    shown = plain(cell.text)
    if shown == name:
        return field_of(cell, doubts=doubts)
    return Field(name, "present", "printed", (), cell.location, None, shown, doubts)


def read_events(
    rows: Sequence[RawRow],
    alone: Sequence[tuple[int, Cell, Sign]],
    level1_at: int | None,
    lexicon: Lexicon,
) -> list[Event]:
    """All level labels in print order, each with the level it stands for here. ``level1_at``: the
    column under the heading 一级指标."""
    raw: list[tuple[int, bool, Cell, Sign, bool]] = []
    waiting = list(alone)
    for i, row in enumerate(rows):
        while waiting and waiting[0][0] <= i:
            at, cell, sign = waiting.pop(0)
            raw.append((at, True, cell, sign, True))
        raw += [(i, False, cell, sign, row.slipped) for cell, sign in row.labels]
    raw += [(at, True, cell, sign, True) for at, cell, sign in waiting]
    kinds = {lexicon.kind_of(s.key) for _, _, _, s, _ in raw}
    single_cost = bool(kinds & {"economic-cost", "social-cost", "ecological-cost"})
    framed = "effect" in kinds
    served = "served" in kinds
    output_at = min((at for at, _, _, s, _ in raw if lexicon.kind_of(s.key) == "output"), default=0)
    events: list[Event] = []
    for at, is_alone, cell, sign, slipped in raw:
        kind = lexicon.kind_of(sign.key)
        level = sign.levels[0]
        if len(sign.levels) > 1:
            same_row = [e for e in events if e.row == at and e.level == 1]
            level = 1
            if kind == "cost":
                before = at < output_at and not slipped and cell.column == level1_at
                level = 1 if single_cost or before else 2
            elif framed and kind in ("output", "benefit", "satisfaction"):
                level = 2
            elif kind == "satisfaction" and not served:
                level = 2 if any(e.kind == "satisfaction" for e in same_row) else 1
            elif not kind:
                # a name nobody knows: where another stands behind it on its row it is the first
                later = [s for s_at, _, c, s, _ in raw if s_at == at and c.column > cell.column]
                level = 1 if later else 0
        events.append(Event(level, sign.key, kind, at, cell, sign, is_alone, slipped))
    return events


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

    def run(self) -> Placed:
        """The levels of all rows."""
        placed = Placed()
        n = len(self.rows)
        if not n:
            return placed
        groups = self._groups()
        which = self._which(groups)
        self._fill_level2(placed, groups, which)
        self._fill_level1(placed, groups, which)
        self._note_labels(placed, groups, which)
        return placed

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

    def _which(self, groups: list[Group]) -> list[int]:
        """The group of each row; all -1 in a table without 二级指标."""
        n = len(self.rows)
        if not groups:
            return [-1] * n
        page_start = any(
            g.first < n and g.first > 0 and self.pages[g.first] != self.pages[g.first - 1]
            for g in groups
        )
        if not self.loose and not page_start:
            which, j = [0] * n, 0
            for i in range(n):
                while j + 1 < len(groups) and groups[j + 1].first <= i:
                    j += 1
                which[i] = j
            return which
        book = cues()
        scores = [book.scores(a, b) for a, b in zip(self.names, self.values, strict=True)]
        level1 = [""] * n
        for e in self.ones:
            if e.row < n and not e.alone:
                level1[e.row] = e.kind
        widened = self._with_missing(groups, scores) if self.loose else groups
        result = place(widened, scores, level1, self.pages, strict=not self.loose)
        used = sorted(set(result) | {j for j, g in enumerate(widened) if g.printed})
        groups[:] = [widened[j] for j in used]
        index = {j: k for k, j in enumerate(used)}
        return [index[j] for j in result]

    def _with_missing(self, groups: list[Group], scores: Sequence[dict[str, float]]) -> list[Group]:
        """Add, between printed groups, unprinted ones that several rows plainly speak for."""
        have = {g.kind for g in groups}
        wanted = {
            kind
            for kind in self.owner
            if kind not in have and sum(s.get(kind, 0) >= 2 for s in scores) >= 2
        }
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
            result.insert(at, Group(names[kind], kind, -1, -1, False, top=self.owner.get(kind, "")))
        return result

    # -- fields ---------------------------------------------------------------------------------

    def _fill_level2(self, placed: Placed, groups: list[Group], which: list[int]) -> None:
        by_group: dict[str, list[Event]] = {}
        for e in self.twos:
            by_group.setdefault(e.name, []).append(e)
        for i, j in enumerate(which):
            if j < 0:
                placed.level2.append(missing("absent"))
                placed.evidence.append(())
                continue
            group = groups[j]
            events = by_group.get(group.name, ())
            here = [e for e in events if e.row == i and not e.alone]
            above = [e for e in events if e.row <= i and (e.row < i or e.alone)]
            if here:
                sure = (self._misread(here[0]),) if here[0].sign.how == "misread" else ()
                placed.level2.append(level_field(here[0].cell, group.name, sure))
                placed.evidence.append((f"二级指标“{group.name}”印在本行",))
            elif above and not self._crossed(i, group, groups, which):
                placed.level2.append(
                    replace(level_field(above[-1].cell, group.name), origin="filled")
                )
                placed.evidence.append((f"二级指标沿用上方的标签“{group.name}”",))
            else:
                self._infer_level2(placed, i, group, list(events))
            self._note_moved(placed, i, group)

    def _crossed(self, i: int, group: Group, groups: list[Group], which: list[int]) -> bool:
        """True if a label of another group stands on or above row ``i`` within this group's rows
        (that is, the row was kept here against the printed order)."""
        j = which[i]
        following = groups[j + 1] if j + 1 < len(groups) else None
        return bool(
            following
            and following.printed
            and following.first <= i
            and not following.alone
            and following.first > group.first
        )

    def _infer_level2(self, placed: Placed, i: int, group: Group, events: list[Event]) -> None:
        word = cues().word_for(self.names[i], group.kind)
        because = f"，名称含“{word}”" if word else ""
        if events:
            nearest = min(events, key=lambda e: abs(e.row - i))
            code = "label-drifted" if nearest.row > i else "label-too-high"
            doubt = Doubt(code, group.name, nearest.cell.location)
            base = level_field(nearest.cell, group.name)
            placed.level2.append(replace(base, pieces=(), origin="inferred", doubts=(doubt,)))
            text = f"标签“{group.name}”印在别行，本行按次序和内容归入{because}"
        else:
            doubt = Doubt("label-missing", group.name, None)
            placed.level2.append(
                Field(
                    group.name, "present", "inferred", (), self._row_place(i), None, None, (doubt,)
                )
            )
            text = f"标签“{group.name}”未见印出，按一级指标和内容推断{because}"
        placed.evidence.append((text,))

    def _note_moved(self, placed: Placed, i: int, group: Group) -> None:
        """A row on which another group's label is printed."""
        others = [e for e in self.twos if e.row == i and not e.alone and e.name != group.name]
        mine = [e for e in self.twos if e.row == i and not e.alone and e.name == group.name]
        if others and not mine:
            other = others[0]
            placed.evidence[i] += (f"本行印有“{other.name}”，但与内容不符，视为标签偏高或偏低",)
            doubt = Doubt("label-too-high", other.name, other.cell.location)
            placed.doubts.append(doubt)

    def _fill_level1(self, placed: Placed, groups: list[Group], which: list[int]) -> None:
        n = len(self.rows)
        tops = self._tops(groups, which)
        i = 0
        while i < n:
            name = tops[i]
            end = i
            while end < n and tops[end] == name:
                end += 1
            self._run_of_level1(placed, name, i, end)
            i = end

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
            return self._drifted_tops(printed)
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

    def _drifted_tops(self, printed: list[str]) -> list[str]:
        return printed

    def _run_of_level1(self, placed: Placed, name: str, begin: int, end: int) -> None:
        events = [e for e in self.ones if e.name == name]
        inside = [e for e in events if begin <= e.row < end or (e.alone and e.row == end)]
        misread = next((e for e in self.unknown if begin <= e.row < end), None)
        for i in range(begin, end):
            if not name:
                placed.level1.append(missing("absent"))
                continue
            here = next((e for e in inside if e.row == i and not e.alone), None)
            above = next((e for e in reversed(inside) if e.row <= i), None)
            if here:
                sure = (self._misread(here),) if here.sign.how == "misread" else ()
                placed.level1.append(level_field(here.cell, name, sure))
            elif above:
                placed.level1.append(replace(level_field(above.cell, name), origin="filled"))
            elif inside:
                doubt = Doubt("label-drifted", name, inside[0].cell.location)
                base = level_field(inside[0].cell, name)
                placed.level1.append(replace(base, pieces=(), origin="inferred", doubts=(doubt,)))
            else:
                doubt = Doubt("label-missing", name, None)
                shown = plain(misread.cell.text) if misread else None
                placed.level1.append(
                    Field(
                        name, "present", "inferred", (), self._row_place(i), None, shown, (doubt,)
                    )
                )
                placed.evidence[i] += (f"一级指标“{name}”未印在本组，按二级指标推断",)
        if name and not inside and begin < end:
            placed.doubts.append(Doubt("label-missing", name, self._row_place(begin)))

    def _row_place(self, i: int):  # type: ignore[no-untyped-def]
        cells = self.rows[i].line.cells
        return cells[0].location if cells else None

    def _misread(self, event: Event) -> Doubt:
        return Doubt("label-misread", event.name, event.cell.location)

    def _note_labels(self, placed: Placed, groups: list[Group], which: list[int]) -> None:
        """The labels as printed, with the rows each was given; doubts about them."""
        spans: dict[str, tuple[int, int]] = {}
        for i, j in enumerate(which):
            if j >= 0:
                a, _ = spans.get(groups[j].name, (i, i))
                spans[groups[j].name] = (a, i + 1)
        tops: dict[str, tuple[int, int]] = {}
        for i, f in enumerate(placed.level1):
            if f.text:
                a, _ = tops.get(f.text, (i, i))
                tops[f.text] = (a, i + 1)
        noted: set[tuple[str, int]] = set()
        for e in self.events:
            doubts: list[Doubt] = []
            where = e.cell.location
            if e.alone:
                doubts.append(Doubt("label-alone", e.name or plain(e.cell.text), where))
            if e.sign.how == "misread":
                doubts.append(self._misread(e))
            elif e.sign.how == "unknown":
                doubts.append(Doubt("label-unknown", plain(e.cell.text), where))
            if (e.name, e.row) in noted and not e.alone:
                doubts.append(Doubt("label-doubled", e.name, where))
            noted.add((e.name, e.row))
            span = (spans if e.level == 2 else tops).get(e.name, (e.row, e.row))
            placed.labels.append(
                Label(e.level, e.name, e.cell, *span, plain(e.cell.text), tuple(doubts))
            )
            placed.doubts += doubts
