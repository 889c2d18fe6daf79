"""formless: a file in which nothing looks like a form."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from pmlint.checks.context import Context, Filed
from pmlint.model.diagnostic import Hit
from pmlint.plugins import Options

NAME = "formless"
EACH = ("document",)
OPTIONS: dict[str, Any] = {"type": "object", "additionalProperties": False, "properties": {}}
ARGUMENTS = ("file", "format")
VARIANTS = ()


def compile(options: Options, vocabulary: Any) -> Callable[..., Iterable[Hit]]:  # noqa: A001, ARG001
    """Files without any form."""

    def run(filed: Filed, context: Context) -> Iterable[Hit]:  # noqa: ARG001
        if filed.forms:
            return ()
        document = filed.document
        return (Hit("", arguments={"file": document.path, "format": document.format}),)

    return run
