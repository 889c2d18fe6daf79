"""placed: an indicator whose own words say that it belongs under another 二级指标."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from pmlint.checks.context import Context, at
from pmlint.checks.vocabulary import Vocabulary
from pmlint.checks.wording import longest_first
from pmlint.model.diagnostic import Hit
from pmlint.model.form import Indicator
from pmlint.model.value import value
from pmlint.plugins import Options

NAME = "placed"
EACH = ("indicator",)
BY_TEXT = True
OPTIONS: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "table": {
            "type": "string",
            "default": "placement",
            "description": "The vocabulary file that says what belongs where.",
        }
    },
}
ARGUMENTS = ("belongs", "word", "here")
VARIANTS = ("mild",)
_MEMO = 20_000


@value
class _Entry:
    kinds: frozenset[str]
    starts: tuple[str, ...]
    ends: tuple[str, ...]
    has: tuple[str, ...]
    unless: tuple[str, ...]
    wrong: frozenset[str]
    belongs: str
    mild: bool
    endings: tuple[str, ...]

    def word(self, name: str, kind: str) -> str:
        """The part of the name that tells, or ''."""
        if any(word in name for word in self.unless):
            return ""
        if kind and kind in self.kinds:
            told = [word for word in self.endings if word in name]
            return max(told, key=lambda word: name.rfind(word) + len(word), default=name)
        for word in self.starts:
            if name.startswith(word):
                return word
        for word in self.ends:
            if name.endswith(word):
                return word
        return next((word for word in self.has if word in name), "")


def compile(options: Options, vocabulary: Vocabulary) -> Callable[..., Iterable[Hit]]:  # noqa: A001
    """Variant ``mild`` where reviewers differ."""
    kinds: Any = vocabulary.table("names")["kinds"]
    entries = [
        _Entry(
            frozenset(entry.get("kind", ())),
            tuple(entry.get("starts", ())),
            tuple(entry.get("ends", ())),
            tuple(entry.get("has", ())),
            tuple(entry.get("unless", ())),
            frozenset(entry["in"]),
            entry["belongs"],
            entry.get("mild", False),
            longest_first([w for kind in entry.get("kind", ()) for w in kinds[kind]["ends"]]),
        )
        for entry in vocabulary.table(options["table"])
    ]
    memo: dict[tuple[str, str], tuple[_Entry, str] | None] = {}

    def find(name: str, level: str) -> tuple[_Entry, str] | None:
        kind = vocabulary.kind(name)
        for entry in entries:
            if level in entry.wrong:
                word = entry.word(name, kind)
                if word:
                    return entry, word
        return None

    def run(row: Indicator, context: Context) -> Iterable[Hit]:
        name = row.name.text
        if not name:
            return ()
        key = (name, row.level2.text or "")
        if key not in memo:
            if len(memo) >= _MEMO:
                memo.clear()
            memo[key] = find("".join(name.split()), vocabulary.level_kind(row.level2.text))
        found = memo[key]
        if found is None:
            return ()
        entry, word = found
        start = name.rfind(word)
        return (
            Hit(
                at(row, "name"),
                row.name,
                (start, start + len(word)) if start >= 0 else None,
                {"belongs": entry.belongs, "word": word, "here": context.level2(row)},
                "mild" if entry.mild else "",
            ),
        )

    return run
