"""crowded: a group has more indicators than anyone will follow up."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from pmlint.checks.context import Context, Group, at
from pmlint.checks.vocabulary import Vocabulary
from pmlint.model.diagnostic import Hit
from pmlint.plugins import Options

NAME = "crowded"
EACH = ("group",)
OPTIONS: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "properties": {"most": {"type": "integer", "minimum": 1, "default": 8}},
}
ARGUMENTS = ("count", "most", "group")
VARIANTS = ()


def compile(  # noqa: A001
    options: Options,
    vocabulary: Vocabulary,  # noqa: ARG001
) -> Callable[[Group, Context], Iterable[Hit]]:
    """The first indicator beyond the limit is where the finding is."""
    most: int = options["most"]

    def run(group: Group, context: Context) -> Iterable[Hit]:  # noqa: ARG001
        if len(group.indicators) <= most:
            return ()
        first = group.indicators[most]
        arguments = {
            "count": str(len(group.indicators)),
            "most": str(most),
            "group": group.level2,
        }
        return (Hit(at(first, "name"), first.name, arguments=arguments),)

    return run
