"""The LALR table of ``grammar/target.lark``, made by Lark and kept in the user's cache folder.

The table is kept as plain numbers and words and run by `pmlint.target.grammar`, so that Lark is
imported only where the grammar is new: importing it takes as long as starting Python.
"""

from __future__ import annotations

import marshal
from typing import Any, NamedTuple, TypeAlias

from pmlint.cache import keep, recall
from pmlint.data import GRAMMAR, read_text

START = "target"
END = "$END"

Shape: TypeAlias = tuple[int | None, ...]
"""The parts that a rule is given: the child of that number, or None for an optional part that is
not there. The children of a helper rule stand in its place; its number is then ``~number``."""


class Table(NamedTuple):
    """What to do on a symbol in a state, and the rules of the grammar.

    ``states``: by number, symbol to action: ``n`` is to go to state ``n``, ``~n`` to reduce by rule
    ``n``. ``rules``: the rule's name, how many children it takes off the stack, and the shape of
    its parts (None: the children as they are). ``first`` is the state to begin in, ``last`` the one
    in which `START` has been read.
    """

    first: int
    last: int
    states: list[dict[str, int]]
    rules: list[tuple[str, int, Shape | None]]


def table() -> Table:
    """The table of pmlint's grammar."""
    grammar = read_text("target.lark", GRAMMAR)
    content = recall("grammar", grammar)
    if content is not None:
        return Table(*marshal.loads(content))
    made = build(grammar)
    keep("grammar", grammar, marshal.dumps(tuple(made)))
    return made


def build(grammar: str) -> Table:
    """The table of a grammar with the start rule ``target``, its terminals declared. Raises Lark's
    ``GrammarError``, also for conflicts: what the grammar says must not depend on Lark's choice."""
    from lark import Lark
    from lark.grammar import Rule
    from lark.lexer import Lexer

    class NoLexer(Lexer):  # ours is `pmlint.target.lexer`
        def __init__(self, conf: Any) -> None: ...
        def lex(self, lexer_state: Any, parser_state: Any) -> Any: ...

    lark = Lark(
        grammar,
        start=START,
        parser="lalr",
        lexer=NoLexer,
        maybe_placeholders=True,
        keep_all_tokens=True,
        strict=True,
    )
    whole, known = lark.memo_serialize([Rule])
    made = whole["parser"]["parser"]
    numbers = {memo: number for number, memo in enumerate(known)}

    def action(kind: int, target: Any) -> int:
        return ~numbers[target["@"]] if kind else int(target)

    symbols = made["tokens"]
    states = [
        {symbols[symbol]: action(*what) for symbol, what in made["states"][number].items()}
        for number in range(len(made["states"]))
    ]
    rules = [_rule(rule) for rule in known.values()]
    return Table(made["start_states"][START], made["end_states"][START], states, rules)


def _rule(rule: dict[str, Any]) -> tuple[str, int, Shape | None]:
    children = [child["name"] for child in rule["expansion"]]
    helpers = [name.startswith("_") for name in children]
    absent = rule["options"]["empty_indices"] or (False,) * len(children)
    numbers = iter(range(len(children)))
    shape: list[int | None] = []
    for is_absent in absent:
        number = None if is_absent else next(numbers)
        shape.append(~number if number is not None and helpers[number] else number)
    plain = shape == list(range(len(children)))
    return rule["origin"]["name"], len(children), None if plain else tuple(shape)
