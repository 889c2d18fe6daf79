"""Quoting on a terminal: widths, windows, marks."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pmlint.report.width import excerpt, pad, visible, width


def test_full_width_characters_take_two_columns() -> None:
    assert width("满意度<=90%") == 11
    assert width("ｱ") == 1
    assert width("（") == 2
    assert width("e\u0301") == 1
    assert pad("表", 4) == "表  "


def test_control_characters_cannot_act() -> None:
    assert visible("a\x1b[31mb\nc\td\u202ee\u200b") == "a·[31mb⏎c→d·e·"
    assert visible("全　角") == "全　角"


def test_a_long_text_is_cut_around_the_mark() -> None:
    text = "前" * 300 + "错误" + "后" * 300
    line, marks = excerpt(text, (300, 302), 60)
    assert width(line) <= 60
    assert line.startswith("…")
    assert line.endswith("…")
    at = marks.index("^")
    assert width(line[: line.index("错误")]) == at
    assert marks[at:] == "^^^^"


@given(
    st.text(max_size=200),
    st.integers(-5, 210),
    st.integers(-5, 210),
    st.integers(12, 90),
)
def test_the_mark_stands_under_the_span(text: str, start: int, end: int, columns: int) -> None:
    line, marks = excerpt(text, (start, end), columns)
    assert width(line) <= max(columns, 12) + 2
    assert width(marks) <= width(line)
    assert "\n" not in line
    shown = visible(text)
    start = max(0, min(start, len(shown)))
    end = max(start, min(end, len(shown)))
    marked = marks.count("^")
    assert marked <= width(shown[start:end])
    if "…" not in line:
        assert marked == width(shown[start:end])
        assert marks.count(" ") == (width(shown[:start]) if start < end else 0)
