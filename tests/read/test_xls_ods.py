"""Old and open workbooks say the same as the .xlsx they were made from."""

from __future__ import annotations

import io
import shutil
import subprocess
from pathlib import Path

import pytest
import xlsxwriter
from workbooks import package

from pmlint.model.grid import Document, Failure
from pmlint.read import read


def form() -> bytes:
    """A form with merges, formats, dates, hidden parts and a formula."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer)
    sheet = book.add_worksheet("项目1")
    sheet.merge_range("A1:F1", "财政项目支出绩效目标申报表")
    sheet.merge_range("A3:A6", "产出指标")
    for row, (text, value, code) in enumerate(
        [
            ("计提率", 0.955, "0.0%"),
            ("资金", 24300, "#,##0.00"),
            ("批次", 4, '0"批次"'),
            ("日期", 45291, 'yyyy"年"m"月"d"日"'),
        ],
        2,
    ):
        sheet.merge_range(row, 1, row, 3, text)
        sheet.write_number(row, 4, value, book.add_format({"num_format": code}))
    sheet.write("B8", "第一行\n第二行 两格  完")
    sheet.write_formula("C8", "=1+1", None, 2)
    sheet.set_column("F:F", None, None, {"hidden": True})
    sheet.write("F8", "隐")
    sheet.set_row(8, None, None, {"hidden": True})
    sheet.write("A9", "藏")
    sheet.write_comment("A3", "批注不是内容")
    hidden = book.add_worksheet("旧表")
    hidden.write("A1", "旧")
    hidden.hide()
    book.close()
    return buffer.getvalue()


@pytest.fixture(scope="session")
def converted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The form as form.xlsx, and by LibreOffice as form.xls and form.ods."""
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed")
    folder = tmp_path_factory.mktemp("forms")
    (folder / "form.xlsx").write_bytes(form())
    for ending in ("xls", "ods"):
        profile = f"-env:UserInstallation=file://{folder}/profile"
        command = [office, profile, "--headless", "--convert-to", ending, "form.xlsx"]
        subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=120)
    return folder


@pytest.mark.parametrize("ending", ["xls", "ods"])
def test_the_same_form_reads_the_same(converted: Path, ending: str) -> None:
    first = read(str(converted / "form.xlsx"))
    other = read(str(converted / f"form.{ending}"))
    assert isinstance(first, Document), first
    assert isinstance(other, Document), other
    assert other.format == ending
    assert [(g.name, g.hidden) for g in other.grids] == [("项目1", False), ("旧表", True)]
    for ours, theirs in zip(first.grids, other.grids, strict=True):
        assert [
            (c.location, c.text, c.rowspan, c.colspan, c.value, c.hidden)
            for c in theirs.cells()
            if not c.blank
        ] == [
            (c.location, c.text, c.rowspan, c.colspan, c.value, c.hidden)
            for c in ours.cells()
            if not c.blank
        ]
    assert [c.text for c in first.grids[0].cells() if c.column == 4 and not c.blank] == [
        "95.5%", "24,300.00", "4批次", "2023年12月31日",
    ]  # fmt: skip


def test_an_xls_cut_short_is_said_to_be_damaged(converted: Path) -> None:
    data = (converted / "form.xls").read_bytes()
    for end in (600, len(data) // 2):
        result = read("表.xls", data[:end])
        assert isinstance(result, Failure), result
        assert result.reason in ("damaged", "unsupported"), result


def test_an_xls_with_scrambled_bytes_never_raises(converted: Path) -> None:
    data = (converted / "form.xls").read_bytes()
    for at in range(512, len(data), 97):
        scrambled = data[:at] + bytes(b ^ 0x55 for b in data[at : at + 8]) + data[at + 8 :]
        result = read("表.xls", scrambled)
        assert isinstance(result, Document | Failure)
        assert not isinstance(result, Failure) or result.reason != "internal"


def test_an_encrypted_xls_is_said_to_be_encrypted() -> None:
    begin = bytes.fromhex("0908100000060500") + bytes(12)
    password = bytes.fromhex("2f00060000000000") + bytes(2)
    result = read("表.xls", begin + password + bytes.fromhex("0a000000"))
    assert isinstance(result, Failure), result
    assert result.reason == "encrypted", result
    assert "密码" in result.message


_CONTENT = """<office:document-content
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">
<office:body><office:spreadsheet><table:table table:name="表">{}</table:table>
</office:spreadsheet></office:body></office:document-content>"""


def ods(table: str) -> bytes:
    """A minimal .ods with one table."""
    mimetype = "application/vnd.oasis.opendocument.spreadsheet"
    data = package({"mimetype": mimetype, "content.xml": _CONTENT.format(table)})
    stored = io.BytesIO()
    import zipfile

    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stored, "w") as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name), old.read(name))
    return stored.getvalue()


def shown(data: bytes) -> list[tuple[str, str]]:
    """Name and text of the cells that show something."""
    document = read("表.ods", data)
    assert isinstance(document, Document), document
    return [(c.location.cell, c.text) for c in document.grids[0].cells() if not c.blank]  # type: ignore[union-attr]


def test_repeats_are_unfolded_and_senseless_ones_cost_nothing() -> None:
    cell = '<table:table-cell office:value-type="string" {}><text:p>{}</text:p></table:table-cell>'
    two = cell.format('table:number-columns-repeated="2"', "甲")
    blank = '<table:table-cell table:number-columns-repeated="16382"/>'
    table = (
        f'<table:table-row table:number-rows-repeated="2">{two}{blank}</table:table-row>'
        f'<table:table-row table:number-rows-repeated="1048574">{blank}</table:table-row>'
    )
    assert shown(ods(table)) == [("A1", "甲"), ("B1", "甲"), ("A2", "甲"), ("B2", "甲")]


def test_a_full_cell_repeated_over_the_sheet_is_refused() -> None:
    cell = (
        '<table:table-cell office:value-type="string" table:number-columns-repeated="16384">'
        "<text:p>甲</text:p></table:table-cell>"
    )
    table = f'<table:table-row table:number-rows-repeated="1048576">{cell}</table:table-row>'
    result = read("表.ods", ods(table))
    assert isinstance(result, Failure)
    assert result.reason == "too-large"


def test_paragraphs_blanks_and_annotations() -> None:
    table = (
        '<table:table-row><table:table-cell office:value-type="string"><office:annotation>'
        '<text:p>批注</text:p></office:annotation><text:p>甲<text:s text:c="2"/>乙</text:p>'
        "<text:p>丙<text:line-break/>丁</text:p></table:table-cell></table:table-row>"
    )
    assert shown(ods(table)) == [("A1", "甲  乙\n丙\n丁")]


def test_blank_rows_and_cells_repeated_many_times_cost_little() -> None:
    blank = '<table:table-cell table:number-columns-repeated="60"/>'
    row = f'<table:table-row table:number-rows-repeated="60">{blank}</table:table-row>'
    result = read("表.ods", ods(row * 20_000))
    assert isinstance(result, Failure)
    assert result.reason == "too-large"
