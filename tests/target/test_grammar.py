"""The grammar has no conflicts and fits a page; its table is kept, and run as Lark would run it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lark import Lark, Transformer, Tree
from lark.exceptions import GrammarError, UnexpectedInput
from lark.lexer import Lexer

from pmlint.cache import cache_folder
from pmlint.data import GRAMMAR, read_text
from pmlint.target import grammar
from pmlint.target.grammar import Parser
from pmlint.target.lexer import tokenize
from pmlint.target.table import build, table
from pmlint.target.tokens import SyntaxProblem, Token


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    return tmp_path


def islands(text: str = "≥90%") -> list[str]:
    return [type(island).__name__ for island in Parser(table()).parse(tokenize(text), text)]


@pytest.mark.parametrize("rules", ["one: A\ntwo: A", "one: A*\ntwo: A A"])
def test_conflicts_are_refused(rules: str) -> None:
    with pytest.raises(GrammarError):
        build(f"target: one | two\n{rules}\n%declare A")


def test_one_page() -> None:
    assert len(read_text("target.lark", GRAMMAR).splitlines()) <= 60


def test_the_table_is_kept_and_used_again(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = table()
    folder = cache_folder()
    assert folder is not None
    (kept,) = folder.iterdir()
    assert home in kept.parents
    monkeypatch.setattr("pmlint.target.table.build", lambda _: pytest.fail("was made again"))
    assert table() == made
    assert islands() == ["Comparison"]


@pytest.mark.usefixtures("home")
def test_a_spoilt_table_is_made_anew() -> None:
    table()
    folder = cache_folder()
    assert folder is not None
    (kept,) = folder.iterdir()
    kept.write_bytes(b"no table")
    assert islands() == ["Comparison"]


def test_without_a_folder_there_is_no_cache(home: Path) -> None:
    (home / "pmlint").write_text("a file where the folder should be")
    assert cache_folder() is None
    assert islands() == ["Comparison"]


class LarkToken(str):
    """What Lark asks of a token."""

    type: str
    line = column = end_line = end_column = start_pos = end_pos = 0

    def __new__(cls, type_: str) -> LarkToken:
        made = super().__new__(cls, type_)
        made.type = type_
        return made


class Ready(Lexer):
    __future_interface__ = 2

    def __init__(self, conf: Any) -> None: ...

    def lex(self, lexer_state: Any, parser_state: Any) -> Any:  # noqa: ARG002
        return iter(lexer_state.text)


class Plain(Transformer[Any, Any]):
    """The tree that Lark makes, as names and parts."""

    def __default__(self, data: Any, children: Any, meta: Any) -> Any:
        return (str(data), [str(c) if isinstance(c, LarkToken) else c for c in children])


class Shown:
    """Stands for `Islands` and makes such a tree."""

    def __init__(self, text: str) -> None: ...


def _told(rule: str) -> Any:
    if rule.startswith("_"):
        return None
    return lambda _, parts: (rule, [p.type if isinstance(p, Token) else p for p in parts])


TERMINALS = [
    line.split()
    for line in read_text("target.lark", GRAMMAR).splitlines()
    if line.startswith("%declare")
]
NAMES = sorted(name for line in TERMINALS for name in line[1:])


@pytest.fixture(scope="module")
def reference() -> Lark:
    text = read_text("target.lark", GRAMMAR)
    options: dict[str, Any] = {"maybe_placeholders": True, "keep_all_tokens": True}
    return Lark(text, start="target", parser="lalr", lexer=Ready, **options)


@pytest.fixture(scope="module")
def ours() -> Any:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(grammar, "Islands", Shown)
        patch.setattr(grammar, "_builder", _told)
        yield Parser(table())


def _by_lark(lark: Lark, names: list[str]) -> Any:
    tokens: Any = [LarkToken(name) for name in names]
    try:
        tree: Tree[Any] = lark.parse(tokens)
    except UnexpectedInput as error:
        problem: Any = error
        at = next((i for i, token in enumerate(tokens) if token is problem.token), None)
        return at, frozenset(problem.expected)
    return Plain().transform(tree)


def _by_us(parser: Parser, names: list[str]) -> Any:
    tokens = [Token(name, 0, 0) for name in names]
    try:
        return parser.parse(tokens, "")
    except SyntaxProblem as problem:
        at = None if problem.token is None else tokens.index(problem.token)
        return at, problem.expected


# Weighted, so that what is drawn is often accepted.
words = st.sampled_from(
    [["SIGN", "NUMBER", "UNIT"], ["NUMBER", "LPAR", "UNIT", "RPAR"], ["DATE", "LIMIT"], ["SEP"]]
    + [["NUMBER", "TO", "NUMBER", "UNIT"], ["NUMBER", "UNIT", "PER", "UNIT"], ["TEXT"]]
    + [[name] for name in NAMES]
)


@given(st.lists(words, max_size=8))
def test_the_table_is_run_as_lark_runs_it(reference: Lark, ours: Parser, some: list[Any]) -> None:
    names = [name for word in some for name in word]
    assert _by_us(ours, names) == _by_lark(reference, names)
