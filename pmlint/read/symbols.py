"""What the characters of symbol fonts look like.

Word stores a tick or a ``≥`` taken from a symbol font as a number of that font (``w:sym``), or as
a private-use character U+F020–U+F0FF; the reader needs the sign that a person sees.
"""

from __future__ import annotations

_WINGDINGS = {
    0x6C: "●", 0x6E: "■", 0x6F: "□", 0x71: "❑", 0x72: "❒", 0x75: "◆", 0x76: "❖", 0x78: "☒",
    0xA1: "○", 0xA7: "▪", 0xA8: "□", 0xD8: "➢", 0xDF: "←", 0xE0: "→", 0xFB: "✗", 0xFC: "✓",
    0xFD: "☒", 0xFE: "☑",
}  # fmt: skip
_WINGDINGS_2 = {
    0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0x97: "●", 0x99: "○",
    0xA2: "■", 0xA3: "□",
}  # fmt: skip
_SYMBOL = {
    0xA3: "≤", 0xA4: "⁄", 0xA5: "∞", 0xAC: "←", 0xAE: "→", 0xB0: "°", 0xB1: "±", 0xB3: "≥",
    0xB4: "×", 0xB7: "•", 0xB8: "÷", 0xB9: "≠", 0xBA: "≡", 0xBB: "≈", 0xBC: "…", 0x7E: "∼",
}  # fmt: skip
_FONTS = {"wingdings": _WINGDINGS, "wingdings 2": _WINGDINGS_2, "symbol": _SYMBOL}


def is_symbol_font(font: str) -> bool:
    """True for a font whose characters are signs of its own."""
    return font.casefold() in _FONTS


def shown(code: int, font: str) -> str:
    """The sign that character ``code`` (with or without the private-use offset) of ``font`` shows.

    A character this table does not know is returned as itself.
    """
    low = code - 0xF000 if 0xF000 <= code <= 0xF0FF else code
    table = _FONTS.get(font.casefold())
    if table is not None and low in table:
        return table[low]
    if table is _SYMBOL and 0x20 <= low < 0x7F:
        return chr(low)  # digits and signs of Symbol stand where ASCII has them
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code <= 0xDFFF else ""


def translate(text: str, font: str) -> str:
    """``text`` set in ``font`` as it is shown; the same number of characters."""
    if not is_symbol_font(font):
        return text
    return "".join(
        shown(ord(char), font) if "\uf020" <= char <= "\uf0ff" else char for char in text
    )
