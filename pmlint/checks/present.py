"""present: something that must be filled in is blank or has no place in the form."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from pmlint.checks.context import Context, at
from pmlint.model.diagnostic import Hit, Unchecked
from pmlint.model.form import Field, Form, Indicator
from pmlint.plugins import Options
from pmlint.regex import regex

NAME = "present"
EACH = ("form", "indicator")
BY_TEXT = True
OPTIONS: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["fields"],
    "properties": {
        "fields": {
            "type": "array",
            "minItems": 1,
            "items": {"type": "string"},
            "examples": [["header.project_name"]],
            "description": "Paths within the node: header.project_name, name, target …",
        },
        "unless": {
            "type": "array",
            "items": {"type": "string"},
            "default": [],
            "description": "Nothing is said if one of these is filled in.",
        },
        "only_if": {
            "type": "array",
            "items": {"type": "string"},
            "default": [],
            "description": "Nothing is said unless all of these are filled in.",
        },
        "absent": {
            "enum": ["hit", "skip"],
            "default": "skip",
            "description": "What to make of a field that this form has no place for.",
        },
        "related": {
            "type": "boolean",
            "default": False,
            "description": "One finding for all blank fields; the others are named as related.",
        },
    },
}
_NAMED = regex(r"^(?!不涉及|不适用|暂无|无$)\W*[\u4e00-\u9fff]")
ARGUMENTS = ("label", "labels", "count", "name")
VARIANTS = ("lost", "all")


def compile(options: Options, vocabulary: Any) -> Callable[..., Iterable[Hit | Unchecked]]:  # noqa: A001, ARG001
    """Fields that must not be blank. Variant ``lost`` if the extraction dropped the value, ``all``
    if ``related`` is set and every field is blank."""
    fields = [tuple(path.split(".")) for path in options["fields"]]
    unless = [tuple(path.split(".")) for path in options["unless"]]
    only_if = [tuple(path.split(".")) for path in options["only_if"]]
    wanted = ("blank", "lost") if options["absent"] == "skip" else ("blank", "lost", "absent")
    gather: bool = options["related"]

    def run(node: Form | Indicator, context: Context) -> Iterable[Hit | Unchecked]:
        missing = []
        for path in fields:
            field = _get(node, path)
            state = "absent" if field is None else field.state
            if (state != "present" and state in wanted) or _dash(node, path):
                missing.append((path, field))
        if not missing:
            return ()
        if any(_filled(node, p) for p in unless) or not all(_filled(node, p) for p in only_if):
            return ()
        if gather:
            nothing = not any(_filled(node, path) for path in fields)
            return (_gathered(node, missing, nothing, context),)
        return [_hit(node, path, field, context) for path, field in missing]

    return run


def _hit(
    node: Form | Indicator, path: tuple[str, ...], field: Field | None, context: Context
) -> Hit:
    where = field.where if field is not None else None
    if isinstance(node, Indicator):
        row = node
        where = where or row.name.location or row.target.location
        arguments = {"label": path[0], "name": row.name.text or ""}
        full = at(row, path[0])
    else:
        where = where or node.location
        arguments = {"label": label(path, field, context)}
        full = ".".join(path)
    lost = field is not None and field.state == "lost"
    return Hit(
        full,
        field,
        arguments=arguments,
        variant="lost" if lost else "",
        blame="extraction" if lost else None,
        location=where,
    )


def _gathered(
    node: Form | Indicator,
    missing: list[tuple[tuple[str, ...], Field | None]],
    everything: bool,
    context: Context,
) -> Hit:
    first = _hit(node, *missing[0], context)
    names = [label(path, field, context) for path, field in missing]
    related = tuple(
        (label(path, field, context), field.where)
        for path, field in missing[1:]
        if field is not None and field.where is not None
    )
    return Hit(
        first.path,
        first.subject,
        arguments={"label": names[0], "labels": "、".join(names), "count": str(len(names))},
        variant="all" if everything else first.variant,
        blame=first.blame,
        location=first.location,
        related=related,
    )


def label(path: tuple[str, ...], field: Field | None, context: Context) -> str:
    """What the form itself calls a field: its printed label, or else its usual name."""
    if field is not None and field.label:
        return field.label
    names: dict[str, str] = context.vocabulary.table("fields")
    return names.get(".".join(path), path[-1])


def _get(node: Form | Indicator, path: tuple[str, ...]) -> Field | None:
    part = getattr(node, path[0], None)
    if len(path) == 1:
        return part if isinstance(part, Field) else None
    return part.get(path[1]) if isinstance(part, dict) else None


def _dash(node: Form | Indicator, path: tuple[str, ...]) -> bool:
    """True for an indicator's value that is a mere dash beside a name that is not (nor 不涉及)."""
    if not isinstance(node, Indicator) or path != ("target",) or not node.target.text:
        return False
    if node.parsed is None or node.parsed.clauses:
        return False
    return _NAMED.search(node.name.text or "") is not None


def _filled(node: Form | Indicator, path: tuple[str, ...]) -> bool:
    field = _get(node, path)
    return field is not None and field.state == "present"
