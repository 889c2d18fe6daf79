"""The outline of a text: its forms, and in each the head, the funds, the goals and the groups of
indicators."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from lsprotocol import types as lsp

from pmlint import data
from pmlint.checks.context import Group, groups
from pmlint.lsp.checked import CheckedText
from pmlint.lsp.positions import Positions, hull
from pmlint.messages import Messages
from pmlint.model.form import Field, Form
from pmlint.report.width import visible

Kind = lsp.SymbolKind
LONGEST = 60
"""Longer texts are cut in the outline (code points)."""


def outline(text: CheckedText, say: Messages) -> list[lsp.DocumentSymbol]:
    """The forms of a text, each with its parts. Nothing for formats that are no texts."""
    if not text.format:
        return []
    return [_form(form, text, say) for form in text.forms]


def _form(form: Form, text: CheckedText, say: Messages) -> lsp.DocumentSymbol:
    at = text.positions
    parts = [
        part
        for part in (
            _part(say("lsp.header"), "header", form.header, at),
            _part(say("lsp.funds"), "funds", form.funds, at),
            _part(say("lsp.goals"), "goals", form.goals, at),
            *_groups(form, text),
        )
        if part is not None
    ]
    # What a scan has moved about may lie out of order: a form covers all that is its own.
    title = at.range(form.location)
    whole = hull([title, *(part.range for part in parts)])
    number = say("text.form", number=form.index)
    detail = _short(form.title.text or "")
    return _symbol(_short(form.project) or number, Kind.Class, whole, title, parts, detail)


def _groups(form: Form, text: CheckedText) -> Iterator[lsp.DocumentSymbol]:
    for group in groups(form, text.pipeline.ruleset.vocabulary):
        rows = [_indicator(row.name, row.target, text.positions) for row in group.indicators]
        whole = hull([row.range for row in rows])
        yield _symbol(_group_name(group), Kind.Namespace, whole, rows[0].range, rows)


def _group_name(group: Group) -> str:
    first = group.indicators[0]
    levels = (
        group.level1 or first.level1.text or "",
        group.level2 or first.level2.text or "",
    )
    return _short(" ▸ ".join(level for level in levels if level)) or "—"


def _indicator(name: Field, target: Field, at: Positions) -> lsp.DocumentSymbol:
    places = [at.range(f.location) for f in (name, target) if f.location is not None]
    whole = hull(places) if places else at.range(None)
    selected = places[0] if places else whole
    return _symbol(
        _short(name.text or "") or "—", Kind.Field, whole, selected, [], _short(target.text or "")
    )


def _part(
    title: str, part: str, fields: Mapping[str, Field], at: Positions
) -> lsp.DocumentSymbol | None:
    names: Mapping[str, str] = data.load("vocab/fields.yaml")
    items = [
        _symbol(
            _short(names.get(f"{part}.{key}") or field.label or key),
            Kind.Property,
            (place := at.range(field.location)),
            place,
            [],
            _short(field.text or ""),
        )
        for key, field in fields.items()
        if field.location is not None
    ]
    if not items:
        return None
    whole = hull([item.range for item in items])
    return _symbol(title, Kind.Struct, whole, items[0].range, items)


def _symbol(
    name: str,
    kind: lsp.SymbolKind,
    whole: lsp.Range,
    selected: lsp.Range,
    children: Iterable[lsp.DocumentSymbol],
    detail: str = "",
) -> lsp.DocumentSymbol:
    return lsp.DocumentSymbol(
        name=name,
        kind=kind,
        range=whole,
        selection_range=selected,
        detail=detail or None,
        children=list(children),
    )


def _short(text: str) -> str:
    shown = visible(text).strip()
    return shown if len(shown) <= LONGEST else shown[: LONGEST - 1] + "…"
