"""Pictures of pages as grey arrays ready for looking at: decoded, bounded, seals taken off.

Import it only in the child process: needs the ``ocr`` extra.
"""

from __future__ import annotations

import io
from typing import Any, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from pmlint.model.value import record
from pmlint.read import ReadError

Image: TypeAlias = NDArray[np.uint8]
"""A grey picture, 0 black to 255 white."""

DPI = 200
POINT = DPI / 72
"""Pixels per point in every picture that is looked at."""
MOST_PIXELS = 20_000_000
MOST_DECODED = 120_000_000
_LARGE = 4000
"""Pixels along the longer side that are enough for any page."""
_A4 = 842.0
_USUAL = (500.0, 1400.0)
"""Long sides of a page (points) that are taken at their word; others are scaled to A4."""


@record
class Picture:
    """A page to look at. ``width`` and ``height`` are those of the page, in points; ``scale`` is
    page points per pixel of ``grey``."""

    grey: Image
    width: float
    height: float
    scale: float


def usual_scale(width: float, height: float) -> float:
    """By what a page of this size (points) must be enlarged to have text of the usual size: 1 for
    paper formats; pages that are huge or tiny (a scan at one point a pixel) are taken for A4."""
    long = max(width, height)
    return 1.0 if _USUAL[0] <= long <= _USUAL[1] else _A4 / long


def from_page(page: Any) -> Picture:
    """The picture of an open PDF page, rendered with bounded size."""
    width, height = page.get_size()
    zoom = usual_scale(width, height) * POINT
    pixels = width * zoom * height * zoom
    if pixels > MOST_PIXELS:
        zoom *= (MOST_PIXELS / pixels) ** 0.5
    bitmap = page.render(scale=zoom, may_draw_forms=False, prefer_bgrx=True)
    array = bitmap.to_numpy()[:, :, :3]
    grey = softened(without_seals(np.ascontiguousarray(array)))
    return Picture(grey, width, height, 1 / zoom)


def from_file(data: bytes) -> Picture:
    """The picture in an image file, turned as the camera noted, as a page of A4 length. Raises
    ReadError if it is damaged or too large."""
    from PIL import Image as Pillow
    from PIL import ImageOps

    Pillow.MAX_IMAGE_PIXELS = None  # the size is checked here, before anything is decoded
    try:
        with Pillow.open(io.BytesIO(data)) as image:
            wide, high = image.size
            if wide * high > MOST_DECODED:
                raise ReadError(
                    "too-large",
                    f"图片有 {wide}×{high} 像素，超过 {MOST_DECODED // 1_000_000} 百万像素的上限，"
                    "请缩小后再检查。",
                )
            image.draft("RGB", (_LARGE, _LARGE))  # JPEG: decoded smaller at once where it is huge
            times = max(image.size) // _LARGE
            upright = ImageOps.exif_transpose(image.reduce(times) if times > 1 else image)
            if upright.mode in ("RGBA", "LA", "P", "PA"):
                upright = upright.convert("RGBA")
                paper = Pillow.new("RGBA", upright.size, "white")
                upright = Pillow.alpha_composite(paper, upright)
            array = np.asarray(upright.convert("RGB"))[:, :, ::-1]
    except ReadError:
        raise
    except Exception:  # Pillow raises many kinds on broken files
        raise ReadError(
            "damaged", "图片已损坏或不完整，打不开。请重新扫描，或另存一份再检查。"
        ) from None
    if min(array.shape[:2]) < 32:
        raise ReadError("damaged", "图片太小，看不出内容。请用 150 dpi 以上重新扫描。")
    long = max(array.shape[:2])
    wanted = _A4 * POINT
    grey = softened(without_seals(np.ascontiguousarray(array)))
    if long != wanted:
        zoom = wanted / long
        way = cv2.INTER_AREA if zoom < 1 else cv2.INTER_CUBIC
        grey = np.asarray(cv2.resize(grey, None, fx=zoom, fy=zoom, interpolation=way), np.uint8)
    high, wide = grey.shape
    return Picture(grey, wide / POINT, high / POINT, 1 / POINT)


def without_seals(colour: NDArray[np.uint8]) -> Image:
    """Grey from a BGR picture; what is red is seen through red glass, so that a seal vanishes and
    the black text under it, with its soft edges, stays."""
    grey = np.asarray(cv2.cvtColor(colour, cv2.COLOR_BGR2GRAY), np.uint8)
    red = colour[:, :, 2]
    others = np.maximum(colour[:, :, 0], colour[:, :, 1]).astype(np.int16)
    paper = int(np.percentile(grey[::4, ::4], 80))
    excess = red.astype(np.int16) - others
    excess -= max(0, int(np.median(excess[::4, ::4])))  # lamp light is reddish everywhere
    seal = (excess > 35) & (red > 0.55 * paper)
    if not seal.any():
        return grey
    # The faded rim of a seal is less red than its body.
    near = cv2.dilate(seal.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
    rim = near & (excess > 8) & (red > 0.75 * paper)
    cleaned = grey.copy()
    through = red.astype(np.int16) + (paper - int(np.percentile(red[seal], 30)))
    cleaned[seal | rim] = np.clip(through, 0, paper).astype(np.uint8)[seal | rim]
    return cleaned


def softened(grey: Image) -> Image:
    """The picture with soft edges if it is black and white only, as copiers scan: the recogniser
    has learned from grey pictures, and thin rules are broken where they fell between pixels."""
    between = np.count_nonzero((grey > 40) & (grey < 215))
    if between > 0.01 * grey.size:
        return grey
    return np.asarray(cv2.GaussianBlur(grey, (3, 3), 0.8), np.uint8)


def turned_picture(grey: Image, quarter: int) -> Image:
    """The picture turned by ``quarter`` times 90 degrees counterclockwise."""
    return np.ascontiguousarray(np.rot90(grey, quarter))
