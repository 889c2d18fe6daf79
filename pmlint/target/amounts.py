"""Lexing amounts: numbers, and what means something only behind a number (units, bounds,
approximations, the sign of a range)."""

from __future__ import annotations

import re
from decimal import Decimal

from pmlint.regex import regex
from pmlint.target.dates import date_at
from pmlint.target.lexicon import UnitWord
from pmlint.target.numerals import numeral_value
from pmlint.target.scanner import NUMERALS, Scanner
from pmlint.target.tokens import Token

NUMBER = regex(r"(?:[1-9][0-9]{0,2}(?:,[0-9]{3})+(?!,?[0-9])|[0-9]+)(?:\.[0-9]+)?")
_PER_NOUN = regex(r"[\u4e00-\u9fff]{1,4}(?=\s*(?:$|[),;。、/]))")
_AFTER_EACH = regex(r"\s*(?:$|[),;。、])")


class AmountScanner(Scanner):
    """A scanner that reads amounts. Methods take the offset where to read and return the offset
    behind what they read, the same one (or 0) for nothing."""

    def _number(self, at: int, start: int | None = None) -> int:
        match = NUMBER.match(self.text, at, self.end)
        if match is None:
            return at
        value = Decimal(match[0].replace(",", ""))
        end = self._emit("NUMBER", at if start is None else start, match.end(), value)
        return self._behind_number(end)

    def _behind_number(self, at: int) -> int:
        text, words = self.text, self.words
        start = self._space(at)
        inside = words.inside.at(text, start)
        if inside and self._unit_at(self._space(start + 1)) is not None:
            at = self._emit("INSIDE", start, start + 1)
            start = self._space(at)
        units = self._unit_tokens(start, self.end)
        if units is None and text[start : start + 1] in ("(", "["):
            close = self.pairs.get(start)
            if close is not None:
                units = self._unit_tokens(start + 1, close)
                if units is not None:
                    inner, end = units
                    if self._space(end) == close:
                        lpar, rpar = (
                            Token("LPAR", start, start + 1),
                            Token("RPAR", close, close + 1),
                        )
                        units = ([lpar, *inner, rpar], close + 1)
                    else:
                        units = None
        if units is not None:
            tokens, at = units
            self._flush(tokens[0].start)
            about = tokens[0].data.about if tokens[0].type == "UNIT" else None
            if about:
                self.tokens.append(Token("INSIDE", *about))
            self.tokens.extend(tokens)
            if tokens[-1].type == "RPAR":
                at = self._pers(at)
        else:
            at = self._pers(at)
        at = self._over(at)
        if self.tokens[-1].type == "OVER":
            return at
        start = self._space(at)
        around = words.around.at(text, start)
        if around:
            at = self._emit("AROUND", start, start + len(around[0]))
            start = self._space(at)
        bound = words.bounds.at(text, start)
        if bound:
            return self._emit("BOUND", start, start + len(bound[0]), bound[1])
        if text.startswith("(含", start) and start in self.pairs:  # 90%（含）以上
            behind = self._space(self.pairs[start] + 1)
            bound = words.bounds.at(text, behind) if behind < self.end else None
            if bound:
                return self._emit("BOUND", start, behind + len(bound[0]), bound[1])
        return self._to(at)

    def _pers(self, at: int) -> int:
        """/株 or /年 behind a number or a closing bracket."""
        tokens: list[Token] = []
        end = self._per_tokens(at, self.end, tokens)
        self.tokens.extend(tokens)
        return end

    def _over(self, at: int) -> int:
        start = self._space(at)
        if self.text[start : start + 1] in ("/", ":") and start < self.end:
            following = self._space(start + 1)
            if "0" <= self.text[following : following + 1] <= "9":
                return self._emit("OVER", start, start + 1)
        return at

    def _unit_at(self, at: int) -> tuple[int, UnitWord] | None:
        """The unit at ``at``, with a multiplier before it or alone: its end and meaning."""
        text, words = self.text, self.words
        plain = words.units.at(text, at)
        multiplier = words.multipliers.at(text, at)
        if multiplier is None:
            return (at + len(plain[0]), plain[1]) if plain else None
        end = at + len(multiplier[0])
        start = self._space(end)
        inside = words.inside.at(text, start)
        behind = words.units.at(text, start + 1 if inside else start)
        about: tuple[int, int] | None = None
        if behind is not None and inside:
            about = (start, start + 1)
            start += 1
        if plain and (behind is None or len(plain[0]) >= start - at + len(behind[0])):
            return at + len(plain[0]), plain[1]
        if behind is None:
            return end, UnitWord(multiplier[0], "number", multiplier[1])
        return start + len(behind[0]), UnitWord(
            multiplier[0] + behind[0], behind[1].kind, multiplier[1] * behind[1].factor, about
        )

    def _unit_tokens(self, at: int, end: int) -> tuple[list[Token], int] | None:
        """A unit with its per-units inside [at, end): tokens and where they end; None if there is
        no unit."""
        at = self._space(at)
        tokens: list[Token] = []
        found = self._unit_at(at) if at < end else None
        if found is not None and found[0] <= end:
            tokens.append(Token("UNIT", at, found[0], found[1]))
            at = found[0]
        at = self._per_tokens(at, end, tokens)
        return (tokens, at) if tokens else None

    def _per_tokens(self, at: int, end: int, tokens: list[Token]) -> int:
        while True:
            slash = self._space(at)
            sign = self.text[slash : slash + 1]
            each = sign == "每" and bool(tokens)
            if slash >= end or not (sign == "/" or each or (sign == "·" and bool(tokens))):
                return at
            start = self._space(slash + 1)
            close = self.pairs.get(start, end) if sign == "/" else end
            if close < end:  # 元/(人·天)
                inner = self._unit_tokens(start + 1, close)
                if inner is None or inner[0][0].type == "PER" or self._space(inner[1]) != close:
                    return at
                tokens.append(Token("PER", slash, slash + 1))
                tokens.append(Token("LPAR", start, start + 1))
                tokens.extend(inner[0])
                at = close + 1
                tokens.append(Token("RPAR", close, at))
                continue
            unit = self._unit_at(start) if start < end else None
            stop = unit[0] if unit else 0
            if sign == "·" and unit is None:
                return at
            if each and not _AFTER_EACH.match(self.text, stop, end):
                return at
            if unit is None or stop > end:
                noun = _PER_NOUN.match(self.text, start, end)
                if noun is None:
                    return at
                unit, stop = (noun.end(), UnitWord(noun[0], "other", Decimal(1))), noun.end()
            tokens.append(Token("PER", slash, slash + 1))
            tokens.append(Token("UNIT", start, stop, unit[1]))
            at = stop

    def _percent(self, at: int, digits: int) -> int:
        match = NUMBER.match(self.text, digits, self.end)
        if match:
            value: Decimal | None = Decimal(match[0].replace(",", ""))
        elif self.text.startswith("百", digits):
            match, value = regex("百").match(self.text, digits), Decimal(100)
        else:
            match = self.words.numeral.match(self.text, digits, self.end)
            value = numeral_value(match[0]) if match else None
        if match is None or value is None:
            return at
        self._flush(at)
        self._emit("NUMBER", digits, match.end(), value)
        # the unit is printed before the number: 百分之九十
        self.tokens.append(Token("UNIT", at, digits, UnitWord("%", "rate", Decimal(1))))
        end = match.end()
        bound = self.words.bounds.at(self.text, end)
        if bound:
            return self._emit("BOUND", end, end + len(bound[0]), bound[1])
        return end

    def _to(self, at: int) -> int:
        """The sign of a range behind a number or a date, if something follows that can be an
        end."""
        start = self._space(at)
        match = self.words.to_run.match(self.text, start, self.end)
        if match:
            following = self._space(match.end())
            char = self.text[following : following + 1]
            if following < self.end and (
                "0" <= char <= "9"
                or char == "%"
                or (char in NUMERALS and match[0] not in ("至", "到"))
                or date_at(self.text, following, False)
                or (char in NUMERALS and self._numeral_end(following))
            ):
                return self._emit("TO", start, match.end())
        return at

    def _can_count(self, at: int) -> bool:
        """Whether a number begins at ``at`` (so that a word before it is a sign)."""
        at = self._space(at)
        char = self.text[at : at + 1]
        if at >= self.end or not char:
            return False
        if "0" <= char <= "9" or self.text.startswith("百分之", at):
            return True
        if char in NUMERALS:
            return bool(self._numeral_end(at))
        about = self.words.about.at(self.text, at)
        return about is not None and self._can_count(at + len(about[0]))

    def _numeral_end(self, at: int) -> int:
        """Where a Chinese numeral at ``at`` ends that is a number; 0 if it is none."""
        match = self.words.numeral.match(self.text, at, self.end)
        if match is None:
            return 0
        if at and self.text[at - 1] in self.words.numeral_not_after:
            return 0
        if numeral_value(match[0]) is None:
            return self._shorter_numeral(match)
        end = match.end()
        start = end
        inside = self.words.inside.at(self.text, end)
        if inside:
            start += 1
        measure = self.words.measure_words.at(self.text, start)
        if measure and self._measured(measure[0], match[0]):
            return end
        return self._shorter_numeral(match)

    def _shorter_numeral(self, match: re.Match[str]) -> int:
        """三万元, 五千亿: the multiplier at the end of the numerals may belong to the unit."""
        end = match.end()
        while end > match.start() + 1 and self.text[end - 1] in "万亿":
            end -= 1
        if end < match.end() and numeral_value(self.text[match.start() : end]) is not None:
            measure = self.words.measure_words.at(self.text, end)
            if measure and len(measure[0]) > match.end() - end:
                return end
        return 0

    @staticmethod
    def _measured(measure: str, numeral: str) -> bool:
        return numeral != "半" or measure in ("年", "天", "日", "小时", "个月", "个小时")
