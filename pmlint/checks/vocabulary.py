"""What words of the field mean: levels, profiles, kinds of names. All of it is data in ``rules/``.

One `Vocabulary` serves a whole run; its answers are memoised, as most texts recur.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import field
from typing import Any

from pmlint import data
from pmlint.model.value import value

_BRACKETS = re.compile(r"[（(〔\[【][^（）()〔〕\[\]【】]*[）)〕\]】]\s*$")
_SPACE = re.compile(r"\s+")
_MEMO = 20_000
"""Texts remembered per question: far more than a document has, and a bound for hostile input."""


@value
class NameKind:
    """A kind of indicator names. ``refuses`` are the kinds of units a value cannot have,
    ``expects`` the units people use; ``words`` says whether a value in words will do,
    ``dates_refused`` whether a date will not."""

    name: str
    refuses: frozenset[str]
    expects: str
    words: bool
    dates_refused: bool


@value
class Profile:
    """What a scheme of forms demands. ``tree`` maps each 一级指标 to its 二级指标; ``data`` is the
    whole profile file for checks that need more of it."""

    name: str
    tree: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    data: Mapping[str, Any] = field(default_factory=dict)


class Vocabulary:
    """The vocabularies of ``rules/`` with the questions that checks ask of them."""

    def __init__(self) -> None:
        self._kind_memo: dict[str, str] = {}
        self._level_memo: dict[str, str] = {}
        self._profiles: dict[str, Profile] = {}
        names = data.load("vocab/names.yaml")
        self.kinds: dict[str, NameKind] = {}
        self._endings: dict[str, str] = {}
        self._strip: tuple[str, ...] = tuple(names["strip"])
        for kind, entry in names["kinds"].items():
            self.kinds[kind] = NameKind(
                kind,
                frozenset(entry["refuses"]),
                entry["expects"],
                entry["words"],
                not entry["dates"],
            )
            for ending in entry["ends"]:
                self._endings[ending] = kind
            for ending in entry.get("not_ends", ()):
                self._endings.setdefault(ending, "")
        self._longest = max(map(len, self._endings))
        levels = data.load("vocab/levels.yaml")
        self._suffixes: tuple[str, ...] = tuple(levels["suffixes"])
        usual: dict[str, str] = {}
        self.level_kinds: dict[str, str] = {}
        self._spellings: dict[str, str] = {}
        for name, entry in levels["names"].items():
            kind = entry["kind"]
            plain = usual.setdefault(kind, name)
            self.level_kinds[name] = kind
            for spelling in (name, *entry["variants"]):
                self._spellings.setdefault(self._stem(spelling), plain)
        self.usual: Mapping[str, str] = usual
        self.owners: Mapping[str, frozenset[str]] = {
            owner: frozenset(owned) for owner, owned in levels["owners"].items()
        }
        self._lodged: Mapping[str, str] = levels["lodged"]

    def table(self, name: str) -> Any:
        """A vocabulary file: ``table("typos")`` is ``rules/vocab/typos.yaml``."""
        return data.load(f"vocab/{name}.yaml")

    def kind(self, name: str) -> str:
        """The kind of an indicator's name (a key of ``kinds``), or '' if it tells none."""
        known = self._kind_memo.get(name)
        if known is None:
            if len(self._kind_memo) >= _MEMO:
                self._kind_memo.clear()
            known = self._kind_memo[name] = self._classify(name)
        return known

    def _classify(self, name: str) -> str:
        bare = _BRACKETS.sub("", _SPACE.sub("", name))
        for word in self._strip:
            if bare.endswith(word) and len(bare) > len(word):
                bare = bare[: -len(word)]
                break
        for length in range(min(self._longest, len(bare)), 0, -1):
            found = self._endings.get(bare[-length:])
            if found is not None:
                return found
        return ""

    def level(self, text: str | None) -> str:
        """The usual name of a 一级 or 二级指标: one name for all names of the same kind
        (项目完成指标 → 产出指标; white space and a missing 指标 do not count). The text itself
        where the vocabulary does not know it, '' for none. Messages quote the form instead."""
        if not text:
            return ""
        known = self._level_memo.get(text)
        if known is None:
            if len(self._level_memo) >= _MEMO:
                self._level_memo.clear()
            bare = _SPACE.sub("", text)
            known = self._level_memo[text] = self._spellings.get(self._stem(bare), bare)
        return known

    def knows_level(self, text: str) -> bool:
        """True if the vocabulary knows the name of this 一级 or 二级指标."""
        return self.level(text) in self.level_kinds

    def level_kind(self, text: str | None) -> str:
        """What a 一级 or 二级指标 means (``output``, ``quality`` …: ``kind`` in levels.yaml); ''
        if it is unknown."""
        return self.level_kinds.get(self.level(text), "")

    def lodges(self, owner: str, printed: str) -> bool:
        """True if a 一级指标 of the kind ``owner`` may hold the 二级指标 that is ``printed`` so,
        though its kind belongs elsewhere (``lodged`` in levels.yaml)."""
        return self._lodged.get(self._stem(_SPACE.sub("", printed))) == owner

    def _stem(self, name: str) -> str:
        bare = _BRACKETS.sub("", name)
        for suffix in self._suffixes:
            if bare.endswith(suffix) and len(bare) > len(suffix):
                return bare[: -len(suffix)]
        return bare

    def profile(self, name: str) -> Profile:
        """The profile of that name; an empty one (nothing demanded) if there is no such file."""
        known = self._profiles.get(name)
        if known is None:
            try:
                raw = data.load(f"profiles/{name}.yaml") if name.isascii() else {}
            except (FileNotFoundError, OSError):
                raw = {}
            tree = {k: tuple(v or ()) for k, v in (raw.get("levels") or {}).items()}
            known = self._profiles[name] = Profile(name, tree, raw)
        return known
