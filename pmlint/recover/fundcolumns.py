"""Amounts that stand below their labels: 总额 | 财政拨款 over rows of tasks and a sum."""

from __future__ import annotations

from collections.abc import Iterator

from pmlint.model.form import Field
from pmlint.model.grid import Cell
from pmlint.recover.fields import field_of
from pmlint.recover.lexicon import Sign, squeeze
from pmlint.recover.lines import Line
from pmlint.regex import regex

_AMOUNT = regex(r"\s*-?\d[\d,]*(?:\.\d+)?\s*[万亿千]?元?\s*\Z")
_SUMS = frozenset({"合计", "小计", "金额合计", "总计", "资金合计", "预算合计"})


def amounts_below(lines: list[Line]) -> Iterator[tuple[int, Cell, Sign, Field]]:
    """For every row that only names funds, side by side: each label with the amount below it (the
    sum's if there are rows with a sum, else the next row's) and the number of the amount's line."""
    for number, line in enumerate(lines):
        labels = _labels(line)
        if not labels:
            continue
        below = _amounts(lines, number + 1)
        if below is None:
            continue
        cells = lines[below].cells
        at = {c.column: c for c in cells}
        if not all(cell.column in at for cell, _ in labels):  # text: spans above are lost
            at = dict(zip((c.column for c, _ in labels), cells[-len(labels) :], strict=False))
            if len(cells) < len(labels):
                continue
        for cell, sign in labels:
            yield below, cell, sign, field_of(at[cell.column], label=sign.label)


def amounts_under(lines: list[Line]) -> Iterator[tuple[int, Cell, Sign, Field]]:
    """As `amounts_below`, for a label among headings that nobody knows: 资金总额 | 按收入性质分
    over an amount. What stands behind the label is no amount, what stands below it is one."""
    rows = {line.row.index: number for number, line in enumerate(lines)}
    for line in lines:
        for i, cell in enumerate(line.cells):
            sign = line.sign(i, "funds")
            if sign is None or sign.value_at or i + 1 == len(line.cells):
                continue
            behind = line.cells[i + 1]
            beside = behind.column == cell.column + cell.colspan
            below = rows.get(cell.row + cell.rowspan)
            if not beside or below is None or line.signs[i + 1] or _AMOUNT.match(behind.text):
                continue
            for other in lines[below].cells:
                if other.column == cell.column and _AMOUNT.match(other.text):
                    yield below, cell, sign, field_of(other, label=sign.label)


def _labels(line: Line) -> list[tuple[Cell, Sign]]:
    """The labels of a row that holds nothing but names of funds, none with room for an amount,
    behind a label that frames them."""
    labels: list[tuple[Cell, Sign]] = []
    for i, cell in enumerate(line.cells):
        if i == 0 and cell.rowspan > 1 and line.sign(i, "funds") is None:
            continue
        sign = line.sign(i, "funds")
        if sign is None and squeeze(cell.text) in _SUMS:
            sign = Sign("funds", "sum", squeeze(cell.text))
        if sign is None or sign.value_at:
            return []
        before = labels[-1][0] if labels else None
        if before is not None and before.column + before.colspan != cell.column:
            return []
        labels.append((cell, sign))
    return labels if len(labels) > 1 else []


def _amounts(lines: list[Line], start: int) -> int | None:
    """The line of the amounts: the sum's, or else the next one; None where labels follow first."""
    for number in range(start, len(lines)):
        line = lines[number]
        if squeeze(line.cells[0].text) in _SUMS:
            return number
        if line.kinds & {"funds", "header", "goal", "heading"}:
            break
    return start if start < len(lines) and not lines[start].kinds else None
