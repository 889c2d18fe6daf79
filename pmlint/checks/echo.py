"""echo: a value in words that takes up another verb or aspect than its name asks for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from pmlint.checks.context import Context, at
from pmlint.checks.speller import Speller
from pmlint.checks.values import in_words
from pmlint.checks.vocabulary import Vocabulary
from pmlint.model.diagnostic import Hit
from pmlint.model.form import Indicator
from pmlint.plugins import Options

NAME = "echo"
EACH = ("indicator",)
BY_TEXT = True
OPTIONS: dict[str, Any] = {"type": "object", "additionalProperties": False, "properties": {}}
ARGUMENTS = ("verb", "said", "meant")
VARIANTS = ("slip", "aspect", "mild")
_LONGEST = 8
"""A longer value is a sentence of its own and need not echo anything."""


class _Verbs:
    def __init__(self, table: Mapping[str, Any]) -> None:
        groups: Mapping[str, list[str]] = table["verbs"]
        self.groups: dict[str, set[str]] = {}
        for group, words in groups.items():
            for word in words:
                self.groups.setdefault(word, set()).add(group)
        self.adverbs = sorted(table["adverbs"], key=len, reverse=True)
        self.slips: Mapping[str, str] = table["slips"]
        self.aspects: dict[str, str] = {
            word: aspect for aspect, words in table["aspects"].items() for word in words
        }

    def leading(self, text: str) -> str:
        """The verb at the beginning of ``text``, adverbs passed over; ''."""
        text = self.bare(text)
        return next((text[:n] for n in (4, 3, 2) if text[:n] in self.groups), "")

    def bare(self, text: str) -> str:
        """``text`` without the adverbs before its verb."""
        for _ in range(3):
            adverb = next((a for a in self.adverbs if text.startswith(a) and text != a), None)
            if adverb is None:
                break
            text = text[len(adverb) :]
        return text

    def slip(self, verb: str, target: str, vocabulary: Vocabulary) -> bool:
        """True if ``target`` is no word but ``verb`` with one character mistaken (保障 → 保樟)."""
        said = self.bare(target)
        if len(said) != len(verb) or sum(a != b for a, b in zip(said, verb, strict=True)) != 1:
            return False
        speller = Speller.of(vocabulary)
        one, other = next((a, b) for a, b in zip(verb, said, strict=True) if a != b)
        return bool(speller.alike.how(one, other)) and not speller.good(said)

    def aspect(self, text: str) -> set[str]:
        """The aspects that ``text`` speaks of."""
        return {aspect for word, aspect in self.aspects.items() if word in text}


def compile(options: Options, vocabulary: Vocabulary) -> Callable[..., Iterable[Hit]]:  # noqa: A001, ARG001
    """Variants: '' another verb that looks alike (深化 → 优化); ``mild`` any other verb; ``slip`` a
    likely typo; ``aspect`` another aspect (依法… → 按时)."""
    verbs = _Verbs(vocabulary.table("verbs"))

    def run(row: Indicator, context: Context) -> Iterable[Hit]:  # noqa: ARG001
        name, target = row.name.text, row.target.text
        if not name or not target or len(target) > _LONGEST or not in_words(row.parsed):
            return ()
        if target in name:
            return ()
        path = at(row, "target")
        verb = verbs.leading(name)
        said = verbs.bare(target)
        slip = verbs.slips.get(said)
        if slip is not None and slip in name:
            meant = target.removesuffix(said) + slip
            arguments = {"verb": slip, "said": target, "meant": meant}
            return (Hit(path, row.target, None, arguments, "slip", replacement=meant),)
        if verb:
            said = verbs.leading(target)
            if said and len(said) >= len(target) - 4 and _other(verbs, verb, said, name):
                arguments = {"verb": verb, "said": said, "meant": verb}
                # Verbs that share a character are picked by mistake; others may be meant.
                variant = "" if set(verb) & set(said) else "mild"
                return (Hit(path, row.target, None, arguments, variant, replacement=verb),)
            if not said and verbs.slip(verb, target, vocabulary):
                arguments = {"verb": verb, "said": target, "meant": verb}
                return (Hit(path, row.target, None, arguments, "slip", replacement=verb),)
            return ()
        return _aspect(row, verbs, name, target)

    return run


def _other(verbs: _Verbs, verb: str, said: str, name: str) -> bool:
    return said not in name and not (verbs.groups[verb] & verbs.groups[said])


def _aspect(row: Indicator, verbs: _Verbs, name: str, target: str) -> Iterable[Hit]:
    if target not in verbs.aspects:
        return ()
    wanted = verbs.aspect(name)
    if len(wanted) != 1 or verbs.aspects[target] in wanted:
        return ()
    word = next(w for w, a in verbs.aspects.items() if a in wanted and w in name)
    return (
        Hit(
            at(row, "target"),
            row.target,
            None,
            {"verb": word, "said": target, "meant": word},
            "aspect",
        ),
    )
