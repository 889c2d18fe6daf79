"""An indicator out of a row's cells."""

from __future__ import annotations

from pmlint.model.form import Doubt, Field, Indicator
from pmlint.recover.fields import field_of, joined, missing
from pmlint.recover.rows import RawRow

_NOT_OPERATOR = frozenset(
    {"定性", "定量", "其他", "无", "/", "-", "—", "正向", "反向", "逆向", "定性指标", "定量指标"}
)
_NOT_UNIT = frozenset({"无", "/", "-", "—", "——", "不适用"})


def build_indicator(
    number: int, row: RawRow, level1: Field, level2: Field, evidence: tuple[str, ...]
) -> Indicator:
    """The indicator of a row: its fields by the columns' roles, operator, value and unit joined."""
    cells = row.cells
    name_cell = cells.get("name")
    where = row.line.cells[0].location if row.line.cells else None
    name = field_of(name_cell) if name_cell is not None else missing("absent", where)
    operator = field_of(cells["operator"]) if "operator" in cells else None
    unit = field_of(cells["unit"]) if "unit" in cells else None
    weight = field_of(cells["weight"]) if "weight" in cells else None
    value: Field | None = None
    if "value" in cells or operator is not None or unit is not None:
        value = field_of(cells["value"]) if "value" in cells else None
        if value is None and "target" in cells:
            value = field_of(cells["target"])
        target = _composed(operator, value, unit)
    elif "target" in cells:
        target = field_of(cells["target"])
    else:
        target = missing("absent", where)
    if row.lost:
        if target.text is None:
            shown = name.text or ""
            target = missing(
                "lost", where, None, (Doubt("value-lost", shown, name.location or where),)
            )
            evidence += ("本行只有一项内容，按指标名称认定，指标值未能取得",)
        elif name.text is None:
            doubt = Doubt("name-lost", target.text, target.location)
            name = missing("lost", where, None, (doubt,))
            evidence += ("本行只有一项内容，按指标值认定，指标名称未能取得",)
    elif row.slipped:
        evidence += ("本行单元格未对齐表头，按内容辨认",)
    extras: dict[str, Field] = {}
    for column, cell in row.extras:
        key, k = column.heading, 2
        while key in extras:
            key, k = f"{column.heading}{k}", k + 1
        extras[key] = field_of(cell, label=column.heading)
    return Indicator(
        number, level1, level2, name, target, operator, value, unit, weight, extras, None, evidence
    )


def _composed(operator: Field | None, value: Field | None, unit: Field | None) -> Field:
    """Operator, value and unit as one target; a unit or sign that the value repeats is not
    repeated, a mere type (定性) is not part of it."""
    text = (value.text if value else None) or ""
    if value is None or not text:
        first = operator or unit
        # a sign or a unit stands there: its value is what is missing
        return value or missing("blank", first.where if first else None)
    parts = [value]
    sign = (operator.text if operator else None) or ""
    if operator and sign and sign not in _NOT_OPERATOR and not text.startswith(sign):
        parts.insert(0, operator)
    measure = (unit.text if unit else None) or ""
    if unit and measure and measure not in _NOT_UNIT and not text.endswith(measure):
        parts.append(unit)
    return joined(parts, "")
