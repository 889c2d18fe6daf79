"""The headings of the indicator table: which column holds what."""

from __future__ import annotations

from dataclasses import field, replace

from pmlint.model.grid import Cell
from pmlint.model.value import record, value
from pmlint.recover.fields import plain
from pmlint.recover.lexicon import Lexicon, squeeze
from pmlint.recover.lines import Line
from pmlint.regex import regex

MAIN = ("level1", "level2", "name", "target")
_YEAR = regex(r"20\d\d(?=年)")
SPLIT = ("operator", "value", "unit", "weight")


@value
class Column:
    """A column of the table: grid columns ``start`` to ``end`` (exclusive), what it holds, its
    printed heading. ``half`` is ``project`` or ``year`` where the table has two halves."""

    start: int
    end: int
    role: str
    heading: str
    cell: Cell
    half: str = ""


@record
class Columns:
    """The columns by role. ``other`` are extras and the columns of the other half, in order.

    ``rich``: there are columns beyond 一级, 二级, 三级指标 and 指标值, so content alone does not
    tell what a cell is.
    """

    main: dict[str, Column] = field(default_factory=dict)
    other: list[Column] = field(default_factory=list)
    rich: bool = False

    def at(self, role: str) -> int | None:
        """The first grid column of ``role``."""
        column = self.main.get(role)
        return column.start if column else None


def read_columns(lines: list[Line], lexicon: Lexicon, year: int | None = None) -> Columns:
    """Columns from the heading line(s) (``lines``: the banner lines above, then the headings).
    ``year`` is the form's: of columns for several years (2025年目标值 …) its own is read."""
    found: list[Column] = []
    for line in lines:
        for i, cell in enumerate(line.cells):
            sign = line.sign(i, "heading")
            if sign is None or sign.value_at:
                if line.signs[i] or (not found and len(line.cells) < 3):
                    continue  # a side label, a banner
                role = _role_by_end(cell.text, lexicon) or "extra"
            else:
                role = sign.key
            label = "".join(plain(cell.text).split()).strip("*★☆▲")
            found.append(Column(cell.column, cell.column + cell.colspan, role, label, cell))
    banners = _banners(lines, lexicon)
    columns = sorted(_divided(found), key=lambda c: c.start)
    return _arranged(columns, banners, lexicon, year)


def _divided(found: list[Column]) -> list[Column]:
    """The columns without the headings that others below divide (指标值 over 符号 | 数值 | 单位).
    What the upper heading holds stands below the one that names nothing else."""
    left = list(found)
    for upper in sorted(found, key=lambda c: c.cell.row):
        below = [c for c in left if c.cell.row > upper.cell.row and _within(c, upper)]
        if not below or upper.end - upper.start == 1:
            continue
        unknown = [c for c in below if c.role == "extra"]
        if all(c.role != upper.role for c in below):
            if len(unknown) == len(below) or (len(unknown) != 1 and upper.role != "extra"):
                continue  # the names of regions
            if upper.role != "extra":
                left[left.index(unknown[0])] = replace(unknown[0], role=upper.role)
        left.remove(upper)
    return left


def _within(column: Column, upper: Column) -> bool:
    return upper.start <= column.start and column.end <= upper.end


def _role_by_end(text: str, lexicon: Lexicon) -> str:
    """What stands below a heading that is not listed, told by its end; '' if that tells nothing."""
    heading, labels = squeeze(text), lexicon.labels
    if any(word in heading for word in labels["heading_not"]):
        return ""
    ends: dict[str, list[str]] = labels["heading_ends"]
    return next((r for r, words in ends.items() if heading.endswith(tuple(words))), "")


def add_level_columns(columns: Columns, body: list[Line]) -> None:
    """The columns of the levels where no heading names them (one heading is merged over them, or
    none stands there): those before the names in which names of levels stand."""
    name = columns.main.get("name")
    if name is None or "level1" in columns.main or "level2" in columns.main:
        return
    found: dict[int, Column] = {}
    lower: dict[int, bool] = {}
    for line in body:
        for i, cell in enumerate(line.cells):
            sign = line.sign(i, "level")
            if sign is not None and sign.how == "exact" and cell.column < name.start:
                label = sign.label
                end = cell.column + cell.colspan
                found.setdefault(cell.column, Column(cell.column, end, "", label, cell))
                lower[cell.column] = lower.get(cell.column, True) and 1 not in sign.levels
    starts = sorted(found)[-2:]
    roles = ("level1", "level2") if len(starts) > 1 else ("level2",)
    if len(starts) == 1 and not lower[starts[0]]:
        roles = ("level1",)
    for role, start in zip(roles, starts, strict=False):
        columns.main[role] = replace(found[start], role=role)


def _banners(lines: list[Line], lexicon: Lexicon) -> list[tuple[int, int, str]]:
    """Cells above the headings that speak of a half, with the columns they cover."""
    found = []
    for line in lines[:-1]:
        for cell in line.cells:
            half = half_of(cell.text, lexicon)
            if half:
                found.append((cell.column, cell.column + cell.colspan, half))
    return found


def half_of(label: str, lexicon: Lexicon) -> str:
    """The half a heading or banner speaks of: ``project``, ``year``, or '' if none or both."""
    said = [h for h, words in lexicon.half_words.items() if any(w in label for w in words)]
    return said[0] if len(said) == 1 else ""


def _arranged(
    found: list[Column],
    banners: list[tuple[int, int, str]],
    lexicon: Lexicon,
    year: int | None,
) -> Columns:
    columns = Columns()
    by_role: dict[str, list[Column]] = {}
    for column in found:
        by_role.setdefault(column.role, []).append(column)
    doubled = any(len(by_role.get(r, ())) > 1 for r in ("name", "target", "value"))
    for role, same in by_role.items():
        if role in ("extra", "number"):
            columns.other += same
            continue
        chosen = same[0]
        if len(same) > 1 and doubled and role not in ("level1",):
            halved = _halved(same, banners, lexicon)
            years = [c for h, c in halved if h == "year"]
            chosen = _of_year(same, year) or (years[-1] if years else same[-1])
            columns.other += [c for c in same if c is not chosen]
        elif len(same) > 1:
            columns.other += same[1:]
        columns.main[role] = chosen
    nature = columns.main.get("operator")
    if "target" in columns.main and ("operator" in columns.main or "unit" in columns.main):
        columns.main["value"] = columns.main.pop("target")
    elif nature is not None and "target" not in columns.main:
        columns.other.append(columns.main.pop("operator"))
    columns.other.sort(key=lambda c: c.start)
    columns.rich = bool(columns.other) or any(r in columns.main for r in SPLIT)
    return columns


def _of_year(same: list[Column], year: int | None) -> Column | None:
    """Of columns that are each for a year of their own, the one for ``year``, or the first."""
    told = [_YEAR.search(c.heading) for c in same]
    years = [m[0] for m in told if m]
    if len(years) < len(same) or len(set(years)) < len(same):
        return None
    return same[years.index(str(year)) if str(year) in years else 0]


def _halved(
    same: list[Column], banners: list[tuple[int, int, str]], lexicon: Lexicon
) -> list[tuple[str, Column]]:
    """The columns of one role with the half each is of. Two columns below two banners are theirs
    in order: in text the banners do not span them."""
    own = [(_half(c, [], lexicon), c) for c in same]
    if any(h for h, _ in own):
        return own
    if len(banners) == len(same):
        return [(h, c) for (_, _, h), c in zip(sorted(banners), same, strict=True)]
    return [(_half(c, banners, lexicon), c) for c in same]


def _half(column: Column, banners: list[tuple[int, int, str]], lexicon: Lexicon) -> str:
    own = half_of(column.cell.text, lexicon)
    if own:
        return own
    return next((h for a, b, h in banners if a <= column.start < b), "")
