"""Whether a character that stands twice is a slip, judged by the words of the field alone."""

from __future__ import annotations

from typing import Literal

from pmlint.checks.speller import Speller
from pmlint.checks.vocabulary import Vocabulary

_LONGEST = 6
_NEAR = 10
_SUFFIX = frozenset(
    "人员者性率数度类级区县市省校村镇乡街社局处科室所站点队组会户家业车房费金款量额期场次品物网线路段"
    "园院厅馆店厂库港桥楼卡证票课"
)
"""Characters that end longer words than any list has: 负责人|人选."""
_COUNTERS = frozenset("套座栋辆册份幅幢架艘枚扇盏篇")
"""Words for counting that never follow themselves before 数 unless a word ends with them."""
_ONCE = frozenset("性率度者")
"""Endings that never follow themselves unless a word begins with them (一次性|性能)."""
_ALONE = frozenset("与和及为于等对在的中上下内")
"""What ends words and is a word by itself: 参与|与|支持, 普及|及|应用."""
_BEHIND_PAIR = frozenset("有都皆能可要讲是抓为在不到过做会想爱享须必来去出进上下更最")
"""What may follow 人人, 处处 by itself."""


class Doubling:
    """Reads a text around a doubled character in both ways, with it and without."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._speller: Speller | None = None

    def slip(
        self, text: str, at: int, allowed: bool, whole: str = ""
    ) -> Literal["", "sure", "likely"]:
        """Whether ``text[at]`` and the same character behind it make no sense together but either
        alone does; ``likely`` if the words beside it are not known, so that they may be a word
        with it (彩超|超声). ``allowed``: the two are a word in many places (人人). ``whole``: the
        text of the document, which tells where no words do."""
        if self._speller is None:
            self._speller = Speller.of(self._vocabulary)
        once = text[: at + 1] + text[at + 2 :]
        if text[at] in _ONCE:
            goes_on = any(start == at + 1 for start, _ in self._around(text, at + 1))
            return "" if goes_on else "sure"
        if text[at] in _COUNTERS and text.startswith("数", at + 2):
            ended = any(end == at + 1 for _, end in self._around(text, at))
            return "" if ended else "likely"  # 手册|册数, but 图套|套数
        words = self._around(once, at)
        if not words:
            if _once_elsewhere(text, at, whole):
                return "sure"
            return "likely" if self._after_ending(text, at) else ""
        pair = text[at : at + 2] if allowed else ""
        smoother = self._left_over(text, at, pair) > self._left_over(once, at)
        if self._within(text, at):
            return ""
        first = any(end == at + 1 for _, end in self._around(text, at))
        second = any(start == at + 1 for start, _ in self._around(text, at + 1))
        if first and text[at] in _ALONE and self._starts(text, at + 2):
            return ""
        if first and second:  # 项目|目标, but 利用|用人|次 leaves more over than 利用|人次
            return "likely" if smoother else ""
        if second and text[at] in _SUFFIX and at > 1 and not self._good(text[at - 1 : at + 1]):
            return ""
        if pair and not smoother and self._ends(text, at) and self._pair(text, at):
            return ""
        if any(self._ends(once, start) and self._begins(once, end) for start, end in words):
            return "sure"
        return "likely"

    def _around(self, text: str, at: int) -> list[tuple[int, int]]:
        return [
            (start, start + length)
            for length in range(2, _LONGEST)
            for start in range(max(0, at - length + 1), min(at, len(text) - length) + 1)
            if self._good(text[start : start + length])
        ]

    def _within(self, text: str, at: int) -> bool:
        """True if a longer word holds both."""
        return any(s <= at and e >= at + 2 and e - s > 2 for s, e in self._around(text, at))

    def _left_over(self, text: str, at: int, pair: str = "") -> int:
        """How many characters near ``at`` belong to no word however the text is cut; ``pair``
        counts as one."""
        begin, end = max(0, at - _NEAR), min(len(text), at + _NEAR)
        least = [0]
        for to in range(begin + 1, end + 1):
            best = least[-1] + 1
            for length in range(2, min(_LONGEST, to - begin + 1)):
                word = text[to - length : to]
                if least[-length] < best and (word == pair or self._good(word)):
                    best = least[-length]
            least.append(best)
        return least[-1]

    def _after_ending(self, text: str, at: int) -> bool:
        """True if an ending of words stands twice between two words: 物业|费|费|支付."""
        behind = text[at + 2 : at + 5]
        if text[at] not in _SUFFIX or behind[:1] in _SUFFIX or self._around(text, at + 1):
            return False
        return self._ends(text, at) and any(self._good(behind[:n]) for n in (2, 3))

    def _pair(self, text: str, at: int) -> bool:
        """True if the two together are a word here: what follows goes on by itself."""
        rest = text[at + 2 :]
        if not rest or not "\u4e00" <= rest[0] <= "\u9fff" or rest[0] in _BEHIND_PAIR:
            return True
        return any(self._good(rest[:n]) for n in range(2, _LONGEST))

    def _ends(self, text: str, at: int) -> bool:
        """True if a word ends at ``at``, or nothing that is written in characters."""
        if not at or not "\u4e00" <= text[at - 1] <= "\u9fff":
            return True
        return any(self._good(text[at - n : at]) for n in range(2, _LONGEST) if n <= at)

    def _begins(self, text: str, at: int) -> bool:
        if at >= len(text) or not "\u4e00" <= text[at] <= "\u9fff" or text[at] in _SUFFIX:
            return True
        return any(self._good(text[at : at + n]) for n in range(2, _LONGEST))

    def _starts(self, text: str, at: int) -> bool:
        """True if a known word begins at ``at``."""
        return any(self._good(text[at : at + n]) for n in range(2, _LONGEST))

    def _good(self, word: str) -> bool:
        assert self._speller is not None
        return self._speller.good(word)


def _once_elsewhere(text: str, at: int, whole: str) -> bool:
    """True if ``whole`` has the two characters on either side without the doubling (收运车辆), and
    never again with it."""
    before, behind = text[max(0, at - 1) : at + 1], text[at + 2 : at + 4]
    if len(before) + len(behind) < 4 or before + behind not in whole:
        return False
    return whole.count(before + before[1] + behind) == 1
