"""The lexer of target values: folded text in, tokens out. Every character is looked at a bounded
number of times, so the time is linear in the text.

The main loop dispatches on the first character. What only means something behind a number (units,
bounds, approximations, ranges) is looked for only there, so that free text stays text.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from functools import cache

from pmlint.regex import regex
from pmlint.target.amounts import NUMBER
from pmlint.target.dates import date_at
from pmlint.target.lexicon import Lexicon
from pmlint.target.numerals import numeral_value
from pmlint.target.scanner import CLOSE, NUMERALS, OPEN
from pmlint.target.times import TimeScanner
from pmlint.target.tokens import Token

_LIST_MARK = regex(r"\s*(?:[0-9]{1,2}[.、](?=[^\s0-9])|[①-⑳])")
_LIST_BRACKET = regex(r"[0-9]{1,2}\)(?=\s*\S)")
_LIST_NUMBER = regex(r"\s*(?:[0-9]{1,2}|[一二三四五六七八九十])\s*")
_NAME = regex(r"[0-9]+(?:[./:-][0-9A-Za-z]+)*")
_NAMED = regex(r"[A-Za-z]-?$")
_HOURS = regex(r"[0-9]{1,2}:[0-5][0-9]\s*(?:[-~]{1,2}|至|到)\s*[0-9]{1,2}:[0-5][0-9]")
_ORDINAL = regex(r"第\s*[0-9零一二两三四五六七八九十百]+(?!\s*季度)[\u4e00-\u9fff]?")
_PERCENT_PREFIX = regex(r"百分(?:之\s*|(?=百))")
_LONGEST_SIGN = 12  # folding stretches signs to the length of their LaTeX command
_SEPARATORS = ",;。、|"


def tokenize(folded: str) -> list[Token]:
    """The tokens of a folded text, in order and without overlap; white space is dropped."""
    return _Lexer(folded).run()


@cache
def _text_run(words: Lexicon) -> re.Pattern[str]:
    firsts = set(_HANDLERS) | set("百每按逐分上下Qq年月季")
    for group in (words.sign_words, words.about, words.phrases, words.whole_periods):
        firsts.update(group.firsts)
    firsts.update(NUMERALS, "当本今次明来同翌至到")
    return regex("[^" + re.escape("".join(sorted(firsts))) + "]+")


class _Lexer(TimeScanner):
    """One run over one text."""

    def run(self) -> list[Token]:
        text, end, skip = self.text, len(self.text), _text_run(self.words)
        at, end = self._strip_brackets(0, end)
        self.end = end
        if self._misread(at):
            at = self.tokens[-1].end
        while at < end:
            char = text[at]
            if char == " ":
                at += 1
                continue
            match = skip.match(text, at, end)
            if match:
                self._text(at)
                at = match.end()
                continue
            handler = _HANDLERS.get(char, _Lexer._word)
            following = handler(self, at)
            if following <= at:  # nothing special: a character of text
                self._text(at)
                following = at + 1
            at = following
        self._flush(end)
        return self.tokens

    def _strip_brackets(self, start: int, end: int) -> tuple[int, int]:
        """A value that stands in brackets as a whole is read inside them, unless only a unit is
        in them."""
        text = self.text
        while True:
            while start < end and text[start] == " ":
                start += 1
            while end > start and text[end - 1] == " ":
                end -= 1
            if start < end and self.pairs.get(start) == end - 1:
                inside = self._unit_tokens(start + 1, end - 1)
                if inside is not None and inside[1] == end - 1:
                    return start, end
                start, end = start + 1, end - 1
                continue
            return start, end

    def _misread(self, at: int) -> bool:
        found = self.words.misread.at(self.text, at)
        if found:
            end = self._space(at + len(found[0]))
            if self.text[end : end + 1].isdecimal() and not date_at(self.text, at, False):
                self._emit("SIGN", at, at + len(found[0]))
                return True
        return False

    def _sign(self, at: int) -> int:
        match = self.words.sign_run.match(self.text, at, min(at + _LONGEST_SIGN, self.end))
        run = match[0].rstrip() if match else ""
        for length in range(len(run), 0, -1):  # spaces within do not count: "> =" is one sign
            meaning = self.words.signs.get(run[:length].replace(" ", ""))
            if meaning and run[length - 1] != " ":
                return self._emit("SIGN", at, at + length, meaning)
        return self._bad(at)

    def _digit(self, at: int) -> int:
        last = self._last()
        after_sign = last in ("SIGN", "ABOUT", "OVER", "INSIDE")
        if not after_sign:
            mark = _LIST_MARK.match(self.text, at)
            if mark and last in ("", "SEP"):
                return self._emit("SEP", at, mark.end())
            mark = _LIST_BRACKET.match(self.text, at, self.end)
            if mark and last in ("", "SEP") and mark.end() - 1 not in self.closing:
                return self._emit("SEP", at, mark.end())
            phrase = self.words.phrases.at(self.text, at)
            if phrase:
                self._text(at)
                return at + len(phrase[0])
            hours = _HOURS.match(self.text, at, self.end)
            if hours:  # 8:00-17:00 measures nothing
                self._text(at)
                return hours.end()
            if self.pending >= 0 and _NAMED.search(self.text, max(self.pending, at - 2), at):
                name = _NAME.match(self.text, at, self.end)
                return name.end() if name else at  # ISO9001, PM2.5, GB50300-2013
            end = self._span_start(at)
            if end:
                return end
        end = self._date(at, after_sign)
        return end if end > at else self._number(at)

    def _numeral(self, at: int) -> int:
        phrase = self.words.phrases.at(self.text, at)
        if phrase and self._last() not in ("SIGN", "ABOUT"):
            self._text(at)
            return at + len(phrase[0])
        if not (at and self.text[at - 1] == "第"):
            end = self._span_start(at)
            if end:
                return end
            end = self._date(at, self._last() in ("SIGN", "ABOUT", "OVER"))
            if end > at:
                return end
        if self.text.startswith("百分", at):
            percent = _PERCENT_PREFIX.match(self.text, at)
            if percent:
                end = self._percent(at, percent.end())
                if end > at:
                    return end
        end = self._numeral_end(at)
        if end:
            self._emit("NUMBER", at, end, numeral_value(self.text[at:end]))
            return self._behind_number(end)
        match = self.words.numeral.match(self.text, at, self.end)
        self._text(at)
        return match.end() if match else at + 1

    def _word(self, at: int) -> int:
        """Words of the lexicon that begin with an ordinary character."""
        text, words = self.text, self.words
        for group, type_ in ((words.sign_words, "SIGN"), (words.about, "ABOUT")):
            found = group.at(text, at)
            if found and self._can_count(at + len(found[0])):
                return self._emit(type_, at, at + len(found[0]), found[1])
        if text[at] in NUMERALS:
            return self._numeral(at)
        phrase = words.phrases.at(text, at)
        if phrase:
            self._text(at)
            return at + len(phrase[0])
        end = self._period(at)
        if end > at:
            return end
        return self._date(at, self._last() == "SIGN")

    def _ordinal(self, at: int) -> int:
        end = self._date(at, False)
        if end > at:
            return end
        end = self._span_start(at)
        if end:
            return end
        match = _ORDINAL.match(self.text, at, self.end)
        if match is None:
            return at
        self._text(at)
        return match.end()

    def _open(self, at: int) -> int:
        close = self.pairs.get(at)
        if close is None or close >= self.end:
            return self._bad(at)
        last = self._last()
        mark = _LIST_NUMBER.fullmatch(self.text, at + 1, close)
        if mark and "一" <= self._following(close + 1) <= "\u9fff":
            return self._emit("SEP", at, close + 1)
        sign = self.words.signs.get(self.text[at + 1 : close].replace(" ", ""))
        if sign and self._can_count(close + 1):  # （≥）90%
            return self._emit("SIGN", at, close + 1, sign)
        inside = self._unit_tokens(at + 1, close)
        if inside is not None and self._space(inside[1]) == close:
            repeated = (
                last == "UNIT"
                and self.text[self.tokens[-1].start : self.tokens[-1].end]
                == self.text[at + 1 : close].strip()
            )
            if last in ("", "SIGN", "SEP") or repeated:
                return self._emit("BAD", at, close + 1)  # a unit without a number
        return self._emit("NOTE", at, close + 1)

    def _close(self, at: int) -> int:
        return self._bad(at)

    def _separator(self, at: int) -> int:
        if self.text[at] == "、" and self.pending >= 0:
            following = self._following(at + 1)
            if following and following not in "0123456789<>=≥≤)" and not self._can_count(at + 1):
                return at  # 街镇、工业区: one text
        return self._emit("SEP", at, at + 1)

    def _dot(self, at: int) -> int:
        if self.pending >= 0:
            return at
        following = self.text[at + 1 : at + 2]
        if "0" <= following <= "9" and following:
            return self._bad(at)
        return self._emit("SEP", at, at + 1)

    def _dash(self, at: int) -> int:
        following = self.text[at + 1 : at + 2]
        if "0" <= following <= "9" and following and self._last() in ("", "SIGN", "SEP", "TO"):
            match = NUMBER.match(self.text, at + 1, self.end)
            if match and self.text[at] == "-":
                value = -Decimal(match[0].replace(",", ""))
                return self._behind_number(self._emit("NUMBER", at, match.end(), value))
        if self._last() in ("", "TEXT", "SEP", "NOTE", "PERIOD", "UNIT", "BOUND"):
            return at
        return self._bad(at)

    def _mark(self, at: int) -> int:
        """A mark of arithmetic: text between words, misplaced beside numbers."""
        following = self._following(at + 1)
        beside = self._last() in ("NUMBER", "UNIT", "RPAR", "SIGN", "BOUND")
        if beside or ("0" <= following <= "9" and following):
            return self._bad(at)
        return at

    def _colon(self, at: int) -> int:
        """合格率:100% is 合格率100%; elsewhere a colon is text."""
        following = self._following(at + 1)
        if self.pending >= 0 and following and following in "0123456789<>=≥≤":
            self._flush(at)
            return at + 1
        return self._mark(at)

    def _slash(self, at: int) -> int:
        last, following = self._last(), self._following(at + 1)
        if last == "TEXT" or (last in ("", "SEP", "NOTE") and not following.isdecimal()):
            return at
        return self._bad(at)


_HANDLERS: dict[str, Callable[[_Lexer, int], int]] = {
    **dict.fromkeys("0123456789", _Lexer._digit),
    **dict.fromkeys("<>=≥≤≮≯≈", _Lexer._sign),
    **dict.fromkeys("%‰±", _Lexer._bad),
    **dict.fromkeys(OPEN, _Lexer._open),
    **dict.fromkeys(CLOSE, _Lexer._close),
    **dict.fromkeys(_SEPARATORS, _Lexer._separator),
    **dict.fromkeys("~-", _Lexer._dash),
    **dict.fromkeys("+*×÷^", _Lexer._mark),
    ":": _Lexer._colon,
    **dict.fromkeys("①②③④⑤⑥⑦⑧⑨⑩", lambda lexer, at: lexer._emit("SEP", at, at + 1)),
    ".": _Lexer._dot,
    "/": _Lexer._slash,
    "第": _Lexer._ordinal,
}
