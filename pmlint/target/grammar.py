"""The LALR parser made from ``grammar/target.lark``.

Imports Lark, so this module is to be imported on first use only.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from threading import Lock
from typing import Any

from lark import Lark
from lark import __version__ as lark_version
from lark.exceptions import UnexpectedToken
from lark.lexer import Lexer

from pmlint.data import GRAMMAR, read_text
from pmlint.target.cache import cache_file
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
    """Tokens to islands. May be used from several threads at once: Lark's parser keeps the state of
    a parse in the parse, and `Islands` that of a value in the thread."""

    def __init__(self, *, strict: bool = False, cached: bool = True) -> None:
        """``strict``: refuse a grammar with conflicts (always builds the table). ``cached``: keep
        the table in the user's cache folder, or take it from there."""
        self._islands = Islands()
        grammar = read_text("target.lark", GRAMMAR)
        file = cache_file(grammar, lark_version) if cached and not strict else None
        self._lark = Lark(
            grammar,
            start="target",
            parser="lalr",
            lexer=_Ready,
            transformer=self._islands,
            maybe_placeholders=True,
            keep_all_tokens=True,
            strict=strict,
            # Lark builds the table itself if the file is empty, half written or unreadable.
            cache=str(file) if file else False,
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


_building = Lock()


def parser() -> Parser:
    """The one parser; of threads that ask at once, one builds it."""
    with _building:
        return _parser()


@cache
def _parser() -> Parser:
    return Parser()
