"""Targets for programs (`describe`) and for people (`tree`)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from decimal import Decimal
from typing import Any

from pmlint.model.target import (
    Comparison,
    Deadline,
    Duration,
    Moment,
    Period,
    Qualitative,
    Quantity,
    Range,
    Target,
    Unit,
    Unreadable,
    Window,
)
from pmlint.target.lexicon import kind_label, period_label

_SIGNS = {"ge": "≥", "gt": ">", "le": "≤", "lt": "<", "eq": "=", "approx": "≈"}
_KINDS = {
    "comparison": "比较",
    "range": "区间",
    "approximation": "约数",
    "deadline": "时点",
    "window": "时段",
    "period": "周期",
    "duration": "时长",
    "qualitative": "定性",
    "compound": "复合",
    "unreadable": "无法识别",
    "blank": "空白",
}
_LIMITS = {"before": "之前", "after": "之后", "within": "之内"}


def describe(target: Target) -> dict[str, Any]:
    """The tree as plain dicts, lists, strings, numbers and booleans for JSON. Every node has
    ``span`` ([start, end), code points); numbers are strings, exact; what is not there is left
    out. ``kind`` is `Target.kind`, each clause has a ``type``."""
    return {
        "kind": target.kind,
        "clauses": [
            {"type": type(clause).__name__.lower(), **_plain(clause)} for clause in target.clauses
        ],
        "notes": [list(span) for span in target.notes],
    }


def _plain(node: Any) -> Any:
    if is_dataclass(node):
        plain: dict[str, Any] = {}
        for field in fields(node):
            value = getattr(node, field.name)
            if value is None or value == "" or value is False:
                continue
            plain[field.name] = _plain(value)
        if isinstance(node, Quantity):
            plain["magnitude"] = _decimal(node.magnitude)
        return plain
    if isinstance(node, Decimal):
        return _decimal(node)
    if isinstance(node, tuple):
        return list(node)
    return node


def _decimal(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def tree(target: Target) -> str:
    """The tree as indented lines of Chinese, each part with its place (1-based characters)."""
    lines = [f"指标值“{target.text}”：{_KINDS[target.kind]}"]
    for clause in target.clauses:
        lines.extend(_clause(clause))
    lines.extend(f"  备注 {_quoted(target.text, span)}" for span in target.notes)
    return "\n".join(lines)


def _quoted(text: str, span: tuple[int, int]) -> str:
    return f"“{text[span[0] : span[1]]}” {_place(span)}"


def _place(span: tuple[int, int]) -> str:
    return f"[第{span[0] + 1}字]" if span[1] - span[0] == 1 else f"[第{span[0] + 1}–{span[1]}字]"


def _clause(clause: Any) -> Iterator[str]:
    name = _KINDS[type(clause).__name__.lower()]
    if isinstance(clause, Qualitative):
        yield f"  {name}：{clause.text} {_place(clause.span)}"
        return
    if isinstance(clause, Unreadable):
        yield f"  {name}：“{clause.found}” {_place(clause.span)}，应为：{clause.expected}"
        return
    yield f"  {name} {_place(clause.span)}"
    for line in _parts(clause):
        yield "    " + line


def _parts(clause: Any) -> Iterator[str]:
    if isinstance(clause, Comparison | Range):
        if clause.every is not None:
            yield f"频次：{_rhythm(clause.every)} {_place(clause.every.span)}"
        if clause.sign is not None:
            meaning = _SIGNS[clause.operator] if clause.operator else "疑为误识的比较符"
            yield f"比较符：{clause.printed}（{meaning}） {_place(clause.sign)}"
    if isinstance(clause, Comparison):
        yield from _quantity("数量", clause.quantity)
        if clause.per is not None:
            yield from _quantity("每", clause.per)
    elif isinstance(clause, Range):
        yield from _quantity("下限", clause.low)
        yield from _quantity("上限", clause.high)
    elif isinstance(clause, Duration):
        yield from _quantity("时长", clause.quantity)
    elif isinstance(clause, Deadline):
        yield from _deadline(clause)
    elif isinstance(clause, Window):
        yield f"起：{_moment(clause.start)} {_place(clause.start.span)}"
        yield f"止：{_moment(clause.end)} {_place(clause.end.span)}"
    elif isinstance(clause, Period):
        yield f"周期：{_rhythm(clause)}"
        if clause.what:
            yield f"事项：{clause.what}"
    if isinstance(clause, Comparison | Range | Duration) and clause.bound is not None:
        assert clause.bound_span is not None
        yield f"界限：{_SIGNS[clause.bound]} {_place(clause.bound_span)}"
    if isinstance(clause, Deadline | Window | Period) and clause.subject:
        yield f"对象：{clause.subject}"
    if isinstance(clause, Deadline | Window) and clause.note:
        yield f"事项：{clause.note}"


def _deadline(clause: Deadline) -> Iterator[str]:
    if clause.sign is not None:
        yield f"比较符：{clause.printed} {_place(clause.sign)}"
    yield f"时间：{_moment(clause.moment)} {_place(clause.moment.span)}"
    if clause.bound:
        yield f"界限：{_LIMITS[clause.bound]}"
    if clause.offset is not None:
        yield from _quantity("间隔", clause.offset.quantity)


def _quantity(label: str, quantity: Quantity) -> Iterator[str]:
    number = quantity.number
    yield f"{label}：{number.text}（{_decimal(number.value)}） {_place(number.span)}"
    if quantity.unit is not None:
        yield f"  单位：{_unit(quantity.unit)} {_place(quantity.unit.span)}"
    if quantity.about is not None:
        yield f"  约数 {_place(quantity.about)}"
    if quantity.subject:
        yield f"  对象：{quantity.subject}"
    if quantity.object:
        yield f"  内容：{quantity.object}"


def _unit(unit: Unit) -> str:
    shown = f"{unit.full}（{kind_label(unit.kind)}"
    if unit.factor != 1:
        shown += f"，×{_decimal(unit.factor)}"
    per = unit.per
    while per is not None:
        shown += f"，每{per.text}"
        per = per.per
    return shown + "）"


def _moment(moment: Moment) -> str:
    parts = ["每年" if moment.yearly else f"每{period_label(moment.every)}" if moment.every else ""]
    if moment.event:
        parts.append(moment.event)
    if moment.year is not None:
        parts.append(f"{moment.year}年")
    if moment.half is not None:
        parts.append("上半年" if moment.half == 1 else "下半年")
    if moment.quarter is not None:
        parts.append(f"{moment.quarter}季度")
    if moment.month is not None:
        parts.append(f"{moment.month}月")
    if moment.day is not None:
        parts.append(f"{moment.day}日")
    parts.append(moment.edge)
    return "".join(parts)


def _rhythm(period: Period) -> str:
    every = str(period.every) if period.every > 1 else ""
    return f"每{every}{period_label(period.unit)}"
