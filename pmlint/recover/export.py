"""Forms as the JSON of the output contract."""

from __future__ import annotations

from typing import Any

from pmlint.model.form import Field, Form, Indicator
from pmlint.recover.head import HEADER

_FUNDS = (
    "unit",
    "total",
    "fiscal",
    "other",
    "annual_total",
    "annual_fiscal",
    "annual_carryover",
    "annual_other",
)


def field_to_json(field: Field, *, labelled: bool = False) -> dict[str, Any]:
    """A field as ``{"text", "location", "origin"}``; with its state, label, reading and doubts
    where they tell something."""
    where = field.location
    shown: dict[str, Any] = {
        "text": field.text,
        "location": where.to_json() if where else None,
        "origin": field.origin,
    }
    if field.text is None:
        shown["state"] = field.state
    if labelled and field.label:
        shown["label"] = field.label
    if field.printed is not None:
        shown["printed"] = field.printed
    if field.doubts:
        shown["doubts"] = [d.code for d in field.doubts]
    return shown


def form_to_json(form: Form) -> dict[str, Any]:
    """A form in the shape of ``pmlint show --format json``."""
    return {
        "index": form.index,
        "title": form.title.text,
        "year": form.year,
        "profile": form.profile,
        "location": form.location.to_json() if form.location else None,
        "truncated": form.truncated,
        "header": _part(form.header, HEADER),
        "funds": _part(form.funds, _FUNDS),
        "goals": _part(form.goals, ("overall", "annual")),
        "indicators": [_indicator(i) for i in form.indicators],
        "doubts": [
            {
                "code": d.code,
                "detail": d.detail,
                "location": d.location.to_json() if d.location else None,
            }
            for d in form.doubts
        ],
    }


def _part(fields: dict[str, Field], first: tuple[str, ...]) -> dict[str, Any]:
    keys = [*first, *(k for k in fields if k not in first)]
    return {k: field_to_json(fields[k], labelled=True) for k in keys if k in fields}


def _indicator(indicator: Indicator) -> dict[str, Any]:
    where = indicator.name.location or indicator.target.location
    shown: dict[str, Any] = {
        "level1": field_to_json(indicator.level1),
        "level2": field_to_json(indicator.level2),
        "name": field_to_json(indicator.name),
        "target": field_to_json(indicator.target),
        "location": where.to_json() if where else None,
    }
    for key in ("operator", "value", "unit", "weight"):
        found: Field | None = getattr(indicator, key)
        if found is not None:
            shown[key] = field_to_json(found)
    if indicator.extras:
        shown["extras"] = {k: field_to_json(f) for k, f in indicator.extras.items()}
    if indicator.parsed is not None:
        from pmlint.target import describe

        shown["parsed"] = describe(indicator.parsed)
    return shown
