"""Chinese numerals of number formats: [DBNum1] 一百二十, [DBNum2] 壹佰贰拾, [DBNum3] １百２十."""

from __future__ import annotations

_DIGITS = {1: "〇一二三四五六七八九", 2: "零壹贰叁肆伍陆柒捌玖", 3: "０１２３４５６７８９"}
_PLACES = {1: ("", "十", "百", "千"), 2: ("", "拾", "佰", "仟"), 3: ("", "十", "百", "千")}
_MYRIADS = {1: ("", "万", "亿", "万亿"), 2: ("", "万", "亿", "万亿"), 3: ("", "万", "亿", "万亿")}


def digits(shown: str, style: int) -> str:
    """Every digit of ``shown`` replaced by its numeral: 2023 -> 二〇二三."""
    table = str.maketrans("0123456789", _DIGITS[style])
    return shown.translate(table)


def number(shown: str, style: int, short_tens: bool = False) -> str:
    """A plain decimal number read out: 1203.5 -> 一千二百〇三.五. ``short_tens`` writes 十二 for
    一十二, as dates do. What is not a plain number is only translated digit by digit."""
    whole, point, decimals = shown.partition(".")
    if not whole.isdigit() or len(whole) > 16:
        return digits(shown, style)
    read = _whole(whole, style)
    if short_tens and style != 2 and 10 <= int(whole) < 20:
        read = read[1:]
    return read + point + digits(decimals, style)


def _whole(figures: str, style: int) -> str:
    zero = _DIGITS[style][0]
    if not figures.strip("0"):
        return zero
    figures = figures.lstrip("0")
    read, pending = "", False
    groups = -(-len(figures) // 4)
    figures = figures.zfill(groups * 4)
    for g in range(groups):
        group = figures[g * 4 : g * 4 + 4]
        text = ""
        for i, figure in enumerate(group):
            if figure == "0":
                pending = bool(read or text)
                continue
            text += (zero if pending else "") + _DIGITS[style][int(figure)] + _PLACES[style][3 - i]
            pending = False
        if text:
            read += text + _MYRIADS[style][groups - 1 - g]
    return read
