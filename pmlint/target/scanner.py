"""The ground the lexer stands on: a text, the tokens so far, and the run of words under way."""

from __future__ import annotations

import re

from pmlint.target.lexicon import lexicon
from pmlint.target.tokens import Token

OPEN, CLOSE = "([【〔", ")]】〕"
NUMERALS = "零〇一二两三四五六七八九十百千万亿半"

_SPACE = re.compile(r"\s*")


def brackets(text: str) -> dict[int, int]:
    """Opening bracket → its closing one, for those that match."""
    pairs: dict[int, int] = {}
    stack: list[int] = []
    for match in re.finditer(r"[()\[\]【】〔〕]", text):
        if match[0] in OPEN:
            stack.append(match.start())
        elif stack and OPEN[CLOSE.index(match[0])] == text[stack[-1]]:
            pairs[stack.pop()] = match.start()
    return pairs


class Scanner:
    """A text with its brackets paired. ``pending`` is where the run of words under way began, or
    -1; ``end`` where reading stops."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.end = len(text)
        self.words = lexicon()
        self.tokens: list[Token] = []
        self.pending = -1
        self.pairs = brackets(text) if any(c in text for c in OPEN) else {}
        self.closing = frozenset(self.pairs.values())

    def _text(self, at: int) -> None:
        if self.pending < 0:
            self.pending = at

    def _flush(self, at: int) -> None:
        if self.pending >= 0:
            end = at
            while self.text[end - 1] == " ":
                end -= 1
            self.tokens.append(Token("TEXT", self.pending, end))
            self.pending = -1

    def _emit(self, type_: str, start: int, end: int, data: object = None) -> int:
        self._flush(start)
        self.tokens.append(Token(type_, start, end, data))
        return end

    def _space(self, at: int) -> int:
        match = _SPACE.match(self.text, at)
        return match.end() if match else at

    def _following(self, at: int) -> str:
        """The next character that is no space, "" at the end."""
        start = self._space(at)
        return self.text[start : start + 1]

    def _last(self) -> str:
        """The type of the token just before, "" at the start or behind text."""
        if self.pending >= 0:
            return "TEXT"
        return self.tokens[-1].type if self.tokens else ""

    def _bad(self, at: int) -> int:
        return self._emit("BAD", at, at + 1)
