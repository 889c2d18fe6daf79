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

from pmlint.model.target import Moment
from pmlint.target.dates import date_at
from pmlint.target.lexicon import Lexicon, UnitWord, lexicon
from pmlint.target.numerals import numeral_value
from pmlint.target.tokens import Token

_NUMBER = re.compile(r"(?:[1-9][0-9]{0,2}(?:,[0-9]{3})+(?!,?[0-9])|[0-9]+)(?:\.[0-9]+)?")
_SPACE = re.compile(r"\s*")
_LIST_MARK = re.compile(r"\s*(?:[0-9]{1,2}[.、](?=[^\s0-9])|[①-⑳])")
_MONTH_SPAN = re.compile(r"([0-9]{1,2})\s*(?:[-~]{1,2}|至|到)\s*[0-9]{1,2}\s*月(?!球|饼)")
_QUARTER_SPAN = re.compile(
    r"第?([0-9一二三四])\s*(?:[-~、]{1,2}|至|到)\s*第?[0-9一二三四]\s*季度(?!性)"
)
_YEAR_SPAN = re.compile(
    r"((?:19|20)[0-9]{2})\s*(?:[-~]{1,2}|至|到)\s*(?:19|20)[0-9]{2}(?:\s*(?:学年|年度?)|(?![0-9.%]))"
)
_YEAR = re.compile(r"((?:19|20)[0-9]{2})\s*(?:学年|年度?)?")
_DAY = re.compile(r"([0-9]{1,2})\s*[日号]")
_DAY_BEFORE = re.compile(r"([0-9]{1,2})\s*[日号](?=\s*(?:之前|以前|前(?![期提往列端景])))")
_PER_NOUN = re.compile(r"[\u4e00-\u9fff]{1,4}(?=\s*(?:$|[),;。、/]))")
_AFTER_EACH = re.compile(r"\s*(?:$|[),;。、])")
_MONTH_LIST = re.compile(
    r"([0-9]{1,2})\s*(?=[、,]\s*[0-9]{1,2}(?:[、,][0-9]{1,2}){0,11}\s*月(?!球|饼))"
)
_DAY_SPAN = re.compile(r"([0-9]{1,2})\s*(?:[-~]{1,2}|至|到)\s*[0-9]{1,2}\s*[日号]")
_LIST_BRACKET = re.compile(r"[0-9]{1,2}\)(?=\s*\S)")
_YEAR_LIST = re.compile(
    r"((?:19|20)[0-9]{2})\s*(?=[、,]\s*(?:19|20)[0-9]{2}(?:[、,](?:19|20)[0-9]{2}){0,9}\s*年)"
)
_LIST_NUMBER = re.compile(r"\s*(?:[0-9]{1,2}|[一二三四五六七八九十])\s*")
_NAME = re.compile(r"[0-9]+(?:[./:-][0-9A-Za-z]+)*")
_HOURS = re.compile(r"[0-9]{1,2}:[0-5][0-9]\s*(?:[-~]{1,2}|至|到)\s*[0-9]{1,2}:[0-5][0-9]")
_NAMED = re.compile(r"[A-Za-z]-?$")
_ORDINAL = re.compile(r"第\s*[0-9零一二两三四五六七八九十百]+(?!\s*季度)[\u4e00-\u9fff]?")
_PERCENT_PREFIX = re.compile(r"百分(?:之\s*|(?=百))")

_LONGEST_SIGN = 12  # folding stretches signs to the length of their LaTeX command

_OPEN, _CLOSE = "([【〔", ")]】〕"
_SEPARATORS = ",;。、|"
_NUMERALS = "零〇一二两三四五六七八九十百千万亿半"


def tokenize(folded: str) -> list[Token]:
    """The tokens of a folded text, in order and without overlap; white space is dropped."""
    return _Lexer(folded).run()


def _brackets(text: str) -> dict[int, int]:
    """Opening bracket → its closing one, for those that match."""
    pairs: dict[int, int] = {}
    stack: list[int] = []
    for match in re.finditer(r"[()\[\]【】〔〕]", text):
        if match[0] in _OPEN:
            stack.append(match.start())
        elif stack and _OPEN[_CLOSE.index(match[0])] == text[stack[-1]]:
            pairs[stack.pop()] = match.start()
    return pairs


@cache
def _text_run(words: Lexicon) -> re.Pattern[str]:
    firsts = set(_HANDLERS) | set("百每按逐分上下Qq年月季")
    for group in (words.sign_words, words.about, words.phrases, words.whole_periods):
        firsts.update(group.firsts)
    firsts.update(_NUMERALS, "当本今次明来同翌至到")
    return re.compile("[^" + re.escape("".join(sorted(firsts))) + "]+")


class _Lexer:
    """One run over one text. ``pending`` is where the current run of text began, or -1."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.words = lexicon()
        self.tokens: list[Token] = []
        self.pending = -1
        self.pairs = _brackets(text) if any(c in text for c in _OPEN) else {}
        self.closing = frozenset(self.pairs.values())

    # The loop

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

    def _text(self, at: int) -> None:
        if self.pending < 0:
            self.pending = at

    def _flush(self, at: int) -> None:
        if self.pending >= 0:
            end = at
            while self.text[end - 1] == " ":
                end -= 1
            self.tokens.append(Token("TEXT", self.pending, end))
            self.pending = -1

    def _emit(self, type_: str, start: int, end: int, data: object = None) -> int:
        self._flush(start)
        self.tokens.append(Token(type_, start, end, data))
        return end

    def _space(self, at: int) -> int:
        match = _SPACE.match(self.text, at)
        return match.end() if match else at

    def _following(self, at: int) -> str:
        """The next character that is no space, "" at the end."""
        start = self._space(at)
        return self.text[start : start + 1]

    def _last(self) -> str:
        """The type of the token just before, "" at the start or behind text."""
        if self.pending >= 0:
            return "TEXT"
        return self.tokens[-1].type if self.tokens else ""

    # Handlers: the offset behind what they took, or the same offset for nothing

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

    def _bad(self, at: int) -> int:
        return self._emit("BAD", at, at + 1)

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

    def _span_start(self, at: int) -> int:
        """The first end of 1-12月, 2023-2025年, 3-4季度, whose unit stands at the second only."""
        for pattern, part in (
            (_MONTH_SPAN, "month"),
            (_YEAR_SPAN, "year"),
            (_QUARTER_SPAN, "quarter"),
            (_MONTH_LIST, "month"),
            (_YEAR_LIST, "year"),
        ):
            match = pattern.match(self.text, at, self.end)
            if match and not (part == "year" and self._last() in ("NUMBER", "UNIT", "TO")):
                moment = date_at(self.text, at, False, only=part, printed=match[1])
                end = self._emit("DATE", at, match.end(1), moment)
                return self._to(end)
        return 0

    def _date(self, at: int, after_sign: bool) -> int:
        text, last = self.text, self._last()
        follows_to = last == "TO" and len(self.tokens) > 1 and self.tokens[-2].type == "DATE"
        found = date_at(text, at, last == "PERIOD")
        if found is None and follows_to:
            found = self._bare_end(at)
        if found is None:
            day = _DAY_BEFORE.match(text, at, self.end)
            if day:
                found = date_at(text, at, False, only="day", printed=day[1], end=day.end())
        if found is None:
            return at
        if after_sign and found.month and text[found.span[0] : found.span[1]].count(".") == 1:
            return at  # =2023.07: a number
        limit = self.words.limits.at(text, self._space(found.span[1]))
        plain = found.year is None and found.day is None and not found.edge and found.month
        if after_sign and plain and limit is None:
            return at  # =12月: a number of months
        end = self._emit("DATE", at, found.span[1], found)
        around = self.words.around.at(text, self._space(end))
        if around:
            start = self._space(end)
            end = self._emit("AROUND", start, start + len(around[0]))
            limit = self.words.limits.at(text, self._space(end))
        if limit:
            start = self._space(end)
            return self._emit("LIMIT", start, start + len(limit[0]), limit[1])
        return self._to(end)

    def _bare_end(self, at: int) -> Moment | None:
        for pattern, part in ((_DAY, "day"), (_YEAR, "year")):
            match = pattern.match(self.text, at, self.end)
            if match:
                return date_at(self.text, at, False, only=part, printed=match[1], end=match.end())
        return None

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
                or (char in _NUMERALS and match[0] not in ("至", "到"))
                or date_at(self.text, following, False)
                or (char in _NUMERALS and self._numeral_end(following))
            ):
                return self._emit("TO", start, match.end())
        return at

    def _number(self, at: int, start: int | None = None) -> int:
        match = _NUMBER.match(self.text, at, self.end)
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

    def _numeral(self, at: int) -> int:
        phrase = self.words.phrases.at(self.text, at)
        if phrase and self._last() not in ("SIGN", "ABOUT"):
            self._text(at)
            return at + len(phrase[0])
        if not (at and self.text[at - 1] == "第"):
            quarters = _QUARTER_SPAN.match(self.text, at, self.end)
            if quarters:
                return self._span_start(at)
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

    def _percent(self, at: int, digits: int) -> int:
        match = _NUMBER.match(self.text, digits, self.end)
        if match:
            value: Decimal | None = Decimal(match[0].replace(",", ""))
        elif self.text.startswith("百", digits):
            match, value = re.compile("百").match(self.text, digits), Decimal(100)
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

    def _can_count(self, at: int) -> bool:
        """Whether a number begins at ``at`` (so that a word before it is a sign)."""
        at = self._space(at)
        char = self.text[at : at + 1]
        if at >= self.end or not char:
            return False
        if "0" <= char <= "9" or self.text.startswith("百分之", at):
            return True
        if char in _NUMERALS:
            return bool(self._numeral_end(at))
        about = self.words.about.at(self.text, at)
        return about is not None and self._can_count(at + len(about[0]))

    def _word(self, at: int) -> int:
        """Words of the lexicon that begin with an ordinary character."""
        text, words = self.text, self.words
        for group, type_ in ((words.sign_words, "SIGN"), (words.about, "ABOUT")):
            found = group.at(text, at)
            if found and self._can_count(at + len(found[0])):
                return self._emit(type_, at, at + len(found[0]), found[1])
        if text[at] in _NUMERALS:
            return self._numeral(at)
        phrase = words.phrases.at(text, at)
        if phrase:
            self._text(at)
            return at + len(phrase[0])
        end = self._period(at)
        if end > at:
            return end
        return self._date(at, self._last() == "SIGN")

    def _period(self, at: int) -> int:
        words = self.words
        whole = words.whole_periods.at(self.text, at)
        match = words.period.match(self.text, at, self.end)
        if match and (whole is None or match.end() - at > len(whole[0])):
            every = words.period_every.get(match["every"] or "", 1)
            data = (words.period_units[match["unit"]], every)
            return self._date_behind(self._emit("PERIOD", at, match.end(), data))
        if whole:
            end = at + len(whole[0])
            return self._date_behind(self._emit("PERIOD", at, end, (whole[1], 1)))
        return at

    def _date_behind(self, at: int) -> int:
        """每年12月底前, 每月10日前, 每年底前: a date right behind a rhythm."""
        start = self._space(at)
        if start >= self.end:
            return at
        end = self._date(start, False)
        if end > start:
            return end
        if self.tokens[-1].data[0] == "month":
            for pattern in (_DAY_SPAN, _DAY):  # 每月1-5日, 每月15日
                day = pattern.match(self.text, start, self.end)
                if day:
                    stop = day.end(1) if pattern is _DAY_SPAN else day.end()
                    moment = date_at(self.text, start, False, only="day", printed=day[1], end=stop)
                    return self._to(self._emit("DATE", start, stop, moment))
        return at

    def _ordinal(self, at: int) -> int:
        end = self._date(at, False)
        if end > at:
            return end
        quarters = _QUARTER_SPAN.match(self.text, at, self.end)
        if quarters:
            return self._span_start(at)
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
            match = _NUMBER.match(self.text, at + 1, self.end)
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
    **dict.fromkeys(_OPEN, _Lexer._open),
    **dict.fromkeys(_CLOSE, _Lexer._close),
    **dict.fromkeys(_SEPARATORS, _Lexer._separator),
    **dict.fromkeys("~-", _Lexer._dash),
    **dict.fromkeys("+*×÷^", _Lexer._mark),
    ":": _Lexer._colon,
    **dict.fromkeys("①②③④⑤⑥⑦⑧⑨⑩", lambda lexer, at: lexer._emit("SEP", at, at + 1)),
    ".": _Lexer._dot,
    "/": _Lexer._slash,
    "第": _Lexer._ordinal,
}
