from __future__ import annotations

import contextlib
import io
import time
import zlib

import docx as python_docx
import pytest
from word_made import HEAD, M, W, document, docx, links, p, package, r, tbl, tc, tr

from pmlint.model.grid import Document, Row
from pmlint.model.location import TableLocation
from pmlint.read import ReadError
from pmlint.read.docx import read
from pmlint.read.word import walk


def grid(data: bytes) -> list[Row]:
    document = read(data, "表.docx")
    assert [g.ruled for g in document.grids] == [True]
    return document.grids[0].rows


def shown(data: bytes) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in grid(data)]


def one_cell(content: str) -> str:
    (row,) = (row for row in grid(docx(tbl(tr(tc(content))))) if row.table == 1)
    return row.cells[0].text


def spans(data: bytes) -> list[list[tuple[str, int, int, int]]]:
    return [[(c.text, c.column, c.rowspan, c.colspan) for c in row.cells] for row in grid(data)]


def test_paragraphs_and_tables_become_rows_with_places() -> None:
    rows = grid(docx(p(r("标题")) + "<w:p/>" + tbl(tr(tc("甲"), tc("乙"))) + p(r("尾"))))
    assert [(row.kind, row.table) for row in rows] == [
        ("prose", 0),
        ("blank", 0),
        ("cells", 1),
        ("prose", 0),
    ]
    assert [cell.location for row in rows for cell in row.cells] == [
        TableLocation(0, 1, 1),
        TableLocation(0, 2, 1),
        TableLocation(1, 1, 1),
        TableLocation(1, 1, 2),
        TableLocation(0, 3, 1),
    ]
    assert [cell.row for row in rows for cell in row.cells] == [0, 1, 2, 2, 3]


def test_merged_cells() -> None:
    data = docx(
        tbl(
            tr(tc("甲", '<w:vMerge w:val="restart"/>'), tc("乙", '<w:gridSpan w:val="2"/>')),
            tr(tc("遗留", "<w:vMerge/>"), tc("丙"), tc("丁", '<w:vMerge w:val="restart"/>')),
            tr(tc("", '<w:vMerge w:val="continue"/>'), tc("戊"), tc("", "<w:vMerge/>")),
        )
    )
    assert spans(data) == [
        [("甲", 0, 3, 1), ("乙", 1, 1, 2)],
        [("丙", 1, 1, 1), ("丁", 2, 2, 1)],
        [("戊", 1, 1, 1)],
    ]


def test_a_vertical_merge_is_matched_by_grid_column_not_by_cell() -> None:
    data = docx(
        tbl(
            tr(tc("甲"), tc("乙"), tc("丙", '<w:vMerge w:val="restart"/>')),
            tr(tc("丁", '<w:gridSpan w:val="2"/>'), tc("", "<w:vMerge/>")),
            tr(tc("", "<w:vMerge/>"), props='<w:gridBefore w:val="2"/>'),
        )
    )
    assert spans(data)[0][2] == ("丙", 2, 3, 1)
    assert spans(data)[1:] == [[("丁", 0, 1, 2)], []]


def test_a_merge_that_continues_nothing_is_a_cell() -> None:
    data = docx(tbl(tr(tc("甲", "<w:vMerge/>")), tr(tc("", "<w:vMerge/>"))))
    assert spans(data) == [[("甲", 0, 2, 1)], []]


def test_horizontal_merge_of_old_files() -> None:
    data = docx(tbl(tr(tc("甲", '<w:hMerge w:val="restart"/>'), tc("", "<w:hMerge/>"), tc("乙"))))
    assert spans(data) == [[("甲", 0, 1, 2), ("乙", 2, 1, 1)]]


def test_cells_and_rows_and_runs_in_content_controls() -> None:
    data = docx(
        tbl(
            tr(
                "<w:sdt><w:sdtPr/><w:sdtContent>" + tc("甲") + "</w:sdtContent></w:sdt>",
                tc(p("<w:sdt><w:sdtContent>" + r("乙") + "</w:sdtContent></w:sdt>" + r("丙"))),
            ),
            "<w:sdt><w:sdtContent>" + tr(tc("丁"), tc("戊")) + "</w:sdtContent></w:sdt>",
        )
    )
    assert shown(data) == [["甲", "乙丙"], ["丁", "戊"]]


def test_the_prompt_of_a_content_control_is_not_the_authors_text() -> None:
    control = "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"
    assert one_cell(p(control.format(r("单击此处输入文字。")) + r("后"))) == "后"


def test_tracked_changes_as_accepted() -> None:
    text = (
        r("≥")
        + "<w:del><w:r><w:delText>80</w:delText></w:r></w:del>"
        + f"<w:ins>{r('90')}</w:ins>"
        + f"<w:moveFrom>{r('人')}</w:moveFrom><w:moveTo>{r('%')}</w:moveTo>"
    )
    assert one_cell(p(text)) == "≥90%"


def test_deleted_rows_and_paragraph_marks() -> None:
    data = docx(
        tbl(
            tr(tc("甲")),
            tr(tc("删"), props="<w:del/>"),
            tr(tc(p(r("一"), "<w:rPr><w:del/></w:rPr>") + p(r("二")) + p(r("三")))),
        )
    )
    assert shown(data) == [["甲"], ["一二\n三"]]
    assert grid(data)[1].cells[0].location == TableLocation(1, 3, 1)


def test_old_properties_kept_by_tracked_changes_do_not_count() -> None:
    old = '<w:tcPrChange><w:tcPr><w:gridSpan w:val="5"/></w:tcPr></w:tcPrChange>'
    assert spans(docx(tbl(tr(tc("甲", old), tc("乙"))))) == [[("甲", 0, 1, 1), ("乙", 1, 1, 1)]]


def test_equations() -> None:
    typed = "<m:oMath><m:r><w:rPr><w:rFonts/></w:rPr><m:t>≥100%</m:t></m:r></m:oMath>"
    fraction = (
        "<m:oMath><m:f><m:num><m:r><m:t>1</m:t></m:r></m:num>"
        "<m:den><m:r><m:t>3</m:t></m:r></m:den></m:f></m:oMath>"
    )
    brackets = (
        '<m:oMath><m:d><m:dPr><m:begChr m:val="["/><m:endChr m:val="]"/></m:dPr>'
        "<m:e><m:r><m:t>2</m:t></m:r></m:e></m:d></m:oMath>"
    )
    assert one_cell(p(typed)) == "≥100%"
    assert one_cell(p(r("约") + fraction + r("人"))) == "约1/3人"
    assert one_cell(p(brackets)) == "[2]"


def test_breaks_tabs_and_hyphens() -> None:
    run = (
        "<w:r><w:t>一</w:t><w:br/><w:t>二</w:t><w:tab/><w:t>三</w:t><w:noBreakHyphen/><w:cr/></w:r>"
    )
    assert one_cell(p(run, "<w:tabs><w:tab/></w:tabs>")) == "一\n二\t三-\n"


def test_symbols_of_symbol_fonts() -> None:
    run = (
        '<w:r><w:sym w:font="Wingdings" w:char="F0FE"/><w:sym w:font="Wingdings 2" w:char="F0A3"/>'
        '<w:sym w:font="Symbol" w:char="F0B3"/><w:t>90</w:t></w:r>'
        '<w:r><w:rPr><w:rFonts w:ascii="Symbol"/></w:rPr><w:t>\uf0a3</w:t></w:r>'
    )
    assert one_cell(p(run)) == "☑□≥90≤"


def test_links_fields_footnotes_and_phonetic_guides() -> None:
    link = f"<w:hyperlink>{r('网址')}</w:hyperlink>"
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>REF x</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        + r("结果")
        + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    note = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    ruby = f"<w:r><w:ruby><w:rt>{r('ren')}</w:rt><w:rubyBase>{r('人')}</w:rubyBase></w:ruby></w:r>"
    assert one_cell(p(link + field + note + ruby)) == "网址结果人"


def test_an_unfinished_field_swallows_no_more_than_its_paragraph() -> None:
    begun = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>' + r("代码")
    assert one_cell(p(begun) + p(r("下文"))) == "\n下文"


def test_form_fields_show_their_state() -> None:
    box = (
        '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:default w:val="{}"/>'
        "</w:checkBox></w:ffData></w:fldChar></w:r><w:r><w:instrText>FORMCHECKBOX</w:instrText>"
        '</w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    choice = (
        '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:ddList><w:result w:val="1"/>'
        '<w:listEntry w:val="经常性"/><w:listEntry w:val="一次性"/></w:ddList></w:ffData>'
        '</w:fldChar></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    assert one_cell(p(box.format(1) + box.format(0) + choice)) == "☑□一次性"


def test_hidden_text_and_hidden_rows() -> None:
    data = docx(
        tbl(
            tr(tc(p(r("见") + r("隐", "<w:vanish/>") + r("此", '<w:vanish w:val="0"/>')))),
            tr(tc("乙"), props="<w:hidden/>"),
        )
    )
    assert shown(data) == [["见此"], ["乙"]]
    assert [row.cells[0].hidden for row in grid(data)] == [False, True]


def test_nested_tables_do_not_leak() -> None:
    inner = tbl(tr(tc("内甲"), tc("内乙")))
    data = docx(tbl(tr(tc("外"), tc(p(r("前")) + inner + p(r("后")))), tr(tc("下"))))
    assert shown(data) == [["外", "前\n后"], ["下"], ["内甲", "内乙"]]
    assert [row.table for row in grid(data)] == [1, 1, 2]


def test_a_layout_table_keeps_the_reading_order() -> None:
    form = lambda n: tc(p(r(f"表{n}")) + tbl(tr(tc(f"内{n}"), tc("值"))) + "<w:p/>")  # noqa: E731
    assert [row.table for row in grid(docx(tbl(tr(form(1)), tr(form(2)))))] == [1, 2, 1, 3]


def test_text_boxes_once_and_apart() -> None:
    content = f"<w:txbxContent>{p(r('框内'))}</w:txbxContent>"
    box = (
        "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing>"
        + content
        + "</w:drawing></mc:Choice><mc:Fallback><w:pict>"
        + content
        + "</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert shown(docx(p(r("前") + box + r("后")) + tbl(tr(tc(p(r("格") + box)))))) == [
        ["前后"],
        ["框内"],
        ["格"],
        ["框内"],
    ]


def test_one_of_several_renderings() -> None:
    choice = "<mc:Choice Requires='{}'>{}</mc:Choice>"
    both = choice.format("a", r("甲")) + choice.format("b", r("甲"))
    nested = choice.format("c", f"<mc:AlternateContent>{both}</mc:AlternateContent>")
    assert one_cell(p(f"<mc:AlternateContent>{nested}{both}</mc:AlternateContent>")) == "甲"


def test_page_breaks() -> None:
    data = docx(
        p('<w:r><w:br w:type="page"/></w:r>')
        + p(r("二"), "<w:pageBreakBefore/>")
        + p(r("三") + '<w:r><w:br w:type="page"/></w:r>')
        + p(r("四"), '<w:sectPr><w:type w:val="continuous"/></w:sectPr>')
        + p(r("五"), "<w:sectPr/>")
    )
    assert [row.kind[0] for row in grid(data)] == list("bbbppbppb")


def test_strict_and_unusual_prefixes() -> None:
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    for main in (
        document(tbl(tr(tc("甲")))).replace(W, strict),
        document(tbl(tr(tc("甲")))).replace("w:", "ns0:").replace("xmlns:w", "xmlns:ns0"),
        f'\ufeff<document xmlns="{W}"><body><tbl><tr><tc><p><r><t>甲</t></r></p></tc></tr></tbl>'
        "</body></document>",
    ):
        assert shown(package(main)) == [["甲"]]


def test_the_main_part_is_found_through_its_link() -> None:
    data = package(
        "<x/>",
        {
            "_rels/.rels": links(("rId1", "officeDocument", "/word/正文.xml")),
            "word/正文.xml": document(p(r("甲"))),
        },
    )
    assert shown(data) == [["甲"]]


def test_agrees_with_a_library_on_what_that_can_write() -> None:
    made = python_docx.Document()
    made.add_paragraph("标题")
    table = made.add_table(5, 6)
    for number, cell in enumerate(table._cells):
        cell.text = f"格{number}"
    for corners in ((0, 0, 2, 0), (0, 1, 0, 3), (1, 2, 3, 4), (4, 0, 4, 5)):
        top, left, bottom, right = corners
        table.cell(top, left).merge(table.cell(bottom, right))
    buffer = io.BytesIO()
    made.save(buffer)
    covered = [[""] * 6 for _ in range(5)]
    rows = [row for row in grid(buffer.getvalue()) if row.table]
    for number, row in enumerate(rows):
        for c in row.cells:
            for line in range(number, number + c.rowspan):
                for column in range(c.column, c.column + c.colspan):
                    covered[line][column] = c.text
    assert covered == [[cell.text for cell in row.cells] for row in table.rows]


# -- hostile and broken ---------------------------------------------------------------------


def test_absurd_spans_are_clamped_with_a_remark() -> None:
    for count in ("100000000", "9" * 5000, "-3", "٣"):
        data = docx(tbl(tr(tc("甲", f'<w:gridSpan w:val="{count}"/>'), tc("乙"))))
        document = read(data, "表.docx")
        assert [c.column for c in document.grids[0].rows[0].cells] == [0, 1]
        assert [remark.code for remark in document.remarks] == ["clamped"]


def refused(data: bytes, reason: str) -> None:
    begun = time.perf_counter()
    with pytest.raises(ReadError) as caught:
        read(data, "表.docx")
    assert caught.value.reason == reason
    assert time.perf_counter() - begun < 20


def test_deep_nesting_is_refused() -> None:
    deep = "<w:tbl><w:tr><w:tc>" * 10_000 + "</w:tc></w:tr></w:tbl>" * 10_000
    refused(docx(deep), "too-large")


def test_endless_paragraphs_and_columns_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    refused(docx("<w:p/>" * 12_000_000), "too-large")  # more than a part may hold
    monkeypatch.setattr(walk, "BLOCKS", 3_000)
    refused(docx("<w:p/>" * 4_000), "too-large")
    refused(docx(tbl(tr(*[tc(props='<w:gridSpan w:val="250"/>')] * 9))), "too-large")


def test_deep_fields_cost_no_more_than_their_length() -> None:
    opened = '<w:fldChar w:fldCharType="begin"/><w:fldChar w:fldCharType="separate"/>' * 30_000
    begun = time.perf_counter()
    assert len(one_cell(p(f"<w:r>{opened}{'<w:t>甲</w:t>' * 30_000}</w:r>"))) == 30_000
    assert time.perf_counter() - begun < 20


def test_entities_are_refused() -> None:
    bomb = (
        f'{HEAD}<!DOCTYPE x [<!ENTITY a "甲">]><w:document xmlns:w="{W}"><w:body><w:p><w:r><w:t>&a;'
        "</w:t></w:r></w:p></w:body></w:document>"
    )
    refused(package(bomb), "damaged")


def test_an_encrypted_file_is_said_to_be_so() -> None:
    marks = "EncryptedPackage EncryptionInfo".encode("utf-16-le")
    refused(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + marks + bytes(600), "encrypted")


def test_broken_files_are_refused() -> None:
    whole = docx(p(r("甲" * 1000)))
    refused(whole[: len(whole) // 2], "damaged")
    refused(package(document(p(r("甲")))[:-30]), "damaged")
    refused(package(f'<x xmlns="{M}"/>'), "unknown-format")
    refused(
        package("", {"_rels/.rels": links(("rId1", "officeDocument", "word/x.xml"))}), "damaged"
    )


def test_a_workbook_is_not_taken_for_a_document() -> None:
    sheet = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    refused(package(f'<workbook xmlns="{sheet}"/>'), "unknown-format")


def test_every_cut_of_a_file_is_refused_or_read() -> None:
    whole = docx(p(r("甲")) + tbl(tr(tc("乙"), tc("丙"))))
    for end in range(0, len(whole), 7):
        with contextlib.suppress(ReadError):
            assert isinstance(read(whole[:end], "表.docx"), Document)


def test_random_markup_never_raises_anything_else() -> None:
    """Elements in an order no schema allows, drawn by a fixed sequence."""
    structure = ["p", "r", "t", "tbl", "tr", "tc", "sdt", "sdtContent", "txbxContent", "ins", "del"]
    properties = ["pPr", "rPr", "tcPr", "trPr", "vMerge", "gridSpan", "hMerge", "gridBefore"]
    others = ["fldChar", "checkBox", "ddList", "result", "sectPr", "type", "br", "sym", "vanish"]
    marks = ["showingPlcHdr", "cellDel", "commentRangeStart", "commentReference"]
    names = structure + properties + others + marks
    state = 7
    for _ in range(400):
        body, opened = "", []
        for _ in range(40):
            state = zlib.crc32(state.to_bytes(4, "big"))
            if opened and state % 3 == 0:
                body += f"</w:{opened.pop()}>"
            else:
                opened.append(names[state // 3 % len(names)])
                body += f'<w:{opened[-1]} w:val="2">' + "字" * (state % 2)
        body += "".join(f"</w:{name}>" for name in reversed(opened))
        with contextlib.suppress(ReadError):
            assert isinstance(read(docx(body), "表.docx"), Document)
