"""What a spreadsheet cell shows: a stored number or text put through its number format.

Follows Excel with Chinese (PRC) settings: sections and conditions, literals, thousands and scaling
commas, percentages, exponents, fractions, dates and times (`pmlint.read.numdate`) and Chinese
numerals (`pmlint.read.numhan`). Numbers have 15 digits and are rounded half up on the decimal that
stands for the stored double, so 0.125 as ``0%`` is ``13%``. The blanks a format only uses to align
columns (``_)``, ``* ``) are dropped at both ends.
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache

from pmlint.model.value import value
from pmlint.read import numdigits, numhan
from pmlint.read.numdate import Clock, render_date
from pmlint.read.numdigits import WIDE, Token, general

_DIGITS = Context(prec=15, rounding=ROUND_HALF_UP)

_TOKEN = re.compile(
    r"""(?P<quoted>"[^"]*"?) | (?P<escaped>[\\!].?) | (?P<space>_.?) | (?P<fill>\*.?)
      | \[(?P<bracket>[^\]]*)\]? | (?P<general>General|G/通用格式) | (?P<exponent>E[+-])
      | (?P<half>上午/下午|AM/PM|A/P) | (?P<digit>[0#?]) | (?P<point>\.) | (?P<comma>,)
      | (?P<percent>%) | (?P<text>@) | (?P<slash>/) | (?P<date>y+|m+|d+|h+|s+|a{3,4}|e+|b+|g+)
      | (?P<plain>.)""",
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?\d+(?:\.\d+)?(?:E[+-]?\d+)?)\s*$", re.IGNORECASE)
_ELAPSED = re.compile(r"(h+|m+|s+)$", re.IGNORECASE)
_CHINESE = re.compile(r"-(?:[0-9a-f]*)0?804$", re.IGNORECASE)

_NOT_ZERO = frozenset("123456789一二三四五六七八九壹贰叁肆伍陆柒捌玖１２３４５６７８９")


@value
class Section:
    """One of the up to four parts of a format code. ``tokens`` are (kind, text), ``test`` the
    condition as (sign, number), ``numerals`` the n of [DBNumn], ``han`` true for [$-804]."""

    tokens: tuple[Token, ...]
    test: tuple[str, Decimal] | None = None
    numerals: int = 0
    han: bool = False
    kinds: frozenset[str] = frozenset()

    def has(self, *kinds: str) -> bool:
        """True if a token of one of the kinds is in the section."""
        return not self.kinds.isdisjoint(kinds)


def decimal_of(number: float) -> Decimal:
    """The decimal a stored double stands for: its shortest form, at most 15 digits."""
    value = _DIGITS.create_decimal(repr(float(number)))
    whole = value == value.to_integral_value()
    return WIDE.quantize(value, Decimal(1)) if whole else value


def show_number(value: Decimal, code: str = "General", date1904: bool = False) -> str:
    """``value`` as the cell shows it. A date out of range is shown as ``########``."""
    sections = _number_sections(code or "General")
    if not sections:
        return general(value)
    value = _DIGITS.create_decimal(value)
    chosen, index = _choose(sections, value)
    if chosen is None:
        return "########"
    negative = value < 0
    if chosen.has("date", "elapsed", "half"):
        shown = render_date(value, chosen.tokens, chosen.numerals, chosen.han, date1904)
        return shown.strip()
    if negative and _drops_sign(sections, chosen, index):
        negative = False
    body = _render(abs(value), chosen)
    if negative and (any(c in _NOT_ZERO for c in body) or not chosen.has("digit")):
        body = "-" + body
    return body.strip()


def show_text(text: str, code: str = "General") -> str:
    """``text`` as the cell shows it: only a section with ``@`` (or a fourth one) alters it."""
    chosen = _text_section(code or "General")
    if chosen is None:
        return text
    return "".join(text if k == "text" else t for k, t in chosen.tokens if k != "gap")


@lru_cache(maxsize=512)
def _text_section(code: str) -> Section | None:
    """The section that alters texts, if there is one."""
    sections = compile_format(code)
    if len(sections) > 3:
        return sections[3]
    return sections[-1] if sections[-1].has("text") else None


@lru_cache(maxsize=512)
def _number_sections(code: str) -> list[Section]:
    """The sections for numbers."""
    return [section for section in compile_format(code) if not section.has("text")]


def is_date(code: str) -> bool:
    """True if the format shows a date or a time."""
    return compile_format(code or "General")[0].has("date", "elapsed", "half")


@lru_cache(maxsize=512)
def compile_format(code: str) -> tuple[Section, ...]:
    """The sections of a format code (at least one)."""
    sections: list[Section] = []
    tokens: list[Token] = []
    marks: list[str] = []
    for match in _TOKEN.finditer(code[:1024]):
        kind, text = str(match.lastgroup), match.group()
        if kind == "plain" and text == ";":
            sections.append(_section(tokens, marks))
            tokens, marks = [], []
        elif kind == "bracket":
            _bracket(match["bracket"], tokens, marks)
        elif kind == "quoted":
            tokens.append(("literal", text.strip('"')))
        elif kind == "escaped":
            tokens.append(("literal", text[1:]))
        elif kind == "space":
            tokens.append(("gap", " "))
        elif kind == "plain":
            tokens.append(("literal", text))
        elif kind != "fill":
            tokens.append((kind, text))
    sections.append(_section(tokens, marks))
    return tuple(sections)


def _bracket(inside: str, tokens: list[Token], marks: list[str]) -> None:
    if inside.startswith("$"):
        symbol, _, _ = inside[1:].partition("-")
        if symbol:
            tokens.append(("literal", symbol))
        marks.append(inside)
    elif _ELAPSED.match(inside) and len(set(inside.lower())) == 1:
        tokens.append(("elapsed", inside))
    else:
        marks.append(inside)


def _section(tokens: list[Token], marks: list[str]) -> Section:
    test, numerals, han = None, 0, False
    for mark in marks:
        if found := _CONDITION.match(mark):
            test = (found[1], Decimal(found[2]))
        elif mark.lower().startswith("dbnum") and mark[5:] in ("1", "2", "3"):
            numerals = int(mark[5:])
        elif mark.upper() == "$-F800":
            return compile_format('yyyy"年"m"月"d"日"')[0]
        elif mark.upper() == "$-F400":
            return compile_format("h:mm:ss")[0]
        elif _CHINESE.search(mark):
            han = True
    if any(kind in ("date", "elapsed", "half") for kind, _ in tokens):
        tokens = Clock.mark_minutes(tokens)
    elif any(kind == "slash" for kind, _ in tokens):
        plain = not _fraction(tokens)
        tokens = [("literal", t) if k == "slash" and plain else (k, t) for k, t in tokens]
    if not tokens and numerals:
        tokens = [("general", "General")]
    return Section(tuple(tokens), test, numerals, han, frozenset(kind for kind, _ in tokens))


def _fraction(tokens: list[Token]) -> bool:
    kinds = [k for k, _ in tokens]
    at = kinds.index("slash")
    return "digit" in kinds[:at] and any(
        k == "digit" or (k == "literal" and t.isdigit()) for k, t in tokens[at + 1 :]
    )


def _choose(sections: list[Section], value: Decimal) -> tuple[Section | None, int]:
    """The section for ``value``, None if no condition holds."""
    if not any(s.test for s in sections):
        if len(sections) == 1:
            return sections[0], 0
        index = 1 if value < 0 else 2 if value == 0 and len(sections) > 2 else 0
        return sections[index], index
    for index, section in enumerate(sections[:2]):
        default = (">" if len(sections) > 2 else ">=", Decimal(0)) if index == 0 else None
        if index == 1 and section.test is None and len(sections) > 2:
            default = ("<", Decimal(0))
        test = section.test or default
        if test is None or _holds(value, *test):
            return section, index
    if len(sections) > 2:
        return sections[2], 2
    return (sections[0], 0) if len(sections) == 1 else (None, 0)


def _holds(value: Decimal, sign: str, bound: Decimal) -> bool:
    return {
        "<": value < bound,
        "<=": value <= bound,
        ">": value > bound,
        ">=": value >= bound,
        "=": value == bound,
        "<>": value != bound,
    }[sign]


def _drops_sign(sections: list[Section], chosen: Section, index: int) -> bool:
    """True if the section is for negative numbers only, or second, and so writes its own minus."""
    if chosen.test is None:
        return index == 1
    sign, bound = chosen.test
    return len(sections) > 1 and ((sign == "<" and bound <= 0) or (sign == "<=" and bound < 0))


def _render(value: Decimal, section: Section) -> str:
    """A number that is not negative, through one section."""
    tokens = section.tokens
    if section.has("general"):
        shown = general(value)
        if section.numerals:
            shown = numhan.number(shown, section.numerals)
        return "".join(shown if k == "general" else t for k, t in tokens)
    if not section.has("digit"):
        return "".join(t for k, t in tokens if k in ("literal", "gap", "percent"))
    if section.has("slash"):
        return numdigits.fraction(value, tokens)
    if section.has("exponent"):
        return numdigits.exponential(value, tokens)
    shown = numdigits.digits(value, tokens)
    return numhan.digits(shown, section.numerals) if section.numerals else shown
