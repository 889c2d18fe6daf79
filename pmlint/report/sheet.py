"""A form drawn as the HTML table it is, faulty cells marked with the numbers of their findings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby, zip_longest

from pmlint import data
from pmlint.model.diagnostic import Diagnostic
from pmlint.model.form import Field, Form, Indicator
from pmlint.model.report import RANK
from pmlint.report.forms import label
from pmlint.report.width import visible

LEFT = ("total", "fiscal", "other")
RIGHT = ("annual_total", "annual_fiscal", "annual_carryover", "annual_other")
COLUMNS = ("level1", "level2", "name", "operator", "value", "unit", "target", "weight")


class Marks:
    """The findings of a form by the path of the field they are about, numbered as listed."""

    def __init__(self, findings: Sequence[Diagnostic]) -> None:
        self.by_path: dict[str, list[tuple[int, Diagnostic]]] = {}
        for number, found in enumerate(findings, 1):
            self.by_path.setdefault(found.field, []).append((number, found))
        self.drawn: set[int] = set()

    def cell(self, path: str, field: Field | None, attributes: str = "") -> str:
        """A ``td`` with the field's text, its faulty parts marked."""
        found = self.take(path)
        level = max((f.severity for _, f in found), key=RANK.__getitem__, default="")
        classes = " ".join(c for c in (level, field.origin if field is not None else "") if c)
        text = (field.text or "") if field is not None else ""
        return f'<td class="{classes}"{attributes}>{_marked(text, found)}{_numbers(found)}</td>'

    def take(self, path: str) -> list[tuple[int, Diagnostic]]:
        """The findings at ``path``, which count as drawn from now on."""
        found = self.by_path.get(path, [])
        self.drawn.update(number for number, _ in found)
        return found

    def left(self) -> list[tuple[int, Diagnostic]]:
        """The findings that no cell has shown: about the form as a whole."""
        return [x for some in self.by_path.values() for x in some if x[0] not in self.drawn]


def draw(form: Form, marks: Marks) -> Iterator[str]:
    """The form's title, header, funds, goals and indicators as one table."""
    body = list(_body(form, marks))
    title = marks.take("title")
    title += marks.left()
    yield '<table class="form">\n'
    caption = escape(visible(form.title.text or ""))
    yield f"<caption>{caption}{_numbers(title)}</caption>\n"
    yield from body
    yield "</table>\n"


def _body(form: Form, marks: Marks) -> Iterator[str]:
    columns = [c for c in COLUMNS if any(getattr(row, c) is not None for row in form.indicators)]
    extras = list(dict.fromkeys(key for row in form.indicators for key in row.extras))
    across = max(len(columns) + len(extras), 4)
    yield from _pairs("header", _drawn("header", form.header, marks), marks, across)
    yield from _funds(form, marks, across)
    for key, field in _drawn("goals", form.goals, marks).items():
        yield f"<tr>{_label(f'goals.{key}', field)}"
        yield marks.cell(f"goals.{key}", field, f' colspan="{across - 1}"') + "</tr>\n"
    if not form.indicators:
        return
    heads = "".join(f"<th>{escape(_name(c))}</th>" for c in columns)
    heads += "".join(f"<th>{escape(visible(key))}</th>" for key in extras)
    yield f'<tr class="heads">{heads}</tr>\n'
    for row in form.indicators:
        yield "<tr>"
        for column in columns:
            yield _indicator_cell(form, row, column, marks)
        for key in extras:
            path = f"indicators[{row.number}].extras.{key}"
            yield marks.cell(path, row.extras.get(key))
        yield "</tr>\n"


def _indicator_cell(form: Form, row: Indicator, column: str, marks: Marks) -> str:
    path = f"indicators[{row.number}].{column}"
    field: Field | None = getattr(row, column)
    if column not in ("level1", "level2"):
        if column == "name":  # findings about the row as a whole
            marks.by_path.setdefault(path, []).extend(
                marks.by_path.pop(f"indicators[{row.number}]", [])
            )
        return marks.cell(path, field)
    run = _run(form, row.number, column)
    if run[0] != row.number:
        return ""
    for number in run[1:]:  # what was found at merged cells shows at the one that is drawn
        more = marks.by_path.pop(f"indicators[{number}].{column}", [])
        marks.by_path.setdefault(path, []).extend(more)
    return marks.cell(path, field, f' rowspan="{len(run)}"' if len(run) > 1 else "")


def _run(form: Form, number: int, column: str) -> list[int]:
    """The neighbouring rows that share the 一级 (and 二级) label of row ``number``."""

    def key(row: Indicator) -> tuple[str | None, ...]:
        return (row.level1.text,) if column == "level1" else (row.level1.text, row.level2.text)

    for _, rows in groupby(form.indicators, key=key):
        numbers = [row.number for row in rows]
        if number in numbers:
            return numbers
    return [number]


def _drawn(part: str, fields: dict[str, Field], marks: Marks) -> dict[str, Field]:
    """The fields that the form has, or that a finding misses."""
    return {
        key: field
        for key, field in fields.items()
        if field.state != "absent" or f"{part}.{key}" in marks.by_path
    }


def _pairs(part: str, fields: dict[str, Field], marks: Marks, across: int) -> Iterator[str]:
    items = list(fields.items())
    for (key, field), second in zip_longest(items[::2], items[1::2]):
        half = across // 2
        yield f"<tr>{_label(f'{part}.{key}', field)}"
        if second is None:
            yield marks.cell(f"{part}.{key}", field, f' colspan="{across - 1}"') + "</tr>\n"
            continue
        yield marks.cell(f"{part}.{key}", field, f' colspan="{half - 1}"')
        yield _label(f"{part}.{second[0]}", second[1])
        rest = f' colspan="{across - half - 1}"'
        yield marks.cell(f"{part}.{second[0]}", second[1], rest) + "</tr>\n"


def _funds(form: Form, marks: Marks, across: int) -> Iterator[str]:
    """The project's amounts on the left, the year's on the right, as the form has them."""
    drawn = _drawn("funds", form.funds, marks)
    known = {key: drawn[key] for key in (*LEFT, *RIGHT) if key in drawn}
    others = {key: field for key, field in drawn.items() if key not in known}
    yield from _pairs("funds", others, marks, across)
    half = across // 2
    left = [key for key in LEFT if key in known]
    right = [key for key in RIGHT if key in known]
    for a, b in zip_longest(left, right):
        yield "<tr>"
        for key, columns in ((a, half), (b, across - half)):
            if key is None:
                yield f'<td colspan="{columns}"></td>'
            else:
                yield _label(f"funds.{key}", known[key])
                yield marks.cell(f"funds.{key}", known[key], f' colspan="{columns - 1}"')
        yield "</tr>\n"


def _label(path: str, field: Field) -> str:
    return f"<th>{escape(label(path, field))}</th>"


def _name(path: str) -> str:
    names: dict[str, str] = data.load("vocab/fields.yaml")
    return names.get(path, path.rpartition(".")[2])


def _marked(text: str, found: Sequence[tuple[int, Diagnostic]]) -> str:
    spans = sorted(f.span for _, f in found if f.span is not None and f.context == text)
    parts, at = [], 0
    for start, end in spans:
        start = max(start, at)
        if start >= end:
            continue
        parts.append(_shown(text[at:start]))
        parts.append(f"<mark>{_shown(text[start:end])}</mark>")
        at = end
    return "".join(parts) + _shown(text[at:])


def _shown(text: str) -> str:
    return "<br>".join(escape(visible(line)) for line in text.split("\n"))


def _numbers(found: Sequence[tuple[int, Diagnostic]]) -> str:
    return "".join(
        f'<sup class="{f.severity}">{number}</sup>'
        for number, f in sorted(found, key=lambda x: x[0])
    )
