"""What the goals promise, in numbers, and how well a noun of theirs fits an indicator's name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from typing import Any

from pmlint.model.form import Indicator
from pmlint.model.target import Clause, Comparison, Duration, Quantity, Range, Unit
from pmlint.model.value import value
from pmlint.regex import regex

_QUOTED = regex(r"《[^《》]*》|“[^“”]*”|\"[^\"]{0,20}\"|[〔\[【][^〔〕\[\]【】]*[〕\]】]")
_NOISE = regex(r"[^\u4e00-\u9fffA-Za-z]+")
_REACHED = regex(r"(?:均|都|应)?(?:达到|达|保持在|控制在|为|在)$")
_ROUGHLY = regex("大?约(?![谈束定稿])|近(?!期)")
_DIGIT = regex(r"[0-9０-９]")
_LONGEST = 5000
"""A longer goal is not read: no one writes one."""


@value
class Promise:
    """A number of the goals: ``words`` say what is counted, ``noun`` is that without empty words;
    ``low`` and ``high`` its values in the unit's base, ``about`` if it is only said roughly.
    ``exact``: it is one only if an indicator says the same in the same words (时长). ``listed`` is
    the noun behind the verb of what is listed before it (免疫生猪32万头、家禽108万羽: 免疫家禽), or
    that itself for those who come to it (业务培训2期、参训120人: 业务培训)."""

    span: tuple[int, int]
    text: str
    words: str
    noun: str
    unit: Unit
    low: Decimal
    high: Decimal
    about: bool
    exact: bool = False
    listed: str = ""

    def agrees(self, low: Decimal, high: Decimal) -> bool:
        """True if an indicator's value is the same (roughly, if the goal speaks so)."""
        if self.about:
            return low <= self.high * Decimal("1.2") and high >= self.low * Decimal("0.8")
        return low <= self.high and high >= self.low


class Narrative:
    """Reads goals and names with the words of ``rules/vocab/narrative.yaml`` (``promises``)."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        empty = sorted(table["empty"], key=len, reverse=True)
        compound = "|".join(map(re.escape, table["compound"]))
        self.empty = regex(f"(?:{'|'.join(map(re.escape, empty))})(?!{compound})")
        self.attending = frozenset(table["attending"])
        self.told = regex("|".join(map(re.escape, table["told"])))
        self.kinds = frozenset(table["kinds"])
        self.exact = frozenset(table["exact"])
        self.generic = frozenset(table["generic"])
        self.rivals = {frozenset(pair) for pair in table["rivals"]}

    def core(self, text: str) -> str:
        """What a noun or name is about: without empty words, brackets and signs."""
        return self.empty.sub("", _NOISE.sub("", text))

    def promises(self, text: str) -> Iterator[Promise]:
        """The counted promises of a goal, in order."""
        quoted = [match.span() for match in _QUOTED.finditer(text)]
        before = ""
        for clause in measured(text):
            found = self._promise(clause, text, before)
            if found is None or any(a <= found.span[0] < b for a, b in quoted):
                before = self._scaled(clause)
                continue
            if before and text[: found.span[0]].removesuffix(found.words).endswith("、"):
                shared = before if found.noun in self.attending else before[:2] + found.noun
                found = replace(found, listed=shared)
            before = found.noun if not found.exact else ""
            yield found

    def _promise(self, clause: Clause, text: str, before: str) -> Promise | None:
        if isinstance(clause, Comparison):
            first = last = clause.quantity
            if clause.per is not None or (clause.every and clause.every.unit != "year"):
                return None
            about = clause.quantity.about is not None or clause.operator == "approx"
        elif isinstance(clause, Range):
            first, last, about = clause.low, clause.high, clause.about is not None
        elif isinstance(clause, Duration) and clause.bound is None:
            first = last = clause.quantity
            about = first.about is not None
        else:
            return None
        unit = last.unit or first.unit
        if unit is None or unit.per is not None or unit.kind not in self.kinds | self.exact:
            return None
        exact = unit.kind in self.exact
        if not _DIGIT.search(first.number.text):
            return None  # 一个, 两支
        words = first.subject + _object(last)
        if self.told.search(words):
            return None
        if roughly := _ROUGHLY.match(first.subject):
            about, words = True, words[roughly.end() :]
        noun = self.core(words)
        if unit.kind == "rate":
            noun = _REACHED.sub("", _NOISE.sub("", first.subject))
        elif len(noun) < 2:
            if exact:
                return None
            noun = before  # 培训2场、参与人数200人
        span = (first.span[0], last.span[1])
        said = text[span[0] : span[1]]
        low, high = first.number.value * unit.factor, last.number.value * unit.factor
        return Promise(span, said, _NOISE.sub("", words), noun, unit, low, high, about, exact)

    def _scaled(self, clause: Clause) -> str:
        """What a scale belongs to that stands before a number: 测绘1:500地形图|180平方千米."""
        if not isinstance(clause, Comparison) or clause.per is None:
            return ""
        thing = clause.quantity
        return self.core(thing.subject + thing.object) if thing.object else ""

    def fit(self, promise: Promise, name: str, project: str) -> float:
        """From 0 to 1: how well a promise fits an indicator's name. What is short fits if the name
        says the same in the same words; what the project itself is called by narrows nothing (the
        租赁补贴 of 公租房租赁补贴)."""
        core = self.core(name)
        if core.removesuffix(promise.unit.text) == promise.noun and promise.words in name:
            return 1.0
        if promise.exact:
            return 0.0
        if len(core) > 3 and core in promise.noun and promise.noun in project:
            return 1.0
        likeness = _likeness(promise.noun, core)
        return max(likeness, _likeness(promise.listed, core)) if promise.listed else likeness


@lru_cache(maxsize=256)
def measured(text: str) -> tuple[Clause, ...]:
    """Everything measured or dated in a goal; () without a look if it is absurdly long."""
    from pmlint.target import quantities

    return tuple(quantities(text)) if len(text) <= _LONGEST else ()


def counted(row: Indicator) -> tuple[Unit, Decimal, Decimal] | None:
    """The unit and the bounds of a row's value if it is one number or range with a unit."""
    only = row.parsed.single if row.parsed is not None else None
    if isinstance(only, Duration) and only.quantity.unit is not None:
        length = only.quantity.magnitude
        return only.quantity.unit, length, length
    if isinstance(only, Comparison) and only.per is None and only.quantity.unit is not None:
        unit = only.quantity.unit
        value = only.quantity.magnitude
        return (unit, value, value) if unit.per is None else None
    if isinstance(only, Range) and only.unit is not None and only.unit.per is None:
        unit = only.unit
        return unit, only.low.number.value * unit.factor, only.high.number.value * unit.factor
    return None


def unitless(row: Indicator) -> bool:
    """True if a row's value is one number without unit."""
    only = row.parsed.single if row.parsed is not None else None
    return isinstance(only, Comparison) and only.per is None and only.quantity.unit is None


def _likeness(noun: str, core: str) -> float:
    """From 0 to 1: the share of the noun's characters that the name has too; 0 if they share
    neither two pairs of characters nor, in whatever order (巡查河道, 河道巡查), four."""
    shared = set(noun) & set(core)
    if len(shared) < 4 and len(_pairs(noun) & _pairs(core)) < 2:
        return 0.0
    return len(shared) / len(set(noun))


def _object(quantity: Quantity) -> str:
    """What stands behind a number, up to where something else begins."""
    return re.split("[，,；;。、（(]", quantity.object)[0][:12]


@lru_cache(maxsize=4096)
def _pairs(text: str) -> frozenset[str]:
    return frozenset(text[i : i + 2] for i in range(len(text) - 1))
