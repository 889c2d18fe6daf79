"""What fuzzing starts from: sound inputs of each target, and the words of the field."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent
FOUND = Path(__file__).parent / "found"
"""Inputs that once broke a promise, one folder a target: replayed by the tests."""

_FORMS = {"text": "*.txt", "markdown": "*.md", "csv": "*.csv"}

_PAGE = (
    "<html><meta charset=utf-8><h3>项目支出绩效目标申报表</h3><p>（2026年度）<table>"
    "<tr><td>项目名称<td colspan=5>图书采购&amp;编目</tr>"
    "<tr><td rowspan=2>项目资金<br>（万元）<td>年度资金总额<td colspan=4>36.00</tr>"
    "<tr><td>其中：财政拨款<td colspan=4>36.00</tr>"
    "<tr><td>年度目标<td colspan=5>采购图书。</tr>"
    "<tr><th>一级指标<th>二级指标<th colspan=2>三级指标<th>指标值<th>备注</tr>"
    "<tr><td rowspan=2>产出指标<td>数量指标<td colspan=2>采购图书<td>≥1,000册<td></tr>"
    "<tr><td>质量指标<td colspan=2>验收合格率<td>&ge;95.00(%)<td></tr>"
    "<tr><td>满意度指标<td>服务对象满意度指标<td colspan=2>读者满意度<td>&lt;=90%<td></tr>"
    "</table></html>"
)

VALUES = (
    "≥90.00(%)", "<=90%", "2026年12月底前", "≥1,000册", "1-2批次", "40人/1场", "验收后30日内",
    "100%，及时", "每年2次", "》95%", "二十万元以内", "2023.07-2024.01", "（以实际为准）",
    "百分之九十",
)  # fmt: skip

WORDS = (
    *VALUES, "项目名称", "年度资金总额", "其中：财政拨款", "一级指标", "二级指标", "三级指标",
    "指标值", "产出指标", "效益指标", "满意度指标", "数量指标", "时效指标", "年度目标",
    "（2026年度）", "万元",
    "|", "|---|", "\t", "\n", "\r", "\n\n", "    ", "\u3000", "\ufeff", "\0", "&#124;",
    "<br>", '"', "</td>",
    "<table>", "\ud7ff", "𠮷", "\u2028", "\x0b", "\x0c", "\x85", "9" * 40, "1e999", "\u202e",
)  # fmt: skip


@cache
def seeds(target: str) -> tuple[bytes, ...]:
    """Sound inputs of a target."""
    return tuple(_seeds(target))


def _seeds(target: str) -> Iterator[bytes]:
    if target in _FORMS:
        for path in sorted((ROOT / "examples/forms").glob(_FORMS[target])):
            yield path.read_bytes()
    if target == "csv":
        yield '"项目\n名称",甲""乙,"=1+1"\r\n'.encode("gb18030")
    elif target == "html":
        yield _PAGE.encode()
    elif target == "any_file":
        yield from (data for _, data in packages())
        yield b"{\\rtf1 x}"
        yield _PAGE.encode("utf-16")
    elif target == "package":
        for base, (_, data) in enumerate(packages()):
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                for number, name in enumerate(archive.namelist()):
                    yield bytes((base, number)) + archive.read(name)
    elif target == "grammar":
        yield from (value.encode() for value in VALUES)
    elif target in _SETTINGS:
        yield _SETTINGS[target].encode()
    elif target == "rule_file":
        for name in ("target", "funding", "wording"):
            yield min((ROOT / "rules" / name).glob("*.yaml"), key=_size).read_bytes()


_SETTINGS = {
    "config": (
        "extends: recommended\nselect: [PM3, funding]\nignore:\n- PM304\n"
        "severity: {PM102: warning}\noverrides:\n- files: ['2025/*']\n  ignore: [all]\n"
        "fail-on: error\nprofile: auto\nlanguage: en\nexclude: ['*.bak.txt']\n"
    ),
    "waivers": (
        "waivers:\n- rule: PM304\n  file: form.txt\n  reason: 存量\n  who: 张三\n"
        "  date: 2026-01-01\n  expires: 2026-12-31\n- rule: PM102\n  file: '*.txt'\n"
        "  project: 流动*\n  field: funds.annual_total\n"
    ),
}


def _size(path: Path) -> tuple[int, str]:
    return path.stat().st_size, path.name


def found(target: str) -> list[Path]:
    """The files of everything that once broke a promise of a target's."""
    return sorted(path for path in FOUND.glob(f"{target}/*") if path.is_file())


@cache
def packages() -> tuple[tuple[str, bytes], ...]:
    """A small workbook and a small Word document with a form each, made anew."""
    from docx import Document as Word
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    rows = [
        ["项目支出绩效目标申报表"],
        ["项目名称", "图书采购", "", "", ""],
        ["一级指标", "二级指标", "三级指标", "指标值", "备注"],
        ["产出指标", "数量指标", "采购图书", "≥1,000册", ""],
        ["满意度指标", "服务对象满意度指标", "读者满意度", 0.9, ""],
    ]
    for row in rows:
        sheet.append(row)
    sheet["D5"].number_format = "0.00%"
    sheet.merge_cells("A1:E1")
    xlsx = io.BytesIO()
    book.save(xlsx)
    word = Word()
    table = word.add_table(rows=0, cols=5)
    for row in rows:
        cells = table.add_row().cells
        for cell, value in zip(cells, row, strict=False):
            cell.text = str(value)
    docx = io.BytesIO()
    word.save(docx)
    return ("fuzz.xlsx", _slim(xlsx.getvalue())), ("fuzz.docx", _slim(docx.getvalue()))


def _slim(data: bytes) -> bytes:
    """The package without what no reader looks at."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as given,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        for name in given.namelist():
            if not any(part in name for part in ("theme", "thumbnail", "docProps", "customXml")):
                archive.writestr(name, given.read(name))
    return made.getvalue()
