"""same: two texts that should differ are word for word the same."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from pmlint.checks.context import Context, because
from pmlint.checks.dates import project_span
from pmlint.model.diagnostic import Hit, Unchecked
from pmlint.model.form import Form
from pmlint.plugins import Options

NAME = "same"
EACH = ("form",)
OPTIONS: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["goals"],
    "properties": {
        "goals": {
            "type": "array",
            "minItems": 2,
            "items": {"type": "string"},
            "examples": [["overall", "annual"]],
        }
    },
}
ARGUMENTS = ("first", "second")
VARIANTS = ("one-year",)
_NOISE = re.compile(r"[\s，。、；：,.;:“”\"'（）()]+")


def compile(options: Options, vocabulary: Any) -> Callable[..., Iterable[Hit | Unchecked]]:  # noqa: A001, ARG001
    """Punctuation and blanks do not count. Variant ``one-year``: the project runs for a year at
    most (or does not say), so that one goal may well serve for both."""
    one, two = options["goals"][:2]

    def run(form: Form, context: Context) -> Iterable[Hit | Unchecked]:  # noqa: ARG001
        first, second = form.goals.get(one), form.goals.get(two)
        if first is None or second is None or not first.text or not second.text:
            states = ["absent" if field is None else field.state for field in (first, second)]
            return (Unchecked(f"goals.{two}", because(states)),)
        if _NOISE.sub("", first.text) != _NOISE.sub("", second.text):
            return ()
        start, end = project_span(form)
        long = start is not None and end is not None and (end - start).days > 366
        where = first.location
        return (
            Hit(
                f"goals.{two}",
                second,
                arguments={"first": first.label or "", "second": second.label or ""},
                variant="" if long else "one-year",
                related=((first.label or "", where),) if where is not None else (),
            ),
        )

    return run
