"""Plain text: cells, kinds of rows, and that every location points at exactly its text."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from places import grid_of, slice_of

from pmlint.model.grid import Document
from pmlint.model.location import TextLocation
from pmlint.read import encoding, read


def kinds(source: str, name: str = "a.txt") -> list[str]:
    return [row.kind for row in grid_of(source, name).rows]


def test_cells_with_blanks_and_trailing_tabs() -> None:
    (row,) = grid_of("\t产出指标\t\t≥90%\t\n").rows
    assert [cell.text for cell in row.cells] == ["", "产出指标", "", "≥90%", ""]
    assert [(c.location.column, c.location.end_column) for c in row.cells] == [  # type: ignore[union-attr]
        (1, 1),
        (2, 6),
        (7, 7),
        (8, 12),
        (13, 13),
    ]
    assert [cell.column for cell in row.cells] == [0, 1, 2, 3, 4]


def test_quotes_and_markup_stay() -> None:
    (row,) = grid_of('"甲"\t<b>24,300.00</b>').rows
    assert [cell.text for cell in row.cells] == ['"甲"', "<b>24,300.00</b>"]


def test_columns_count_code_points() -> None:
    (row,) = grid_of("𠀀\t乙").rows
    assert row.cells[1].location == TextLocation(1, 3, 1, 4)


def test_kinds_of_rows() -> None:
    source = "# 标题\n\n(2023年度)\n甲\t乙\n---\t-----\n  \n-----\n\t\t\n"
    assert kinds(source) == [
        "prose",
        "blank",
        "prose",
        "cells",
        "rule",
        "blank",
        "rule",
        "cells",
    ]


def test_a_table_ends_at_prose_and_blank_lines() -> None:
    rows = grid_of("甲\t乙\n丙\t丁\n题\n戊\t己\n\n庚\t辛").rows
    assert [row.table for row in rows] == [1, 1, 0, 2, 0, 3]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends(end: str) -> None:
    grid = grid_of(f"题{end}甲\t乙{end}{end}丙\t丁{end}")
    assert [cell.location.line for cell in grid.cells()] == [1, 2, 2, 4, 4]  # type: ignore[union-attr]


def test_separators_of_other_traditions_end_no_line() -> None:
    (row,) = grid_of("甲\u2028乙\x85丙\x0b丁\t戊").rows
    assert row.cells[0].text == "甲\u2028乙\x85丙\x0b丁"


def test_form_feed_is_a_page_break() -> None:
    rows = grid_of("甲\t乙\n\f丙\t丁\n戊\f己\n").rows
    assert [row.kind for row in rows] == ["cells", "break", "cells", "prose", "break", "prose"]
    assert rows[2].cells[0].location == TextLocation(2, 2, 2, 3)
    assert rows[5].cells[0].location == TextLocation(3, 3, 3, 4)


def test_a_line_beyond_reason_is_refused() -> None:
    failure = read("a.txt", b"x\ty\n" + b"z" * 1_000_001)
    assert not isinstance(failure, Document)
    assert failure.reason == "too-large"
    assert "第 2 行" in failure.message


LINES = st.lists(
    st.text(alphabet='甲乙≥9%𠀀 \u3000\xa0\t\t|,"<&;\\b-', max_size=20), min_size=1, max_size=8
)


@given(LINES, st.sampled_from(["\n", "\r\n", "\r"]))
def test_every_location_is_its_text(lines: list[str], end: str) -> None:
    source = end.join(["甲\t乙", *lines])
    document = read("a.txt", source.encode())
    assert isinstance(document, Document)
    if document.format != "text":
        return
    seen = 0
    for cell in document.grids[0].cells():
        assert isinstance(cell.location, TextLocation)
        assert slice_of(source, cell.location) == cell.text
        seen += len(cell.text)
    # nothing is lost: what is in no cell is a TAB, a line end or blank
    assert seen + source.count("\t") >= len(re.sub(r"\s", "", source))


@given(LINES, st.sampled_from(["utf-8", "utf-8-sig", "gb18030", "utf-16-le-sig", "utf-16-be-sig"]))
def test_rows_and_columns_are_in_order_in_any_encoding(lines: list[str], name: str) -> None:
    data = encoding.encode("\n".join(["绩效指标\t三级指标", *lines]), name)
    document = read("a.txt", data)
    assert isinstance(document, Document)
    rows = document.grids[0].rows
    assert [row.index for row in rows] == list(range(len(rows)))
    for row in rows:
        assert [cell.column for cell in row.cells] == list(range(len(row.cells)))
        assert all(cell.row == row.index for cell in row.cells)
    assert document.source is not None
    assert document.encoding is not None
    assert encoding.encode(document.source, document.encoding) == data
