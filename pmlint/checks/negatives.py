"""Names of which less is better: 事故发生率, 投诉数, 超编率."""

from __future__ import annotations

from typing import Any

from pmlint.checks.vocabulary import Vocabulary

_MEMO = 20_000


class Negatives:
    """Says of a name whether it counts something bad (``rules/vocab/negative.yaml``)."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        table: Any = vocabulary.table("negative")
        self._endings = frozenset(
            [
                *table["endings"],
                *(harm + tail for harm in table["harms"] for tail in table["tails"]),
            ]
        )
        self._harms: tuple[str, ...] = tuple(table["harms"])
        self._events = tuple(table["events"])
        self._longest = max(map(len, self._endings))
        self._shortest = min(map(len, self._endings))
        self._turned: list[str] = table["turned"]
        activities = frozenset(table["turned_in_counts_only"])
        self._turned_rates = [word for word in self._turned if word not in activities]
        self._unless: str = table["turned_not_after"]
        self._memo: dict[str, bool] = {}

    def __contains__(self, name: str) -> bool:
        known = self._memo.get(name)
        if known is None:
            if len(self._memo) >= _MEMO:
                self._memo.clear()
            known = self._memo[name] = self._ends(name) and not self._is_turned(name)
        return known

    def _ends(self, name: str) -> bool:
        lengths = range(min(self._longest, len(name)), self._shortest - 1, -1)
        if any(name[-n:] in self._endings for n in lengths):
            return True
        return name.endswith(self._events) and any(harm in name for harm in self._harms)

    def _is_turned(self, name: str) -> bool:
        for word in self._turned_rates if name.endswith("率") else self._turned:
            at = name.find(word)
            if at >= 0 and name[at - 1 : at] != self._unless:
                return True
        return False
