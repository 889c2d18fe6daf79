"""Web pages: the grid of their tables, what is shown and what not, and damaged markup."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from places import document_of, grid_of, slice_of, texts

from pmlint.model.grid import Cell, Document, Failure
from pmlint.model.location import TableLocation, TextLocation
from pmlint.read import read
from pmlint.read.rows import Rows
from pmlint.read.webpage import Table, parse, walk

PAGE = "a.html"


def table_of(markup: str) -> list[list[Cell]]:
    grid = grid_of(f"<html><body>{markup}", PAGE)
    return [list(row.cells) for row in grid.rows if row.kind == "cells"]


def shape(markup: str) -> list[list[tuple[str, int, int, int]]]:
    """Text, column (0-based), rowspan and colspan of every cell."""
    return [[(c.text, c.column, c.rowspan, c.colspan) for c in row] for row in table_of(markup)]


def test_spans_and_columns() -> None:
    rows = shape(
        "<table><tr><td rowspan=2>甲</td><td colspan='2'>乙</td></tr>"
        "<tr><td>丙</td><td>丁</td></tr><tr><td>戊</td></tr></table>"
    )
    assert rows == [
        [("甲", 0, 2, 1), ("乙", 1, 1, 2)],
        [("丙", 1, 1, 1), ("丁", 2, 1, 1)],
        [("戊", 0, 1, 1)],
    ]


@pytest.mark.parametrize(
    ("written", "rowspan"),
    [
        ("2", 2),
        ("2px", 2),
        (" 2 ", 2),
        ("0", 3),
        ("99999999999999", 3),
        ("x", 1),
        ("", 1),
        ("-2", 1),
    ],
)
def test_odd_rowspans_are_clamped_to_the_table(written: str, rowspan: int) -> None:
    rows = shape(f"<table><tr><td rowspan='{written}'>甲<td>乙<tr><td>丙<tr><td>丁</table>")
    assert rows[0][0][2] == rowspan


def test_a_huge_colspan_is_clamped_and_what_is_beyond_is_remarked() -> None:
    document = document_of("<table><tr><td colspan=100000000>甲<td>乙<tr><td>丙</table>", PAGE)
    assert [remark.code for remark in document.remarks] == ["clamped"]
    assert texts(document.grids[0]) == [["甲"], ["丙"]]


def test_unclosed_tags_and_cells_without_a_row() -> None:
    assert shape("<table><td>甲<td>乙<tr>\n<td>丙<th>丁</table>") == [
        [("甲", 0, 1, 1), ("乙", 1, 1, 1)],
        [("丙", 0, 1, 1), ("丁", 1, 1, 1)],
    ]


def test_tables_within_cells_are_tables_of_their_own() -> None:
    grid = grid_of(
        "<table><tr><td>外<table><tr><td>内<table><tr><td>里</table></table>尾<td>右"
        "<tr><td>下</table><p>段<table><tr><td>后</table>",
        PAGE,
    )
    assert [(row.kind, row.table, [c.text for c in row.cells]) for row in grid.rows] == [
        ("cells", 1, ["外\n尾", "右"]),
        ("cells", 1, ["下"]),
        ("cells", 2, ["内"]),
        ("cells", 3, ["里"]),
        ("prose", 0, ["段"]),
        ("cells", 4, ["后"]),
    ]
    assert [row.cells[0].location for row in grid.rows] == [
        TableLocation(1, 1, 1),
        TableLocation(1, 2, 1),
        TableLocation(2, 1, 1),
        TableLocation(3, 1, 1),
        TableLocation(0, 1, 1),
        TableLocation(4, 1, 1),
    ]


def test_what_is_not_shown_is_not_read() -> None:
    rows = table_of(
        "<style>td{}</style><script>if(a<b)'<td>'</script><title>题</title><!-- <td>注</td> -->"
        "<table><tr><td><comment>已有批注</comment>项目<!-- x -->名称<![if x]>\n<script>1</script>"
        "<td><select><option>请选<option selected>数量</select><input value='≥90%'>"
        "<input type=hidden value=x><td><ruby>绩<rt>ji</rt></ruby><td><comment>没有关</table>"
    )
    assert [[cell.text for cell in row] for row in rows] == [["项目名称", "数量≥90%", "绩", ""]]


def test_hidden_cells_are_marked() -> None:
    rows = table_of(
        "<table><tr hidden><td>甲<tr><td style='DISPLAY: none'>乙<td>丙</table>"
        "<table style=display:none><tr><td>丁<table><td>戊"
    )
    assert [(c.text, c.hidden) for row in rows for c in row] == [
        ("甲", True),
        ("乙", True),
        ("丙", False),
        ("丁", True),
        ("戊", True),
    ]


def test_blanks_collapse_and_blocks_break_lines() -> None:
    ((cell,),) = table_of("<table><td> \n 甲 \t 乙<br>丙<br/><br>丁<p>戊</p>\n<p> 己&nbsp;</table>")
    assert cell.text == "甲 乙\n丙\n\n丁\n戊\n己\xa0"


def test_entities() -> None:
    ((cell,),) = table_of(
        "<table><td>&lt;=90% &ge;&#8805;&#x2265 &copy=1 &unknown; &amp;nbsp; A&B &"
    )
    assert cell.text == "<=90% ≥≥≥ ©=1 &unknown; &nbsp; A&B &"


def test_paragraphs_around_tables_and_captions() -> None:
    grid = grid_of(
        "<!DOCTYPE html><h1>申报表</h1>(2023<b>年度</b>)<br>单位<table><caption>表一</caption>"
        "<tr><td>甲</td></tr></table>注：无",
        PAGE,
    )
    assert [(row.kind, row.cells[0].text) for row in grid.rows] == [
        ("prose", "申报表"),
        ("prose", "(2023年度)"),
        ("prose", "单位"),
        ("prose", "表一"),
        ("cells", "甲"),
        ("prose", "注：无"),
    ]
    assert grid.ruled


@pytest.mark.parametrize(
    ("charset", "codec"),
    [
        ("gb2312", "gbk"),
        ("GBK", "gb18030"),
        ("utf-8", "utf-8"),
        ("big5", "big5"),
        ("x-no", "utf-8"),
    ],
)
def test_charset(charset: str, codec: str) -> None:
    page = f"<html><head><meta charset='{charset}'></head><table><td>年度指標</table>"
    page = page if codec != "gbk" else page.replace("標", "标")
    document = read("表.xls", page.encode(codec))
    assert isinstance(document, Document)
    assert document.format == "html"
    assert texts(document.grids[0])[0][0].startswith("年度指")


def test_a_few_faulty_bytes_are_replaced_with_a_remark() -> None:
    page = ("<html><meta charset=utf-8><table><td>" + "绩效" * 300).encode() + b"\xff</table>"
    document = read(PAGE, page)
    assert isinstance(document, Document)
    assert [remark.code for remark in document.remarks] == ["encoding"]
    assert document.encoding is None  # cannot be written back exactly


UNITS = "< <! <!-- </ <![CDATA[ & &# &amp <table> <td> <script> <p> <br> = <tr><td>"


@pytest.mark.parametrize("unit", [*UNITS.split(" "), "<a ", '<a "', "<a b='"])
def test_hostile_markup_takes_linear_time(unit: str) -> None:
    # The standard parser takes minutes over some of these; here a second is ample.
    page = "<html><table>" + unit * (100_000 // len(unit))
    assert isinstance(read(PAGE, page.encode()), Document | Failure)


PARTS = """<table> </table> <tr> </tr> <td> </td> <td/rowspan=2/colspan='3'> <br> <p> </p> <b> </b>
&nbsp; &lt; &#10; &#32; <!-- --> <comment> <select> <option> <input/value=a> <script> </script>
<caption> <b />"""
MARKUP = st.lists(st.sampled_from([*PARTS.split(), *"甲乙9 \n<>&'\"="]), max_size=40).map("".join)


@settings(max_examples=300)
@given(MARKUP)
def test_any_markup_gives_a_sound_grid(markup: str) -> None:
    document = document_of(f"<html><table><tr><td>{markup}", PAGE)
    rows = document.grids[0].rows
    assert [row.index for row in rows] == list(range(len(rows)))
    covered: set[tuple[int, int]] = set()
    for row in rows:
        for cell in row.cells:
            assert cell.row == row.index
            assert (cell.row, cell.column) not in covered
            last = cell.row + cell.rowspan
            assert last <= len(rows)
            assert {r.table for r in rows[cell.row : last]} == {row.table}
            covered.update((r, cell.column) for r in range(cell.row, last))


@settings(max_examples=300)
@given(MARKUP)
def test_places_in_the_source_are_those_of_the_text(markup: str) -> None:
    source = f"<table><tr><td>{markup}"
    for block in walk(parse(source)):
        if not isinstance(block, Table):
            continue
        for row in block.rows:
            for web_cell in row:
                text, place = web_cell.content.finish(*web_cell.place)
                check_characters(source, text, place)


def check_characters(source: str, text: str, place: TextLocation) -> None:
    for at, char in enumerate(text):
        written = slice_of(source, place.part(at, at + 1))
        if char in " \n":  # collapsed blanks, <br>, or the edge of a block
            assert written.strip() == "" or written[0] in "<& \n", (text, at, written)
        elif not written.startswith("<input"):
            assert html.unescape(written) == char, (text, at, written)


def test_embedded_rows_are_numbered_on() -> None:
    from pmlint.read.html import add_embedded

    rows = Rows()
    rows.add("blank")
    add_embedded(rows, "<table><tr><td>甲</table>", 7, 3)
    assert rows.rows[1].cells[0].location == TextLocation(7, 18, 7, 19)
    assert rows.rows[1].cells[0].row == 1


def test_a_page_is_told_by_its_content() -> None:
    for start in (
        "<!doctype HTML>",
        "<HTML>",
        "\ufeff\n<!-- x -->\n<html>",
        "<?xml version='1.0'?><html>",
    ):
        document = read("a.xls", f"{start}<table><td>甲".encode())
        assert isinstance(document, Document)
        assert document.format == "html"
    assert re.match("markdown", document_of("<table><td>甲</table>\n|a|\n", "a.md").format)
