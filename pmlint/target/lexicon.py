"""The words of target values, made ready for the lexer from ``rules/vocab/*.yaml``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from pmlint.data import load
from pmlint.model.value import value
from pmlint.regex import regex

_CN_NUMERALS = "零〇一二两三四五六七八九十百千万亿半"


class Words:
    """A set of words looked up by longest match at a place in a text."""

    __slots__ = ("_by_first", "_not_before")

    def __init__(self, words: Mapping[str, Any], not_before: Mapping[str, str] | None = None):
        grouped: dict[str, dict[str, Any]] = {}
        for word, meaning in words.items():
            grouped.setdefault(word[0], {})[word] = meaning
        self._by_first = {
            first: (sorted({len(w) for w in group}, reverse=True), group)
            for first, group in grouped.items()
        }
        self._not_before = {w: frozenset(c) for w, c in (not_before or {}).items() if c}

    def at(self, text: str, start: int) -> tuple[str, Any] | None:
        """The longest word at ``start`` and its meaning, unless the text goes on in a way that
        makes it the beginning of another word."""
        entry = self._by_first.get(text[start : start + 1])
        if entry is None:
            return None
        lengths, group = entry
        for length in lengths:
            word = text[start : start + length]
            if word in group:
                barred = self._not_before.get(word)
                if barred and text[start + length : start + length + 1] in barred:
                    continue
                return word, group[word]
        return None

    @property
    def firsts(self) -> Iterable[str]:
        """The characters words begin with."""
        return self._by_first.keys()


@value
class UnitWord:
    """A unit: its word, with a multiplier before it if there is one, its kind, and the factor to
    the kind's base unit. ``about`` is the span of 余 inside (万余元)."""

    text: str
    kind: str
    factor: Decimal
    about: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """All word lists of the lexer. ``firsts`` are the characters at which a run of text may end."""

    units: Words
    multipliers: Words
    measure_words: Words
    sign_words: Words
    signs: dict[str, str]
    sign_run: re.Pattern[str]
    misread: Words
    bounds: Words
    about: Words
    inside: Words
    around: Words
    to: frozenset[str]
    to_run: re.Pattern[str]
    limits: Words
    phrases: Words
    whole_periods: Words
    period: re.Pattern[str]
    period_units: dict[str, str]
    period_every: dict[str, int]
    date: re.Pattern[str]
    edge: re.Pattern[str]
    event_limit: re.Pattern[str]
    named_event: re.Pattern[str]
    numeral: re.Pattern[str]
    numeral_not_after: frozenset[str]
    conjunctions: frozenset[str]
    placeholders: frozenset[str]
    connectives: frozenset[str]
    events: frozenset[str]


def kinds() -> dict[str, Any]:
    """The kinds of units as written in ``units.yaml``: label, base, units."""
    found: dict[str, Any] = load("vocab/units.yaml")["kinds"]
    return found


@cache
def kind_label(kind: str) -> str:
    """The Chinese label of a kind (``person`` → 人数)."""
    entry = kinds().get(kind)
    return entry["label"] if entry else {"number": "数值", "other": "其他单位"}.get(kind, kind)


@cache
def period_label(unit: str) -> str:
    """The Chinese word of a period's unit (``month`` → 月)."""
    return str(load("vocab/periods.yaml")["labels"].get(unit, unit))


@cache
def lexicon() -> Lexicon:
    """The lexicon, built once."""
    units = load("vocab/units.yaml")
    operators = load("vocab/operators.yaml")
    periods = load("vocab/periods.yaml")
    phrases = load("vocab/phrases.yaml")
    signs = _by_word(operators["signs"])
    about = operators["about"]
    to = operators["to"]
    return Lexicon(
        units=Words(_units(), units["not_before"]),
        multipliers=Words({w: Decimal(str(f)) for w, f in units["multipliers"].items()}),
        measure_words=Words(dict.fromkeys(units["measure_words"]), units["not_before"]),
        sign_words=Words(_by_word(operators["words"])),
        signs=signs,
        sign_run=regex("[" + re.escape("".join(sorted(set("".join(signs))))) + " ]+"),
        misread=Words(dict.fromkeys(operators["misread"])),
        bounds=Words(_by_word(operators["bounds"]), operators["bounds_not_before"]),
        about=Words(dict.fromkeys(about["before"])),
        inside=Words(dict.fromkeys(about["inside"])),
        around=Words(dict.fromkeys(about["after"])),
        to=frozenset(to),
        to_run=regex("|".join([r"[-~](?:\s*[-~]){0,3}", *(re.escape(w) for w in _cjk(to))])),
        limits=Words(_by_word(periods["limits"]), periods["limits_not_before"]),
        phrases=Words(dict.fromkeys(phrases["phrases"])),
        whole_periods=Words({**periods["whole"], **periods["phrases"]}),
        period=_period(periods),
        period_units=periods["units"],
        period_every=periods["every"],
        date=_date(periods),
        edge=regex(_edge(periods)),
        event_limit=regex(
            r"\s*(?P<event>.+?)(?P<limit>" + _any(periods["event_limits"]) + r")(?P<note>.*)"
        ),
        named_event=regex(
            rf"(?:(?P<event>{_any(periods['events'])})"
            rf"(?P<limit>{_any(w for ws in periods['limits'].values() for w in ws if w != '起')})"
            rf"|(?P<same>{_any(periods['same_events'])}))(?P<note>.*)"
        ),
        numeral=regex(f"[{_CN_NUMERALS}]+"),
        numeral_not_after=frozenset(phrases["numeral_not_after"]),
        conjunctions=frozenset(operators["conjunctions"]),
        placeholders=frozenset(operators["placeholders"]),
        connectives=frozenset(periods["connectives"]),
        events=frozenset(periods["events"]),
    )


def _units() -> dict[str, UnitWord]:
    return {
        word: UnitWord(word, kind, Decimal(str(factor)))
        for kind, entry in kinds().items()
        for word, factor in entry["units"].items()
    }


def _by_word(meanings: Mapping[str, Iterable[str]]) -> dict[str, str]:
    return {word: meaning for meaning, words in meanings.items() for word in words}


def _cjk(words: Iterable[str]) -> list[str]:
    return [word for word in words if not re.match(r"[-~]", word)]


def _any(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def _period(periods: Mapping[str, Any]) -> re.Pattern[str]:
    barred = "".join(
        f"(?!(?<={re.escape(word)})[{re.escape(chars)}])"
        for word, chars in periods["not_before"].items()
        if chars
    )
    return regex(
        rf"(?:{_any(periods['prefixes'])})\s*(?P<every>{_any(periods['every'])})?\s*(?:个(?=\D))?"
        rf"(?P<unit>{_any(periods['units'])}){barred}"
    )


def _edge(periods: Mapping[str, Any]) -> str:
    weak = [edge for edge in periods["edges"] if edge in ("初", "中")]
    strong = [edge for edge in periods["edges"] if edge not in weak]
    follow = re.escape(periods["edge_only_before"])
    return rf"(?:{_any(strong)}|(?:{_any(weak)})(?=\s|[{follow}]|$))"


def _date(periods: Mapping[str, Any]) -> re.Pattern[str]:
    numeral = r"十[一二]?|[一二三四五六七八九]"
    to = r"\s*[-~至到]+\s*"
    return regex(
        rf"""
        (?P<dyear>(?:19|20)[0-9]{{2}})(?P<sep>[-/.])(?P<dmonth>[0-9]{{1,2}})
            (?:(?P=sep)(?P<dday>[0-9]{{1,2}}))?(?![0-9.])[日号]?
      | (?:(?:(?P<year>(?:19|20)[0-9]{{2}})\s*(?:年度|年)
            |(?P<short>[0-9]{{2}})年(?=\s*[0-9]{{1,2}}\s*月)
            |(?P<relative>{_any(periods["relative_years"])}))\s*)?
        (?:(?P<half>[上下])半年度?\s*)?(?:
           第?(?P<quarter>[0-9]|[一二三四])\s*季度(?!性)
          |[Qq](?P<q>[1-4])(?![0-9A-Za-z])
          |(?P<month>[0-9]{{1,2}}|{numeral})\s*月(?!球|饼)份?
             (?:\s*(?P<day>[0-9]{{1,2}})(?:\s*[日号](?!常)|(?={to}[0-9]{{1,2}}\s*[日号])))?
        )?\s*
        (?P<edge>{_edge(periods)})?
        """,
        re.VERBOSE,
    )
