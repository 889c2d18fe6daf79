"""Colours of the terminal report."""

from __future__ import annotations

_CODES = {
    "error": "1;31",
    "warning": "1;33",
    "info": "1;36",
    "file": "1;4",
    "code": "1",
    "fix": "32",
    "dim": "2",
}


class Paint:
    """``paint(style, text)``: the text in the style's colour, or as it is if painting is off.

    ANSI codes and nothing more: one attribute a phrase does not need a library at start-up.
    """

    def __init__(self, on: bool) -> None:
        self.on = on

    def __call__(self, style: str, text: str) -> str:
        return f"\x1b[{_CODES[style]}m{text}\x1b[0m" if self.on and text else text
