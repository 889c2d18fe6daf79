"""The LALR parser of ``grammar/target.lark``."""

from __future__ import annotations

from functools import cache
from typing import Any

from pmlint.target.islands import Island, Islands
from pmlint.target.table import END, Shape, Table, table
from pmlint.target.tokens import SyntaxProblem, Token


class Parser:
    """Tokens to islands. Holds nothing of a parse: one may serve many threads."""

    def __init__(self, made: Table) -> None:
        self._first = made.first
        self._last = made.last
        self._states = made.states
        self._rules = [(name, size, shape, _builder(name)) for name, size, shape in made.rules]

    def parse(self, tokens: list[Token], text: str) -> list[Island]:
        """The islands of ``tokens``; ``text`` is the original text. Raises `SyntaxProblem`."""
        islands = Islands(text)
        states, values = [self._first], list[Any]()
        for token in tokens:
            self._reduce(token.type, token, states, values, islands)
            states.append(self._states[states[-1]][token.type])
            values.append(token)
        self._reduce(END, None, states, values, islands)
        found: list[Island] = values[-1]
        return found

    def _reduce(
        self,
        symbol: str,
        token: Token | None,
        states: list[int],
        values: list[Any],
        islands: Islands,
    ) -> None:
        """Reduce until ``symbol`` can be shifted, or all has been read."""
        while states[-1] != self._last or token is not None:
            actions = self._states[states[-1]]
            action = actions.get(symbol)
            if action is None:
                raise SyntaxProblem(token, frozenset(name for name in actions if name.isupper()))
            if action >= 0:
                return
            name, size, shape, build = self._rules[~action]
            children = values[len(values) - size :]
            del values[len(values) - size :], states[len(states) - size :]
            parts = children if shape is None else _shaped(children, shape)
            states.append(self._states[states[-1]][name])
            values.append(parts if build is None else build(islands, parts))


def _builder(rule: str) -> Any:
    """The method of `Islands` that the rule is for; None for a helper, which is its parts."""
    return None if rule.startswith("_") else getattr(Islands, rule)


def _shaped(children: list[Any], shape: Shape) -> list[Any]:
    parts: list[Any] = []
    for number in shape:
        if number is None:
            parts.append(None)
        elif number >= 0:
            parts.append(children[number])
        elif parts:
            parts.extend(children[~number])
        else:  # the list of a helper rule is nobody else's: a long value is not copied at each part
            parts = children[~number]
    return parts


@cache
def parser() -> Parser:
    """The one parser."""
    return Parser(table())
