"""A number that is not negative put through the digit places of a number format."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction

Token = tuple[str, str]
"""(kind, text) of a piece of a format code; the kinds are named in `pmlint.read.numfmt`."""

WIDE = Context(prec=400, rounding=ROUND_HALF_UP)
"""Room for any number a spreadsheet can store."""


def general(value: Decimal) -> str:
    """``value`` in the format General: at most 11 places, then scientific."""
    if value == 0:
        return "0"
    magnitude = value.adjusted()
    if -5 < magnitude < 11:
        decimals = max(0, min(9, 9 - magnitude))
        shown = format(WIDE.quantize(value, Decimal(1).scaleb(-decimals)), "f")
        shown = shown.rstrip("0").rstrip(".") if "." in shown else shown
        if len(shown.lstrip("-").replace(".", "")) <= 11:
            return shown
    mantissa, exponent = _scientific(value, 1, 5)
    shown = format(mantissa, "f").rstrip("0").rstrip(".")
    return f"{shown}E{'-' if exponent < 0 else '+'}{abs(exponent):02d}"


def _layout(tokens: tuple[Token, ...]) -> tuple[int, int, int]:
    """(index of the decimal point or -1, of the first digit, of the last digit before it)."""
    point = next((i for i, (k, _) in enumerate(tokens) if k == "point"), -1)
    whole = [i for i, (k, _) in enumerate(tokens) if k == "digit" and (point < 0 or i < point)]
    return point, whole[0] if whole else -1, whole[-1] if whole else -1


def digits(value: Decimal, tokens: tuple[Token, ...]) -> str:
    point, first, last = _layout(tokens)
    places = [i for i, (k, _) in enumerate(tokens) if k == "digit" and 0 <= point < i]
    end = places[-1] if places else last
    scale, grouped = 0, False
    for i, (kind, _) in enumerate(tokens):
        if kind == "percent":
            scale += 2
        elif kind == "comma" and first < i < last:
            grouped = True
        elif kind == "comma" and (last < i < point or i > max(end, point)):
            scale -= 3
    rounded = WIDE.quantize(value.scaleb(scale, WIDE), Decimal(1).scaleb(-len(places)))
    whole, _, decimals = format(rounded, "f").partition(".")
    whole = "" if whole == "0" else whole
    before = _fill_whole(whole, tokens, point, grouped)
    after: dict[int, str] = {}
    kept = len(decimals.rstrip("0"))
    for n, i in enumerate(places):
        shown = decimals[n] if n < kept else {"0": "0", "?": " "}.get(tokens[i][1], "")
        after[i] = shown
    pieces = []
    for i, (kind, text) in enumerate(tokens):
        if kind == "digit":
            pieces.append(before[i] if i in before else after.get(i, ""))
        elif kind == "point":
            pieces.append(("".join(before.values()) or "") if first < 0 else "")
            pieces.append(".")
        elif kind != "comma":
            pieces.append(text)
    return "".join(pieces)


def _fill_whole(whole: str, tokens: tuple[Token, ...], point: int, grouped: bool) -> dict[int, str]:
    """The characters that each digit place before the point shows."""
    spots = [i for i, (k, _) in enumerate(tokens) if k == "digit" and (point < 0 or i < point)]
    if not spots:
        return {-1: whole}
    filled: dict[int, str] = {}
    rest, count = whole, 0
    for i in reversed(spots):
        taken = rest if i == spots[0] else rest[-1:]
        rest = "" if i == spots[0] else rest[:-1]
        taken = taken or {"0": "0", "?": " "}.get(tokens[i][1], "")
        shown = ""
        for digit in reversed(taken):
            if grouped and count and count % 3 == 0 and digit != " ":
                shown = "," + shown
            shown = digit + shown
            count += 1
        filled[i] = shown
    return dict(sorted(filled.items()))


def _scientific(value: Decimal, step: int, decimals: int) -> tuple[Decimal, int]:
    """Mantissa (rounded) and exponent, the exponent a multiple of ``step``."""
    exponent = value.adjusted() // step * step if value else 0
    unit = Decimal(1).scaleb(-decimals)
    mantissa = WIDE.quantize(value.scaleb(-exponent, WIDE), unit)
    if mantissa and mantissa.adjusted() >= step:
        exponent += step
        mantissa = WIDE.quantize(value.scaleb(-exponent, WIDE), unit)
    return mantissa, exponent


def exponential(value: Decimal, tokens: tuple[Token, ...]) -> str:
    at = next(i for i, (k, _) in enumerate(tokens) if k == "exponent")
    head, tail = tokens[:at], tokens[at + 1 :]
    point, _, _ = _layout(head)
    whole = sum(k == "digit" and (point < 0 or i < point) for i, (k, _) in enumerate(head))
    decimals = sum(k == "digit" for k, _ in head) - whole
    mantissa, exponent = _scientific(value, max(1, whole), decimals)
    sign = "-" if exponent < 0 else "+" if tokens[at][1][1] == "+" else ""
    power = digits(Decimal(abs(exponent)), tail)
    return f"{digits(mantissa, head)}E{sign}{power}"


def fraction(value: Decimal, tokens: tuple[Token, ...]) -> str:
    at = next(i for i, (k, _) in enumerate(tokens) if k == "slash")
    below = "".join(t for k, t in tokens[at + 1 :] if k == "digit" or t.isdigit())
    start = at
    while start and tokens[start - 1][0] == "digit":
        start -= 1
    mixed = any(k == "digit" for k, _ in tokens[:start])
    whole = int(value) if mixed else 0
    rest = Fraction(value - whole)
    fixed = next((t for k, t in tokens[at + 1 :] if k == "literal" and t.isdigit()), "")
    if fixed:
        bottom = int(below.strip("#?") or fixed)
        top = int(Decimal(rest.numerator * bottom / rest.denominator).quantize(1, ROUND_HALF_UP))
        rest = Fraction(top, bottom)
    else:
        near = rest.limit_denominator(10 ** min(len(below), 4) - 1)
        top, bottom, rest = near.numerator, near.denominator, near
    if mixed and rest == 1:
        whole, top = whole + 1, 0
    if mixed and top == 0:
        return str(whole)
    return (f"{whole} " if whole else "") + f"{top}/{bottom}"
