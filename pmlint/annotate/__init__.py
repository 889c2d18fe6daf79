"""Findings written back into a copy of the user's own file, as comments at the cells.

Each format has a module with ``annotate(data, document, diagnostics) -> bytes``; what the comments
say is decided in `pmlint.annotate.notes` for all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import PurePath
from typing import TypeAlias

from pmlint.model.diagnostic import Diagnostic
from pmlint.model.grid import Document
from pmlint.model.value import value

Annotator: TypeAlias = Callable[[bytes, Document, Sequence[Diagnostic]], bytes]

_MODULES = {
    "xlsx": "xlsx",
    "xls": "xls",
    "ods": "xls",
    "docx": "docx",
    "doc": "doc",
    "pdf": "pdf",
    "image": "pdf",
}
_NEW = {"xls": ".xlsx", "ods": ".xlsx", "doc": ".docx", "image": ".pdf"}
"""Formats that are annotated in a copy of another one, and its ending."""
_ALIKE = {"xlsx": (".xlsm", ".et"), "docx": (".docm", ".wps")}
"""Other endings of the same build, which a copy keeps."""


class AnnotateError(Exception):
    """The file cannot be annotated; ``message`` (Chinese) says why and what to do."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@value
class Annotated:
    """The annotated copy: its bytes, the ending its name should have, and a remark for the user
    ('' if there is none) where it is of another format than the original."""

    data: bytes
    suffix: str
    message: str = ""


def annotate(
    path: str, data: bytes, document: Document, diagnostics: Sequence[Diagnostic]
) -> Annotated:
    """A copy of the file with one comment at each faulty cell and an index of the findings.

    ``path`` is used in messages only, ``data`` is the file as it was read, ``document`` what the
    reader made of it. Earlier comments by pmlint are replaced, all others are kept. Raises
    `AnnotateError` (and nothing else) if the format knows no comments or the file resists.
    """
    module = _MODULES.get(document.format)
    if module is None:
        raise AnnotateError(
            f"{path}：{document.format} 格式的文件不能写入批注。"
            "可批注的格式有 .xlsx、.xls、.ods、.docx、.doc、.pdf 和图片；"
            "其他格式请用 check 查看检查结果。"
        )
    write: Annotator = import_module(f"pmlint.annotate.{module}").annotate
    try:
        result = write(data, document, diagnostics)
    except (AnnotateError, MemoryError):
        raise
    except Exception as error:  # a defect of ours: the user gets a sentence, the file is untouched
        detail = f"{type(error).__name__}: {error}"[:200]
        raise AnnotateError(
            f"{path}：写入批注时出现意外错误（{detail}），请向开发者报告。"
        ) from error
    suffix, ending = f".{document.format}", PurePath(path).suffix
    message = ""
    if document.format in _NEW:
        suffix = _NEW[document.format]
        message = f"{path} 的格式不能直接写入批注，已另存为 {suffix} 并在其中批注。"
    elif ending.lower() in _ALIKE.get(document.format, ()):
        suffix = ending
    return Annotated(result, suffix, message)
