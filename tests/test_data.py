"""The YAML dialect, its errors with places, and pmlint's own data."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmlint import data


def test_only_null_bool_and_decimal_numbers_are_special() -> None:
    text = (
        "date: 2023-01-01\nno: no\nyes: Yes\ntrue: true\nnull: ~\nblank:\nint: -12\nfloat: 1.50\n"
        "octal: 012\nclock: 12:30\nhex: 0x1F\nunder: 1_000\nexponent: 1e3\nquoted: '1'\n<<: 1\n"
    )
    assert data.parse(text, "a.yaml") == {
        "date": "2023-01-01",
        "no": "no",
        "yes": "Yes",
        True: True,
        None: None,
        "blank": None,
        "int": -12,
        "float": 1.5,
        "octal": "012",
        "clock": "12:30",
        "hex": "0x1F",
        "under": "1_000",
        "exponent": "1e3",
        "quoted": "1",
        "<<": 1,
    }


@pytest.mark.parametrize(
    ("text", "line", "column", "words"),
    [
        ("a: 1\nb:\n  c: 1\n  c: 2\n", 4, 3, "“c”重复"),
        ("甲: 乙: 丙\n", 1, 5, "冒号"),
        ("a:\n\tb: 1\n", 2, 1, "TAB"),
        ("a: *b\n", 1, 4, "锚点"),
        ("a: 'b\n", 2, 1, "引号"),
        ("a: [1\nb: 2\n", 2, 2, "逗号"),
        ("a: !x 1\n", 1, 4, "标签"),
        ("? [1]\n: 2\n", 1, 3, "键"),
        ("--- 1\n--- 2\n", 2, 1, "一份"),
    ],
)
def test_errors_have_a_place_and_chinese_words(
    text: str, line: int, column: int, words: str
) -> None:
    for run in (data.parse, data.load_marked):
        with pytest.raises(data.DataError) as caught:
            run(text, "a.yaml")
        error = caught.value
        assert (error.file, error.line, error.column) == ("a.yaml", line, column)
        assert words in error.message
        lines = text.splitlines()
        assert error.excerpt == (lines[line - 1] if line <= len(lines) else "")
        assert str(error).startswith(f"a.yaml:{line}:{column}")


@pytest.mark.parametrize("text", ["[" * 5000, "- " * 5000, "{a: " * 99, "a: \x01", "x: " * 9 + "y"])
def test_hostile_yaml_is_an_error(text: str) -> None:
    with pytest.raises(data.DataError):
        data.load_marked(text, "a.yaml")


def test_anchors_are_refused_where_users_write() -> None:
    with pytest.raises(data.DataError, match="&") as caught:
        data.load_marked("a: &x [1]\nb: *x\n", "a.yaml")
    assert caught.value.line == 1
    with pytest.raises(data.DataError):
        data.load_marked("&x [*x]", "a.yaml")


def test_marks_of_keys_and_values() -> None:
    marked = data.load_marked("a: 1\nb:\n- 好\n-  c: 2\n", "a.yaml")
    assert marked.value == {"a": 1, "b": ["好", {"c": 2}]}
    assert marked.mark(("b", 1, "c")) == data.Mark(4, 7)
    assert marked.mark(("b", 1, "c"), key=True) == data.Mark(4, 4)
    assert marked.mark(("b", 7, "x")) == data.Mark(3, 1)
    error = marked.error(("b", 0), "不对")
    assert (error.line, error.column, error.excerpt) == (3, 3, "- 好")
    assert data.load_marked("", "a.yaml").mark(("a",)) == data.Mark(1, 1)


def test_own_data_is_found_and_shared() -> None:
    names = [name for name, _ in data.walk()]
    assert names == sorted(names)
    for name in names:
        assert data.load(name) is data.load(name)
    with pytest.raises(FileNotFoundError):
        data.load("vocab/no-such.yaml")


@given(st.text(alphabet="ab:- \n[]{}#&*!|>'\"%@?,\t甲", max_size=60))
def test_any_text_parses_or_is_an_error(text: str) -> None:
    with contextlib.suppress(data.DataError):
        marked = data.load_marked(text, "a.yaml")
        assert marked.value == data.parse(text, "a.yaml")
