"""Amounts of the 项目资金 block: from printed text to comparable numbers."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

from pmlint.model.form import Field, Form
from pmlint.model.value import value

UNITS: dict[str, int] = {"元": 1, "百元": 100, "千元": 1000, "万元": 10_000, "万": 10_000,
                         "百万元": 1_000_000, "亿元": 100_000_000, "亿": 100_000_000}  # fmt: skip
"""Units of money and how many 元 they are."""

_FOLD = str.maketrans("０１２３４５６７８９．，－（）￥　", "0123456789.,-()¥ ")
_AMOUNT = re.compile(
    r"¥?\s*(-?)\s*(\d[\d,]*(?:\.\d*)?|\.\d+)\s*([百千]?[万亿]?元?|[万亿])\s*(?:整)?"
    r"(\s*\([^()]*\))?"
)
_DASH = re.compile(r"\s*[-—–－―/]{1,4}\s*")
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+\Z")


@value
class Amount:
    """A printed amount. ``number`` as it stands, ``unit`` the unit it carries itself (''), and
    ``decimals`` how many decimals are printed; ``grouped`` None (no comma), True (by thousands)
    or False (wrongly); ``narrow`` is False if its number has full-width characters. ``note`` is a
    bracketed breakdown behind an amount with its unit (``854万（甲400万元，乙454万元）``)."""

    number: Decimal
    unit: str
    decimals: int
    grouped: bool | None
    narrow: bool
    note: str = ""


def is_dash(text: str) -> bool:
    """True for a mere dash or stroke: there is no such money, which is as good as a blank."""
    return _DASH.fullmatch(text) is not None


@lru_cache(maxsize=4096)
def parse(text: str) -> Amount | None:
    """The amount that ``text`` is, or None if it is no single number with at most a unit (and,
    after a unit, a breakdown in brackets)."""
    printed = text.strip()
    folded = printed.translate(_FOLD)
    match = _AMOUNT.fullmatch(folded)
    if match is None or (match[3] and match[3] not in UNITS) or (match[4] and not match[3]):
        return None
    end = len(folded) if match[4] is None else match.start(4)
    digits = match[2]
    whole, _, fraction = digits.partition(".")
    grouped = None if "," not in whole else _GROUPED.match(whole) is not None
    if "," in fraction or whole.endswith(","):
        return None
    number = Decimal(match[1] + digits.replace(",", "").rstrip("."))
    narrow = folded[:end] == printed[:end]
    return Amount(number, match[3], len(fraction), grouped, narrow, printed[end:])


class Funds:
    """The amounts of a form, made comparable.

    With a declared unit all amounts are in 元; without one they are comparable among themselves
    as long as none carries a unit of its own.
    """

    def __init__(self, form: Form) -> None:
        self.form = form
        unit = form.funds.get("unit")
        self.unit = unit.text.strip() if unit is not None and unit.text else ""
        self.known_unit = self.unit in UNITS
        self.mixed = False
        if not self.known_unit:
            own = set()
            for key, field in form.funds.items():
                if key != "unit" and field.text:
                    amount = parse(field.text)
                    if amount is not None and amount.number:
                        own.add(bool(amount.unit))
            self.mixed = own == {True, False}

    def field(self, key: str) -> Field | None:
        """The field of that key if it stands in the form with a text."""
        field = self.form.funds.get(key)
        return field if field is not None and field.text and not is_dash(field.text) else None

    def state(self, key: str) -> str:
        """``present``, ``blank`` (also for a dash), ``absent`` or ``lost``."""
        field = self.form.funds.get(key)
        if field is None:
            return "absent"
        return "blank" if field.text and is_dash(field.text) else field.state

    def value(self, key: str) -> Decimal | None:
        """The amount in comparable terms, or None if it cannot be read."""
        field = self.field(key)
        amount = parse(field.text or "") if field is not None else None
        if amount is None:
            return None
        if amount.unit:
            return amount.number * UNITS[amount.unit]
        return amount.number * UNITS.get(self.unit, 1)

    def slack(self, keys: list[str]) -> Decimal:
        """How far a sum of these amounts may be off through rounding: half of the last printed
        place for each amount not given in whole 元 and 分."""
        slack = Decimal(0)
        for key in keys:
            field = self.field(key)
            amount = parse(field.text or "") if field is not None else None
            if amount is None:
                continue
            factor = UNITS.get(amount.unit or self.unit, 1)
            if factor > 1:
                slack += Decimal(factor) / 2 / (Decimal(10) ** amount.decimals)
        return slack


def shown(number: Decimal, funds: Funds) -> str:
    """A comparable amount as the form would print it: thousands separated, in the form's unit."""
    number = number / UNITS.get(funds.unit, 1)
    text = f"{number:,f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text
