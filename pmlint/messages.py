"""What the command says, in Chinese and in English, from one catalogue (``messages.json``).

JSON and not YAML because every run reads it: it parses ten times faster.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import lru_cache
from typing import Literal, TypeAlias, cast

from pmlint.resources import files

Language: TypeAlias = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")


@lru_cache(maxsize=1)
def catalogue() -> dict[str, dict[str, str]]:
    """Every message: its key to its text by language."""
    text = files("pmlint").joinpath("messages.json").read_text(encoding="utf-8")
    return cast("dict[str, dict[str, str]]", json.loads(text))


class Messages:
    """The messages of one language. Calling it with a key gives the sentence."""

    def __init__(self, language: Language = "zh") -> None:
        self.language = language

    def __call__(self, key: str, /, **values: object) -> str:
        """The sentence under ``key`` with ``{name}`` filled from ``values``.

        Raises KeyError for a key that the catalogue does not have: a bug, never user input.
        """
        sentence = catalogue()[key][self.language]
        return sentence.format(**values) if values else sentence

    def get(self, key: str, otherwise: str) -> str:
        """The sentence under ``key``, or ``otherwise``: for keys that plugins may extend."""
        return catalogue().get(key, {}).get(self.language, otherwise)


class Sentence:
    """What is to be said, in no language yet: a key of the catalogue and what fills it. That may be
    sentences again, or lists of words. As text it is Chinese."""

    __slots__ = ("key", "values")

    def __init__(self, key: str, /, **values: object) -> None:
        self.key = key
        self.values = values

    def render(self, say: Messages) -> str:
        """The sentence in a language."""
        return say(self.key, **{name: _said(value, say) for name, value in self.values.items()})

    def __str__(self) -> str:
        return self.render(Messages())


def _said(value: object, say: Messages) -> object:
    if isinstance(value, Sentence):
        return value.render(say)
    if isinstance(value, list | tuple):
        return say("list.words").join(str(_said(item, say)) for item in value)
    return value


class Told(Exception):
    """An error of the user's and not of pmlint's: ``sentence`` tells what is wrong."""

    sentence: Sentence

    @property
    def message(self) -> str:
        """What is wrong, in Chinese."""
        return str(self.sentence)

    def render(self, say: Messages) -> str:
        """The whole message in a language."""
        return self.sentence.render(say)

    def __str__(self) -> str:
        return self.render(Messages())


def nearest(word: object, known: Iterable[object]) -> str:
    """The known word most like ``word`` (whatever the letter case), or ''."""
    from difflib import get_close_matches  # only ever needed for a mistake

    folded = {str(name).casefold(): str(name) for name in known}
    found = get_close_matches(str(word).casefold(), folded, 1, 0.6)
    return folded[found[0]] if found else ""


def did_you_mean(hint: str) -> Sentence | str:
    """“；是不是想写……？” after a sentence about an unknown word; '' without a ``hint``."""
    return Sentence("hint.near", hint=hint) if hint else ""
