"""What a file is, told by content; and what is said of files that cannot be read."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest

from pmlint.plugins import manager
from pmlint.read import built_in, sniff

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def package(*names: str, first: tuple[str, bytes] | None = None) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        if first:
            archive.writestr(*first)
        for name in names:
            archive.writestr(name, "x")
    return buffer.getvalue()


def ole(*streams: str) -> bytes:
    """The header of an OLE file and a directory with these names."""
    header = OLE + bytes(22) + struct.pack("<H16xI", 9, 0)
    return header.ljust(512, b"\0") + b"".join(map(entry, ("Root", *streams)))


def entry(name: str) -> bytes:
    """A directory entry for a stream."""
    written = f"{name}\0".encode("utf-16-le")
    return (written.ljust(64, b"\0") + struct.pack("<HB", len(written), 2)).ljust(128, b"\0")


ODS = ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet")
ODT = ("mimetype", b"application/vnd.oasis.opendocument.text")
KINDS = [
    ("xlsx", package("[Content_Types].xml", "xl/workbook.xml")),
    ("xlsx", package("xl/workbook.xml", "xl/embeddings/word/document.xml")),
    ("docx", package("[Content_Types].xml", "word/document.xml")),
    ("docx", package("word/document.xml", "word/embeddings/a.xlsx")[:-30]),  # its end is cut off
    ("ods", package("content.xml", first=ODS)),
    ("xls", ole("Workbook", "WordDocument")),
    ("xls", ole("Book")),
    ("doc", ole("WordDocument", "Workbook")),
    ("doc", ole("WordDocument") + "Book\0Book Title".encode("utf-16-le").ljust(128, b"\0")),
    (
        "doc",
        ole("1Table").ljust(1024, b"\0")
        + "Book\0".encode("utf-16-le")
        + bytes(118)
        + ole("WordDocument")[512:],
    ),
    ("pdf", b"\r\n%PDF-1.4"),
    ("image", b"\x89PNG\r\n\x1a\n"),
    ("image", b"\xff\xd8\xff\xe0"),
    ("image", b"RIFF\0\0\0\0WEBPVP8 "),
    ("html", b"<html><table>"),
    ("csv", "甲,乙,丙\n丁,戊,己\n庚,辛,壬\n".encode()),
    ("markdown", "甲\n\n| a | b |\n|---|---|\n".encode("utf-16")),
    ("text", "甲\t乙\n".encode()),
    ("text", "\n".join("甲\t乙" for _ in range(9)).encode("utf-16-le")),
    ("text", "BM 是一个前缀，不是图片".encode()),
]


@pytest.mark.parametrize(
    ("kind", "data"), KINDS, ids=[f"{i}-{k}" for i, (k, _) in enumerate(KINDS)]
)
@pytest.mark.parametrize("name", ["文件", "a.xls", "a.txt"])
def test_told_by_content_whatever_the_name(kind: str, data: bytes, name: str) -> None:
    readers = sorted(built_in(), key=lambda reader: reader.priority)
    assert next(r.name for r in readers if r.sniff(data, name)) == kind


@pytest.mark.parametrize(
    ("data", "reason", "words"),
    [
        (ole("EncryptionInfo", "EncryptedPackage"), "encrypted", "密码"),
        (ole("PowerPoint Document"), "unsupported", "另存为"),
        (package("content.xml", first=ODT), "unsupported", "odt"),
        (package("xl/workbook.bin"), "unsupported", "xlsb"),
        (package("OFD.xml"), "unsupported", "OFD"),
        (package("a.txt"), "unsupported", "解压"),
        (b"Rar!\x1a\x07\0", "unsupported", "解压"),
        (b"{\\rtf1", "unsupported", "RTF"),
        (b"MIME-Version: 1.0\r\nX-Document-Type: Workbook", "unsupported", "MHT"),
        (b"<Workbook xmlns='urn:schemas-microsoft-com:office:spreadsheet'>", "unsupported", "XML"),
        (bytes(range(256)), "unknown-format", "另存为"),
        (b"\0\1\2", "unknown-format", "另存为"),
    ],
)
def test_no_reader_takes_what_has_another_way_out(data: bytes, reason: str, words: str) -> None:
    assert [reader.name for reader in built_in() if reader.sniff(data, "a.xls")] == []
    found, message = sniff.unsupported(data)
    assert found == reason
    assert words in message


def test_built_in_readers_come_through_the_hook() -> None:
    supplied = [reader for readers in manager().hook.pmlint_readers() for reader in readers]
    assert supplied == built_in()
    assert len({reader.priority for reader in supplied}) == len(supplied)


def test_the_table_of_readers_imports_no_reader() -> None:
    import subprocess
    import sys

    code = (
        "import sys; import pmlint.read as r; r.built_in(); r.read('a', '甲\\t乙'.encode());"
        "print([m for m in sys.modules if m in ('zipfile', 'xlrd', 'pypdfium2', 'rich', 'lark')"
        " or m.startswith('pmlint.read.') and m.split('.')[2] in ('html', 'xlsx', 'docx', 'pdf')])"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
