"""From the text of a 指标值 to its `Target`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from functools import lru_cache

from pmlint.fold import fold
from pmlint.model.target import Clause, Qualitative, Span, Target, Unreadable
from pmlint.target.grammar import parser
from pmlint.target.islands import Island
from pmlint.target.lexer import tokenize
from pmlint.target.lexicon import lexicon
from pmlint.target.neighbours import clauses
from pmlint.target.tokens import SyntaxProblem, Token

LONGEST = 4000
"""The longest text, in code points, that is taken for a value."""

_REMEMBERED = 16384
_REMEMBERED_LENGTH = 120
_AT_ONCE = 100  # tokens of one clause of prose: bounds the work after each that does not fit

_NAMES = (  # what to say is expected, in this order
    ("NUMBER", "数字"),
    ("DATE", "日期"),
    ("UNIT", "计量单位"),
    ("RPAR", "右括号"),
)


_NOTHING = "()[]（）［］【】〔〕,，;；.．。、 \u3000"
_PAIRS = {
    "(": "）",
    ")": "（",
    "[": "］",
    "]": "［",
    "【": "】",
    "】": "【",
    "〔": "〕",
    "〕": "〔",
}


def parse(text: str) -> Target:
    """The tree of a target value. Never raises: what cannot be read becomes an `Unreadable`
    clause. Texts of more than `LONGEST` characters are not read. Results are remembered."""
    if len(text) <= _REMEMBERED_LENGTH:
        return _remembered(text)
    return _parse(text)


def quantities(text: str) -> list[Clause]:
    """Everything measured or dated in running prose: comparisons, ranges, deadlines, windows,
    durations and rhythms, in order, with spans in ``text``. Words alone and what cannot be read
    are left out. Subjects and objects are the words between separators on either side."""
    folded = fold(text)
    found: list[Clause] = []
    for segment in _segments(tokenize(folded)):
        found.extend(_salvaged(segment, text))
    return [clause for clause in found if not isinstance(clause, Qualitative)]


def _parse(text: str) -> Target:
    if len(text) > LONGEST:
        span = (0, len(text))
        problem = Unreadable(span, f"{len(text)}个字的长文", f"不超过{LONGEST}个字的指标值")
        return Target(text, (problem,))
    folded = fold(text)
    if folded.replace(" ", "") in lexicon().placeholders or folded.isspace() or not folded:
        return Target(text, ())
    tokens = tokenize(folded)
    try:
        found, notes = clauses(_islands(tokens, text), text)
    except SyntaxProblem:
        found, notes = _piecewise(tokens, text)
    if not found and notes:  # nothing but a remark
        found, notes = [Qualitative(text[s:e], (s, e)) for s, e in notes], []
    if all(isinstance(c, Qualitative) and not _says(c.text) for c in found):
        return Target(text, ())  # brackets or full stops around nothing
    return Target(text, tuple(found), tuple(notes))


_remembered = lru_cache(maxsize=_REMEMBERED)(_parse)


def _islands(tokens: list[Token], text: str) -> list[Island]:
    return parser().parse(tokens, text)


def _segments(tokens: list[Token]) -> Iterator[list[Token]]:
    segment: list[Token] = []
    for token in tokens:
        if token.type == "SEP":
            if segment:
                yield segment
            segment = []
        else:
            segment.append(token)
    if segment:
        yield segment


def _piecewise(tokens: list[Token], text: str) -> tuple[list[Clause], list[Span]]:
    """The clauses between separators one by one; those the grammar refuses are unreadable."""
    found: list[Clause] = []
    notes: list[Span] = []
    for segment in _segments(tokens):
        try:
            some, remarks = clauses(_islands(segment, text), text)
        except SyntaxProblem as problem:
            found.append(_unreadable(problem, segment, text))
        else:
            found.extend(some)
            notes.extend(remarks)
    return found, notes


def _salvaged(tokens: list[Token], text: str) -> Iterator[Clause]:
    """What can be read of tokens around those that the grammar refuses."""
    start = 0
    while start < len(tokens):
        rest = tokens[start : start + _AT_ONCE]
        try:
            yield from clauses(_islands(rest, text), text)[0]
            start += len(rest)
            continue
        except SyntaxProblem as problem:
            token = problem.token
            stop = len(rest) - 1 if token is None else rest.index(token)
        if stop:
            with suppress(SyntaxProblem):
                yield from clauses(_islands(rest[:stop], text), text)[0]
        opens = rest[stop].type in ("SIGN", "NUMBER", "ABOUT", "DATE")
        start += stop if stop and opens else stop + 1


def _unreadable(problem: SyntaxProblem, tokens: list[Token], text: str) -> Unreadable:
    token = problem.token
    names = [name for key, name in _NAMES if key in problem.expected]
    pair = "" if token is None else _PAIRS.get(fold(text[token.start : token.end]), "")
    if token is not None and pair:
        span = (token.start, token.end)
        return Unreadable(span, text[token.start : token.end], f"与之配对的“{pair}”")
    if token is None:
        token = tokens[-1]
        found = text[token.start : token.end]
        return Unreadable((token.start, token.end), found, f"其后有{_either(names)}")
    found = text[token.start : token.end]
    if "$END" in problem.expected:
        names = ["计量单位"] if "UNIT" in problem.expected else []
        names.append("到此结束" if token is not tokens[0] else "数字、日期或文字")
    return Unreadable((token.start, token.end), found, _either(names))


def _says(text: str) -> bool:
    return any(char.isprintable() and char not in _NOTHING for char in text)


def _either(names: list[str]) -> str:
    if len(names) < 2:
        return "".join(names) or "数字"
    return "、".join(names[:-1]) + "或" + names[-1]
