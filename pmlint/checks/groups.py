"""groups: a group of indicators that the profile asks for is not in the table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from pmlint.checks.context import Context, at
from pmlint.model.diagnostic import Hit, Unchecked
from pmlint.model.form import Form
from pmlint.plugins import Options

NAME = "groups"
EACH = ("form",)
OPTIONS: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["level"],
    "properties": {
        "level": {"enum": [1, 2], "examples": [1]},
    },
}
ARGUMENTS = ("group", "owner", "profile")
VARIANTS = ("should",)


def compile(options: Options, vocabulary: Any) -> Callable[..., Iterable[Hit | Unchecked]]:  # noqa: A001
    """Groups that the form's profile calls ``must`` (plain) or ``should`` (variant)."""
    level: int = options["level"]
    kind_of = vocabulary.level_kind

    def run(form: Form, context: Context) -> Iterable[Hit | Unchecked]:
        required = context.profile.data.get("required") or {}
        wanted: Mapping[str, str] = required.get(f"level{level}") or {}
        if not wanted:
            return ()
        if form.truncated:
            return (Unchecked("indicators", "lost"),)
        seen1 = {kind_of(row.level1.text) for row in form.indicators}
        seen2 = {kind_of(row.level2.text) for row in form.indicators}
        seen1 |= {kind_of(label.name) for label in form.labels if label.level == 1}
        seen2 |= {kind_of(label.name) for label in form.labels if label.level == 2}
        hits = []
        for name, demand in wanted.items():
            if demand == "may":
                continue
            kind = kind_of(name)
            if kind in seen1 or kind in seen2:
                continue
            owner = ""
            if level == 2:
                owner = next((o for o, names in context.profile.tree.items() if name in names), "")
                if kind_of(owner) not in seen1:
                    continue  # the whole 一级指标 is missing: that is said once
            hits.append(_hit(form, name, owner, demand, context))
        return hits

    return run


def _hit(form: Form, name: str, owner: str, demand: str, context: Context) -> Hit:
    arguments = {
        "group": name,
        "owner": owner,
        "profile": context.profile.data.get("title", context.profile.name),
    }
    path, where = "indicators", form.location
    for row in form.indicators if owner else ():
        if context.vocabulary.level(row.level1.text) == context.vocabulary.level(owner):
            path = at(row, "level1")
            where = row.level1.location or row.name.location or where
            break
    return Hit(
        path,
        arguments=arguments,
        variant="" if demand == "must" else demand,
        location=where,
        text=name,
    )
