"""Workbooks read as they are shown, against openpyxl where it has an opinion."""

from __future__ import annotations

import io
import random
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from openpyxl.utils import get_column_letter
from workbooks import package, parts, relationships, rows, styles, workbook

from pmlint.model.grid import Cell, Document
from pmlint.read import ReadError
from pmlint.read.xlsx import read


def cells(document: Document, grid: int = 0) -> dict[str, Cell]:
    """The cells of a sheet by name."""
    return {c.location.cell: c for c in document.grids[grid].cells()}


def texts(sheet: str, **more: str) -> dict[str, str]:
    """Name -> text of the cells that show something."""
    found = cells(read(workbook(sheet, **more), "表.xlsx"))
    return {name: cell.text for name, cell in found.items() if not cell.blank}


def saved(book: Any) -> bytes:
    """An openpyxl workbook as bytes."""
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def test_shared_rich_and_inline_strings() -> None:
    strings = (
        "<si><t>项目名称</t></si>"
        '<si><r><rPr><b/></rPr><t>满意度</t></r><r><t xml:space="preserve"> ≥90%</t></r></si>'
        '<si><t>目标</t><rPh sb="0" eb="2"><t>mubiao</t></rPh></si>'
        "<si><t>第一行_x000D_\n第二行_x005F_x000D_</t></si>"
    )
    sheet = rows(
        '<c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>2</v></c>',
        '<c r="A2" t="s"><v>3</v></c><c r="B2" t="inlineStr"><is><t>内</t></is></c>'
        '<c r="C2" t="s"><v>99</v></c>',
    )
    assert texts(sheet, strings=strings) == {
        "A1": "项目名称",
        "B1": "满意度 ≥90%",
        "C1": "目标",
        "A2": "第一行\n第二行_x000D_",
        "B2": "内",
    }


def test_numbers_are_shown_and_kept() -> None:
    codes = styles("General", "0%", "#,##0.00", '0"批次"', 31, 14, 10)
    sheet = rows(
        '<c r="A1" s="1"><v>0.95</v></c><c r="B1" s="2"><v>24300</v></c>'
        '<c r="C1" s="3"><v>4</v></c><c r="D1" s="4"><v>45291</v></c>'
        '<c r="E1" s="5"><v>45291</v></c><c r="F1" s="6"><v>0.90000000000000002</v></c>'
        '<c r="G1"><v>0.30000000000000004</v></c><c r="H1" s="99"><v>7</v></c>'
    )
    found = cells(read(workbook(sheet, styles=codes), "表.xlsx"))
    assert {name: cell.text for name, cell in found.items()} == {
        "A1": "95%",
        "B1": "24,300.00",
        "C1": "4批次",
        "D1": "2023年12月31日",
        "E1": "2023/12/31",
        "F1": "90.00%",
        "G1": "0.3",
        "H1": "7",
    }
    assert found["A1"].value == Decimal("0.95")
    assert str(found["B1"].value) == "24300"
    assert found["G1"].value == Decimal("0.3")


def test_booleans_errors_dates_and_nonsense_numbers() -> None:
    sheet = rows(
        '<c r="A1" t="b"><v>1</v></c><c r="B1" t="b"><v>0</v></c><c r="C1" t="e"><v>#REF!</v></c>'
        '<c r="D1" t="d"><v>2023-12-31T00:00:00</v></c><c r="E1"><v>abc</v></c>'
        '<c r="F1"><v>1e999</v></c><c r="G1" s="1"><v>-1</v></c>'
    )
    found = cells(read(workbook(sheet, styles=styles("General", 14)), "表.xlsx"))
    shown = {name: cell.text for name, cell in found.items()}
    assert list(shown.values()) == [
        "TRUE", "FALSE", "#REF!", "2023/12/31", "abc", "1e999", "########",
    ]  # fmt: skip
    assert found["C1"].notes == ("error-value",)
    assert found["G1"].notes == ("overflow",)


def test_a_formula_counts_by_its_stored_result() -> None:
    sheet = rows(
        '<c r="A1" s="1"><f>100%</f><v>1</v></c><c r="B1"><f>SUM(A1)</f></c>'
        '<c r="C1" t="str"><f>T(A9)</f><v></v></c><c r="D1" t="str"><f>"甲"</f><v>甲</v></c>'
    )
    document = read(workbook(sheet, styles=styles("General", 9)), "表.xlsx")
    found = cells(document)
    assert found["A1"].text == "100%"
    assert found["D1"].text == "甲"
    assert found["B1"].notes == ("formula-without-value",)
    assert "C1" not in found or found["C1"].notes == ()
    assert [r.code for r in document.remarks] == ["formula-without-value"]
    assert "B1" in document.remarks[0].message


def test_merges_are_spans_and_hide_leftovers() -> None:
    sheet = (
        rows(
            '<c r="A1" t="str"><v>题</v></c>',
            '<c r="A2" t="str"><v>甲</v></c><c r="B2" t="str"><v>剩</v></c>'
            '<c r="C2" t="str"><v>丙</v></c>',
            '<c r="A3" t="str"><v>剩</v></c><c r="C3" t="str"><v>丁</v></c>',
        )
        + '<mergeCells><mergeCell ref="A1:C1"/><mergeCell ref="A2:B3"/>'
        '<mergeCell ref="B3:C3"/></mergeCells>'
    )
    document = read(workbook(sheet), "表.xlsx")
    assert [[(c.location.cell, c.text, c.rowspan, c.colspan) for c in r.cells] for r in
            document.grids[0].rows] == [
        [("A1", "题", 1, 3)],
        [("A2", "甲", 2, 2), ("C2", "丙", 1, 1)],
        [("C3", "丁", 1, 1)],
    ]  # fmt: skip


def test_rows_and_cells_without_names_follow_each_other() -> None:
    sheet = (
        "<sheetData><row><c t='str'><v>甲</v></c><c t='str'><v>乙</v></c></row>"
        "<row r='4'><c/><c t='str'><v>丙</v></c></row></sheetData>"
    )
    assert texts(sheet) == {"A1": "甲", "B1": "乙", "B4": "丙"}
    document = read(workbook(sheet), "表.xlsx")
    assert [(r.index, r.kind) for r in document.grids[0].rows] == [
        (0, "cells"), (1, "blank"), (2, "blank"), (3, "cells"),
    ]  # fmt: skip


def test_hidden_things_are_read_and_marked() -> None:
    sheet = (
        '<cols><col min="2" max="2" hidden="1" width="9"/></cols><sheetData>'
        '<row r="1"><c r="A1" t="str"><v>甲</v></c><c r="B1" t="str"><v>乙</v></c></row>'
        '<row r="2" hidden="1"><c r="A2" t="str"><v>丙</v></c></row></sheetData>'
    )
    found = cells(read(workbook(sheet), "表.xlsx"))
    assert {n: c.hidden for n, c in found.items()} == {
        "A1": False, "B1": True, "A2": True, "B2": True,
    }  # fmt: skip
    document = read(workbook(sheet, state="veryHidden"), "表.xlsx")
    assert document.grids[0].hidden
    assert all(c.hidden for c in document.grids[0].cells())
    assert [r.code for r in document.remarks] == ["hidden-sheet"]


@pytest.mark.parametrize("prefix", ["", "x:"])
def test_elements_may_bear_a_prefix(prefix: str) -> None:
    p = prefix
    sheet = (
        f'<{p}sheetData><{p}row r="1"><{p}c r="A1"><{p}v>5</{p}v></{p}c></{p}row></{p}sheetData>'
    )
    assert texts(sheet, prefix=prefix) == {"A1": "5"}


def test_the_strict_variant_is_read_alike() -> None:
    strict = {
        name: content.replace(
            "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
            "http://purl.oclc.org/ooxml/spreadsheetml/main",
        ).replace(
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            "http://purl.oclc.org/ooxml/officeDocument/relationships",
        )
        for name, content in parts(rows('<c r="A1"><v>5</v></c>')).items()
        if isinstance(content, str)
    }
    assert cells(read(package(strict), "表.xlsx"))["A1"].text == "5"


def test_sheets_keep_their_order_and_chart_sheets_are_passed_over() -> None:
    book = openpyxl.Workbook()
    book.active.title = "甲"
    book.active["A1"] = 1
    book.create_chartsheet("图").add_chart(openpyxl.chart.BarChart())
    book.create_sheet("乙")["B2"] = 2
    document = read(saved(book), "表.xlsx")
    assert [g.name for g in document.grids] == ["甲", "乙"]
    assert [g.rows[-1].table for g in document.grids] == [1, 3]


def test_dates_of_the_1904_system() -> None:
    sheet = rows('<c r="A1" s="0"><v>43829</v></c>')
    book = '<workbookPr date1904="1"/>'
    assert texts(sheet, styles=styles("yyyy-mm-dd"), book=book) == {"A1": "2023-12-31"}


def _random_form(seed: int) -> tuple[bytes, Any]:
    """A sheet of random texts, numbers and merges, and openpyxl's view of it."""
    chance = random.Random(seed)
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer)
    formats = [book.add_format({"num_format": f}) for f in ("General", "0%", "#,##0.00", "@")]
    sheet = book.add_worksheet("表")
    taken: set[tuple[int, int]] = set()
    for row in range(40):
        for column in range(9):
            if (row, column) in taken or chance.random() < 0.2:
                continue
            down, across = chance.choice([(1, 1)] * 5 + [(2, 1), (1, 3), (3, 2)])
            area = {(row + r, column + c) for r in range(down) for c in range(across)}
            if area & taken or column + across > 9:
                down = across = 1
                area = {(row, column)}
            taken |= area
            style = chance.choice(formats)
            value = chance.choice(["数量指标", "≥90%", 0.95, 12345.678, 3, ""])
            if len(area) > 1:
                sheet.merge_range(row, column, row + down - 1, column + across - 1, value, style)
            else:
                sheet.write(row, column, value, style)
    book.close()
    data = buffer.getvalue()
    return data, openpyxl.load_workbook(io.BytesIO(data)).active


@pytest.mark.parametrize("seed", range(8))
def test_values_and_spans_agree_with_openpyxl(seed: int) -> None:
    data, theirs = _random_form(seed)
    ours = cells(read(data, "表.xlsx"))
    spans = {r.coord.split(":")[0]: (r.size["rows"], r.size["columns"]) for r in
             theirs.merged_cells.ranges}  # fmt: skip
    covered = {
        f"{get_column_letter(c)}{r}"
        for merged in theirs.merged_cells.ranges
        for r, c in merged.cells
    } - set(spans)
    assert not covered & set(ours)
    shown = 0
    for row in theirs.iter_rows():
        for cell in row:
            if cell.coordinate in covered or cell.value is None:
                continue
            mine = ours[cell.coordinate]
            expected = cell.value
            if isinstance(expected, str):
                assert mine.text == expected
            else:
                assert mine.value == Decimal(str(expected))
                wanted = {
                    "0%": f"{expected * 100:.0f}%",
                    "#,##0.00": f"{expected:,.2f}",
                }.get(cell.number_format, f"{expected:.10g}")
                assert mine.text == wanted
            assert (mine.rowspan, mine.colspan) == spans.get(cell.coordinate, (1, 1))
            shown += 1
    assert shown > 100


def test_a_link_to_another_file_is_not_followed() -> None:
    made = parts(rows('<c r="A1"><v>1</v></c>'))
    made["xl/_rels/workbook.xml.rels"] = relationships(
        {"rId1": ("worksheet", "file:///etc/passwd")}
    ).replace("/>", ' TargetMode="External"/>')
    with pytest.raises(ReadError) as error:
        read(package(made), "表.xlsx")
    assert error.value.reason == "damaged"
