"""PDF: text and tables from the file itself; pages that are pictures go to the recogniser."""

from __future__ import annotations

from pmlint.model.grid import Document
from pmlint.read import child
from pmlint.read.limits import MiB
from pmlint.read.pdf_layout import LaidPage
from pmlint.read.pdf_stitch import assemble

SECONDS = 60.0
MEMORY = 256 * MiB


def read(data: bytes, path: str) -> Document:
    """The PDF ``data`` as one grid in reading order, with page locations in points.

    Ruled tables keep rows, columns and spans; text outside is prose, one row a line. Cells read
    from pictures carry a confidence. Raises ReadError: ``encrypted``, ``damaged``, ``too-large``,
    or ``needs-extra`` where a page is a scan and no recogniser is installed.
    """
    raw = child.run("pmlint.read.pdf_pages:read_pages", data, seconds=SECONDS, memory=MEMORY)
    pages = [LaidPage.from_json(page) for page in raw]
    pictures = [page.number for page in pages if page.picture]
    if pictures:
        from pmlint.read.ocr import look_at

        seen = {page.number: page for page in look_at(data, pictures)}
        pages = [seen.get(page.number, page) for page in pages]
    return assemble(pages, path, "pdf")
