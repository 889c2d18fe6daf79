"""Tokens of a target value."""

from __future__ import annotations

from typing import Any


class Token:
    """A token: its terminal in ``grammar/target.lark``, where it stands, and what it means.

    ``data`` is by type: SIGN the operator or None (misread), NUMBER a Decimal, UNIT a
    `lexicon.UnitWord`, BOUND an operator, DATE a `Moment`, LIMIT the bound of a deadline, PERIOD
    (unit, every).
    """

    __slots__ = ("data", "end", "start", "type")

    def __init__(self, type_: str, start: int, end: int, data: Any = None) -> None:
        self.type = type_
        self.start = start
        self.end = end
        self.data = data

    def __repr__(self) -> str:
        return f"{self.type}[{self.start}:{self.end}]"


class SyntaxProblem(Exception):
    """Tokens that the grammar does not accept. ``token`` is the first of them, None if something
    is missing at the end; ``expected`` are the terminals that could stand there."""

    def __init__(self, token: Token | None, expected: frozenset[str]) -> None:
        super().__init__(token, expected)
        self.token = token
        self.expected = expected
