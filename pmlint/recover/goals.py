"""The goals: what stands beside or below 总目标 and 年度目标."""

from __future__ import annotations

from dataclasses import field

from pmlint.model.form import Doubt, Field
from pmlint.model.grid import Cell
from pmlint.model.value import record
from pmlint.recover.fields import field_of, joined, missing, plain
from pmlint.recover.lexicon import Sign
from pmlint.recover.lines import Line
from pmlint.regex import regex

_TEMPLATE = regex(
    r"[(（]?\s*(?:\d{4}|20[x×X]{2}|[x×X]{4})?\s*年?\s*[-—－~～至]+\s*"
    r"(?:\d{4}|20[x×X]{2}\+?n?|[x×X]{4})?\s*年?\s*[)）]?\Z"
)
_SENTENCE = regex(r"[，。；,;.、：:]")
_STRAY_LONGEST = 24


@record
class Goals:
    """Goals by key (``overall``, ``annual``), and what was found among them."""

    goals: dict[str, Field] = field(default_factory=dict)
    doubts: list[Doubt] = field(default_factory=list)
    residue: list[Cell] = field(default_factory=list)


@record
class _Label:
    key: str
    cell: Cell
    text: str


def read_goals(lines: list[Line], ruled: bool) -> Goals:
    """The goals of the given lines (from the first goal label to the table's headings)."""
    found = Goals()
    labels: list[_Label] = []
    parts: dict[str, list[Field]] = {}
    last = ""
    for line in lines:
        fresh, texts = _split(line)
        if fresh:
            for i, (cell, sign) in enumerate(fresh):
                label = _Label(sign.key, cell, sign.label)
                labels = [x for x in labels if x.key != sign.key] + [label]
                if sign.value_at:
                    parts.setdefault(sign.key, []).append(
                        field_of(cell, sign.value_at, label=sign.label)
                    )
                    continue
                edge = fresh[i + 1][0].column if i + 1 < len(fresh) else 1 << 30
                beside = [t for t in texts if cell.column < t.column < edge]
                for text in beside:
                    if not _is_template(text):
                        parts.setdefault(sign.key, []).append(field_of(text, label=sign.label))
            continue
        content = [t for t in texts if not _is_template(t)]
        found.residue += [t for t in texts if _is_template(t)]
        if not labels:
            if content and line.has("side"):
                parts.setdefault("annual", []).extend(field_of(t) for t in content)
            else:
                found.residue += content
            continue
        if ruled and parts and all(_is_past(x, line, parts) for x in labels):
            found.residue += content
            continue
        first = min(x.cell.column for x in labels)
        if ruled and content and content[0].column < first and line.cells[0] is content[0]:
            found.residue += content  # behind a label of its own, which nobody knows
            continue
        if line.row.kind == "prose" and not ruled and last:
            parts[last] += [field_of(t) for t in content]  # a further paragraph
            continue
        last = _share(content, labels, parts, found, ruled) or last
    for key, fields in parts.items():
        found.goals[key] = joined(fields)
    for label in labels:
        if label.key not in found.goals:
            found.goals[label.key] = missing("blank", label.cell.location, label.text)
    for key in ("overall", "annual"):
        found.goals.setdefault(key, missing("absent"))
    return found


def _is_past(label: _Label, line: Line, parts: dict[str, list[Field]]) -> bool:
    """True if ``line`` lies below the rows of a label that had its goal beside it."""
    said = parts.get(label.key)
    beside = said is not None and said[0].cells and said[0].cells[0].row == label.cell.row
    return bool(beside) and line.row.index >= label.cell.row + label.cell.rowspan


def _split(line: Line) -> tuple[list[tuple[Cell, Sign]], list[Cell]]:
    """The line's goal labels and its other texts; side labels are neither."""
    labels: list[tuple[Cell, Sign]] = []
    texts: list[Cell] = []
    for i, cell in enumerate(line.cells):
        goal = line.sign(i, "goal")
        if goal:
            labels.append((cell, goal))
        elif not line.sign(i, "side"):
            texts.append(cell)
    if len(labels) > 1 and (
        len({s.key for _, s in labels}) < len(labels) or labels[0][0].rowspan > 1
    ):
        labels = labels[1:]  # 总体目标 | 实施期目标 | 年度目标: the first frames the others
    return labels, texts


def _is_template(cell: Cell) -> bool:
    """True for ``(年 - 年)`` and its like, filled in or not."""
    text = plain(cell.text)
    return len(text) < 24 and _TEMPLATE.match(text) is not None


def _share(
    content: list[Cell],
    labels: list[_Label],
    parts: dict[str, list[Field]],
    found: Goals,
    ruled: bool,
) -> str:
    """Give each text below the labels to the goal it belongs to; the key of the last.

    By column where columns fit; two texts under two labels by order. In text, a short phrase in
    the side label's column beside a long text is nobody's and takes the first goal's place.
    """
    if not content:
        return ""
    ordered = sorted(labels, key=lambda x: x.cell.column)
    side_stray = (
        not ruled
        and len(content) == 2
        and len(ordered) == 2
        and content[0].column < ordered[0].cell.column
        and len(content[0].text.strip()) <= _STRAY_LONGEST
        and not _SENTENCE.search(content[0].text)
        and len(content[1].text) > 2 * len(content[0].text)
    )
    if side_stray:
        stray = content[0]
        found.residue.append(stray)
        found.doubts.append(Doubt("stray-text", stray.text.strip(), stray.location))
        chosen = [(content[1], ordered[1])]
    elif len(ordered) == 1:
        chosen = [(c, ordered[0]) for c in content]
    elif len(content) == len(ordered) and not ruled:
        chosen = list(zip(content, ordered, strict=True))
    else:
        chosen = [(c, _nearest(c, ordered)) for c in content]
    for cell, label in chosen:
        parts.setdefault(label.key, []).append(field_of(cell, label=label.text))
    return chosen[-1][1].key


def _nearest(cell: Cell, labels: list[_Label]) -> _Label:
    """The label above: the last one that begins at or before the cell; else the nearest."""
    before = [x for x in labels if x.cell.column <= cell.column]
    return before[-1] if before else labels[0]
