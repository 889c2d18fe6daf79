"""How much the words of an indicator speak for each kind of 二级指标."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from pmlint.data import load

_MEMO_LIMIT = 40_000
_LACK = 0.6

Scores = dict[str, float]
"""Score by kind (``quantity`` …); kinds without any cue are absent."""


class Cues:
    """The vocabulary of ``cues.yaml``, indexed for one pass over a text."""

    def __init__(self) -> None:
        data: dict[str, dict[str, Any]] = load("vocab/cues.yaml")
        self._words: dict[str, list[tuple[str, float]]] = {}
        self._starts: list[tuple[str, str, float]] = []
        self._ends: list[tuple[str, str, float]] = []
        self._values: list[tuple[re.Pattern[str], str, float]] = []
        self._wants: dict[str, tuple[re.Pattern[str], float]] = {}
        self._echo: dict[str, float] = {}
        for kind, entry in data.items():
            for weight, words in entry.get("name", {}).items():
                for word in words:
                    self._words.setdefault(word, []).append((kind, float(weight)))
            for place, found in (("start", self._starts), ("end", self._ends)):
                for weight, words in entry.get(place, {}).items():
                    found += [(word, kind, float(weight)) for word in words]
            for weight, patterns in entry.get("value", {}).items():
                pattern = "|".join(f"(?:{p})" for p in patterns)
                self._values.append((re.compile(pattern), kind, float(weight)))
            if echo := entry.get("echo"):
                self._echo[kind] = float(echo)
            if wants := entry.get("wants"):
                lack = float(entry.get("lacks", _LACK))
                self._wants[kind] = (re.compile("|".join(map(re.escape, wants))), lack)
        self._by_first: dict[str, list[str]] = {}
        for word in sorted(self._words, key=lambda w: (-len(w), w)):
            self._by_first.setdefault(word[0], []).append(word)
        self._memo: dict[tuple[str, str], Scores] = {}

    def scores(self, name: str, value: str) -> Scores:
        """Scores of an indicator by its name and value (each '' if it has none). Remembered; not
        to be changed."""
        key = (name, value)
        found = self._memo.get(key)
        if found is None:
            if len(self._memo) >= _MEMO_LIMIT:
                self._memo.clear()
            found = self._memo[key] = self._score(name[:200], value[:100])
        return found

    def word_for(self, name: str, kind: str) -> str:
        """A word of the name that speaks for ``kind``, for an explanation; '' if none does."""
        for found in self._found(name):
            if any(k == kind for k, _ in self._words[found]):
                return found
        for word, k, _ in self._starts:
            if k == kind and name.startswith(word):
                return word
        return next((w for w, k, _ in self._ends if k == kind and name.endswith(w)), "")

    def _found(self, name: str) -> Iterator[str]:
        """The longest word that begins at each character of the name, if one does."""
        for at, char in enumerate(name):
            for word in self._by_first.get(char, ()):
                if name.startswith(word, at):
                    yield word
                    break

    def _score(self, name: str, value: str) -> Scores:
        best: Scores = {}
        for found in self._found(name):
            for kind, weight in self._words[found]:
                if weight > best.get(kind, 0):
                    best[kind] = weight
        for word, kind, weight in self._starts:
            if weight > best.get(kind, 0) and name.startswith(word):
                best[kind] = weight
        for word, kind, weight in self._ends:
            if weight > best.get(kind, 0) and name.endswith(word):
                best[kind] = weight
        if value:
            told: Scores = {}
            for pattern, kind, weight in self._values:
                if weight > told.get(kind, 0) and pattern.search(value):
                    told[kind] = weight
            if not told and len(value) > 1 and value in name:
                told = self._echo
            for kind, weight in told.items():
                best[kind] = best.get(kind, 0) + weight
        for kind, (pattern, lack) in self._wants.items():
            if kind not in best and not pattern.search(name) and not pattern.search(value):
                best[kind] = -lack
        return best


@cache
def cues() -> Cues:
    """The one cue vocabulary of this process."""
    return Cues()
