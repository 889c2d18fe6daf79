"""dated: a form that does not tell its year."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from pmlint.checks.context import Context
from pmlint.checks.dates import project_span
from pmlint.model.diagnostic import Hit, Unchecked
from pmlint.model.form import Form
from pmlint.plugins import Options

NAME = "dated"
EACH = ("form",)
OPTIONS: dict[str, Any] = {"type": "object", "additionalProperties": False, "properties": {}}
ARGUMENTS = ()
VARIANTS = ()


def compile(options: Options, vocabulary: Any) -> Callable[..., Iterable[Hit | Unchecked]]:  # noqa: A001, ARG001
    """Forms whose year neither the lines around the title nor the dates tell."""

    def run(form: Form, context: Context) -> Iterable[Hit | Unchecked]:  # noqa: ARG001
        if form.year is not None or any(project_span(form)):
            return ()
        if form.truncated or form.title.state == "lost":
            return (Unchecked("title", "lost"),)
        return (Hit("title", form.title, location=form.location),)

    return run
