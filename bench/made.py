"""Forms made for the benchmark: as many as wanted, each with names of its own, in every format.

The same seed always makes the same forms. They are ordinary ones: fourteen indicators, labels
merged over their groups, now and then a slip for the rules to find.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

_PLACES = (
    "松湖 云川 青石 临江 望海 长岭 东平 石桥 金沙 白河 南屏 西渡 新安 永丰 和顺 安溪 柳林 清源"
)
_THEMES = (
    "残疾人培训 图书下乡 校园供餐 农村公路 河道保洁 垃圾分类 老年助餐 医保经办 防汛物资 档案整理 "
    "法律援助 青年创业 非遗保护 消防站点 疫苗接种 路灯养护 古树保护 社区食堂 智慧停车 危房改造 "
    "农机补贴 食品抽检 普法宣传 公交候车亭 教师研修 体育场馆 困境儿童 就业见习 水质监测 绿地养护"
)
_OFFICES = "教育 民政 交通运输 农业农村 文化和旅游 卫生健康 水务 城市管理 应急管理 司法"
_DOING = "举办 完成 开展 组织 新建 更新 维护 采购 整理 检查 巡查 发放"
_WHAT = "班次 站点 设备 资料 场地 线路 样本 物资 活动 档案 宣传册 检测 点位 课程"
_UNITS = "场 个 台 份 处 条 批 套 次 册"
_STATES = "健全 提升 完善 有效改善 显著提高"
WIDTH = 6


class Item(NamedTuple):
    """A cell: 0-based row and column, how many rows and columns it covers, its text."""

    row: int
    column: int
    rows: int
    columns: int
    text: str


class Made(NamedTuple):
    """A form: its title and the cells of its table."""

    title: str
    items: list[Item]


def forms(count: int, seed: int = 1) -> Iterator[Made]:
    """``count`` forms, no two alike."""
    chance = random.Random(seed)
    for number in range(count):
        yield _form(chance, number)


def _form(chance: random.Random, number: int) -> Made:
    def one(words: str) -> str:
        return chance.choice(words.split())

    theme = f"{one(_PLACES)}{one(_THEMES)}"
    office = f"{one(_PLACES)}市{one(_OFFICES)}局"
    year, money = chance.randint(2022, 2026), f"{chance.randint(5, 900) * 1000:,}.00"
    due = f"{year}年{chance.randint(6, 12)}月底前"

    def things() -> str:
        return f"{one(_DOING)}{theme[2:]}{one(_WHAT)}"

    def rate() -> str:
        return f"≥{chance.randint(80, 99)}.00(%)"

    def counted() -> str:
        return f"≥{chance.randint(2, 5000)}({one(_UNITS)})"

    groups = [
        ("产出指标", "数量指标", [(f"{things()}数", counted()) for _ in range(4)]),
        ("", "质量指标", [(f"{things()}合格率", rate()) for _ in range(3)]),
        ("", "时效指标", [(f"{things()}完成时间", due), (f"{theme}资金拨付及时率", "=100(%)")]),
        ("效益指标", "社会效益指标", [(f"{theme}受益人数", f"≥{chance.randint(9, 9999)}(人)")]),
        ("", "可持续影响指标", [(f"{theme}{one(_WHAT)}管理机制", one(_STATES)) for _ in range(2)]),
        ("满意度指标", "服务对象满意度指标", [
            (f"{theme}群众满意度", rate()),
            (f"{theme}{one(_WHAT)}使用单位满意度", "<=90%" if number % 5 == 0 else rate()),
        ]),
    ]  # fmt: skip
    head = [
        [
            "项目名称",
            f"{theme}经费（{number}）",
            "项目性质",
            "经常性项目",
            "项目类别",
            "特定目标类",
        ],
        ["主管部门", office, "", "实施单位", f"{office}{theme[2:]}中心", ""],
        ["计划开始日期", f"{year}-01-01", "", "计划完成日期", f"{year}-12-31", ""],
        ["项目资金（元）", "项目资金总额", money, "年度资金申请总额", money, ""],
        ["", "其中：财政资金", money, "其中：当年财政拨款", money, ""],
        ["", "其他资金", "0.00", "其他资金", "0.00", ""],
    ]
    items = [
        Item(r, c, 3 if text == "项目资金（元）" else 1, 1, text)
        for r, row in enumerate(head)
        for c, text in enumerate(row)
        if text
    ]
    at = len(head)
    goal = f"通过{theme}，为群众提供便利，{year}年{things()}{chance.randint(3, 90)}次。"
    items += [
        Item(at, 0, 2, 1, "项目绩效目标"),
        Item(at, 1, 1, 2, "项目总目标"),
        Item(at, 3, 1, 3, "年度总体目标"),
        Item(at + 1, 1, 1, 2, f"持续做好{theme}，提高服务水平。"),
        Item(at + 1, 3, 1, 3, goal),
    ]
    at += 2
    rows = sum(len(group[2]) for group in groups)
    items.append(Item(at, 0, rows + 1, 1, "绩效指标"))
    headings = ["一级指标", "二级指标", "三级指标", "年度指标值"]
    items += [Item(at, c, 1, 2 if c == 4 else 1, text) for c, text in enumerate(headings, 1)]
    at += 1
    owners = [i for i, group in enumerate(groups) if group[0]]
    for i, (level1, level2, lines) in enumerate(groups):
        if level1:
            after = next((k for k in owners if k > i), len(groups))
            items.append(Item(at, 1, sum(len(g[2]) for g in groups[i:after]), 1, level1))
        items.append(Item(at, 2, len(lines), 1, level2))
        for name, value in lines:
            items += [Item(at, 3, 1, 1, name), Item(at, 4, 1, 2, value)]
            at += 1
    return Made(f"财政项目支出绩效目标申报表（{year}年度）", items)


def as_text(made: Made) -> str:
    """TAB-separated, as scanned tables come."""
    rows: dict[int, dict[int, str]] = {}
    for item in made.items:
        rows.setdefault(item.row, {})[item.column] = item.text
    lines = ["\t".join(row.get(c, "") for c in range(WIDTH)).rstrip("\t") for row in rows.values()]
    return "\n".join([made.title, *lines, ""])


def to_xlsx(path: Path, some: list[Made]) -> None:
    """One form a sheet."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    for number, made in enumerate(some, 1):
        sheet = book.create_sheet(f"项目{number}")
        for item in [Item(-1, 0, 1, WIDTH, made.title), *made.items]:
            row, column = item.row + 2, item.column + 1
            sheet.cell(row, column, item.text).data_type = "s"  # "=100(%)" is no formula
            if item.rows * item.columns > 1:
                last = (row + item.rows - 1, column + item.columns - 1)
                sheet.merge_cells(None, row, column, *last)
    book.save(path)


def to_docx(path: Path, some: list[Made]) -> None:
    """A title and a table for each form."""
    from docx import Document

    document = Document()
    for made in some:
        document.add_paragraph(made.title)
        table = document.add_table(1 + max(item.row for item in made.items), WIDTH, "Table Grid")
        rows = [row.cells for row in table.rows]
        for item in made.items:
            cell = rows[item.row][item.column]
            if item.rows * item.columns > 1:
                last = rows[item.row + item.rows - 1][item.column + item.columns - 1]
                cell = cell.merge(last)
            cell.text = item.text
    document.save(str(path))


def to_pdf(path: Path, some: list[Made]) -> None:
    """A ruled table on a page for each form."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    edges, height, top = [40, 110, 190, 290, 470, 510, 555], 24, 800
    canvas = Canvas(str(path))
    for made in some:
        canvas.setFont("STSong-Light", 7)
        canvas.drawString(200, top + 8, made.title)
        for item in made.items:
            left, right = edges[item.column], edges[min(item.column + item.columns, WIDTH)]
            y = top - (item.row + item.rows) * height
            canvas.rect(left, y, right - left, item.rows * height)
            fit = max(1, int((right - left - 4) / 7))
            shown = [item.text[i : i + fit] for i in range(0, len(item.text), fit)][:3]
            for line, part in enumerate(shown):
                canvas.drawString(left + 2, y + item.rows * height - 8 * (line + 1), part)
        canvas.showPage()
    canvas.save()
