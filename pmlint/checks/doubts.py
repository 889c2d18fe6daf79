"""doubts: what could only be guessed when the form was recovered."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from pmlint.checks.context import Context, doubted
from pmlint.messages import Sentence
from pmlint.model.diagnostic import Hit
from pmlint.model.form import Doubt, Form
from pmlint.model.location import Location
from pmlint.plugins import Options

NAME = "doubts"
EACH = ("form",)
OPTIONS: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "only": {
            "type": "array",
            "items": {"type": "string"},
            "default": [],
            "description": "Kinds of doubts (rules/vocab/doubts.yaml); none: all but `not`.",
        },
        "not": {"type": "array", "items": {"type": "string"}, "default": []},
    },
}
ARGUMENTS = ("doubt", "count", "detail", "printed")
VARIANTS = ("many",)


def compile(options: Options, vocabulary: Any) -> Callable[..., Iterable[Hit]]:  # noqa: A001
    """One finding a form; variant ``many`` if it stands for several places."""
    only, without = frozenset(options["only"]), frozenset(options["not"])
    sentences: Mapping[str, str] = vocabulary.table("doubts")
    for code in only | without:
        if code not in sentences:
            raise ValueError(
                Sentence("check.not_listed", file="rules/vocab/doubts.yaml", word=code)
            )

    def run(form: Form, context: Context) -> Iterable[Hit]:  # noqa: ARG001
        if not _any(form):
            return ()
        found: dict[tuple[str, str, Location | None], tuple[str, Doubt, str]] = {}
        for path, doubt, printed in _all(form):
            if (doubt.code in only) if only else (doubt.code not in without):
                key = (doubt.code, doubt.detail, doubt.location)
                told_before = found.setdefault(key, (path, doubt, printed))
                if printed and not told_before[2]:  # the form's own list has no text to quote
                    found[key] = (path, doubt, printed)
        if not found:
            return ()
        told = []
        for path, doubt, printed in found.values():
            template = sentences.get(doubt.code, "{detail}")
            sentence = template.format_map(
                {"detail": doubt.detail, "printed": printed or doubt.detail}
            )
            told.append((path, doubt, printed, sentence))
        path, doubt, printed, sentence = told[0]
        return (
            Hit(
                path,
                arguments={
                    "doubt": sentence,
                    "count": str(len(told)),
                    "detail": doubt.detail,
                    "printed": printed or doubt.detail,
                },
                variant="many" if len(told) > 1 else "",
                blame="extraction",
                location=doubt.location or form.location,
                text=printed or doubt.detail,
                related=tuple((s, d.location) for _, d, _, s in told[1:] if d.location is not None),
            ),
        )

    return run


def _any(form: Form) -> bool:
    """True if anything in the form is doubtful; the common answer is no, and comes fast."""
    if form.doubts:
        return True
    for part in (form.header, form.funds, form.goals):
        for field in part.values():
            if field.doubts:
                return True
    for row in form.indicators:
        if row.name.doubts or row.target.doubts or row.level1.doubts or row.level2.doubts:
            return True
        for extra in (row.operator, row.value, row.unit, row.weight, *row.extras.values()):
            if extra is not None and extra.doubts:
                return True
    return any(label.doubts for label in form.labels) or bool(form.title.doubts)


def _all(form: Form) -> Iterable[tuple[str, Doubt, str]]:
    """(path, doubt, printed text) of all doubts, those of the form first."""
    for doubt in form.doubts:
        yield "form", doubt, ""
    for label in form.labels:
        for doubt in label.doubts:
            where = doubt if doubt.location is not None else _placed(doubt, label.cell.location)
            yield f"level{label.level}", where, label.printed
    for place in doubted(form):
        if place.part in ("level1", "level2"):
            continue  # the levels': their label's own doubts, carried down its rows
        for doubt in place.field.doubts:
            where = doubt if doubt.location is not None else _placed(doubt, place.field.location)
            yield place.path, where, place.field.printed or ""


def _placed(doubt: Doubt, location: Location | None) -> Doubt:
    return Doubt(doubt.code, doubt.detail, location)
