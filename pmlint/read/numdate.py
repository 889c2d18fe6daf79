"""Dates and times of spreadsheets: a serial number through the date part of a number format."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from pmlint.read import numhan
from pmlint.read.numdigits import Token

OUT_OF_RANGE = "########"
_LAST_DAY = 2958465  # 9999-12-31
_MONTHS = ["January", "February", "March", "April", "May", "June"]
_MONTHS += ["July", "August", "September", "October", "November", "December"]
_DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
_HAN_DAYS = "一二三四五六日"
_HAN_MONTHS = [f"{n}月" for n in ("十", *"一二三四五六七八九", "十", "十一", "十二")][1:]


class Clock:
    """The parts of a serial date: ``year``, ``month``, ``day``, ``weekday`` (0 is Monday) and the
    ``seconds`` since its midnight, rounded to ``decimals`` places."""

    def __init__(self, serial: Decimal, decimals: int, date1904: bool) -> None:
        unit = Decimal(1).scaleb(-decimals)
        self.total = (serial * 86400).quantize(unit, ROUND_HALF_UP)
        days = int(self.total // 86400)
        self.seconds = self.total - days * 86400
        if date1904:
            self._set(date(1904, 1, 1) + timedelta(days))
        elif days == 60:  # Excel believes that 1900 was a leap year
            self.year, self.month, self.day, self.weekday = 1900, 2, 29, 2
        elif days == 0:
            self.year, self.month, self.day, self.weekday = 1900, 1, 0, 5
        else:
            self._set(date(1899, 12, 31 if days < 60 else 30) + timedelta(days))
            if days < 60:
                self.weekday = (self.weekday - 1) % 7

    def _set(self, day: date) -> None:
        self.year, self.month, self.day = day.year, day.month, day.day
        self.weekday = day.weekday()

    @staticmethod
    def mark_minutes(tokens: list[Token]) -> list[Token]:
        """``m`` next to hours or seconds means minutes: such tokens get the kind ``minute``."""
        marked = list(tokens)
        letters = [
            (i, text[0].lower(), kind)
            for i, (kind, text) in enumerate(tokens)
            if kind in ("date", "elapsed")
        ]
        for n, (i, letter, kind) in enumerate(letters):
            if letter != "m" or kind != "date" or len(tokens[i][1]) > 2:
                continue
            before = letters[n - 1][1] if n else ""
            after = letters[n + 1][1] if n + 1 < len(letters) else ""
            if before in ("h", "s") or after == "s":
                marked[i] = ("minute", tokens[i][1])
        return marked


def render_date(
    serial: Decimal, tokens: tuple[Token, ...], numerals: int, han: bool, date1904: bool
) -> str:
    """``serial`` (days since 1899-12-30, or 1904-01-01) as the format's tokens show it."""
    if serial < 0 or serial > _LAST_DAY + 1:
        return OUT_OF_RANGE
    decimals = _second_decimals(tokens)
    clock = Clock(serial, decimals, date1904)
    if clock.total >= (_LAST_DAY + 1) * 86400:
        return OUT_OF_RANGE
    half_day = any(kind == "half" for kind, _ in tokens)
    pieces, after_point = [], False
    for kind, text in tokens:
        if kind == "date":
            pieces.append(_date_part(clock, text.lower(), half_day, numerals, han))
        elif kind == "minute":
            pieces.append(_numeral(int(clock.seconds // 60 % 60), len(text), numerals))
        elif kind == "elapsed":
            size = {"h": 3600, "m": 60, "s": 1}[text[0].lower()]
            pieces.append(str(int(clock.total // size)).zfill(len(text)))
        elif kind == "half":
            pieces.append(text.split("/")[clock.seconds >= 43200])
        elif kind == "digit" and after_point:
            continue
        elif kind == "point" and decimals:
            fraction = str(clock.seconds % 1)[2 : 2 + decimals]
            pieces.append("." + fraction.ljust(decimals, "0"))
            after_point = True
            continue
        elif kind not in ("text", "general", "exponent"):
            pieces.append(text)
        after_point = after_point and kind == "digit"
    return "".join(pieces)


def _second_decimals(tokens: tuple[Token, ...]) -> int:
    """How many decimals of a second the format shows (``ss.000`` -> 3)."""
    for i, (kind, _) in enumerate(tokens):
        if kind == "point" and i + 1 < len(tokens) and tokens[i + 1][0] == "digit":
            count = 0
            while i + 1 + count < len(tokens) and tokens[i + 1 + count][0] == "digit":
                count += 1
            return min(count, 3)
    return 0


def _date_part(clock: Clock, text: str, half_day: bool, numerals: int, han: bool) -> str:
    letter, length = text[0], len(text)
    if letter in ("y", "e", "b"):
        year = clock.year + (543 if letter == "b" else 0)
        shown = f"{year % 100:02d}" if letter != "e" and length <= 2 else f"{year:04d}"
        return numhan.digits(shown, numerals) if numerals else shown
    if letter == "m":
        if length >= 3:
            name = _HAN_MONTHS[clock.month - 1] if han else _MONTHS[clock.month - 1]
            return name if length == 4 or (han and length == 3) else name[: 1 if length == 5 else 3]
        return _numeral(clock.month, length, numerals)
    if letter == "d":
        if length >= 3:
            if han:
                return ("周" if length == 3 else "星期") + _HAN_DAYS[clock.weekday]
            name = _DAYS[clock.weekday]
            return name[:3] if length == 3 else name
        return _numeral(clock.day, length, numerals)
    if letter == "a":
        return ("星期" if length > 3 else "") + _HAN_DAYS[clock.weekday]
    if letter == "h":
        hour = int(clock.seconds // 3600)
        return _numeral((hour % 12 or 12) if half_day else hour, length, numerals)
    if letter == "s":
        return _numeral(int(clock.seconds % 60), length, numerals)
    return ""


def _numeral(value: int, length: int, numerals: int) -> str:
    shown = str(value).zfill(min(length, 2))
    if not numerals:
        return shown
    return numhan.number(str(value), numerals, short_tens=True)
