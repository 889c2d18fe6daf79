"""Finds set words of the field with one character mistaken, missing from them, in a text.

Everything is look-ups: a pair of characters that a misspelt word has in it (``misspelt.yaml``)
makes one look closer, and closer means to ask whether the text can be cut into good words there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, Protocol

from pmlint.checks.alike import Alike
from pmlint.checks.vocabulary import Vocabulary
from pmlint.model.value import value
from pmlint.regex import regex

_HAN = regex("[\u4e00-\u9fff]+")
_LONGEST = 7
_GAP = "\0"
_OFTEN = 2
"""A slip is rarely made more often than this in one file."""
_SINGLE = frozenset(
    "第的了和与及等在对为中内外上下前后新老各每由向以于并可不无有是将已应需区市县省镇村街年月日号人"
    "率性度量费员者数一二三四五六七八九十百千万多本该其这从到至把被让使给按据经所大小高低好"
    "或则请该须只又再还即均各同共两几某本我你他它这那些因如若虽但而且且且曾正在做搞抓建修购买送收用看听说读写教学养种发拨付缴交报审查测检评选聘招引用来去进出入"
    "类级化型式法制点线面部局处科院校站队组会家名次场期项个件份条台套间层届批元种户亩"
)
"""Characters that are words by themselves often enough."""
_PLACE = frozenset("镇乡村路街港桥河湾湖")
"""What names of places end with, which no list has: 吕巷镇."""


@value
class Slip:
    """``text[start:end]`` was meant to be ``right``. ``how`` is ``sound``, ``shape`` or
    ``missing`` (a character is); ``elsewhere``: only the rest of the document tells."""

    start: int
    end: int
    right: str
    how: str
    elsewhere: bool = False


class Whole(Protocol):
    """The text of a document (a str is one)."""

    def __contains__(self, word: str, /) -> bool:
        """True if ``word`` stands in it."""
        ...

    def count(self, word: str, /) -> int:
        """How often ``word`` stands in it."""
        ...


class Speller:
    """Knows the words of the field. ``table`` is ``misspelt.yaml``; ``words`` are looked for,
    ``also`` are good words that explain what stands in a text."""

    def __init__(
        self, table: Mapping[str, Any], words: frozenset[str], also: frozenset[str], alike: Alike
    ) -> None:
        self.parts: Mapping[str, str] = table["parts"]
        self.loose: Mapping[str, str] = table["loose"]
        self.common: Mapping[str, str] = table["common"]
        self.words = words
        self.known = words | also
        self.alike = alike
        self.around: dict[str, list[tuple[str, int]]] = {}
        self.across: dict[str, list[tuple[str, int]]] = {}
        for word in sorted(words, key=lambda w: (-len(w), w)):
            for at in range(len(word)):
                self.around.setdefault(_around(word, at), []).append((word, at))
            for at in range(len(word) - 1):
                if at and len(word) > 3:
                    self.across.setdefault(word[at - 1] + word[at + 1], []).append((word, at))

    @classmethod
    @lru_cache(maxsize=2)
    def of(cls, vocabulary: Vocabulary) -> Speller:
        """The speller with pmlint's words and tables, one for all checks that need it. Takes some
        milliseconds: only on demand."""
        areas = vocabulary.table("words")["words"].values()
        words = frozenset(word for area in areas for word in area.split())
        also = frozenset(vocabulary.table("words")["also"].split())
        units = (
            unit for kind in vocabulary.table("units")["kinds"].values() for unit in kind["units"]
        )
        also |= {f"{unit}数" for unit in units}  # 宗数 is no 总数
        shapes = vocabulary.table("shapes")
        alike = Alike(
            vocabulary.table("sounds")["sounds"],
            [*shapes["shapes"].split(), *shapes["words"].split()],
        )
        return cls(vocabulary.table("misspelt"), words, also, alike)

    def good(self, word: str) -> bool:
        """True for a known word of two characters or more."""
        return len(word) > 1 and self._good(word)

    def slips(self, text: str, places: list[int], whole: Whole) -> Iterator[Slip]:
        """The misspelt words around the pairs that begin at ``places``, in order, none overlapping
        another. ``whole`` is the text of the document."""
        done = 0
        for place in places:
            if place + 1 < done:
                continue
            found = self._at(text, place, whole)
            if found is not None and found.start >= done:
                done = found.end
                yield found

    def _at(self, text: str, place: int, whole: Whole) -> Slip | None:
        """The longest word misspelt around the pair at ``place``."""
        found: Slip | None = None
        shortest = 2
        weak = text[place + 1] in self.parts.get(text[place], "")
        near = self.around.get
        for at, candidates in (
            (place, near(text[place - 1 : place] + _GAP + text[place + 1], ()) if place else ()),
            (place, near(_GAP + text[place + 1 : place + 3], ())),
            (place, near(_GAP + text[place + 1], ())),
            (place + 1, near(text[place] + _GAP + text[place + 2 : place + 3], ())),
            (place + 1, near(text[max(0, place - 1) : place + 1] + _GAP, ())),
            (place + 1, near(text[place] + _GAP, ())),
        ):
            char = text[at]
            for word, index in candidates:
                if len(word) < shortest:
                    break  # longest come first
                start = at - index
                if start < 0 or not text.startswith(word[index + 1 :], at + 1):
                    continue
                if text[start:at] != word[:index] or word[index] == char:
                    continue
                slip = self._mistaken(text, start, at, word, whole, weak)
                if slip is not None:
                    found, shortest = slip, len(word) + 1
                    break
        if found is not None:
            return found
        for word, index in self.across.get(text[place : place + 2], ()):
            start = place + 1 - index
            if start < 0 or text[start : place + 1] != word[:index]:
                continue
            end = start + len(word) - 1
            if _in_quotes(text, start):
                break  # “四好农村路” is a name
            if text[place + 1 : end] == word[index + 1 :] and not self.readable(text, start, end):
                return Slip(start, end, word, "missing", elsewhere=word in whole)
        return None

    def _mistaken(
        self, text: str, start: int, at: int, word: str, whole: Whole, weak: bool
    ) -> Slip | None:
        """``weak``: two words may form the pair looked at so often that it tells nothing of a word
        of two characters unless the document has the same text with that word."""
        length = len(word)
        end = start + length
        gram = text[start:end]
        if gram in self.known or _listed(text, at):
            return None
        how = self.alike.how(word[at - start], text[at], near=length > 2)
        if not how:
            return None
        if length == 2 and weak:
            witness = self._witnessed(text, start, at, word, whole)
            return Slip(start, end, word, how, elsewhere=True) if witness else None
        if not self.readable(text, start, end):
            if length == 2 and not self._told(text, start, at, whole):
                return None
            if length > 2 and not self._clear_of_others(text, start, at, word):
                return None
            return Slip(start, end, word, how)
        if length == 2 and self._bare(text, start):
            if word not in whole or not self._told(text, start, at, whole):
                return None
            return Slip(start, end, word, how, elsewhere=True)
        if length > 2 and self._alone(text, at):
            if word not in whole:
                return None
            return Slip(start, end, word, how, elsewhere=True)
        return None

    def _bare(self, text: str, start: int) -> bool:
        """True if the two characters at ``start`` hardly ever meet and no word holds either: two
        words of one character each (检|收) are no reading then."""
        if text[start + 1] in self.loose.get(text[start], ""):
            return False
        return not any(
            self.good(text[begin : begin + length])
            for length in range(2, _LONGEST)
            for begin in range(max(0, start - length + 1), start + 2)
        )

    def _witnessed(self, text: str, start: int, at: int, word: str, whole: Whole) -> bool:
        """True if the document has ``word`` between the same characters, two in all, and what
        stands in its place only here."""
        end = start + 2
        outside = text[max(0, at - 1) : at + 1] if at == start else text[at : at + 2]
        if self._good(text[start:end]) or (len(outside) == 2 and self._good(outside)):
            return False
        for before, behind in ((2, 0), (1, 1), (0, 2)):
            around = text[max(0, start - before) : start] + word + text[end : end + behind]
            if len(around) == 4 and _HAN.fullmatch(around) and around in whole:
                return whole.count(text[start:end]) == 1
        return False

    def _clear_of_others(self, text: str, start: int, at: int, word: str) -> bool:
        """False if the character at ``at`` may belong to an unknown word that stands outside:
        服务|军休, which is no 服务局."""
        end = start + len(word)
        if at == end - 1 and self._good(word[:-1]):
            return self._begins(text, end)
        if at == start and self._good(word[1:]):
            return self._ends(text, start)
        return True

    def _told(self, text: str, start: int, at: int, whole: Whole) -> bool:
        """True if a pair of characters at ``start`` is a slip and not by chance: the one at ``at``
        belongs to no word with what stands outside (区编|职工), the document does not have the pair
        time and again, and a pair that two words may form stands between clear neighbours."""
        first = at == start
        if first and text[start + 1] in _PLACE and start and _HAN.match(text, start - 1):
            return False
        outside = text[max(0, at - 1) : at + 1] if first else text[at : at + 2]
        if len(outside) == 2 and self._good(outside):
            return False
        other = text[start + 1 : start + 3] if first else text[max(0, start - 1) : start + 1]
        if len(other) == 2 and self._good(other):  # 结|题验|收: is there anything left over?
            return False
        pair = text[start : start + 2]
        if whole.count(pair) > _OFTEN:
            return False
        if pair[1] not in self.loose.get(pair[0], ""):
            return True
        return self._ends(text, start) and self._begins(text, start + 2)

    def _ends(self, text: str, at: int) -> bool:
        """True if a word ends at ``at``."""
        return not at or any(self._good(text[at - n : at]) for n in (1, 2, 3, 4) if n <= at)

    def _begins(self, text: str, at: int) -> bool:
        """True if a word begins at ``at``."""
        rest = len(text) - at
        return not rest or any(self._good(text[at : at + n]) for n in (1, 2, 3, 4) if n <= rest)

    def readable(self, text: str, start: int, end: int) -> bool:
        """True if ``text`` can be cut into good words from before ``start`` to behind ``end``."""
        reached = {start}
        for before in (1, 2, 3):
            for length in range(before + 1, _LONGEST):
                if start >= before and self._good(text[start - before : start - before + length]):
                    reached.add(start - before + length)
        for at in range(start, end):
            if at in reached:
                for length in range(1, _LONGEST):
                    if at + length <= len(text) and self._good(text[at : at + length]):
                        reached.add(at + length)
        return max(reached) >= end

    def _good(self, word: str) -> bool:
        if len(word) == 1:
            return word in _SINGLE or not "\u4e00" <= word <= "\u9fff"
        return (len(word) == 2 and word[1] in self.common.get(word[0], "")) or word in self.known

    def _alone(self, text: str, at: int) -> bool:
        """True if the character at ``at`` forms no word with either neighbour."""
        before, after = text[max(0, at - 1) : at + 1], text[at : at + 2]
        return not (len(before) == 2 and self._good(before)) and not (
            len(after) == 2 and self._good(after)
        )


def _listed(text: str, at: int) -> bool:
    """True for 鼠 in 完成鼠、蚊、蝇、蟑螂密度监测: a word of one character among others."""
    return (text[at + 1 : at + 2] == "、" and text[at + 3 : at + 4] == "、") or (
        at > 2 and text[at - 1] == text[at - 3] == "、"
    )


def _in_quotes(text: str, at: int) -> bool:
    return text.rfind("“", 0, at) > text.rfind("”", 0, at)


def _around(word: str, at: int) -> str:
    """The two characters next to ``word[at]``, with a gap for it, or the one there is."""
    if 0 < at < len(word) - 1:
        return word[at - 1] + _GAP + word[at + 1]
    return _GAP + word[1:3] if at == 0 else word[max(0, at - 2) : at] + _GAP
