"""levels: names of 一级 and 二级指标 that do not exist, or that do not belong together."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from pmlint.checks.context import Context, Group, at
from pmlint.checks.vocabulary import Vocabulary
from pmlint.model.diagnostic import Hit
from pmlint.model.form import Form
from pmlint.plugins import Options

NAME = "levels"
EACH = ("form", "group")
OPTIONS: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["test"],
    "properties": {
        "test": {
            "enum": ["known", "owner"],
            "description": "known (each: form): the name exists; owner (each: group): the 二级 "
            "belongs to the 一级指标 it stands under.",
            "examples": ["known"],
        }
    },
}
ARGUMENTS = ("printed", "nearest", "owner")
VARIANTS = ("near",)
_LONGEST = 30
"""A longer text is no misspelt name."""


def compile(options: Options, vocabulary: Vocabulary) -> Callable[..., Iterable[Hit]]:  # noqa: A001
    """Variant ``near``: an unknown name that is close to a known one."""
    if options["test"] == "owner":
        return _owner(vocabulary)
    names = list(vocabulary.level_kinds)

    def known(form: Form, context: Context) -> Iterable[Hit]:
        hits = []
        free = {top for top, below in context.profile.tree.items() if not below}
        seen: set[str] = set()
        for row in form.indicators:
            for part, field in (("level1", row.level1), ("level2", row.level2)):
                text = field.text
                if not text or text in seen or vocabulary.knows_level(text):
                    continue
                if part == "level2" and row.level1.text in free:
                    continue  # what stands below is named as each place likes
                seen.add(text)
                bare = "".join(text.split())
                from difflib import get_close_matches  # only for a name that is wrong

                near = get_close_matches(bare, names, 1, 0.5) if len(bare) <= _LONGEST else []
                hits.append(
                    Hit(
                        at(row, part),
                        field,
                        arguments={"printed": text, "nearest": near[0] if near else ""},
                        variant="near" if near else "",
                        replacement=near[0] if near else None,
                    )
                )
        for label in form.labels:
            if label.name or not label.printed or label.printed in seen:
                continue
            seen.add(label.printed)
            hits.append(
                Hit(
                    f"level{label.level or 2}",
                    arguments={"printed": label.printed},
                    blame="unclear",  # a text table tells its labels by their words only
                    location=label.cell.location,
                    text=label.printed,
                )
            )
        return hits

    return known


def _owner(vocabulary: Vocabulary) -> Callable[..., Iterable[Hit]]:
    def run(group: Group, context: Context) -> Iterable[Hit]:
        kind1 = vocabulary.level_kind(group.level1)
        kind2 = vocabulary.level_kind(group.level2)
        owned = vocabulary.owners.get(kind1)
        if owned is None or kind2 in owned or kind2 in ("", "any", kind1):
            return ()
        tree = context.profile.tree
        if any(
            vocabulary.level(top) == group.level1
            and group.level2 in {vocabulary.level(name) for name in below}
            for top, below in tree.items()
        ):
            return ()
        owner = next((o for o, kinds in vocabulary.owners.items() if kind2 in kinds), None)
        if owner is None:
            return ()
        row = group.indicators[0]
        printed = row.level2.printed or row.level2.text or ""
        if vocabulary.lodges(kind1, printed):
            return ()
        arguments = {
            "level1": row.level1.text or group.level1,
            "level2": printed,
            "owner": vocabulary.usual[owner],
        }
        return (Hit(at(row, "level2"), row.level2, arguments=arguments),)

    return run
