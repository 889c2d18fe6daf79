"""Lexing times: dates, the first ends of spans of time (1-12月), rhythms (每月)."""

from __future__ import annotations

from pmlint.model.target import Moment
from pmlint.regex import regex
from pmlint.target.amounts import AmountScanner
from pmlint.target.dates import date_at

_MONTH_SPAN = regex(r"([0-9]{1,2})\s*(?:[-~]{1,2}|至|到)\s*[0-9]{1,2}\s*月(?!球|饼)")
_QUARTER_SPAN = regex(r"第?([0-9一二三四])\s*(?:[-~、]{1,2}|至|到)\s*第?[0-9一二三四]\s*季度(?!性)")
_YEAR_SPAN = regex(
    r"((?:19|20)[0-9]{2})\s*(?:[-~]{1,2}|至|到)\s*(?:19|20)[0-9]{2}(?:\s*(?:学年|年度?)|(?![0-9.%]))"
)
_DAY_SPAN = regex(r"([0-9]{1,2})\s*(?:[-~]{1,2}|至|到)\s*[0-9]{1,2}\s*[日号]")
_MONTH_LIST = regex(r"([0-9]{1,2})\s*(?=[、,]\s*[0-9]{1,2}(?:[、,][0-9]{1,2}){0,11}\s*月(?!球|饼))")
_YEAR_LIST = regex(
    r"((?:19|20)[0-9]{2})\s*(?=[、,]\s*(?:19|20)[0-9]{2}(?:[、,](?:19|20)[0-9]{2}){0,9}\s*年)"
)
_YEAR = regex(r"((?:19|20)[0-9]{2})\s*(?:学年|年度?)?")
_DAY = regex(r"([0-9]{1,2})\s*[日号]")
_DAY_BEFORE = regex(r"([0-9]{1,2})\s*[日号](?=\s*(?:之前|以前|前(?![期提往列端景])))")


class TimeScanner(AmountScanner):
    """A scanner that reads times, too."""

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
