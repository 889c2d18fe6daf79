"""unread: a file that could not be read; its node is the `Failure` itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from pmlint.checks.context import Context
from pmlint.model.diagnostic import Hit
from pmlint.model.grid import Failure
from pmlint.plugins import Options

NAME = "unread"
EACH = ("file",)
OPTIONS: dict[str, Any] = {"type": "object", "additionalProperties": False, "properties": {}}
ARGUMENTS = ("file", "reason", "explanation")
VARIANTS = ()


def compile(options: Options, vocabulary: Any) -> Callable[..., Iterable[Hit]]:  # noqa: A001, ARG001
    """Always one finding: the reader has already said why."""

    def run(failure: Failure, context: Context) -> Iterable[Hit]:  # noqa: ARG001
        explanation = failure.message.removeprefix(f"{failure.path}：")
        return (
            Hit(
                "",
                arguments={
                    "file": failure.path,
                    "reason": failure.reason,
                    "explanation": explanation,
                },
            ),
        )

    return run
