"""Workbooks handed back with comments: they are there, and nothing else has changed."""

from __future__ import annotations

import base64
import io
import zipfile
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.worksheet.datavalidation import DataValidation
from workbooks import package, parts, rows

from pmlint.annotate import AnnotateError, annotate
from pmlint.annotate.comments import MARK
from pmlint.annotate.notes import AUTHOR, Wording
from pmlint.model.diagnostic import Diagnostic, Edit, Fix
from pmlint.model.grid import Document
from pmlint.model.location import CellLocation
from pmlint.office import convert, soffice
from pmlint.read import read
from pmlint.read.sheet import INDEX_SHEET

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def finding(
    sheet: str, cell: str, message: str = "满意度指标应设下限（≥）。", **more: Any
) -> Diagnostic:
    """A finding at a cell."""
    where = CellLocation(sheet, cell)
    given: dict[str, Any] = {
        "code": "PM304", "name": "satisfaction-direction", "severity": "error",
        "origin": "author", "message": message, "file": "表.xlsx", "form": 1,
        "project": "项目", "field": "indicators[0].target", "text": "<=90%", "location": where,
    }  # fmt: skip
    return Diagnostic(**(given | more))


def opened(data: bytes) -> Document:
    """The document of a workbook."""
    document = read("表.xlsx", data)
    assert isinstance(document, Document), document
    return document


def annotated(data: bytes, *findings: Diagnostic) -> bytes:
    """The annotated workbook."""
    return annotate("表.xlsx", data, opened(data), findings).data


def comments(data: bytes) -> dict[tuple[str, str], tuple[str, str]]:
    """(sheet, cell) -> (author, text) by openpyxl."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    return {
        (sheet.title, cell.coordinate): (cell.comment.author, cell.comment.text)
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.comment
    }


def members(data: bytes) -> dict[str, bytes]:
    """Name -> content of every part."""
    with zipfile.ZipFile(io.BytesIO(data)) as whole:
        assert whole.testzip() is None
        return {name: whole.read(name) for name in whole.namelist()}


def raw(data: bytes, name: str) -> bytes:
    """The compressed bytes of a part."""
    with zipfile.ZipFile(io.BytesIO(data)) as whole:
        info = whole.getinfo(name)
    head = data[info.header_offset : info.header_offset + 30]
    skip = 30 + int.from_bytes(head[26:28], "little") + int.from_bytes(head[28:30], "little")
    return data[info.header_offset + skip :][: info.compress_size]


def simple() -> bytes:
    """A small form by openpyxl."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "项目 1's"
    sheet["A1"], sheet["D13"], sheet["D14"] = "申报表", "<=90%", "100%"
    sheet.merge_cells("D14:E15")
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def rich() -> bytes:
    """A workbook by XlsxWriter with all that openpyxl loses on saving."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer)
    sheet = book.add_worksheet("项目1")
    bold = book.add_format({"bold": True})
    sheet.write("A1", "申报表")
    sheet.write_rich_string("A2", "满意", bold, "度")
    sheet.write("F13", "<=90%")
    sheet.write_column("H1", [3, 1, 2])
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=项目1!$H$1:$H$3"})
    sheet.insert_chart("J1", chart)
    sheet.insert_image("J20", "x.png", {"image_data": io.BytesIO(PIXEL)})
    sheet.data_validation("B2", {"validate": "list", "source": ["一", "二"]})
    sheet.conditional_format("H1:H3", {"type": "data_bar", "data_bar_2010": True})
    sheet.add_sparkline("I1", {"range": "项目1!H1:H3"})
    sheet.insert_textbox("J30", "说明")
    sheet.insert_button("B20", {"caption": "按钮"})
    sheet.insert_checkbox("B22", True)
    sheet.set_header("&C绩效&G", {"image_center": "x.png", "image_data_center": io.BytesIO(PIXEL)})
    sheet.set_background(io.BytesIO(PIXEL))
    sheet.ignore_errors({"number_stored_as_text": "A1:F20"})
    sheet.write_comment("A1", "请补盖章", {"author": "张三"})
    sheet.add_table("L1:M3", {"columns": [{"header": "甲"}, {"header": "乙"}]})
    other = book.add_worksheet("项目2")
    other.write("D5", "12月")
    other.set_header("&C绩效&G", {"image_center": "x.png", "image_data_center": io.BytesIO(PIXEL)})
    book.close()
    return buffer.getvalue()


def test_each_faulty_cell_has_one_comment_with_all_its_findings() -> None:
    data = simple()
    name = "项目 1's"
    fix = Fix("", "safe", (Edit(CellLocation(name, "D13", 1, 3), "<=", "≥"),))
    found = comments(
        annotated(
            data,
            finding(name, "D13", "单位多余。", severity="info", code="PM310", name="unit"),
            finding(name, "D13", fixes=(fix,)),
            finding(name, "D14", "指标值重复。", severity="warning"),
        )
    )
    assert found == {
        (name, "D13"): (
            AUTHOR,
            f"{MARK}\n【错误】满意度指标应设下限（≥）。\n建议：改为“≥90%”\n"
            "规则：PM304 satisfaction-direction\n\n"
            "【提示】单位多余。\n规则：PM310 unit",
        ),
        (name, "D14"): (
            AUTHOR,
            f"{MARK}\n【警告】指标值重复。\n规则：PM304 satisfaction-direction",
        ),
    }


def test_the_index_lists_every_finding_with_a_link() -> None:
    data = simple()
    name = "项目 1's"
    out = annotated(data, finding(name, "D13"), finding(name, "A1", location=None, text=None))
    book = openpyxl.load_workbook(io.BytesIO(out))
    assert book.sheetnames == [name, INDEX_SHEET]
    table = list(book[INDEX_SHEET].iter_rows(values_only=True))
    assert table[1][0].startswith("共发现2处问题：错误2处。")
    assert table[3] == (
        "错误", "第1张 项目", f"{name}!D13", "<=90%", "满意度指标应设下限（≥）。", None,
        "PM304 satisfaction-direction",
    )  # fmt: skip
    assert table[4][2] == "全文"
    assert book[INDEX_SHEET]["C4"].hyperlink.location == "'项目 1''s'!D13"
    assert book[INDEX_SHEET]["C5"].hyperlink is None
    assert book[INDEX_SHEET]["E4"].alignment.wrap_text


def test_waived_findings_are_left_out() -> None:
    out = annotated(simple(), finding("项目 1's", "D13", waived="已核"))
    assert comments(out) == {}


def test_values_formats_and_merges_are_as_before() -> None:
    data = simple()
    before, after = opened(data), opened(annotated(data, finding("项目 1's", "D13")))
    assert before.grids == after.grids  # the index is no content


@pytest.mark.parametrize("make", [simple, rich])
def test_a_second_run_changes_nothing_and_a_clean_one_takes_the_comments_away(make: Any) -> None:
    data = make()
    sheet = opened(data).grids[0].name or ""
    findings = [finding(sheet, "A1"), finding(sheet, "F13"), finding(sheet, "D14")]
    once = annotated(data, *findings)
    assert annotated(once, *findings) == once
    fewer = annotated(once, findings[1])
    others = comments(data)
    assert set(comments(fewer)) == {*others, (sheet, "F13")}
    clean = annotated(once)
    assert {k: a for k, (a, _) in comments(clean).items()} == {k: a for k, (a, _) in others.items()}
    assert "未发现问题" in str(
        list(openpyxl.load_workbook(io.BytesIO(clean))[INDEX_SHEET].iter_rows(values_only=True))
    )


def test_other_peoples_comments_are_kept_and_ours_joins_them() -> None:
    data = rich()
    out = annotated(data, finding("项目1", "A1"), finding("项目1", "F13"))
    found = comments(out)
    author, text = found["项目1", "A1"]
    assert author == "张三"
    assert text.startswith("请补盖章")
    assert "满意度指标应设下限" in text
    assert found["项目1", "F13"][0] == AUTHOR
    again = comments(annotated(out, finding("项目1", "A1", "另一问题。")))
    assert "满意度" not in again["项目1", "A1"][1]
    assert "另一问题。" in again["项目1", "A1"][1]
    assert again["项目1", "A1"][1].startswith("请补盖章")
    gone = comments(annotated(out))
    assert gone["项目1", "A1"] == ("张三", "请补盖章")


@pytest.mark.skipif(soffice() is None, reason="LibreOffice is not installed")
def test_our_comments_are_known_again_after_a_program_has_dropped_the_authors() -> None:
    findings = [finding("项目1", "A1"), finding("项目1", "F13"), finding("项目2", "D5")]
    resaved = convert(annotated(rich(), *findings), ".xlsx", "xlsx")
    assert AUTHOR not in {author for author, _ in comments(resaved).values()}
    texts = {cell: text for cell, (_, text) in comments(annotated(resaved, *findings)).items()}
    assert all(text.count(MARK) == 1 for text in texts.values())
    assert texts["项目1", "A1"].startswith(f"请补盖章\n\n{MARK}\n【错误】")
    gone = {cell: text for cell, (_, text) in comments(annotated(resaved)).items()}
    assert gone == {("项目1", "A1"): "请补盖章"}


def test_only_what_must_change_changes() -> None:
    data = rich()
    out = annotated(data, finding("项目1", "F13"), finding("项目2", "D5"))
    before, after = members(data), members(out)
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {
        "[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml",
        "xl/comments1.xml", "xl/drawings/vmlDrawing1.vml",
        "xl/worksheets/sheet2.xml", "xl/worksheets/_rels/sheet2.xml.rels",
    }  # fmt: skip
    assert set(after) - set(before) == {
        "xl/comments2.xml", "xl/drawings/vmlDrawing4.vml", "xl/worksheets/sheet3.xml",
    }  # fmt: skip
    assert len(before) > 25
    for name in set(before) - changed:
        assert raw(data, name) == raw(out, name), name


def test_the_sheet_gets_nothing_but_its_drawing_in_the_right_place() -> None:
    data = rich()
    out = annotated(data, finding("项目2", "D5"))
    before = members(data)["xl/worksheets/sheet2.xml"].decode()
    after = members(out)["xl/worksheets/sheet2.xml"].decode()
    start, end = after.index("<legacyDrawing xmlns"), after.index("<legacyDrawingHF")
    assert after[:start] + after[end:] == before


def test_form_buttons_stay_beside_our_boxes() -> None:
    data = rich()
    out = annotated(data, finding("项目1", "F13"))
    before = members(data)["xl/drawings/vmlDrawing1.vml"]
    after = members(out)["xl/drawings/vmlDrawing1.vml"]
    assert after.startswith(before[: before.rindex(b"</xml>")])
    assert after.count(b'ObjectType="Button"') == 1
    assert after.count(b'ObjectType="Note"') == 2
    assert b"visibility:hidden" in after[len(before) - 7 :]


def test_boxes_stand_beside_the_cell_and_are_as_large_as_their_text() -> None:
    data = simple()
    name = "项目 1's"
    out = annotated(data, finding(name, "D14", "长" * 300), finding(name, "D13", "短。"))
    boxes = members(out)["xl/drawings/vmlDrawing1.vml"].decode().split("<x:Anchor>")[1:]
    short, long = ([int(n) for n in b.split("<")[0].split(",")] for b in boxes)
    assert short[0] == 4  # behind D
    assert long[0] == 5  # behind the merged D:E
    assert long[6] - long[2] > (short[6] - short[2]) * 2


def test_charts_validations_and_formats_of_openpyxl_survive() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for n in range(1, 5):
        sheet.cell(n, 1, n)
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=1, min_row=1, max_row=4))
    sheet.add_chart(chart, "C1")
    validation = DataValidation(type="list", formula1='"一,二"')
    validation.add("B1")
    sheet.add_data_validation(validation)
    sheet["B2"].comment = Comment("李四的批注", "李四")
    buffer = io.BytesIO()
    book.save(buffer)
    data = buffer.getvalue()
    out = annotated(data, finding("Sheet", "A1"), finding("Sheet", "B2"))
    before, after = members(data), members(out)
    assert after["xl/charts/chart1.xml"] == before["xl/charts/chart1.xml"]
    assert after["xl/worksheets/sheet1.xml"] == before["xl/worksheets/sheet1.xml"]
    found = comments(out)
    assert found["Sheet", "B2"][0] == "李四"
    assert found["Sheet", "B2"][1].startswith("李四的批注")
    assert found["Sheet", "A1"][0] == AUTHOR
    assert annotated(out, finding("Sheet", "A1"), finding("Sheet", "B2")) == out


def test_a_threaded_comment_is_not_touched() -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "甲"
    book.active["A1"].comment = Comment("[Threaded comment]", "tc={0000-1}")
    buffer = io.BytesIO()
    book.save(buffer)
    data = buffer.getvalue()
    out = annotated(data, finding("Sheet", "A1"))
    assert comments(out) == comments(data)
    index = openpyxl.load_workbook(io.BytesIO(out))[INDEX_SHEET]
    assert index["C4"].value == "Sheet!A1"


def test_a_minimal_workbook_with_prefixed_elements() -> None:
    sheet = '<x:sheetData><x:row r="1"><x:c r="A1"><x:v>5</x:v></x:c></x:row></x:sheetData>'
    made = package(parts(sheet, prefix="x:"))
    out = annotated(made, finding("表1", "A1"))
    assert b"<x:legacyDrawing" in members(out)["xl/worksheets/sheet1.xml"]
    assert comments(out)["表1", "A1"][0] == AUTHOR


def test_characters_that_xml_does_not_allow_do_no_harm() -> None:
    made = package(parts(rows('<c r="A1" t="str"><v>甲</v></c>')))
    out = annotated(made, finding("表1", "A1", "坏字符\x00\x0b<&>\"'_x000D_"))
    assert "坏字符<&>\"'" in comments(out)["表1", "A1"][1]


def test_a_damaged_workbook_is_refused_with_a_message() -> None:
    made = parts(rows('<c r="A1" t="str"><v>甲</v></c>'))
    document = opened(package(made))
    del made["xl/worksheets/sheet1.xml"], made["xl/workbook.xml"]
    with pytest.raises(AnnotateError, match="无法写入批注"):
        annotate("表.xlsx", package(made), document, [finding("表1", "A1")])


def test_formats_without_comments_are_refused_with_a_message() -> None:
    with pytest.raises(AnnotateError, match="不能写入批注"):
        annotate("a.txt", b"", Document("a.txt", "text", []), [])


def test_suggestions_name_other_cells_and_unsafe_ones_are_only_offered() -> None:
    document = opened(simple())
    name = "项目 1's"
    elsewhere = Fix("", "unsafe", (Edit(CellLocation(name, "D14"), "100%", "≥100%"),))
    stale = Fix("手工核对", "safe", (Edit(CellLocation(name, "D14"), "99%", "≥99%"),))
    wording = Wording(document, [])
    assert wording.suggestion(finding(name, "D13", fixes=(elsewhere,))) == (
        f"可考虑{name}!D14改为“≥100%”"
    )
    assert wording.suggestion(finding(name, "D13", fixes=(stale,))) == "手工核对"


@pytest.mark.skipif(soffice() is None, reason="LibreOffice is not installed")
def test_an_old_workbook_is_annotated_in_a_new_copy() -> None:
    old = convert(simple(), ".xlsx", "xls")
    document = read("表.xls", old)
    assert isinstance(document, Document)
    made = annotate("表.xls", old, document, [finding("项目 1's", "D13")])
    assert made.suffix == ".xlsx"
    assert "另存为 .xlsx" in made.message
    assert comments(made.data)["项目 1's", "D13"][0] == AUTHOR
    assert [c for c in opened(made.data).grids[0].cells() if not c.blank] == [
        c for c in document.grids[0].cells() if not c.blank
    ]


def test_without_libreoffice_an_old_workbook_gets_a_message(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PMLINT_SOFFICE", "no-such-program")
    with pytest.raises(AnnotateError, match="LibreOffice"):
        annotate("表.xls", b"", Document("表.xls", "xls", []), [])


def test_a_copy_keeps_the_ending_of_its_build() -> None:
    data = simple()
    for name, suffix in (("a.et", ".et"), ("a.XLSM", ".XLSM"), ("a.xls", ".xlsx")):
        document = read(name, data)
        assert isinstance(document, Document)
        assert annotate(name, data, document, []).suffix == suffix
