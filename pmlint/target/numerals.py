"""Chinese numerals: 三 → 3, 一百二十 → 120, 两万五千 → 25000, 半 → 0.5."""

from __future__ import annotations

from decimal import Decimal

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_STEPS = {"十": 10, "百": 100, "千": 1000}
_GROUPS = {"万": 10**4, "亿": 10**8}


def numeral_value(text: str) -> Decimal | None:
    """The number a run of Chinese numerals says, or None if it is no number (一一, 百, 万千)."""
    if text == "半":
        return Decimal("0.5")
    if not text or len(text) > 20:
        return None
    total = section = 0
    digit: int | None = None
    step = 10**4
    for char in text:
        if char in _DIGITS:
            if digit:
                return None
            digit = _DIGITS[char]
        elif char in _STEPS:
            if _STEPS[char] >= step or (digit is None and char != "十"):
                return None
            step = _STEPS[char]
            section += step * (1 if digit is None else digit)
            digit = None
        elif char in _GROUPS:
            section += digit or 0
            if section == 0:
                return None
            total = (total + section) * _GROUPS[char] if char == "亿" else total + section * 10**4
            section, digit, step = 0, None, 10**4
        else:
            return None
    return Decimal(total + section + (digit or 0))
