"""What holds for every text whatever. PMLINT_EXAMPLES sets the number of texts a property is tried
on (the full run: 100000)."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pmlint.data import load
from pmlint.fold import fold
from pmlint.model.target import Clause, Quantity, Span, Target, Unit
from pmlint.target import describe, parse, quantities, tree
from pmlint.target.lexicon import kinds

EXAMPLES = int(os.environ.get("PMLINT_EXAMPLES", "600"))
many = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def _words() -> list[str]:
    found: list[str] = []

    def collect(node: Any) -> None:
        if isinstance(node, dict):
            for key, value in node.items():
                found.append(str(key))
                collect(value)
        elif isinstance(node, list):
            for value in node:
                collect(value)
        elif isinstance(node, str):
            found.append(node)

    for name in ("operators", "periods", "phrases"):
        collect(load(f"vocab/{name}.yaml"))
    for entry in kinds().values():
        found.extend(entry["units"])
    return sorted(set(found))


MARKS = list("0123456789.,，；;、。()（）[]【】%％‰<>=≥≤≧≈~-—/:：+*×±|$\\《》")
MARKS += list(" \t\u3000\xa0\u200b\ufeff\x1c")
PIECES = [
    *("$>=", "\\geq ", "\\%", "<b>", "</b>", "&ge;", "&nbsp;", "2023年", "12月", "31日", "底前"),
    *(
        "每年",
        "1-12月",
        "3季度",
        "2023.07",
        "2023-12-31",
        "1,000",
        "（%）",
        "(人/次)",
        "元/(人·天)",
    ),
    *(
        "后30日内",
        "百分之",
        "两个",
        "第三",
        "三万五千",
        "完成",
        "满意度",
        "及时",
        "1:15",
        "8:00-17:00",
    ),
    *("ISO9001", "（含）以上", "（≥）", "2023、2024年", "1-6月"),
]
texts = st.one_of(
    st.text(max_size=40),
    st.text(alphabet=st.sampled_from(MARKS), max_size=25),
    st.lists(st.sampled_from(MARKS + PIECES + _words()), max_size=12).map("".join),
    st.lists(st.sampled_from(MARKS + PIECES) | st.text(max_size=3), max_size=12).map("".join),
)


def wide(text: str) -> str:
    """The text with full-width forms for everything that has one."""
    return "".join(
        "\u3000" if c == " " else chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text
    )


def spans(node: Any) -> Iterator[Span]:
    for field in fields(node):
        value = getattr(node, field.name)
        if is_dataclass(value):
            yield from spans(value)
        elif isinstance(value, tuple) and value:
            yield value


def inside(inner: Span, outer: Span) -> bool:
    return outer[0] <= inner[0] <= inner[1] <= outer[1]


def nested(node: Any) -> None:
    """Parts that are printed inside others lie inside them."""
    if isinstance(node, Unit) and node.per is not None:
        assert inside(node.per.span, node.span)
    if isinstance(node, Quantity):
        assert inside(node.number.span, node.span)
        if node.about is not None:
            assert inside(node.about, node.span)
    for field in fields(node):
        value = getattr(node, field.name)
        if is_dataclass(value):
            nested(value)


def check_clauses(clauses: tuple[Clause, ...] | list[Clause], text: str) -> None:
    end = 0
    for clause in clauses:
        assert inside(clause.span, (0, len(text)))
        assert clause.span[0] < clause.span[1]
        assert end <= clause.span[0], "clauses stand in order and do not overlap"
        end = clause.span[1]
        for span in spans(clause):
            assert inside(span, clause.span), (clause, span)
        nested(clause)


def check(target: Target, text: str) -> None:
    assert target.text == text
    check_clauses(target.clauses, text)
    for note in target.notes:
        assert inside(note, (0, len(text)))


@many
@given(texts)
def test_never_raises_and_spans_are_in_place(text: str) -> None:
    target = parse(text)
    check(target, text)
    json.dumps(describe(target))
    assert tree(target)


@many
@given(texts)
def test_quantities_never_raise_and_stand_in_order(text: str) -> None:
    check_clauses(quantities(text), text)


@many
@given(texts)
def test_folding_keeps_the_length_and_settles(text: str) -> None:
    folded = fold(text)
    assert len(folded) == len(text)


def _folded(node: Any) -> Any:
    if isinstance(node, dict):
        return {key: _folded(value) for key, value in node.items()}
    if isinstance(node, list):
        return [_folded(value) for value in node]
    return fold(node) if isinstance(node, str) else node


@many
@given(texts)
def test_full_width_input_gives_the_same_tree(text: str) -> None:
    assert _folded(describe(parse(wide(text)))) == _folded(describe(parse(text)))


@many
@given(texts)
def test_a_number_alone_or_a_sign_alone_is_never_words(text: str) -> None:
    """Free text swallows no sign: whatever has one is compared, unreadable, or a remark."""
    target = parse(text)
    for clause in target.clauses:
        if type(clause).__name__ != "Qualitative" or clause.span in target.notes:
            continue
        said = fold(clause.text)  # type: ignore[union-attr]
        remarks = [text[s:e] for s, e in target.notes if inside((s, e), clause.span)]
        for remark in remarks:
            said = said.replace(fold(remark), "")
        assert not set("≥≤") & set(said) or said[0] in "([【〔"
