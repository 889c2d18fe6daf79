"""CSV: quoting, cells over several lines, and places without the quotes."""

from __future__ import annotations

import csv
import io

from hypothesis import given
from hypothesis import strategies as st
from places import document_of, grid_of, slice_of, texts

from pmlint.model.location import TextLocation

NAME = "a.csv"


def test_rows_and_places() -> None:
    source = '题\n\n一级,"指标,值",\n"甲\n乙","说""好""",=1\n'
    grid = grid_of(source, NAME)
    assert [row.kind for row in grid.rows] == ["prose", "blank", "cells", "cells"]
    assert texts(grid) == [["一级", "指标,值", ""], ["甲\n乙", '说"好"', "=1"]]
    places = [cell.location for cell in grid.rows[3].cells]
    assert all(isinstance(place, TextLocation) for place in places)
    assert [slice_of(source, p) for p in places if isinstance(p, TextLocation)] == [
        "甲\n乙",
        '说""好""',
        "=1",
    ]
    assert places[0].part(2, 3) == TextLocation(5, 1, 5, 2)


def test_a_lone_quote_does_not_swallow_the_file() -> None:
    assert texts(grid_of('"甲,乙\n丙,丁\n', NAME)) == [['"甲', "乙"], ["丙", "丁"]]


def test_told_by_content_without_the_name() -> None:
    source = "题,,,\n一级,二级,三级,值\n,,甲,1\n,,乙,2\n"
    assert document_of(source, "a.txt").format == "csv"
    assert document_of("甲\t24,300,000.00\n乙\t1,000,000.00\n丙\t1,0,0\n", "a.txt").format == "text"
    assert document_of("甲\t乙,丙\n丁\t戊\n", NAME).format == "text"
    assert document_of("说了一句,又一句。\n没有了。\n", "a.txt").format == "text"


@given(
    st.lists(
        st.lists(st.text(alphabet='甲9,"\n \t', max_size=6), min_size=2, max_size=4),
        min_size=1,
        max_size=5,
    )
)
def test_reads_what_the_standard_library_writes(table: list[list[str]]) -> None:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\r\n").writerows([["题", "值", "注"], *table])
    source = buffer.getvalue()
    document = document_of(source, NAME)
    if document.format != "csv":  # more lines with TABs than with commas
        return
    rows = [row for row in document.grids[0].rows if row.kind != "blank"]
    assert [[cell.text for cell in row.cells] for row in rows[1:]] == table
    for row in rows:
        for cell in row.cells:
            assert isinstance(cell.location, TextLocation)
            assert slice_of(source, cell.location).replace('""', '"') == cell.text
            for at, char in enumerate(cell.text):
                part = slice_of(source, cell.location.part(at, at + 1))
                assert part.replace('""', '"') == char
