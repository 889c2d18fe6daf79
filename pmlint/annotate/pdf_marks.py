"""The job of the child process that writes annotations: pypdf, incremental, own appearances.

Import it only there. An annotation without an appearance of its own is drawn by some viewers as a
bulging oval over its neighbours; so each highlight brings one, multiplied onto the page.
"""

from __future__ import annotations

import base64
import hashlib
import io
import zlib
from collections.abc import Sequence
from typing import Any

import pypdf
from pypdf.errors import PyPdfError
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    IndirectObject,
    NameObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)

from pmlint.annotate.notes import AUTHOR, INDEX_TITLE
from pmlint.read import ReadError

_PRINT, _STIFF = 4, 4 | 8 | 16
"""Annotation flags: printed; printed, and neither zoomed nor turned with the page."""
_ICON = 18.0
_COLOURS = {"error": (1.0, 0.78, 0.76), "warning": (1.0, 0.92, 0.55), "info": (0.78, 0.89, 1.0)}
_A4 = 842.0

Box = Sequence[float]


def append(
    data: bytes,
    marks: list[dict[str, Any]],
    index: str,
    taken: list[Box],
    image: bool,
) -> str:
    """What is to be appended to ``data`` (for an image: the whole new PDF), in base64.

    ``marks``: page (1-based), box (points from the page's top left), severity, text. ``taken``:
    the boxes on the first page that the index note must not cover. Raises ReadError.
    """
    source = _pdf_of_image(data) if image else data
    try:
        writer = pypdf.PdfWriter(io.BytesIO(source), incremental=True)
        pages = [_Page(writer, page) for page in writer.pages]
        for page in pages:
            page.drop_own()
        for mark in marks:
            if 1 <= mark["page"] <= len(pages):
                pages[mark["page"] - 1].highlight(mark["box"], mark["severity"], mark["text"])
        if pages:
            pages[0].sign(index, taken)
        for page in pages:
            page.save()
        out = io.BytesIO()
        writer.write(out)
    except NotImplementedError:
        raise ReadError(
            "encrypted", "PDF 设有权限密码，不能写入批注。请去掉密码后另存一份，再写入批注。"
        ) from None
    except (PyPdfError, ValueError, KeyError, AttributeError, TypeError, RecursionError) as error:
        raise ReadError(
            "damaged",
            f"PDF 结构不规范，不能写入批注（{type(error).__name__}）。"
            "请从原文件重新导出，或打印成新的 PDF 后再试。",
        ) from None
    result = out.getvalue()
    if not result.startswith(source):
        raise ReadError("damaged", "PDF 不支持追加保存，不能写入批注。请打印成新的 PDF 后再试。")
    return base64.b64encode(result if image else result[len(source) :]).decode()


class _Page:
    """A page and its annotations."""

    def __init__(self, writer: pypdf.PdfWriter, page: pypdf.PageObject) -> None:
        self.writer = writer
        self.page = page
        found = page.get("/Annots")
        found = found.get_object() if found is not None else None
        self.annotations = list(found) if isinstance(found, ArrayObject) else []
        self.changed = False
        media, crop = page.mediabox, page.cropbox
        self.left = max(float(media.left), float(crop.left))
        self.bottom = max(float(media.bottom), float(crop.bottom))
        self.right = min(float(media.right), float(crop.right))
        self.top = min(float(media.top), float(crop.top))
        self.turn = int(page.rotation or 0) % 360
        across = self.turn in (90, 270)
        size = self.right - self.left, self.top - self.bottom
        self.width, self.height = size[::-1] if across else size

    def drop_own(self) -> None:
        """Removes what an earlier run wrote."""
        kept = [item for item in self.annotations if not self._own(item.get_object())]
        self.changed = len(kept) != len(self.annotations)
        self.annotations = kept

    def highlight(self, box: Box, severity: str, text: str) -> None:
        """A coloured box over the given one (seen coordinates) that carries the text."""
        rect = self._in_page_space(box)
        x0, y0, x1, y1 = rect
        colour = _COLOURS.get(severity, _COLOURS["info"])
        drawing = f"/G gs {_numbers(colour)} rg {_numbers((x0, y0, x1 - x0, y1 - y0))} re f"
        self._add(
            {
                "/Subtype": NameObject("/Highlight"),
                "/Rect": _array(rect),
                "/QuadPoints": _array((x0, y1, x1, y1, x0, y0, x1, y0)),
                "/C": _array(colour),
                "/Contents": TextStringObject(text),
                "/F": NumberObject(_PRINT),
            },
            self._appearance(rect, drawing),
            f"{box}{text}",
        )

    def sign(self, text: str, taken: Sequence[Box]) -> None:
        """A note symbol with the text, in a free place at the top of the page."""
        left, top = self._free_place(taken)
        box = (left, top, left + _ICON, top + _ICON)
        rect = self._in_page_space(box)
        x0, y0, _, _ = rect
        lines = " ".join(
            f"{_numbers((x0 + 4, y0 + y))} m {_numbers((x0 + 14, y0 + y))} l" for y in (5, 9, 13)
        )
        drawing = f"1 0.92 0.55 rg 0.35 G 0.8 w {_numbers((x0 + 1, y0 + 1, 16, 16))} re B {lines} S"
        self._add(
            {
                "/Subtype": NameObject("/Text"),
                "/Rect": _array(rect),
                "/Name": NameObject("/Note"),
                "/C": _array((1.0, 0.92, 0.55)),
                "/Subj": TextStringObject(INDEX_TITLE),
                "/Contents": TextStringObject(text),
                "/F": NumberObject(_STIFF),
            },
            self._appearance(rect, drawing),
            text,
        )

    def save(self) -> None:
        """Writes the list of annotations, if it changed."""
        if self.changed:
            self.page[NameObject("/Annots")] = ArrayObject(self.annotations)

    def _own(self, item: Any) -> bool:
        if not isinstance(item, DictionaryObject):
            return False
        parent = item.get("/Parent")
        if item.get("/Subtype") == "/Popup" and parent is not None:
            return self._own(parent.get_object())
        return str(item.get("/T", "")) == AUTHOR and str(item.get("/NM", "")).startswith(AUTHOR)

    def _add(self, entries: dict[str, Any], appearance: IndirectObject, seed: str) -> None:
        number = len(self.annotations)
        name = hashlib.sha256(f"{number}{seed}".encode()).hexdigest()[:16]
        item = DictionaryObject({NameObject(key): value for key, value in entries.items()})
        item[NameObject("/Type")] = NameObject("/Annot")
        item[NameObject("/T")] = TextStringObject(AUTHOR)
        item[NameObject("/NM")] = TextStringObject(f"{AUTHOR}-{name}")
        item[NameObject("/AP")] = DictionaryObject({NameObject("/N"): appearance})
        if self.page.indirect_reference is not None:
            item[NameObject("/P")] = self.page.indirect_reference
        self.annotations.append(self.writer._add_object(item))
        self.changed = True

    def _appearance(self, rect: Box, drawing: str) -> IndirectObject:
        multiply = DictionaryObject({NameObject("/BM"): NameObject("/Multiply")})
        states = DictionaryObject({NameObject("/G"): multiply})
        stream = DecodedStreamObject()
        stream.set_data(drawing.encode("ascii"))
        stream.update(
            {
                NameObject("/Type"): NameObject("/XObject"),
                NameObject("/Subtype"): NameObject("/Form"),
                NameObject("/BBox"): _array(rect),
                NameObject("/Resources"): DictionaryObject({NameObject("/ExtGState"): states}),
            }
        )
        return self.writer._add_object(stream)

    def _free_place(self, taken: Sequence[Box]) -> tuple[float, float]:
        """The first place for the symbol, from the top right corner leftwards and downwards, where
        nothing is printed; the corner if there is none."""
        corner = self.width - _ICON - 10, 10.0
        for down in range(4):
            for step in range(int(self.width / _ICON) - 1):
                left, top = corner[0] - step * _ICON, corner[1] + down * _ICON
                if not any(
                    b[0] < left + _ICON and left < b[2] and b[1] < top + _ICON and top < b[3]
                    for b in taken
                ):
                    return left, top
        return corner

    def _in_page_space(self, box: Box) -> tuple[float, float, float, float]:
        """A seen box (points from the top left corner) in the page's own space."""
        (x0, y0), (x1, y1) = self._point(box[0], box[1]), self._point(box[2], box[3])
        return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)

    def _point(self, x: float, y: float) -> tuple[float, float]:
        if self.turn == 90:
            return y + self.left, x + self.bottom
        if self.turn == 180:
            return self.right - x, y + self.bottom
        if self.turn == 270:
            return self.right - y, self.top - x
        return x + self.left, self.top - y


def _pdf_of_image(data: bytes) -> bytes:
    """A PDF of one page, as long as A4, that shows the image. A JPEG goes in as it is."""
    from PIL import Image, ImageOps

    with Image.open(io.BytesIO(data)) as image:
        plain = image.getexif().get(0x0112, 1) == 1
        picture = StreamObject()
        if image.format == "JPEG" and image.mode in ("L", "RGB") and plain:
            (wide, high), mode, body, coding = image.size, image.mode, data, "/DCTDecode"
        else:
            upright = ImageOps.exif_transpose(image)
            if upright.mode in ("RGBA", "LA", "P", "PA"):
                upright = upright.convert("RGBA")
                paper = Image.new("RGBA", upright.size, "white")
                upright = Image.alpha_composite(paper, upright)
            upright = upright.convert("L" if upright.mode in ("1", "L") else "RGB")
            (wide, high), mode = upright.size, upright.mode
            body, coding = zlib.compress(upright.tobytes(), 6), "/FlateDecode"
    picture._data = body
    picture.update(
        {
            NameObject("/Type"): NameObject("/XObject"),
            NameObject("/Subtype"): NameObject("/Image"),
            NameObject("/Width"): NumberObject(wide),
            NameObject("/Height"): NumberObject(high),
            NameObject("/ColorSpace"): NameObject("/DeviceGray" if mode == "L" else "/DeviceRGB"),
            NameObject("/BitsPerComponent"): NumberObject(8),
            NameObject("/Filter"): NameObject(coding),
        }
    )
    writer = pypdf.PdfWriter()
    scale = _A4 / max(wide, high)
    page = writer.add_blank_page(wide * scale, high * scale)
    names = DictionaryObject({NameObject("/I"): writer._add_object(picture)})
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/XObject"): names})
    content = DecodedStreamObject()
    content.set_data(f"{_numbers((wide * scale, 0, 0, high * scale, 0, 0))} cm /I Do".encode())
    page[NameObject("/Contents")] = writer._add_object(content)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _array(values: Sequence[float]) -> ArrayObject:
    return ArrayObject(FloatObject(round(value, 3)) for value in values)


def _numbers(values: Sequence[float]) -> str:
    return " ".join(f"{value:.3f}" for value in values)
