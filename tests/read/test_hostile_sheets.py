"""Broken and hostile workbooks: refused or clamped, quickly, in little memory, in Chinese."""

from __future__ import annotations

import io
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest
from workbooks import MAIN, package, parts, rows, workbook

from pmlint.model.grid import Document, Failure
from pmlint.read import read
from pmlint.read.package import FILE_BYTES, PART_BYTES

ONE = '<c r="A1" t="str"><v>项目名称</v></c>'


def refused(data: bytes, reason: str, *words: str, name: str = "表.xlsx") -> None:
    """``data`` is refused for ``reason`` with a message that names the file."""
    result = read(name, data)
    assert isinstance(result, Failure), result
    assert result.reason == reason, result
    assert name in result.message
    for word in words:
        assert word in result.message, result.message


def opened(data: bytes) -> Document:
    """``data`` read without complaint."""
    result = read("表.xlsx", data)
    assert isinstance(result, Document), result
    return result


def bomb(**replaced: str | bytes) -> bytes:
    """A workbook with parts replaced; keys are paths with ``/`` as ``__`` and ``.`` as ``_0``."""
    made = parts(rows(ONE))
    made.update({k.replace("__", "/").replace("_0", "."): v for k, v in replaced.items()})
    return package(made)


SHEET = "xl__worksheets__sheet1_0xml"


def test_a_sheet_of_endless_blanks_is_refused() -> None:
    head = f'<worksheet xmlns="{MAIN}"><sheetData>'.encode()
    refused(bomb(**{SHEET: head + b" " * (PART_BYTES + 1)}), "too-large")


def test_a_sheet_of_endless_cells_is_refused() -> None:
    head = f'<worksheet xmlns="{MAIN}"><sheetData><row r="1">'.encode()
    refused(bomb(**{SHEET: head + b"<c><v>1</v></c>" * 450_000}), "too-large", "单元格")


def test_a_tag_with_endless_attributes_is_refused() -> None:
    attributes = b"".join(b' a%d=""' % n for n in range(300_000))
    head = f'<worksheet xmlns="{MAIN}"'.encode()
    refused(bomb(**{SHEET: head + attributes + b"/>"}), "too-large")


def test_endless_nesting_is_refused() -> None:
    head = f'<worksheet xmlns="{MAIN}">'.encode()
    refused(bomb(**{SHEET: head + b"<a>" * 100_000}), "damaged", "嵌套")


def test_many_large_sheets_together_are_refused() -> None:
    sheet = f'<worksheet xmlns="{MAIN}">'.encode()
    sheet += (b"<a>" + b" " * 100_000 + b"</a>") * 200 + b"</worksheet>"
    made = parts(rows(ONE))
    count = FILE_BYTES // len(sheet) + 2
    names = [f"xl/worksheets/big{n}.xml" for n in range(count)]
    entries = "".join(f'<sheet name="大{n}" sheetId="{n + 2}" r:id="b{n}"/>' for n in range(count))
    made["xl/workbook.xml"] = str(made["xl/workbook.xml"]).replace(
        "</sheets>", f"{entries}</sheets>"
    )
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
    links = "".join(
        f'<Relationship Id="b{n}" Type="{kind}" Target="/{name}"/>' for n, name in enumerate(names)
    )
    key = "xl/_rels/workbook.xml.rels"
    made[key] = str(made[key]).replace("</Relationships>", f"{links}</Relationships>")
    made.update(dict.fromkeys(names, sheet))
    refused(package(made), "too-large")


@pytest.mark.parametrize(
    "declaration",
    [
        '<!DOCTYPE a [<!ENTITY x "x"><!ENTITY y "&x;&x;&x;&x;&x;&x;&x;&x;">]>',
        '<!DOCTYPE a SYSTEM "file:///etc/passwd">',
        '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        "<!-- harmless --><!DOCTYPE a>",
    ],
)
@pytest.mark.parametrize("part", [SHEET, "xl__workbook_0xml", "xl__sharedStrings_0xml"])
def test_a_doctype_is_refused_before_anything_is_expanded(part: str, declaration: str) -> None:
    content = f'<?xml version="1.0"?>{declaration}<worksheet xmlns="{MAIN}">&x;</worksheet>'
    refused(bomb(**{part: content}), "damaged", "DOCTYPE")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-32"])
def test_parts_in_other_encodings_are_refused(encoding: str) -> None:
    content = f'<?xml version="1.0"?><worksheet xmlns="{MAIN}"/>'.encode(encoding)
    refused(bomb(**{SHEET: content}), "damaged")


def test_a_declared_other_encoding_is_refused() -> None:
    content = f'<?xml version="1.0" encoding="GB18030"?><worksheet xmlns="{MAIN}"/>'
    refused(bomb(**{SHEET: content}), "damaged", "UTF-8")


def test_a_merge_over_the_whole_sheet_costs_nothing() -> None:
    sheet = rows(ONE) + '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    (row,) = opened(workbook(sheet)).grids[0].rows
    assert [(c.text, c.rowspan, c.colspan) for c in row.cells] == [("项目名称", 1, 1)]


def test_thousands_of_overlapping_merges_cost_little() -> None:
    cells = "".join(f'<c r="A{n}" t="str"><v>甲</v></c>' for n in range(1, 2))
    merges = "".join(f'<mergeCell ref="A{n}:XFD1048576"/>' for n in range(1, 40_000))
    sheet = f'<sheetData><row r="1">{cells}</row></sheetData><mergeCells>{merges}</mergeCells>'
    assert len(opened(workbook(sheet)).grids[0].rows) == 1


def test_a_cell_in_the_last_corner_costs_nothing() -> None:
    far = '<row r="1048576"><c r="XFD1048576" t="str"><v>远</v></c></row>'
    sheet = rows(ONE).replace("</sheetData>", far + "</sheetData>")
    document = opened(workbook(sheet))
    assert [c.text for c in document.grids[0].cells() if not c.blank] == ["项目名称"]
    assert [r.code for r in document.remarks] == ["clamped"]


def test_a_cell_in_the_last_row_costs_nothing() -> None:
    far = '<row r="1048576"><c r="B1048576" t="str"><v>远</v></c></row>'
    sheet = rows(ONE).replace("</sheetData>", far + "</sheetData>")
    grid = opened(workbook(sheet)).grids[0]
    assert [(c.location.cell, c.text) for c in grid.cells() if not c.blank] == [
        ("A1", "项目名称"), ("B1048576", "远"),
    ]  # fmt: skip
    assert len(grid.rows) == 2


def test_styled_blank_rows_to_the_end_of_the_sheet_are_not_content() -> None:
    blanks = "".join(f'<row r="{n}"><c r="A{n}" s="1"/></row>' for n in range(2, 60_000))
    sheet = rows(ONE).replace("</sheetData>", blanks + "</sheetData>")
    assert len(opened(workbook(sheet)).grids[0].rows) == 1


def test_a_truncated_file_is_said_to_be_damaged() -> None:
    data = workbook(rows(ONE))
    for end in (data.index(b"xl/workbook.xml") + 20, len(data) * 9 // 10, len(data) - 10):
        refused(data[:end], "damaged")


def test_damaged_compressed_bytes_are_noticed() -> None:
    data = bytearray(workbook(rows(ONE)))
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as whole:
        info = whole.getinfo("xl/worksheets/sheet1.xml")
    start = info.header_offset + 30 + len(info.filename)
    data[start + 20 : start + 60] = b"\xff" * 40
    refused(bytes(data), "damaged", "sheet1.xml")


def test_cut_xml_is_noticed() -> None:
    refused(bomb(**{SHEET: f'<worksheet xmlns="{MAIN}"><sheetData><row>'}), "damaged", "XML")


def test_a_missing_sheet_is_not_passed_over() -> None:
    made = parts(rows(ONE))
    del made["xl/worksheets/sheet1.xml"]
    refused(package(made), "damaged", "表1")


def test_two_sheets_of_one_part_are_refused() -> None:
    made = parts(rows(ONE))
    again = '<sheet name="表2" sheetId="2" r:id="rId1"/></sheets>'
    made["xl/workbook.xml"] = str(made["xl/workbook.xml"]).replace("</sheets>", again)
    refused(package(made), "damaged", "表2")


def test_a_zip_member_with_a_password_is_said_to_be_encrypted() -> None:
    data = bytearray(workbook(rows(ONE)))
    at = 0
    while (at := data.find(b"PK\x01\x02", at)) >= 0:
        data[at + 8] |= 1
        at += 4
    refused(bytes(data), "encrypted", "密码")


def test_an_encrypted_package_is_said_to_be_encrypted() -> None:
    head = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504)
    names = (
        "EncryptionInfo".encode("utf-16-le") + bytes(64) + "EncryptedPackage".encode("utf-16-le")
    )
    refused(head + names + bytes(512), "encrypted", "密码")


def test_a_word_document_under_a_workbooks_name_is_read_as_what_it_is() -> None:
    made = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": str(parts()["_rels/.rels"]).replace("xl/workbook.xml", "word/document.xml"),
        "word/document.xml": (
            '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
            "<w:body><w:p><w:r><w:t>绩效目标申报表</w:t></w:r></w:p></w:body></w:document>"
        ),
    }
    document = opened(package(made))
    assert document.format == "docx"


def test_macros_are_left_alone() -> None:
    made = parts(rows(ONE))
    made["xl/vbaProject.bin"] = b"Sub Auto_Open()"
    assert opened(package(made)).grids[0].rows[0].cells[0].text == "项目名称"


@pytest.mark.parametrize("size", [0, 4, 30, 100])
def test_random_short_files_never_raise(size: int) -> None:
    assert isinstance(read("表.xlsx", b"PK\x03\x04"[:size].ljust(size, b"\7")), Failure)


_MEASURE = """
import re, sys, time
from pathlib import Path
from pmlint.read import read
began = time.process_time()
result = read(sys.argv[1])
spent = time.process_time() - began
peak = re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())
print(type(result).__name__, spent, int(peak[1]) // 1024)
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs /proc")
@pytest.mark.parametrize("kind", ["cells", "strings", "texts", "foreign"])
def test_bombs_stay_within_time_and_memory(kind: str, tmp_path: Path) -> None:
    head = f'<worksheet xmlns="{MAIN}"><sheetData><row r="1">'.encode()
    strings = f'<sst xmlns="{MAIN}">'.encode()
    made = {
        "cells": {SHEET: head + b"<c t='str'><v>1</v></c>" * 2_500_000},
        "strings": {"xl__sharedStrings_0xml": strings + b"<si><t>abcdefgh</t></si>" * 2_500_000},
        "texts": {SHEET: head + (b"<c t='str'><v>" + "绩".encode() * 300_000 + b"</v></c>") * 66},
        "foreign": {SHEET: head + b"<a b='c'/>" * 6_000_000},
    }[kind]
    path = tmp_path / "bomb.xlsx"
    path.write_bytes(bomb(**made))
    out = subprocess.run(
        [sys.executable, "-c", _MEASURE, str(path)],
        capture_output=True,
        text=True,
        timeout=120,
    )
    name, seconds, megabytes = out.stdout.split()
    print(kind, name, seconds, megabytes)  # shown by pytest -s
    assert name == "Failure"
    assert int(megabytes) < 300
    assert float(seconds) < 20


def _merges(count: int) -> str:
    refs = "".join(f'<mergeCell ref="A{n}:XFD1048576"/>' for n in range(1, count))
    return f"<mergeCells>{refs}</mergeCells>"


@pytest.mark.parametrize(
    ("name", "sheet"),
    [
        (
            "merges over many rows",
            "<sheetData>"
            + "".join(
                f'<row r="{n}"><c r="A{n}" t="b"><v>1</v></c></row>' for n in range(1, 20_000)
            )
            + "</sheetData>"
            + _merges(20_000),
        ),
        ("hidden columns", '<cols><col min="1" max="16384" hidden="1"/></cols>' * 50_000),
        (
            "empty hidden rows",
            "<sheetData>"
            + "".join(f'<row r="{n}" hidden="1"/>' for n in range(1, 200_000))
            + '<row r="200000"><c r="ALK200000" t="b"><v>1</v></c></row></sheetData>',
        ),
    ],
)
def test_what_is_cheap_to_write_is_cheap_to_read(name: str, sheet: str) -> None:
    data = workbook(sheet)
    began = time.process_time()
    read("表.xlsx", data)
    assert time.process_time() - began < 5, name
