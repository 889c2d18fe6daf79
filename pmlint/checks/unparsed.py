"""unparsed: a value that the grammar of target values cannot read."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from pmlint.checks.context import Context, at
from pmlint.model.diagnostic import Hit
from pmlint.model.form import Indicator
from pmlint.model.target import Unreadable
from pmlint.plugins import Options

NAME = "unparsed"
EACH = ("indicator",)
BY_TEXT = True
OPTIONS: dict[str, Any] = {"type": "object", "additionalProperties": False, "properties": {}}
ARGUMENTS = ("found", "expected")
VARIANTS = ()


def compile(options: Options, vocabulary: Any) -> Callable[..., Iterable[Hit]]:  # noqa: A001, ARG001
    """The first unreadable stretch of the value."""

    def run(row: Indicator, context: Context) -> Iterable[Hit]:  # noqa: ARG001
        for clause in row.parsed.clauses if row.parsed is not None else ():
            if isinstance(clause, Unreadable):
                arguments = {"found": clause.found, "expected": clause.expected}
                return (Hit(at(row, "target"), row.target, clause.span, arguments),)
        return ()

    return run
