from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence

import docx as python_docx
import pytest
from word_made import M, W, document, docx, links, p, package, r, tbl, tc, tr, types

from pmlint.annotate import AnnotateError
from pmlint.annotate.docx import INDEX, annotate
from pmlint.model.diagnostic import Blame, Diagnostic, Edit, Fix, Severity
from pmlint.model.location import Location, TableLocation
from pmlint.read.docx import read

COMMENTS = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"


def finding(
    where: Location | None,
    message: str = "应写作“≥90%”",
    severity: Severity = "error",
    fixes: tuple[Fix, ...] = (),
    origin: Blame = "author",
) -> Diagnostic:
    return Diagnostic(
        "PM304",
        "direction",
        severity,
        origin,
        message,
        "表.docx",
        form=1,
        location=where,
        fixes=fixes,
    )


def at(
    column: int, start: int | None = None, end: int | None = None, row: int = 1
) -> TableLocation:
    return TableLocation(1, row, column, start, end)


def annotated(data: bytes, findings: Sequence[Diagnostic]) -> bytes:
    return annotate(data, read(data, "表.docx"), findings)


def part(data: bytes, name: str = "word/document.xml") -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        assert parts.testzip() is None
        return parts.read(name).decode()


def comments(data: bytes) -> list[tuple[str, str]]:
    """(author, text) as an independent library reads them."""
    found = python_docx.Document(io.BytesIO(data)).comments
    return [(c.author, "\n".join(q.text for q in c.paragraphs)) for c in found]


def without_marks(xml: str) -> str:
    for mark in (
        r"<w:commentRange(?:Start|End) w:id=\"\d+\"/>",
        r"<w:r><w:commentReference w:id=\"\d+\"/></w:r>",
    ):
        xml = re.sub(mark, "", xml)
    return xml


def marked(data: bytes, number: int) -> str:
    """The text between the marks of a comment."""
    xml = part(data)
    begin = xml.index(f'<w:commentRangeStart w:id="{number}"/>')
    return re.sub("<[^>]*>", "", xml[begin : xml.index(f'<w:commentRangeEnd w:id="{number}"/>')])


FORM = docx(p(r("申报表")) + tbl(tr(tc("满意度"), tc(p(r("约") + r("&lt;=") + r("90%"))), tc(""))))


def test_a_comment_at_the_faulty_part_and_a_list_at_the_start() -> None:
    result = annotated(FORM, [finding(at(2, 2, 4))])
    (index, note) = comments(result)
    assert index[0] == note[0] == "pmlint"
    assert index[1].startswith("【绩效目标表检查结果】共发现1处问题：错误1处。\n1. 错误")
    assert note[1] == "【错误】应写作“≥90%”\n规则：PM304 direction"
    assert marked(result, 0) == "申报表"
    assert marked(result, 1) == "&lt;="


def test_only_insertions() -> None:
    result = annotated(FORM, [finding(at(2, 2, 4)), finding(at(1))])
    assert without_marks(part(result)) == part(FORM)
    with zipfile.ZipFile(io.BytesIO(FORM)) as old, zipfile.ZipFile(io.BytesIO(result)) as new:
        assert new.namelist() == [
            *old.namelist(),
            "word/_rels/document.xml.rels",
            "word/comments.xml",
        ]
        same = {name for name in old.namelist() if old.read(name) == new.read(name)}
    assert same == {"_rels/.rels"}


def test_the_whole_cell_where_a_finding_has_no_part_or_parts_lie_apart() -> None:
    assert marked(annotated(FORM, [finding(at(2))]), 1) == "约&lt;=90%"
    both = [finding(at(2, 2, 3)), finding(at(2, 5, 6), "另一处", "info")]
    result = annotated(FORM, both)
    assert marked(result, 1) == "&lt;=90%"
    assert comments(result)[1][1].count("规则：") == 2


def test_empty_cells() -> None:
    result = annotated(FORM, [finding(at(3), "未填")])
    start, end = '<w:commentRangeStart w:id="1"/>', '<w:commentRangeEnd w:id="1"/>'
    reference = '<w:r><w:commentReference w:id="1"/></w:r>'
    assert f"<w:tc><w:p>{start}{end}{reference}</w:p></w:tc>" in part(result)
    with_properties = docx(tbl(tr(tc('<w:p><w:pPr><w:jc w:val="center"/></w:pPr></w:p>'))))
    result = annotated(with_properties, [finding(at(1), "未填")])
    assert without_marks(part(result)) == part(with_properties)
    assert re.search(r'</w:pPr><w:commentRangeStart w:id="\d"/>', part(result))


def test_a_second_run_replaces_the_first() -> None:
    findings = [finding(at(2, 2, 4)), finding(at(3), "未填", "warning"), finding(None, "整张表")]
    once = annotated(FORM, findings)
    assert annotated(once, findings) == once
    fewer = annotated(once, [finding(at(1))])
    assert without_marks(part(fewer)).replace("<w:p></w:p>", "<w:p/>") == part(FORM)
    assert len(comments(fewer)) == 2


def others() -> bytes:
    """A form with somebody's comment, and one of ours that Word has saved and they answered."""
    body = tbl(
        tr(
            tc(
                p(
                    '<w:commentRangeStart w:id="3"/>'
                    + r("满意度")
                    + '<w:commentRangeEnd w:id="3"/>'
                    '<w:r><w:rPr><w:rStyle w:val="a"/></w:rPr><w:commentReference w:id="3"/></w:r>'
                )
            ),
            tc(
                p(
                    '<w:commentRangeStart w:id="7"/>' + r("90%") + '<w:commentRangeEnd w:id="7"/>'
                    '<w:r><w:rPr><w:rStyle w:val="a"/></w:rPr><w:commentReference w:id="7"/></w:r>'
                    '<w:del><w:r><w:commentReference w:id="8"/></w:r></w:del>'
                )
            ),
        )
    )
    w14, w15 = (f"http://schemas.microsoft.com/office/word/201{n}/wordml" for n in (0, 2))
    remark = (
        '<w:comment w:id="{}" w:author="{}"><w:p w14:paraId="{}"><w:r><w:t>{}</w:t></w:r></w:p>'
        "</w:comment>"
    )
    content = "".join(
        remark.format(*row)
        for row in (
            (3, "张三", "00000003", "请核实"),
            (7, "pmlint", "00000007", "旧的"),
            (8, "pmlint", "00000008", "旧的"),
            (9, "李四", "00000009", "已改"),
        )
    )
    threads = (
        f'<w15:commentsEx xmlns:w15="{w15}"><w15:commentEx w15:paraId="00000003" w15:done="0"/>'
        '<w15:commentEx w15:paraId="00000007" w15:done="1"/>'
        '<w15:commentEx w15:paraId="00000009" w15:paraIdParent="00000007" w15:done="0"/>'
        "</w15:commentsEx>"
    )
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": types(("/word/notes.xml", COMMENTS)),
        "word/_rels/document.xml.rels": links(
            ("rId1", "comments", "notes.xml"), ("rId2", "commentsExtended", "more.xml")
        ),
        "word/notes.xml": f'<w:comments xmlns:w="{W}" xmlns:w14="{w14}">{content}</w:comments>',
        "word/more.xml": threads,
    }
    return package(document(body), parts)


def test_other_peoples_comments_are_kept_and_ours_replaced() -> None:
    result = annotated(others(), [finding(at(2, 1, 4))])
    assert [author for author, _ in comments(result)] == ["张三", "李四", "pmlint", "pmlint"]
    xml = part(result)
    assert '<w:commentReference w:id="3"/>' in xml
    assert not re.search(r'w:id="[78]"', xml)
    assert set(re.findall(r'commentReference w:id="(\d+)"', xml)) == {"3", "10", "11"}
    assert "00000007" not in part(result, "word/more.xml")
    assert part(result, "word/more.xml").count("commentEx ") == 2
    assert annotated(result, [finding(at(2, 1, 4))]) == result


def test_other_prefixes_and_the_strict_namespace() -> None:
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    source = document(tbl(tr(tc("甲"), tc(""))))
    for main in (
        source.replace(W, strict),
        source.replace("w:", "ns0:").replace("xmlns:w", "xmlns:ns0"),
        f'<document xmlns="{W}" xmlns:m="{M}"><body><tbl><tr><tc><p><r><t>甲</t></r></p></tc>'
        "<tc><p/></tc></tr></tbl></body></document>",
    ):
        data = package(main)
        result = annotated(data, [finding(at(1)), finding(at(2))])
        assert read(result, "").grids == read(data, "").grids
        assert annotated(result, [finding(at(1)), finding(at(2))]) == result
        assert part(result).count("commentReference") == 3


def test_text_boxes_are_marked_at_their_anchor() -> None:
    box = f"<w:r><w:pict><w:txbxContent>{p(r('框内'))}{p('')}</w:txbxContent></w:pict></w:r>"
    data = docx(p(r("前") + box))
    for number in (2, 3):  # the paragraphs in the box
        result = annotated(data, [finding(TableLocation(0, number, 1))])
        inside = part(result).partition("<w:txbxContent>")[2].partition("</w:txbxContent>")[0]
        assert "comment" not in inside
        assert len(comments(result)) == 2


def test_ranges_that_touch_and_stray_marks() -> None:
    box = f"<w:r><w:pict><w:txbxContent>{p(r('框内'))}</w:txbxContent></w:pict></w:r>"
    data = docx(p('<w:commentRangeStart w:id="0"/>' + box + r("后")))
    findings = [finding(TableLocation(0, 1, 1)), finding(TableLocation(0, 2, 1))]
    once = annotated(data, findings)
    assert annotated(once, findings) == once
    assert part(once).count('w:id="0"') == 1  # somebody's, though its comment is lost


def test_a_document_that_begins_with_a_table() -> None:
    result = annotated(docx(tbl(tr(tc("甲")))), [finding(None, "没有位置")])
    assert comments(result)[0][1].endswith("没有位置。[PM304 direction]")
    assert marked(result, 0) == "甲"


def test_a_clean_document_says_so() -> None:
    ((_, text),) = comments(annotated(FORM, []))
    assert text == "【绩效目标表检查结果】未发现问题。"


def test_a_long_list_is_cut_and_says_so() -> None:
    many = [finding(at(2), f"第{n}处", "info") for n in range(INDEX + 4)]
    others = [finding(at(1), "要紧"), finding(None, "整个文件", "info")]
    text = comments(annotated(FORM, [*many, *others]))[0][1]
    lines = text.split("\n")
    assert "整个文件" in lines[1]
    assert "要紧" in lines[2]
    assert lines[-1] == "……其余6处见正文中的批注。"


def test_advice_and_characters_that_xml_does_not_have() -> None:
    fix = Fix("", "safe", (Edit(at(2, 2, 4), "<=", "≥"),))
    text = comments(annotated(FORM, [finding(at(2), "坏\x0b字<&>", fixes=(fix,))]))[1][1]
    assert text.split("\n")[:2] == ["【错误】坏字<&>", "建议：改为“约≥90%”"]


def test_tracked_changes_macros_and_pictures_stay_as_they_are() -> None:
    body = tbl(
        tr(
            tc(
                p(
                    "<w:del><w:r><w:delText>80</w:delText></w:r></w:del><w:ins>"
                    + r("90")
                    + "</w:ins>"
                )
            )
        )
    )
    extra: dict[str, str | bytes] = {
        "word/media/image1.png": b"\x89PNG" + bytes(5000),
        "word/vbaProject.bin": b"\0macro",
        "docProps/core.xml": "<a/>",
    }
    data = package(document(body), extra)
    result = annotated(data, [finding(at(1, 1, 2))])
    assert without_marks(part(result)) == part(data)
    assert marked(result, 1) == "90"
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(io.BytesIO(result)) as new:
        for name in extra:
            assert old.read(name) == new.read(name)
            sizes = [z.getinfo(name).compress_size for z in (old, new)]
            assert sizes[0] == sizes[1]


def test_a_file_that_resists_is_refused() -> None:
    sound = read(FORM, "表.docx")
    with pytest.raises(AnnotateError):
        annotate(FORM[:200], sound, [])
    broken = package(
        document(p(r("甲"))),
        {
            "word/_rels/document.xml.rels": links(("rId1", "comments", "comments.xml")),
            "word/comments.xml": "<w:comments",
        },
    )
    with pytest.raises(AnnotateError):
        annotated(broken, [])


def test_a_real_documents_comments_are_read_by_another_library() -> None:
    made = python_docx.Document()
    made.add_heading("财政项目支出绩效目标申报表", 1)
    table = made.add_table(2, 3)
    table.cell(0, 0).merge(table.cell(1, 0)).text = "产出指标"
    table.cell(0, 1).text = "完成率"
    table.cell(0, 2).text = ">=90%"
    made.add_comment(table.cell(0, 1).paragraphs[0].runs, "请说明算法", author="王五", initials="W")
    buffer = io.BytesIO()
    made.save(buffer)
    data = buffer.getvalue()
    findings = [finding(at(3, 1, 3)), finding(at(1)), finding(at(2, row=2), "未填")]
    result = annotated(data, findings)
    assert [author for author, _ in comments(result)] == ["王五", *["pmlint"] * 4]
    cells = python_docx.Document(io.BytesIO(result)).tables[0].rows[0].cells
    assert [cell.text for cell in cells] == ["产出指标", "完成率", ">=90%"]
    assert annotated(result, findings) == result
