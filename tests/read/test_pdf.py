"""PDF with text: every way of drawing the form gives the same cells."""

from __future__ import annotations

from collections.abc import Callable

import pdf_drawing as drawing
import pypdf
import pytest
from pdf_drawing import COLUMNS, FORM, ROW, Item
from PIL import Image
from pypdf.generic import RectangleObject
from reportlab.pdfgen.canvas import Canvas

from pmlint.model.grid import Document
from pmlint.model.location import PageLocation
from pmlint.read import child, pdf
from pmlint.read.pdf_layout import LaidPage


def cells_of(document: Document, number: int = 1) -> list[Item]:
    """The cells of one table as items, rows counted from the table's first."""
    (grid,) = document.grids
    rows = [r for r in grid.rows if r.table == number]
    first = rows[0].index
    return [
        Item(c.row - first, c.column, c.rowspan, c.colspan, c.text) for r in rows for c in r.cells
    ]


def prose_of(document: Document) -> list[str]:
    return [r.cells[0].text for r in document.grids[0].rows if r.kind == "prose"]


def with_title(line: drawing.Line) -> Callable[[Canvas], None]:
    def draw(canvas: Canvas) -> None:
        canvas.drawCentredString(297, 800, "项目支出绩效目标申报表")
        drawing.table(canvas, line=line)

    return draw


@pytest.mark.parametrize(
    "line",
    [
        drawing.stroke,
        drawing.thin_rectangle,
        drawing.dashes,
        drawing.dots,
        drawing.double,
        drawing.corner_gaps,
    ],
)
def test_rules_however_drawn(line: drawing.Line) -> None:
    document = pdf.read(drawing.make(with_title(line)), "a.pdf")
    assert cells_of(document) == sorted(FORM)
    assert prose_of(document) == ["项目支出绩效目标申报表"]
    assert document.grids[0].ruled


def test_locations_are_boxes_from_the_top_left() -> None:
    document = pdf.read(drawing.make(with_title(drawing.stroke)), "a.pdf")
    (cell,) = [c for c in document.grids[0].cells() if c.text == "=10(场)"]
    assert isinstance(cell.location, PageLocation)
    assert cell.location.page == 1
    top = 842 - 780 + 4 * ROW
    assert cell.location.bbox == pytest.approx((COLUMNS[4], top, COLUMNS[5], top + ROW), abs=0.5)


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_rotated_page_reads_as_it_is_seen(turn: int) -> None:
    """The content is drawn turned, and /Rotate turns it back."""

    def draw(canvas: Canvas) -> None:
        if turn == 90:
            canvas.translate(842, 0)
        elif turn == 180:
            canvas.translate(595, 842)
        else:
            canvas.translate(0, 595)
        canvas.rotate({90: 90, 180: 180, 270: -90}[turn])
        with_title(drawing.stroke)(canvas)

    size = (595.0, 842.0) if turn == 180 else (842.0, 595.0)
    data = edit(drawing.make(draw, size), lambda page: page.rotate(turn))
    document = pdf.read(data, "a.pdf")
    assert cells_of(document) == sorted(FORM)
    (cell,) = [c for c in document.grids[0].cells() if c.text == "=10(场)"]
    assert isinstance(cell.location, PageLocation)
    top = 842 - 780 + 4 * ROW
    assert cell.location.bbox == pytest.approx((COLUMNS[4], top, COLUMNS[5], top + ROW), abs=0.5)


@pytest.mark.parametrize("angle", [90, -90])
def test_a_table_drawn_across_an_upright_page(angle: int) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.translate(*((595, 0) if angle == 90 else (0, 842)))
        canvas.rotate(angle)
        canvas.drawString(60, 500, "项目支出绩效目标申报表")
        drawing.table(canvas, top=480)

    document = pdf.read(drawing.make(draw), "a.pdf")
    assert cells_of(document) == sorted(FORM)
    assert prose_of(document) == ["项目支出绩效目标申报表"]
    for cell in document.grids[0].cells():
        assert isinstance(cell.location, PageLocation)
        x0, y0, x1, y1 = cell.location.bbox
        assert 0 <= x0 < x1 <= 595
        assert 0 <= y0 < y1 <= 842


def test_crop_box_moves_the_origin_and_hides_what_is_outside() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(5, 835, "裁切线外的字")
        with_title(drawing.stroke)(canvas)

    def crop(page: pypdf.PageObject) -> None:
        page.cropbox = RectangleObject((30, 40, 560, 820))

    document = pdf.read(edit(drawing.make(draw), crop), "a.pdf")
    assert cells_of(document) == sorted(FORM)
    assert prose_of(document) == ["项目支出绩效目标申报表"]
    first = next(c for c in document.grids[0].cells() if c.text == "项目名称")
    assert isinstance(first.location, PageLocation)
    assert first.location.bbox[:2] == pytest.approx((COLUMNS[0] - 30, 820 - 780), abs=0.5)


def test_tables_inside_nested_form_xobjects() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.beginForm("inner")
        canvas.setFont(drawing.FONT, 9)
        drawing.table(canvas)
        canvas.endForm()
        canvas.beginForm("outer")
        canvas.saveState()
        canvas.translate(0, -40)
        canvas.doForm("inner")
        canvas.restoreState()
        canvas.endForm()
        canvas.scale(0.9, 0.9)
        canvas.doForm("outer")

    document = pdf.read(drawing.make(draw), "a.pdf")
    assert cells_of(document) == sorted(FORM)
    first = next(c for c in document.grids[0].cells() if c.text == "项目名称")
    assert isinstance(first.location, PageLocation)
    assert first.location.bbox[:2] == pytest.approx((45, 842 - 0.9 * 740), abs=0.5)


def test_fake_bold_is_read_once() -> None:
    def twice(canvas: Canvas, x: float, y: float, text: str) -> None:
        for offset in (0, 0.3):
            canvas.drawString(x + offset, y, text)

    document = pdf.read(drawing.make(lambda c: drawing.table(c, text=twice) and None), "a.pdf")
    assert cells_of(document) == sorted(FORM)


def test_shading_and_data_bars_draw_no_columns() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFillGray(0.85)
        canvas.rect(COLUMNS[0], 780 - ROW, COLUMNS[-1] - COLUMNS[0], ROW, stroke=0, fill=1)
        canvas.setFillColorRGB(0.4, 0.6, 0.9)
        for step in range(30):
            canvas.rect(COLUMNS[4] + 2 * step, 780 - 4 * ROW, 2, ROW, stroke=0, fill=1)
        canvas.setFillGray(0)
        drawing.table(canvas)

    assert cells_of(pdf.read(drawing.make(draw), "a.pdf")) == sorted(FORM)


def test_white_rules_and_clip_paths_are_not_seen() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setStrokeGray(1)
        canvas.line(COLUMNS[3] + 40, 100, COLUMNS[3] + 40, 790)
        canvas.setStrokeGray(0)
        path = canvas.beginPath()
        path.rect(COLUMNS[3] + 60, 100, 30, 690)
        canvas.saveState()
        canvas.clipPath(path, stroke=0, fill=0)
        canvas.restoreState()
        drawing.table(canvas)

    assert cells_of(pdf.read(drawing.make(draw), "a.pdf")) == sorted(FORM)


def test_open_sides() -> None:
    """Statistical tables have no outer uprights."""

    def draw(canvas: Canvas) -> None:
        drawing.table(
            canvas,
            line=lambda c, x0, y0, x1, y1: (
                None if x0 == x1 and x0 in (COLUMNS[0], COLUMNS[-1]) else c.line(x0, y0, x1, y1)
            ),
        )

    assert cells_of(pdf.read(drawing.make(draw), "a.pdf")) == sorted(FORM)


def test_text_below_the_table_stays_out_of_it() -> None:
    def draw(canvas: Canvas) -> None:
        lowest = drawing.table(canvas)
        canvas.drawString(60, lowest - 9, "填报人：张三")
        canvas.drawString(400, lowest - 9, "单位：元")
        canvas.drawString(290, 20, "第 1 页，共 1 页")

    document = pdf.read(drawing.make(draw), "a.pdf")
    assert cells_of(document) == sorted(FORM)
    assert prose_of(document) == ["填报人：张三  单位：元"]


def test_a_frame_around_the_page_is_no_table() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.rect(20, 20, 555, 802)
        with_title(drawing.stroke)(canvas)

    document = pdf.read(drawing.make(draw), "a.pdf")
    assert cells_of(document) == sorted(FORM)
    assert prose_of(document) == ["项目支出绩效目标申报表"]


def test_wrapped_lines_are_joined_and_broken_ones_kept() -> None:
    long = "引导、鼓励和督促用人单位尽可能多安排残疾人就业，使有能力的残疾人实现就业，参与社会生活"
    items = [
        Item(0, 0, 1, 2, "目标"),
        Item(0, 2, 1, 3, f"1、{long}。\n2、{long}。"),
        *(Item(1, column, 1, 1, str(column)) for column in range(5)),
    ]
    document = pdf.read(drawing.make(lambda c: drawing.table(c, items, row=60) and None), "a.pdf")
    assert cells_of(document) == items


def test_vertical_labels() -> None:
    def draw(canvas: Canvas) -> None:
        items = [i._replace(text="") if i.rowspan == 5 else i for i in FORM]
        drawing.table(canvas, items)
        for number, char in enumerate("绩效指标"):
            canvas.drawString(65, 705 - 12 * number, char)

    assert cells_of(pdf.read(drawing.make(draw), "a.pdf")) == sorted(FORM)


def test_kangxi_radicals_and_wide_characters_stay_as_they_are() -> None:
    items = [Item(0, 0, 1, 5, "１００％ ≥９０"), Item(1, 0, 1, 5, "x")]
    document = pdf.read(drawing.make(lambda c: drawing.table(c, items) and None), "a.pdf")
    assert cells_of(document)[0].text == "１００％ ≥９０"


def two_pages(lower: list[Item], columns: list[float], footer: str = "") -> bytes:
    def draw(canvas: Canvas) -> None:
        with_title(drawing.stroke)(canvas)
        if footer:
            canvas.drawString(280, 30, footer)
        canvas.showPage()
        canvas.setFont(drawing.FONT, 9)
        drawing.table(canvas, lower, columns=columns)
        if footer:
            canvas.drawString(280, 30, footer)

    return drawing.make(draw)


REST = [
    Item(0, 1, 2, 1, ""),
    Item(0, 2, 1, 1, "社会效益指标"),
    Item(0, 3, 1, 1, "有责投诉"),
    Item(0, 4, 1, 1, "0起"),
    Item(1, 2, 1, 1, "可持续影响指标"),
    Item(1, 3, 1, 1, "长效机制"),
    Item(1, 4, 1, 1, "健全"),
]


def test_a_table_that_runs_over_pages_keeps_number_and_columns() -> None:
    """The continuation shows no leading label column."""
    document = pdf.read(two_pages(REST, COLUMNS, "市财政局"), "a.pdf")
    assert cells_of(document) == sorted(FORM) + [
        item._replace(row=item.row + 9)
        for item in REST  # 7 rows, the footer and the break
    ]
    kinds = [r.kind for r in document.grids[0].rows]
    assert kinds.count("break") == 1


def test_a_merged_cell_cut_in_two_is_marked() -> None:
    rest = [Item(0, 0, 2, 1, ""), *REST]
    document = pdf.read(two_pages(rest, COLUMNS), "a.pdf")
    marked = {(c.row, c.column): (c.text, c.notes) for c in document.grids[0].cells() if c.notes}
    assert marked == {
        (3, 0): ("绩效指标", ("continues-on-next-page",)),
        (7, 1): ("满意度指标", ("continues-on-next-page",)),
        (9, 0): ("", ("continued-from-previous-page",)),
        (9, 1): ("", ("continued-from-previous-page",)),
    }


def test_another_form_on_the_next_page_is_another_table() -> None:
    document = pdf.read(two_pages(FORM, COLUMNS), "a.pdf")
    assert cells_of(document, 1) == cells_of(document, 2) == sorted(FORM)


def test_other_columns_are_another_table() -> None:
    document = pdf.read(two_pages(REST, [50, 110, 200, 300, 350, 480]), "a.pdf")
    assert {r.table for r in document.grids[0].rows} == {0, 1, 2}


def test_rows_printed_again_on_each_page_are_read_once() -> None:
    heading = [i._replace(row=0, rowspan=1) for i in FORM if i.row == 2 and i.column]
    rest = [Item(0, 0, 3, 1, ""), *heading, *(i._replace(row=i.row + 1) for i in REST)]
    rest[0] = Item(1, 0, 2, 1, "")
    rest.append(Item(0, 0, 1, 1, "绩效指标"))
    document = pdf.read(two_pages(rest, COLUMNS), "a.pdf")
    assert [c.text for c in document.grids[0].cells() if c.location.page == 2] == [  # type: ignore[union-attr]
        "", "", "社会效益指标", "有责投诉", "0起", "可持续影响指标", "长效机制", "健全"
    ]  # fmt: skip


def test_a_row_too_low_for_its_text() -> None:
    """Centred vertically, two lines lie on and beyond the rules of a row for one."""
    items = [
        Item(0, 0, 1, 1, "一级"), Item(0, 1, 1, 1, "二级"), Item(0, 2, 1, 1, "指标性质方向值"),
        Item(1, 0, 1, 1, "产出"), Item(1, 1, 1, 1, "数量"), Item(1, 2, 1, 1, "≥"),
        Item(2, 0, 1, 1, "产出"), Item(2, 1, 1, 1, "质量"), Item(2, 2, 1, 1, "="),
    ]  # fmt: skip
    document = pdf.read(
        drawing.make(
            lambda c: drawing.table(c, items, row=12, columns=[50, 100, 150, 195]) and None
        ),
        "a.pdf",
    )
    assert cells_of(document) == items


def test_a_label_turned_sideways() -> None:
    def draw(canvas: Canvas) -> None:
        drawing.table(canvas, [i._replace(text="") if i.rowspan == 5 else i for i in FORM])
        canvas.saveState()
        canvas.translate(74, 660)
        canvas.rotate(90)
        canvas.drawString(0, 0, "绩效指标")
        canvas.restoreState()

    assert cells_of(pdf.read(drawing.make(draw), "a.pdf")) == sorted(FORM)


def test_a_number_too_wide_for_its_column_is_marked() -> None:
    items = [Item(0, 0, 1, 1, "预算数"), Item(0, 1, 1, 1, "####"), Item(0, 2, 1, 1, "#1")]
    document = pdf.read(drawing.make(lambda c: drawing.table(c, items) and None), "a.pdf")
    assert [c.notes for c in document.grids[0].cells()] == [(), ("overflow",), ()]


@pytest.mark.parametrize(
    ("draw", "picture"),
    [
        (lambda c: scan(c), True),
        (lambda c: scan(c) or c.drawString(400, 20, "扫描全能王 创建"), True),
        (lambda c: scan(c) or invisible(c), True),
        (lambda c: scan(c) or drawing.table(c), False),
        (lambda c: drawing.table(c), False),
        (lambda _: None, False),
    ],
)
def test_which_pages_have_to_be_looked_at(draw: Callable[[Canvas], None], picture: bool) -> None:
    (page,) = child.run("pmlint.read.pdf_pages:read_pages", drawing.make(draw))
    assert LaidPage.from_json(page).picture == picture


def scan(canvas: Canvas) -> None:
    """A page covered by a picture."""
    canvas.drawInlineImage(Image.new("L", (60, 80), 200), 10, 10, 575, 822)


def invisible(canvas: Canvas) -> None:
    """The layer of text that scanning programs lay over a picture."""
    text = canvas.beginText(60, 700)
    text.setFont(drawing.FONT, 9)
    text.setTextRenderMode(3)
    text.textLine("绩效目标申报表" * 30)
    canvas.drawText(text)


def test_filled_form_fields_are_text() -> None:
    def draw(canvas: Canvas) -> None:
        drawing.table(canvas, [Item(0, 0, 1, 2, "项目编码"), Item(0, 2, 1, 3, "")])
        canvas.acroForm.textfield(
            x=COLUMNS[2] + 5,
            y=762,
            width=120,
            height=14,
            value="A-2023-17",
            fontSize=9,
            borderWidth=0,
        )

    cells = cells_of(pdf.read(drawing.make(draw), "a.pdf"))
    assert [c.text for c in cells] == ["项目编码", "A-2023-17"]


def edit(data: bytes, change: Callable[[pypdf.PageObject], object]) -> bytes:
    """The PDF with its first page changed."""
    import io

    writer = pypdf.PdfWriter(clone_from=io.BytesIO(data))
    change(writer.pages[0])
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
