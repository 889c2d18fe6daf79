"""restating: values in words that only say again what their names say (提升… → 提升)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from pmlint.checks.context import Context, at
from pmlint.checks.vocabulary import Vocabulary
from pmlint.checks.wording import explained, longest_first, said, stripped
from pmlint.model.diagnostic import Hit
from pmlint.model.form import Form, Indicator
from pmlint.plugins import Options

NAME = "restating"
EACH = ("form",)
OPTIONS: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "longest": {
            "type": "integer",
            "default": 8,
            "description": "Longer values are sentences and say more than a name.",
        },
        "least": {
            "type": "integer",
            "default": 2,
            "minimum": 1,
            "description": "From how many such values on a form is told; one alone may pass.",
        },
        "shown": {
            "type": "integer",
            "default": 3,
            "description": "How many pairs of name and value the message quotes.",
        },
    },
}
ARGUMENTS = ("count", "pairs", "name", "target")
VARIANTS = ("ending",)


def compile(options: Options, vocabulary: Vocabulary) -> Callable[..., Iterable[Hit]]:  # noqa: A001
    """One finding for all values of a form that are a verb or a state of the name; variant
    ``ending`` for each value that is just the end of its name. Values that another column explains
    are left alone."""
    longest: int = options["longest"]
    least: int = options["least"]
    shown: int = options["shown"]
    words = _Words(vocabulary)

    def run(form: Form, context: Context) -> Iterable[Hit]:
        bare: list[Indicator] = []
        hits: list[Hit] = []
        for row in form.indicators:
            text, name = said(row), row.name.text or ""
            if not text or not name or len(text) > longest or explained(row):
                continue
            kind = context.vocabulary.kinds.get(context.kind(row))
            if kind is not None and not kind.words:
                continue  # wants a number whatever the words are
            if words.ending(name, text):
                arguments = {"name": name, "target": text}
                hits.append(Hit(at(row, "target"), row.target, None, arguments, "ending"))
            elif words.restates(name, text):
                bare.append(row)
        if len(bare) >= least:
            hits.append(_all(bare, shown))
        return hits

    return run


class _Words:
    def __init__(self, vocabulary: Vocabulary) -> None:
        verbs, table = vocabulary.table("verbs"), vocabulary.table("restating")
        self.verbs = frozenset(word for group in verbs["verbs"].values() for word in group)
        self.provable = frozenset(table["provable"])
        self.fillers = longest_first([*verbs["adverbs"], *table["fillers"]])
        self.nouns = tuple(table["nouns"])

    def ending(self, name: str, text: str) -> bool:
        """True if the value is the end of its name, or all of it: no value but a slip."""
        return len(text) > 2 and name.endswith(text) and text.endswith(self.nouns)

    def restates(self, name: str, text: str) -> bool:
        """True if the value is a verb of change, or a state that the name speaks of, however
        dressed."""
        if text in self.provable:
            return False
        core = stripped(text, self.fillers)
        if core.endswith(self.fillers):
            behind = next((w for w in self.fillers if core.endswith(w) and core != w), "")
            core = core.removesuffix(behind)
        if core in self.verbs or text in name:
            return True
        return core in name and core not in self.provable


def _all(rows: list[Indicator], shown: int) -> Hit:
    first = rows[0]
    pairs = "；".join(f"{row.name.text}→{row.target.text}" for row in rows[:shown])
    return Hit(
        at(first, "target"),
        first.target,
        None,
        {"count": str(len(rows)), "pairs": pairs + ("等" if len(rows) > shown else "")},
        related=tuple(
            (row.name.text or "", where)
            for row in rows[1:]
            if (where := row.target.location) is not None
        ),
    )
