"""Excel 97-2003 workbooks (.xls, older .et) through xlrd, shown as `pmlint.read.numfmt` shows."""

from __future__ import annotations

import io
from typing import Any

from pmlint.model.grid import Document
from pmlint.read import ReadError, numfmt
from pmlint.read.numbuiltin import BUILTIN
from pmlint.read.sheet import INDEX_SHEET, MAX_TEXT, Budget, Merge, Sheet, Shown, build, remarks
from pmlint.read.sheetml import shown_number

NAME = "xls"
MAX_BYTES = 48 << 20
_ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}


def read(data: bytes, path: str) -> Document:
    """The workbook as a document of ruled grids, sheets in their order, hidden ones marked.

    Locations are `CellLocation`. Raises ReadError only.
    """
    book = _open(data)
    codes = _codes(book)
    document = Document(path, NAME, [])
    budget = Budget()
    for number in range(book.nsheets):
        try:
            stored = book.sheet_by_index(number)
        except Exception as error:  # xlrd lets struct.error, IndexError and others through
            raise _damaged(f"第 {number + 1} 张工作表") from error
        if stored.name == INDEX_SHEET:
            continue
        sheet = _sheet(stored, codes, bool(book.datemode), budget)
        document.grids.append(build(sheet, number + 1, budget))
        document.remarks += remarks(sheet)
        book.unload_sheet(number)
    return document


def _open(data: bytes) -> Any:
    if len(data) > MAX_BYTES:
        raise ReadError(
            "too-large", f"旧版工作簿超过 {MAX_BYTES >> 20} MB，未予读取。请另存为 .xlsx 再检查。"
        )
    import xlrd
    from xlrd.biffh import XLRDError
    from xlrd.compdoc import CompDocError

    try:
        return xlrd.open_workbook(
            file_contents=data,
            formatting_info=True,
            on_demand=True,
            ragged_rows=True,  # or a single cell in the last corner fills 16 million
            logfile=io.StringIO(),
        )
    except (XLRDError, CompDocError) as error:
        if "encrypted" in str(error).lower() or "password" in str(error).lower():
            raise ReadError(
                "encrypted", "文件设有打开密码，无法读取。请先用 Excel 或 WPS 取消密码再检查。"
            ) from error
        raise _damaged("工作簿") from error
    except Exception as error:  # broken records end in AssertionError, IndexError, struct.error …
        raise _damaged("工作簿") from error


def _damaged(what: str) -> ReadError:
    return ReadError(
        "damaged", f"文件已损坏，{what}读不出来。请用 Excel 或 WPS 打开并另存为 .xlsx，再检查。"
    )


def _codes(book: Any) -> list[str]:
    """The number format code of each cell style, in order."""
    codes = []
    for style in book.xf_list:
        known = book.format_map.get(style.format_key)
        code = known.format_str if known is not None else ""
        # ids that Excel never spells out, and those whose text depends on the country
        if style.format_key in BUILTIN and (not code or 14 <= style.format_key <= 40):
            code = BUILTIN[style.format_key]
        codes.append(code or "General")
    return codes


def _sheet(stored: Any, codes: list[str], date1904: bool, budget: Budget) -> Sheet:
    sheet = Sheet(stored.name, stored.visibility != 0)
    for r in range(stored.nrows):
        length = stored.row_len(r)
        if not length:
            continue
        budget.take(length)
        row = sheet.rows.setdefault(r, {})
        for c in range(length):
            kind = stored.cell_type(r, c)
            if kind:  # 0: no cell there
                code = codes[stored.cell_xf_index(r, c)]
                row[c] = _shown(kind, stored.cell_value(r, c), code, date1904)
        info = stored.rowinfo_map.get(r)
        if info is not None and (info.hidden or info.height == 0):
            sheet.hidden_rows.add(r)
    for top, bottom, left, right in stored.merged_cells:
        if bottom > top and right > left:
            sheet.merges.append(Merge(top, left, bottom - 1, right - 1))
    for c, info in sorted(stored.colinfo_map.items()):
        if info.hidden or info.width == 0:
            sheet.hidden_columns.append((c, c))
    return sheet


def _shown(kind: int, value: Any, code: str, date1904: bool) -> Shown:
    if kind == 1:
        text = str(value)[:MAX_TEXT].replace("\r\n", "\n").replace("\r", "\n")
        return Shown(numfmt.show_text(text, code))
    if kind in (2, 3):
        return shown_number(float(value), code, date1904)
    if kind == 4:
        return Shown("TRUE" if value else "FALSE")
    if kind == 5:
        return Shown(_ERRORS.get(int(value), "#N/A"), None, ("error-value",))
    return Shown("")
