"""waiver: the linter's own housekeeping; its node is a waiver and what became of it (`Judged`)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from pmlint.checks.context import Context
from pmlint.model.diagnostic import Hit
from pmlint.model.waiver import Judged
from pmlint.plugins import Options

NAME = "waiver"
EACH = ("waiver",)
OPTIONS: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["report"],
    "properties": {"report": {"enum": ["reasonless", "idle", "expired"], "examples": ["idle"]}},
}
ARGUMENTS = ("rule", "expires", "hint")
VARIANTS = ("mandatory", "unknown", "malformed")
"""Of ``idle``: why a waiver can never do anything. The plain variant: nothing is left to waive."""


def compile(options: Options, vocabulary: Any) -> Callable[..., Iterable[Hit]]:  # noqa: A001, ARG001
    """Waivers without a reason, without effect, or out of date."""
    applies = _TESTS[options["report"]]

    def run(node: Judged, context: Context) -> Iterable[Hit]:
        if not applies(node):
            return ()
        waiver, hint = node.waiver, ""
        if node.hint:
            english = context.language == "en"
            hint = (
                f" (did you mean “{node.hint}”?)" if english else f"（是不是想写“{node.hint}”？）"
            )
        return (
            Hit(
                "",
                variant=node.state if node.state in VARIANTS else "",
                location=waiver.location,
                text=waiver.text,
                arguments={"rule": waiver.rule, "expires": waiver.expires, "hint": hint},
            ),
        )

    return run


_TESTS: dict[str, Callable[[Judged], bool]] = {
    "reasonless": lambda node: not node.waiver.reason and node.state == "used",
    "idle": lambda node: node.state == "unused" or node.state in VARIANTS,
    "expired": lambda node: node.state == "expired",
}
