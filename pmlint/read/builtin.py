"""The table of all formats pmlint reads by itself. A format's module is imported on first use."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import cast

from pmlint.model.grid import Document
from pmlint.model.value import record
from pmlint.plugins import Reader
from pmlint.read import ReadError, sniff


@record
class LazyReader:
    """A `pmlint.plugins.Reader` whose work is done by ``read(data, path)`` of a module of
    ``pmlint.read``. ``extra`` is the optional install it needs, if any."""

    name: str
    priority: int
    recognises: Callable[[bytes, str], bool]
    module: str
    extra: str = ""

    def sniff(self, data: bytes, path: str) -> bool:
        """True if ``data`` is of this format."""
        return self.recognises(data, path)

    def read(self, data: bytes, path: str) -> Document:
        """The file as a Document. Raises ReadError (``needs-extra`` if a package is missing)."""
        try:
            run = import_module(f"pmlint.read.{self.module}").read
        except ModuleNotFoundError as error:
            if (error.name or "").startswith("pmlint"):
                raise
            package = f"pmlint[{self.extra}]" if self.extra else "pmlint"
            raise ReadError(
                "needs-extra",
                f"读取 {self.name} 格式所需的组件 {error.name or ''} 没有安装，"
                f"请先运行 pip install '{package}'。",
            ) from error
        return cast(Document, run(data, path))


READERS: tuple[Reader, ...] = (
    LazyReader("xlsx", 10, sniff.is_xlsx, "xlsx"),
    LazyReader("docx", 11, sniff.is_docx, "docx"),
    LazyReader("ods", 12, sniff.is_ods, "ods"),
    LazyReader("xls", 13, sniff.is_xls, "xls"),
    LazyReader("doc", 14, sniff.is_doc, "doc"),
    LazyReader("pdf", 15, sniff.is_pdf, "pdf"),
    LazyReader("image", 16, sniff.is_image, "ocr", extra="ocr"),
    LazyReader("html", 20, sniff.is_html, "html"),
    LazyReader("csv", 30, sniff.is_csv, "csv"),
    LazyReader("markdown", 40, sniff.is_markdown, "markdown"),
    LazyReader("text", 50, sniff.is_text, "text"),
)
