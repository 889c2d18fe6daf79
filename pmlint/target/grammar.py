"""The LALR parser made from ``grammar/target.lark``.

Imports Lark, so this module is to be imported on first use only.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from lark import Lark
from lark.exceptions import UnexpectedToken
from lark.lexer import Lexer

from pmlint.data import GRAMMAR, read_text
from pmlint.target.islands import Island, Islands
from pmlint.target.tokens import SyntaxProblem, Token


class _Ready(Lexer):
    """A lexer for Lark that hands over tokens that were made before."""

    __future_interface__ = 2

    def __init__(self, _conf: Any) -> None:
        pass

    def lex(self, lexer_state: Any, _parser_state: Any) -> Iterator[Any]:
        return iter(lexer_state.text)


class Parser:
    """Tokens to islands. Not for use from several threads at once."""

    def __init__(self, *, strict: bool = False) -> None:
        self._islands = Islands()
        self._lark = Lark(
            read_text("target.lark", GRAMMAR),
            start="target",
            parser="lalr",
            lexer=_Ready,
            transformer=self._islands,
            maybe_placeholders=True,
            keep_all_tokens=True,
            strict=strict,
        )

    def parse(self, tokens: list[Token], text: str) -> list[Island]:
        """The islands of ``tokens``; ``text`` is the original text. Raises `SyntaxProblem`."""
        self._islands.text = text
        given: Any = tokens
        try:
            found: Any = self._lark.parse(given)
        except UnexpectedToken as error:
            token: Any = error.token
            refused = token if isinstance(token, Token) else None
            raise SyntaxProblem(refused, frozenset(error.expected)) from None
        return list(found)


@cache
def parser() -> Parser:
    """The one parser."""
    return Parser()
