from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmlint.fix import Refused, applier
from pmlint.fix.text import apply
from pmlint.model.diagnostic import Edit
from pmlint.model.location import TableLocation, TextLocation


def edit(line: int, column: int, old: str, new: str) -> Edit:
    return Edit(TextLocation(line, column, line, column + len(old)), old, new)


LINES = "满意度\t<=90%\r\n数量\t>=3场\n\r末行"


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [
        ("utf-8", b""),
        ("utf-8", codecs.BOM_UTF8),
        ("gb18030", b""),
        ("utf-16-le", codecs.BOM_UTF16_LE),
        ("utf-16-be", codecs.BOM_UTF16_BE),
    ],
)
def test_encoding_mark_and_line_ends_stay(encoding: str, mark: bytes) -> None:
    edits = [edit(1, 5, "<=", "≥"), edit(2, 4, ">=", "≥")]
    after = apply(mark + LINES.encode(encoding), edits)
    assert after == mark + LINES.replace("<=", "≥").replace(">=", "≥").encode(encoding)


def test_text_that_changed_meanwhile_is_refused() -> None:
    with pytest.raises(Refused) as caught:
        apply(LINES.encode(), [edit(1, 5, "<=", "≥"), edit(2, 4, "<=", "≥"), edit(9, 1, "x", "y")])
    assert set(caught.value.reasons) == {1, 2}


def test_a_place_of_another_kind_is_refused() -> None:
    with pytest.raises(Refused):
        apply(b"abc", [Edit(TableLocation(1, 1, 1, 1, 2), "a", "b")])


def test_escapes_of_the_format_are_kept() -> None:
    assert apply(b"|&lt;=90%|", [Edit(TextLocation(1, 2, 1, 6), "<", ">")]) == (b"|&gt;=90%|")
    assert apply(b"|a\\|b|", [Edit(TextLocation(1, 2, 1, 6), "a|b", "c|b")]) == b"|c\\|b|"
    assert apply(b'"a""b"', [Edit(TextLocation(1, 2, 1, 6), 'a"b', 'c"b')]) == b'"c""b"'


@pytest.mark.parametrize(
    ("format_", "new"),
    [("text", "a\tb"), ("markdown", "a|b"), ("csv", "1,000"), ("csv", 'a"b')],
)
def test_separators_are_not_brought_in(format_: str, new: str) -> None:
    apply_it = applier(format_)
    assert apply_it is not None
    with pytest.raises(Refused):
        apply_it(b"x", [edit(1, 1, "x", new)])


def test_a_web_page_is_not_edited() -> None:
    assert applier("html") is None


def test_bytes_that_have_two_spellings_are_refused() -> None:
    """Four-byte GB18030 of a two-byte character decodes, but does not encode to itself."""
    odd = "财政".encode("gb18030") + b"\x81\x35\xf4\x37" + b"\t<="
    text = odd.decode("gb18030")
    changed = edit(1, len(text) - 1, "<=", "≥")
    if text.encode("gb18030") == odd:
        assert apply(odd, [changed]) == odd[:-2] + "≥".encode("gb18030")
    else:
        with pytest.raises(Refused):
            apply(odd, [changed])


@given(
    st.lists(st.text(st.sampled_from("产标>=≥<90%\t ，é𠀀"), max_size=12), min_size=1, max_size=5),
    st.one_of(
        st.lists(st.sampled_from(["\n", "\r\n"]), min_size=5, max_size=5), st.just(["\r"] * 5)
    ),
    st.sampled_from(["utf-8", "gb18030"]),
    st.data(),
)
def test_only_the_edits_change(
    lines: list[str], ends: list[str], encoding: str, data: st.DataObject
) -> None:
    text = "".join(line + end for line, end in zip(lines, ends, strict=False))
    number = data.draw(st.integers(1, len(lines)))
    line = lines[number - 1]
    start = data.draw(st.integers(0, len(line)))
    end = data.draw(st.integers(start, len(line)))
    change = edit(number, start + 1, line[start:end], data.draw(st.sampled_from(["≥", "", "新值"])))
    head = sum(len(x) + len(e) for x, e in zip(lines[: number - 1], ends, strict=False)) + start
    source = text.encode(encoding)
    if encoding == "gb18030" and _is_utf8(source):
        encoding = "utf-8"  # what the reader takes it for
        source = text.encode(encoding)
    expected = text[:head] + change.new + text[head + end - start :]
    assert apply(source, [change]) == expected.encode(encoding)


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True
