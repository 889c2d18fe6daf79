"""What the command says, in Chinese and in English, from one catalogue (``messages.json``).

JSON and not YAML because every run reads it: it parses ten times faster.
"""

from __future__ import annotations

import json
from functools import lru_cache
from importlib.resources import files
from typing import Literal, TypeAlias, cast

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

    def __call__(self, key: str, **values: object) -> str:
        """The sentence under ``key`` with ``{name}`` filled from ``values``.

        Raises KeyError for a key that the catalogue does not have: a bug, never user input.
        """
        sentence = catalogue()[key][self.language]
        return sentence.format(**values) if values else sentence

    def get(self, key: str, otherwise: str) -> str:
        """The sentence under ``key``, or ``otherwise``: for keys that plugins may extend."""
        return catalogue().get(key, {}).get(self.language, otherwise)
