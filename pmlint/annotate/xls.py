"""Comments in an .xlsx copy of a workbook in another format (.xls, older .et, .ods)."""

from __future__ import annotations

from collections.abc import Sequence

from pmlint.annotate import AnnotateError, xlsx
from pmlint.model.diagnostic import Diagnostic
from pmlint.model.grid import Document
from pmlint.office import convert
from pmlint.read import ReadError


def annotate(data: bytes, document: Document, diagnostics: Sequence[Diagnostic]) -> bytes:
    """See `pmlint.annotate.annotate`. The copy has the same sheets and cells."""
    try:
        converted = convert(data, f".{document.format}", "xlsx")
    except ReadError as error:
        if error.reason == "needs-office":
            raise AnnotateError(
                f"{document.path}：.{document.format} 格式不能直接写入批注。请先安装 LibreOffice，"
                "或用 Excel、WPS 另存为 .xlsx，再运行一次。"
            ) from error
        raise AnnotateError(f"{document.path}：转换为 .xlsx 时出错，{error.message}") from error
    return xlsx.annotate(converted, document, diagnostics)
