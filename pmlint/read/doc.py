"""Word 97-2003 documents (.doc, older .wps): through LibreOffice into .docx, then read as that."""

from __future__ import annotations

from pmlint.model.grid import Document, Remark
from pmlint.office import convert
from pmlint.read import docx

NAME = "doc"


def read(data: bytes, path: str) -> Document:
    """The document as `pmlint.read.docx` reads its conversion; places are those of the copy.

    Raises ReadError (``needs-office`` where LibreOffice is not installed).
    """
    document = docx.read(to_docx(data), path)
    document.format = NAME
    document.remarks.insert(0, Remark("converted", "旧版 Word 文件，经 LibreOffice 转换后读取。"))
    return document


def to_docx(data: bytes) -> bytes:
    """The same document as .docx. Raises ReadError."""
    return convert(data, ".doc", "docx", "MS Word 97")
