"""Folding: the same text in one plain spelling, character for character.

Every offset in the folded text is an offset in the original, so nothing has to be mapped back.
(Unicode's NFKC changes lengths and would break that; it is not used.)
"""

from __future__ import annotations

import re

_SPACES = (
    "\t\n\v\f\r\x1c\x1d\x1e\x1f\x85\xa0\xad\u1680\u180e\u2028\u2029\u202f\u205f\u3000\u2060\ufeff"
    + "".join(map(chr, range(0x2000, 0x2010)))  # spaces, zero-width space and joiners, marks
    + "".join(map(chr, range(0x202A, 0x202F)))  # direction marks
)
_SAME: dict[str, str] = {
    "-": "‐‑‒–—―−─━－﹣－ｰ⁃",
    "~": "〜～∼∽˜",
    "·": "•・‧∙⋅･",
    ">": "﹥＞",
    "<": "﹤＜",
    "=": "﹦＝",
    "≥": "≧⩾≩",
    "≤": "≦⩽≨",
    "≈": "≒≅",
    "(": "﹙",
    ")": "﹚",
    "%": "﹪٪",
    ",": "﹐",
    ";": "﹔",
    ":": "﹕︰∶",
    ".": "．",
    "/": "∕⁄",
    "×": "✕✖",
    "》": "≫",
}

_TABLE: dict[int, str] = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
_TABLE.update((0x1D7CE + i, str(i % 10)) for i in range(50))  # mathematical digits
_TABLE.update((ord(space), " ") for space in _SPACES)
_TABLE.update((ord(odd), plain) for plain, odds in _SAME.items() for odd in odds)

# LaTeX and HTML, as converters leave them in cells. A sign is stretched to the length of its
# command by spaces inside it (``\geq`` becomes ``>  =``), which the reading of signs allows.
_COMMANDS = {
    "geqslant": ">=", "geqq": ">=", "geq": ">=", "ge": ">=", "leqslant": "<=", "leqq": "<=",
    "leq": "<=", "le": "<=", "gt": ">", "lt": "<", "approx": "≈≈", "sim": "~", "times": "×",
    "cdot": "·", "text": "", "textbf": "", "mathrm": "", "mathbf": "", "mathsf": "", "rm": "",
    "bf": "", "quad": "", "qquad": "", "left": "", "right": "", "degree": "", "permil": "‰",
}  # fmt: skip
_ENTITIES = {
    "gt": ">", "lt": "<", "ge": ">=", "le": "<=", "nbsp": "", "ensp": "", "emsp": "", "amp": "&",
    "asymp": "≈≈", "ndash": "-", "mdash": "-", "times": "×", "permil": "‰", "quot": '"',
}  # fmt: skip
_TAGS = (
    "b|p|br|i|u|s|sub|sup|span|div|font|strong|em|small|big|center|"
    "table|thead|tbody|tr|td|th|ul|ol|li|h[1-6]"
)
_MARKUP = re.compile(
    rf"</?(?:{_TAGS})(?:\s[^<>]*)?/?>|&(?P<entity>[a-z]{{2,6}}|#[0-9]{{1,5}});"
    r"|\\(?P<command>[A-Za-z]+)|[\\${}]",
    re.IGNORECASE,
)


def fold(text: str) -> str:
    """``text`` with narrow digits, letters and signs, plain spaces, one kind of dash, and markup
    (LaTeX, HTML tags and entities) blanked out. Always of the same length."""
    text = text.translate(_TABLE)
    if "\\" in text or "<" in text or "&" in text or "$" in text or "{" in text:
        text = _MARKUP.sub(_blank, text)
    return text


def _blank(match: re.Match[str]) -> str:
    width = match.end() - match.start()
    command, entity = match["command"], match["entity"]
    if entity is not None:
        return _stretch(_ENTITIES.get(entity.lower(), ""), width)
    if command is not None:
        known = _COMMANDS.get(command)
        return " " + command if known is None else _stretch(known, width)
    return " " * width


def _stretch(sign: str, width: int) -> str:
    if len(sign) < 2:
        return sign.ljust(width)
    return sign[0] + " " * (width - 2) + sign[1]
