"""Scans and photos: the grid survives what scanners, phones and seals do to a page."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pdf_drawing as drawing
import pytest
from pdf_drawing import FORM, Item

from pmlint.model.location import PageLocation
from pmlint.read import ReadError, ocr, pdf

SCAN = Path(__file__).parent / "scans" / "form.png"

cv2 = pytest.importorskip("cv2")
np = pytest.importorskip("numpy")
pytest.importorskip("rapidocr")
pytest.importorskip("onnxruntime")

from pmlint.read import ocr_image, ocr_rules  # noqa: E402
from pmlint.read.ocr_engine import Engine, Reading  # noqa: E402
from pmlint.read.ocr_pages import look, spread  # noqa: E402
from pmlint.read.pdf_blocks import arrange  # noqa: E402
from pmlint.read.pdf_layout import LaidPage, LaidTable  # noqa: E402
from pmlint.read.pdf_text import DOUBTFUL  # noqa: E402

WHITE = (255, 255, 255)


@cache
def engine() -> Engine:
    return Engine()


@cache
def page() -> Any:
    return cv2.cvtColor(cv2.imread(str(SCAN), 0), cv2.COLOR_GRAY2BGR)


def skewed(picture: Any, degrees: float) -> Any:
    high, wide = picture.shape[:2]
    turn = cv2.getRotationMatrix2D((wide / 2, high / 2), degrees, 1)
    return cv2.warpAffine(picture, turn, (wide, high), borderValue=WHITE)


def tilted(picture: Any, part: float) -> Any:
    """As a phone sees it from the side."""
    high, wide = picture.shape[:2]
    corners = np.float32([[0, 0], [wide, 0], [wide, high], [0, high]])
    seen = np.float32(
        [[wide * part, high * part / 2], [wide * (1 - part / 3), 0], [wide, high], [0, high * 0.97]]
    )
    pull = cv2.getPerspectiveTransform(corners, seen)
    return cv2.warpPerspective(picture, pull, (wide, high), borderValue=WHITE)


def curled(picture: Any, pixels: float) -> Any:
    high, wide = picture.shape[:2]
    x, y = np.meshgrid(np.arange(wide, dtype=np.float32), np.arange(high, dtype=np.float32))
    bend = (pixels * np.sin(np.pi * x / wide)).astype(np.float32)
    return cv2.remap(picture, x, y + bend, cv2.INTER_LINEAR, borderValue=WHITE)


def sealed(picture: Any) -> Any:
    """A red round seal over rules and text; ink on ink stays dark."""
    high, wide = picture.shape[:2]
    seal = np.full_like(picture, 255)
    centre = int(wide * 0.6), int(high * 0.2)
    cv2.circle(seal, centre, wide // 8, (60, 60, 225), 8)
    cv2.circle(seal, centre, wide // 30, (60, 60, 225), -1)
    return (picture.astype(np.uint16) * seal // 255).astype(np.uint8)


def on_a_desk(picture: Any) -> Any:
    high, wide = picture.shape[:2]
    desk = np.full((int(high * 1.2), int(wide * 1.3), 3), (60, 80, 90), np.uint8)
    tall, broad = desk.shape[:2]
    sheet = np.float32(
        [[broad * 0.1, tall * 0.08], [broad * 0.9, tall * 0.05], [broad * 0.94, tall * 0.95],
         [broad * 0.06, tall * 0.92]]
    )  # fmt: skip
    corners = np.float32([[0, 0], [wide, 0], [wide, high], [0, high]])
    pull = cv2.getPerspectiveTransform(corners, sheet)
    laid = cv2.warpPerspective(picture, pull, (broad, tall))
    mask = cv2.warpPerspective(np.full((high, wide), 255, np.uint8), pull, (broad, tall))
    desk[mask > 0] = laid[mask > 0]
    shade = np.linspace(0.6, 1, broad)[None, :, None]
    return (desk * shade).astype(np.uint8)


def smaller(picture: Any, dpi: int) -> Any:
    return cv2.resize(picture, None, fx=dpi / 200, fy=dpi / 200, interpolation=cv2.INTER_AREA)


def copied(picture: Any) -> Any:
    """Black and white only, rules broken here and there, as copiers scan."""
    grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    black = np.where(grey > 150, 255, 0).astype(np.uint8)
    black[20::40] = 255
    black[21::40] = 255
    black[:, 20::60] = 255
    black[:, 21::60] = 255
    return cv2.cvtColor(black, cv2.COLOR_GRAY2BGR)


def encoded(picture: Any, kind: str = ".png") -> bytes:
    return bytes(cv2.imencode(kind, picture)[1])


def spans(tables: list[LaidTable]) -> list[tuple[int, ...]]:
    (table,) = tables
    return sorted(
        (c.row, c.column, c.row_end - c.row, c.column_end - c.column) for c in table.cells
    )


def items(laid: LaidPage) -> list[Item]:
    (table,) = (block for block in laid.blocks if isinstance(block, LaidTable))
    return sorted(
        Item(c.row, c.column, c.row_end - c.row, c.column_end - c.column, c.text)
        for c in table.cells
    )


def texts(found: list[Item]) -> list[Item]:
    """Full and half width of brackets and signs look alike to a recogniser."""
    wide = str.maketrans("（），：", "(),:")
    return [item._replace(text=item.text.translate(wide)) for item in found]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda p: p,
        lambda p: skewed(p, 0.7),
        lambda p: skewed(p, -6),
        lambda p: tilted(p, 0.03),
        lambda p: tilted(p, 0.06),
        lambda p: curled(p, 8),
        sealed,
        on_a_desk,
        lambda p: smaller(p, 150),
        lambda p: smaller(skewed(p, 1), 100),
        lambda p: np.rot90(p),
        copied,
    ],
)
def test_the_grid_survives(spoil: Callable[[Any], Any]) -> None:
    picture = ocr_image.from_file(encoded(spoil(page())))
    straight = ocr_rules.straighten(picture.grey)
    if picture.width > picture.height:  # turned by a quarter: as many cells, other spans
        assert straight.cells == len(FORM)
    else:
        assert spans(straight.tables) == sorted(tuple(item[:4]) for item in FORM)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda p: smaller(skewed(p, 0.6), 150),
        lambda p: np.rot90(sealed(skewed(p, -0.5)), 2),
        lambda p: np.rot90(tilted(p, 0.02)),
    ],
)
def test_what_the_page_says(spoil: Callable[[Any], Any]) -> None:
    picture = ocr_image.from_file(encoded(spoil(page())))
    laid = look(picture, 1, engine())
    assert texts(items(laid)) == texts(sorted(FORM))
    prose = [b.text.replace("：", ":") for b in laid.blocks if not isinstance(b, LaidTable)]
    assert prose == ["项目支出绩效目标申报表", "填报人:张三"]


def test_boxes_are_where_the_cells_are_on_the_page_as_given() -> None:
    """Upside down and aslant: a white patch on the cell's box takes away just its text."""
    picture = ocr_image.from_file(encoded(np.rot90(tilted(page(), 0.02), 2)))
    laid = look(picture, 1, engine())
    (table,) = (block for block in laid.blocks if isinstance(block, LaidTable))
    (cell,) = (c for c in table.cells if c.text == ">=90%")
    x0, y0, x1, y1 = (round(value / picture.scale) for value in cell.box)
    inside = picture.grey[y0 + 12 : y1 - 12, x0 + 12 : x1 - 12]
    assert inside.min() < 100
    assert x1 - x0 == pytest.approx(140 * 2.78, rel=0.1)
    assert y1 - y0 == pytest.approx(26 * 2.78, rel=0.25)


def test_a_scanned_pdf_through_the_child_with_certainty() -> None:
    """A page with text and a scanned one in the same file."""
    from reportlab.lib.utils import ImageReader

    def draw(canvas: Any) -> None:
        canvas.drawString(60, 700, "封面")
        canvas.showPage()
        canvas.drawImage(ImageReader(io.BytesIO(encoded(page(), ".jpg"))), 0, 0, 595, 842)

    document = pdf.read(drawing.make(draw), "a.pdf")
    (grid,) = document.grids
    assert [r.kind for r in grid.rows][:2] == ["prose", "break"]
    (cell,) = [c for c in grid.cells() if c.text == "=10(场)"]
    assert cell.confidence is not None
    assert cell.confidence > 0.9
    assert isinstance(cell.location, PageLocation)
    assert cell.location.page == 2
    assert cell.location.bbox == pytest.approx((400, 166, 540, 192), abs=2)


@pytest.mark.parametrize(
    ("reading", "certainty", "notes"),
    [
        (Reading("双星指标", (0.99, 0.41, 0.98, 0.97)), 0.41, (DOUBTFUL,)),
        (Reading("甲，乙", (0.99, 0.41, 0.98)), 0.98, ()),
        (Reading("290.00(%)", (1.0,) * 9), 0.5, (DOUBTFUL,)),
        (Reading("》90%", (1.0,) * 4), 0.5, (DOUBTFUL,)),
        (Reading("≥90.00(°o)", (1.0,) * 10), 0.5, (DOUBTFUL,)),
        (Reading("24.300.00", (1.0,) * 9), 0.5, (DOUBTFUL,)),
        (Reading("24,300.00", (1.0,) * 9), 1.0, ()),
        (Reading("29%", (1.0,) * 3), 1.0, ()),
        (Reading(">=90%", (0.9,) * 5), 0.9, ()),
    ],
)
def test_the_least_certain_sign_counts(
    reading: Reading, certainty: float, notes: tuple[str, ...]
) -> None:
    (line,) = arrange([], spread((100, 300, 260, 340), reading), (0, 842))
    assert line.text == reading.text
    assert (line.confidence, line.notes) == (certainty, notes)


def png(wide: int, high: int) -> bytes:
    """A PNG that promises a size and holds next to nothing."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        )

    head = struct.pack(">IIBBBBB", wide, high, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0" * 1000))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (png(60_000, 60_000), "too-large"),
        (png(9_000, 9_000), "damaged"),
        (png(8, 8), "damaged"),
        (SCAN.read_bytes()[:9000], "damaged"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "damaged"),
    ],
)
def test_images_that_cannot_be_read(data: bytes, reason: str) -> None:
    with pytest.raises(ReadError) as caught:
        ocr.read(data, "a.png")
    assert caught.value.reason == reason


def test_a_huge_page_is_rendered_with_bounded_size() -> None:
    import pypdfium2

    data = drawing.make(lambda c: drawing.table(c) and None, size=(14400.0, 14400.0))
    with pypdfium2.PdfDocument(data) as document:
        picture = ocr_image.from_page(document[0])
    assert picture.grey.size <= 1.01 * ocr_image.MOST_PIXELS
    assert (picture.width, picture.height) == (14400, 14400)


def test_without_the_extra_the_message_says_what_to_install(monkeypatch: Any) -> None:
    monkeypatch.setattr(ocr, "find_spec", lambda _: None)
    with pytest.raises(ReadError, match=r"pip install 'pmlint\[ocr\]'") as caught:
        ocr.read(SCAN.read_bytes(), "a.png")
    assert caught.value.reason == "needs-extra"


def test_more_scanned_pages_than_can_be_read_in_one_go() -> None:
    with pytest.raises(ReadError) as caught:
        ocr.look_at(b"%PDF-", list(range(1, ocr.MOST_PAGES + 2)))
    assert caught.value.reason == "too-large"
