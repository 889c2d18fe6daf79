"""Workbooks of XML parts (.xlsx, .xlsm, newer .et): every cell as it is shown, one grid a sheet.

Formulas count by the result the program saved last. Macros are not run, links to other files are
not followed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from pmlint.model.grid import Document
from pmlint.read import ReadError
from pmlint.read.package import Package, Relationship
from pmlint.read.sheet import INDEX_SHEET, Budget, Sheet, build, remarks
from pmlint.read.sheetml import SheetHandler, read_book, read_strings, read_styles

NAME = "xlsx"


def read(data: bytes, path: str) -> Document:
    """The workbook as a document of ruled grids, sheets in their order, hidden ones marked.

    Locations are `CellLocation`. Raises ReadError only.
    """
    package = Package(data, path)
    part = workbook_part(package)
    links = package.relationships(part)
    book = read_book(package, part)
    styles = _optional(package, links, "styles", read_styles)
    strings = _optional(package, links, "sharedStrings", read_strings)
    document = Document(path, NAME, [])
    budget = Budget()
    seen: set[str] = set()
    for number, entry in enumerate(book.sheets, 1):
        link = links.get(entry.link)
        if link is not None and link.kind in ("chartsheet", "dialogsheet"):
            continue
        if entry.name == INDEX_SHEET:
            continue
        if link is None or link.external or link.target not in package or link.target in seen:
            raise package.damaged(f"工作表“{entry.name}”的内容缺失")
        seen.add(link.target)
        sheet = Sheet(entry.name, entry.hidden)
        handler = SheetHandler(sheet, strings, styles, book.date1904, budget)
        package.walk(link.target, handler.start, handler.end, handler.text)
        document.grids.append(build(sheet, number, budget))
        document.remarks += remarks(sheet)
    if not document.grids:
        raise ReadError("empty", "工作簿里没有可读的工作表，请确认文件是否正确。")
    return document


def workbook_part(package: Package) -> str:
    """The name of the workbook part. Raises ReadError if the package is no workbook."""
    part = package.main_part()
    if part.startswith("word/"):
        raise ReadError("unknown-format", "这是 Word 文档，不是 Excel 工作簿，请改正文件的扩展名。")
    if part.endswith(".bin"):
        raise ReadError(
            "unknown-format", "这是二进制工作簿（.xlsb），暂不能读取，请另存为 .xlsx 后再检查。"
        )
    if not part or part not in package:
        part = "xl/workbook.xml"
    if part not in package:
        raise package.damaged("找不到工作簿部件")
    return part


def _optional(
    package: Package,
    links: Mapping[str, Relationship],
    kind: str,
    reader: Callable[[Package, str], list[str]],
) -> list[str]:
    link = next((found for found in links.values() if found.kind == kind), None)
    if link is None or link.external or link.target not in package:
        return []
    return reader(package, link.target)
