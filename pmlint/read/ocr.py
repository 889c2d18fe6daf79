"""Scans and photos: images, and pages of a PDF that are pictures."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Any

from pmlint.model.grid import Document
from pmlint.read import ReadError, child
from pmlint.read.limits import MiB
from pmlint.read.pdf_layout import LaidPage
from pmlint.read.pdf_stitch import assemble

MOST_PAGES = 60
SECONDS_A_PAGE = 30.0
MEMORY = 3000 * MiB


def read(data: bytes, path: str) -> Document:
    """The image ``data`` (PNG or JPEG) as one page, in points of a page of A4 length.

    Every cell carries the recogniser's certainty. Raises ReadError: ``needs-extra``, ``damaged``,
    ``too-large``.
    """
    return assemble(_look("read_image", data, {}, 1), path, "image")


def look_at(data: bytes, numbers: list[int]) -> list[LaidPage]:
    """The given pages (1-based) of a PDF by looking at them. Raises ReadError."""
    if len(numbers) > MOST_PAGES:
        raise ReadError(
            "too-large",
            f"PDF 中有 {len(numbers)} 页扫描图像，超过一次识别 {MOST_PAGES} 页的上限，"
            "请拆分后再检查。",
        )
    return _look("read_pdf", data, {"numbers": numbers}, len(numbers))


def _look(job: str, data: bytes, options: dict[str, Any], pages: int) -> list[LaidPage]:
    if find_spec("rapidocr") is None or find_spec("onnxruntime") is None:
        raise ReadError(
            "needs-extra",
            "文件是扫描件或照片，需要文字识别组件才能读取。"
            "请先运行 pip install 'pmlint[ocr]' 安装，或改用带文字的 PDF、Word、Excel 文件。",
        )
    raw = child.run(
        f"pmlint.read.ocr_pages:{job}",
        data,
        options,
        seconds=60 + SECONDS_A_PAGE * pages,
        memory=MEMORY,
    )
    return [LaidPage.from_json(page) for page in raw]
