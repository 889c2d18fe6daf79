"""artifact: text that recognition damaged and that can be told back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from pmlint.checks.context import Context, at
from pmlint.checks.values import only_comparison
from pmlint.model.diagnostic import Hit
from pmlint.model.form import Field, Form, Indicator
from pmlint.model.target import Deadline, Window
from pmlint.plugins import Options
from pmlint.regex import regex

NAME = "artifact"
EACH = ("form",)
OPTIONS: dict[str, Any] = {"type": "object", "additionalProperties": False, "properties": {}}
ARGUMENTS = ("printed", "meant")
VARIANTS = ("cut", "letter")
_MISREAD_GE = regex(r"2(\d{2}(?:\.\d+)?)\Z")
_LETTER = regex(r"(?<=[\u4e00-\u9fff])(?<!每)[dfghjlnqrsuwyz](?=[\u4e00-\u9fff])")
"""Letters that stand for nothing by themselves, as others do (a 类, b 超, c 端, e 支付, k 歌)."""
_PART_OF_WHOLE = frozenset({"rate", "timely-rate", "satisfaction"})


def compile(options: Options, vocabulary: Any) -> Callable[..., Iterable[Hit]]:  # noqa: A001, ARG001
    """Misread labels (双星指标), signs (》95%), signs read as a digit (292% for ≥92%), and a stroke
    read as one (40人1场); ``cut``: names that have lost their end;
    a ``letter`` alone between characters."""
    names = vocabulary.table("names")
    cut, not_with = tuple(names["cut"]), tuple(names["cut_not_with"])
    misread = frozenset(vocabulary.table("operators")["misread"])

    def run(form: Form, context: Context) -> Iterable[Hit]:
        hits = list(_labels(form))
        for row in form.indicators:
            hits.extend(_value(row, context, misread))
            hits.extend(_cut(row, cut, not_with))
            hits.extend(_letters(at(row, "name"), row.name))
        for key, goal in form.goals.items():
            hits.extend(_letters(f"goals.{key}", goal))
        return hits

    return run


def _labels(form: Form) -> Iterator[Hit]:
    for label in form.labels:
        if label.printed != label.name and any(d.code == "label-misread" for d in label.doubts):
            start = label.cell.text.find(label.printed)
            location = label.cell.location
            if start >= 0:
                location = location.part(start, start + len(label.printed))
            yield Hit(
                f"level{label.level}",
                arguments={"printed": label.printed, "meant": label.name},
                blame="extraction",
                location=location,
                text=label.printed,
                replacement=label.name if start >= 0 else None,
            )


def _value(row: Indicator, context: Context, misread: frozenset[str]) -> Iterator[Hit]:
    found = only_comparison(row)
    if found is None:
        return
    if found.per is not None and found.per.number.text == "1":  # 40人1场 for 40人/场
        start, end = found.quantity.span[0], found.per.span[1]
        text, one = row.target.text or "", found.per.number.span
        if one[0] == found.quantity.span[1]:
            yield _hit(
                row, (start, end), text[start:end], text[start : one[0]] + "/" + text[one[1] : end]
            )
    if found.operator is not None:
        return
    if found.sign is not None and found.printed in misread:
        meant = "=" if found.printed == "二" else "≥"
        yield _hit(row, found.sign, found.printed, meant)
        return
    unit = found.quantity.unit
    if unit is None or unit.kind != "rate" or context.kind(row) not in _PART_OF_WHOLE:
        return
    number = found.quantity.number
    match = _MISREAD_GE.match(number.text)
    if match is not None and number.value > 200:
        text = row.target.text or ""
        start, end = number.span[0], found.quantity.span[1]
        yield _hit(row, (start, end), text[start:end], "≥" + text[start + 1 : end])


def _cut(row: Indicator, cut: tuple[str, ...], not_with: tuple[str, ...]) -> Iterator[Hit]:
    name = (row.name.text or "").rstrip()
    if not name.endswith(cut) or any(word in name for word in not_with):
        return
    word = max((word for word in cut if name.endswith(word)), key=len)
    value = row.target.text or ""
    if word == name or not value or word in value or _is_date(row):
        return
    span = (len(name) - len(word), len(name))
    arguments = {"printed": name, "meant": word}
    yield Hit(at(row, "name"), row.name, span, arguments, "cut", blame="unclear")


def _letters(path: str, field: Field) -> Iterator[Hit]:
    for match in _LETTER.finditer(field.text or ""):
        yield Hit(path, field, match.span(), {"printed": match[0]}, "letter", blame="unclear")


def _is_date(row: Indicator) -> bool:
    """True for the year in which something is to happen: 竣工年度 2024年."""
    clauses = row.parsed.clauses if row.parsed is not None else ()
    return any(isinstance(clause, Deadline | Window) for clause in clauses)


def _hit(row: Indicator, span: tuple[int, int], printed: str, meant: str) -> Hit:
    return Hit(
        at(row, "target"),
        row.target,
        span,
        {"printed": printed, "meant": meant},
        blame="extraction",
        replacement=meant,
    )
