"""Highlights in a PDF: at the cells, covering nothing, adding to the file and changing nothing."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import Any

import pypdf
import pypdfium2
import pytest
from pypdf.annotations import FreeText
from pypdf.generic import RectangleObject

from pmlint.annotate import AnnotateError
from pmlint.annotate import pdf as annotate_pdf
from pmlint.annotate.pdf_marks import _pdf_of_image
from pmlint.model.diagnostic import Diagnostic
from pmlint.model.grid import Cell, Document, Grid, Row
from pmlint.model.location import PageLocation
from pmlint.read import pdf

sys.path.insert(0, str(Path(__file__).parents[1] / "read"))

import pdf_drawing as drawing

ZOOM = 2.0


@pytest.fixture(scope="module")
def form() -> bytes:
    return drawing.make(lambda canvas: drawing.table(canvas) and None)


def finding(cell: Cell, message: str = "应写作“≥90%”", severity: Any = "error") -> Diagnostic:
    return Diagnostic(
        "PM304",
        "direction",
        severity,
        "author",
        message,
        "a.pdf",
        form=1,
        text=cell.text,
        location=cell.location.part(0, 1),
    )


def cell_of(document: Document, text: str) -> Cell:
    return next(c for c in document.grids[0].cells() if c.text == text)


def annotations(data: bytes, page: int = 0) -> list[Any]:
    found = pypdf.PdfReader(io.BytesIO(data)).pages[page].get("/Annots", [])
    return [item.get_object() for item in found]


def pixels(data: bytes, page: int = 0) -> Any:
    with pypdfium2.PdfDocument(data) as document:
        return document[page].render(scale=ZOOM).to_pil().convert("RGB")


def changed_box(before: Any, after: Any) -> tuple[float, ...]:
    """The box in points within which two renderings differ."""
    from PIL import ImageChops

    box = ImageChops.difference(before, after).getbbox()
    assert box
    return tuple(value / ZOOM for value in box)


def test_a_highlight_lies_on_the_cell_and_lets_the_text_through(form: bytes) -> None:
    document = pdf.read(form, "a.pdf")
    cell = cell_of(document, ">=90%")
    out = annotate_pdf.annotate(form, document, [finding(cell)])
    assert out.startswith(form)
    highlight, index = annotations(out)
    assert highlight["/Subtype"] == "/Highlight"
    assert highlight["/T"] == "pmlint"
    assert "应写作“≥90%”" in highlight["/Contents"]
    assert "共发现1处问题" in index["/Contents"]

    assert isinstance(cell.location, PageLocation)
    x0, y0, x1, y1 = cell.location.bbox
    before, after = pixels(form), pixels(out)
    area = tuple(int(v * ZOOM) for v in (x0 + 1, y0 + 1, x1 - 1, y1 - 1))
    was, now = before.crop(area), after.crop(area)
    assert was != now
    pairs = zip(was.get_flattened_data(), now.get_flattened_data(), strict=True)
    for (r, g, b), (r2, g2, b2) in pairs:
        assert r2 <= r + 2, "multiplied: nothing gets lighter"
        assert g2 <= g + 2
        assert b2 <= b + 2
    assert was.convert("L").getextrema()[0] == pytest.approx(
        now.convert("L").getextrema()[0], abs=40
    )


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_the_place_is_right_on_turned_and_cropped_pages(form: bytes, turn: int) -> None:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(form))
    writer.pages[0].rotate(turn)
    writer.pages[0].cropbox = RectangleObject((20, 30, 570, 830))
    turned = io.BytesIO()
    writer.write(turned)
    data = turned.getvalue()
    box = (100.0, 200.0, 160.0, 220.0)
    cell = Cell("x", PageLocation(1, box), 0, 0)
    document = Document("a.pdf", "pdf", [Grid([Row(0, (cell,))])])
    with_index = annotate_pdf.annotate(data, document, [])
    with_both = annotate_pdf.annotate(data, document, [finding(cell)])
    assert changed_box(pixels(with_index), pixels(with_both)) == pytest.approx(box, abs=1)


def test_a_second_run_replaces_the_first_and_keeps_the_rest(form: bytes) -> None:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(form))
    writer.add_annotation(0, FreeText(text="请核对", rect=(50, 30, 200, 60)))
    other = io.BytesIO()
    writer.write(other)
    document = pdf.read(other.getvalue(), "a.pdf")
    first = annotate_pdf.annotate(
        other.getvalue(), document, [finding(cell_of(document, t)) for t in (">=90%", "=10(场)")]
    )
    assert len(annotations(first)) == 4
    again = pdf.read(first, "a.pdf")
    assert [c.text for c in again.grids[0].cells()] == [c.text for c in document.grids[0].cells()]
    second = annotate_pdf.annotate(first, again, [finding(cell_of(again, "=10(场)"), "另一处")])
    assert second.startswith(first)
    kept, highlight, index = annotations(second)
    assert kept["/Contents"] == "请核对"
    assert "另一处" in highlight["/Contents"]
    assert "共发现1处问题" in index["/Contents"]


def test_same_input_same_bytes(form: bytes) -> None:
    document = pdf.read(form, "a.pdf")
    found = [finding(cell_of(document, ">=90%"))]
    once, twice = (annotate_pdf.annotate(form, document, found) for _ in range(2))
    assert once == twice


def test_the_index_note_covers_no_text() -> None:
    def draw(canvas: Any) -> None:
        canvas.drawRightString(590, 822, "填报日期：2023年3月1日")
        drawing.table(canvas)

    data = drawing.make(draw)
    document = pdf.read(data, "a.pdf")
    _, index = annotations(
        annotate_pdf.annotate(data, document, [finding(cell_of(document, ">=90%"))])
    )
    x0, y0, x1, y1 = (float(v) for v in index["/Rect"])
    for cell in document.grids[0].cells():
        assert isinstance(cell.location, PageLocation)
        left, top, right, bottom = cell.location.bbox
        assert right <= x0 or x1 <= left or 842 - top <= y0 or y1 <= 842 - bottom


def test_a_finding_without_a_place_stands_in_the_index(form: bytes) -> None:
    document = pdf.read(form, "a.pdf")
    whole = Diagnostic("PM002", "no-form", "warning", "author", "没有找到申报表", "a.pdf")
    (index,) = annotations(annotate_pdf.annotate(form, document, [whole]))
    assert "没有找到申报表" in index["/Contents"]


def test_an_owner_password_forbids_annotations(form: bytes) -> None:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(form))
    writer.encrypt("", "owner", algorithm="RC4-128")
    locked = io.BytesIO()
    writer.write(locked)
    document = pdf.read(locked.getvalue(), "a.pdf")
    assert cell_of(document, ">=90%")
    with pytest.raises(AnnotateError, match="密码"):
        annotate_pdf.annotate(locked.getvalue(), document, [])


def test_broken_bytes_are_refused(form: bytes) -> None:
    document = pdf.read(form, "a.pdf")
    with pytest.raises(AnnotateError):
        annotate_pdf.annotate(b"%PDF-1.4 nonsense", document, [])


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_an_image_becomes_a_pdf_of_one_page(kind: str) -> None:
    image = pytest.importorskip("PIL.Image")
    picture = image.new("RGB", (600, 800), "white")
    picture.paste((0, 0, 0), (100, 100, 200, 120))
    raw = io.BytesIO()
    picture.save(raw, kind)
    size = (842 * 600 / 800, 842.0)
    cell = Cell("x", PageLocation(1, (105.0, 105.0, 210.0, 126.0)), 0, 0)
    document = Document("a.png", "image", [Grid([Row(0, (cell,))])])
    out = annotate_pdf.annotate(raw.getvalue(), document, [finding(cell)])
    page = pypdf.PdfReader(io.BytesIO(out)).pages[0]
    assert (float(page.mediabox.width), float(page.mediabox.height)) == pytest.approx(size, abs=0.1)
    plain = pixels(_pdf_of_image(raw.getvalue()))
    seen = plain.getpixel((int(150 * 842 / 800 * ZOOM), int(110 * 842 / 800 * ZOOM)))
    assert max(seen) < 40
    assert len(annotations(out)) == 2
