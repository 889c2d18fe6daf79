"""Markdown: pipe tables, HTML tables within, and places through escapes and entities."""

from __future__ import annotations

import html
import re

from hypothesis import given
from hypothesis import strategies as st
from places import document_of, grid_of, slice_of, texts

from pmlint.model.grid import Document
from pmlint.model.location import TextLocation
from pmlint.read import read

MD = "a.md"


def undo(written: str) -> str:
    """What a stretch of a Markdown table cell is shown as."""
    written = re.sub(r"<br\s*/?>", "\n", written.replace("\\|", "|"))
    return html.unescape(written)


def test_pipe_table() -> None:
    source = "# 标题\n\n| 一级指标 | 指标值 |\n|---|:--:|\n| | ≥90% |\n"
    grid = grid_of(source, MD)
    assert [row.kind for row in grid.rows] == ["prose", "blank", "cells", "rule", "cells"]
    assert texts(grid) == [["一级指标", "指标值"], ["", "≥90%"]]
    assert [cell.text for cell in grid.rows[3].cells] == ["---", ":--:"]
    blank, value = grid.rows[4].cells
    assert blank.location == TextLocation(5, 3, 5, 3)
    assert value.location == TextLocation(5, 5, 5, 9)
    assert [row.table for row in grid.rows] == [0, 0, 1, 1, 1]


def test_escapes_breaks_and_entities() -> None:
    source = "|甲\\|乙<br>丙 &lt;=90% |\n|-|\n"
    (cell,) = grid_of(source, MD).rows[0].cells
    assert cell.text == "甲|乙\n丙 <=90%"
    place = cell.location
    assert isinstance(place, TextLocation)
    for at, char in enumerate(cell.text):
        assert undo(slice_of(source, place.part(at, at + 1))) == char
    assert slice_of(source, place.part(6, 8)) == "&lt;="


def test_missing_outer_pipes_and_short_rows() -> None:
    grid = grid_of("名称 | 值\n---|---\n甲 | 1\n乙\n\n| 丙 | 2\n|丁|3|\n|戊|4|\n", MD)
    assert texts(grid) == [["名称", "值"], ["甲", "1"], ["丙", "2"], ["丁", "3"], ["戊", "4"]]


def test_prose_with_a_pipe_is_prose() -> None:
    rows = grid_of("甲|乙\n\n|a|b|\n|-|-|\n", MD).rows
    assert rows[0].kind == "prose"


def test_tab_separated_lines_within_markdown() -> None:
    grid = grid_of("|a|b|\n|-|-|\n\n产出指标\t数量指标\t|\n", MD)
    assert texts(grid) == [["a", "b"], ["产出指标", "数量指标", "|"]]


def test_page_breaks() -> None:
    grid = grid_of("|a|b|\n|-|-|\n<!-- PageBreak -->\n\f|c|d|\n", MD)
    assert [row.kind for row in grid.rows] == ["cells", "rule", "break", "break", "cells"]
    assert grid.rows[-1].cells[0].location == TextLocation(4, 3, 4, 4)


def test_html_table_within() -> None:
    source = (
        "前\n\n甲 <table><tr><td rowspan=2>乙<td>丙&nbsp;丁\n<tr><td>戊</table> 己\n|a|b|\n|-|-|\n"
    )
    grid = grid_of(source, MD)
    assert [row.kind for row in grid.rows] == [
        *["prose", "blank", "prose", "cells", "cells", "prose", "cells", "rule"]
    ]
    assert texts(grid)[:2] == [["乙", "丙\xa0丁"], ["戊"]]
    first, second = grid.rows[3].cells
    assert (first.rowspan, second.column, grid.rows[4].cells[0].column) == (2, 1, 1)
    assert isinstance(second.location, TextLocation)
    assert slice_of(source, second.location) == "丙&nbsp;丁"
    assert slice_of(source, second.location.part(2, 3)) == "丁"
    assert grid.rows[5].cells[0].location == TextLocation(4, 18, 4, 20)


def test_several_html_tables_on_one_line_and_one_that_is_not_closed() -> None:
    grid = grid_of("|-|-|\n<table><td>1</table><table><td>2</table><table><td>3\n甲\n", MD)
    assert texts(grid) == [["1"], ["2"], ["3 甲"]]
    assert [row.table for row in grid.rows] == [1, 2, 3, 4]


def test_a_table_within_a_table_closes_with_the_outer_one() -> None:
    grid = grid_of("<table><td>外<table><td>内</table></table>\n尾\t巴\n", MD)
    assert texts(grid) == [["外"], ["内"], ["尾", "巴"]]


def test_the_word_table_in_prose_is_prose() -> None:
    grid = grid_of("用 <table> 标签\n|a|b|\n|-|-|\n", MD)
    assert grid.rows[0].kind == "prose"
    assert document_of("<table> 标签\n甲\t乙\n", "a.txt").format == "markdown"


CELL = st.lists(
    st.sampled_from(
        [*"甲乙9% ", "\\|", "<br>", "<br />", "&lt;", "&nbsp;", "&#8805;", "<b>", "&x"]
    ),
    max_size=8,
).map("".join)
PADDING = st.sampled_from(["", " ", "  "])


@given(st.lists(st.lists(st.tuples(PADDING, CELL), min_size=1, max_size=4), min_size=1, max_size=4))
def test_every_character_stands_where_its_location_says(rows: list[list[tuple[str, str]]]) -> None:
    written = ["|" + "|".join(f"{pad}{cell}{pad}" for pad, cell in row) + "|" for row in rows]
    source = "\n".join(["|a|b|", "|---|---|", *written])
    grid = grid_of(source, MD)
    assert len(grid.rows) == len(written) + 2
    for row, cells in zip(grid.rows[2:], rows, strict=True):
        assert len(row.cells) == len(cells)
        for cell, (_, original) in zip(row.cells, cells, strict=True):
            assert isinstance(cell.location, TextLocation)
            assert cell.text == undo(original.strip(" "))
            assert slice_of(source, cell.location) == original.strip(" ")
            for at, char in enumerate(cell.text):
                assert undo(slice_of(source, cell.location.part(at, at + 1))) == char


@given(st.text(alphabet="|-\t\n<>/tabledr甲\\&;\f \"'=", max_size=120))
def test_any_text_can_be_read(source: str) -> None:
    document = read(MD, ("|-|-|\n" + source).encode())
    assert isinstance(document, Document)
    rows = document.grids[0].rows
    assert [row.index for row in rows] == list(range(len(rows)))
