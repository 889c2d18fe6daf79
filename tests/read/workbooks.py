"""Workbooks for the tests, made part by part or by other programs' libraries."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
_CT = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def package(parts: Mapping[str, str | bytes]) -> bytes:
    """A zip of ``parts``."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as out:
        for name, content in parts.items():
            info = zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            out.writestr(info, content)
    return buffer.getvalue()


def relationships(links: Mapping[str, tuple[str, str]]) -> str:
    """A part of links: id -> (kind, target)."""
    inner = "".join(
        f'<Relationship Id="{key}" Type="{_R}/{kind}" Target="{target}"/>'
        for key, (kind, target) in links.items()
    )
    return f'<Relationships xmlns="{_RELS}">{inner}</Relationships>'


def parts(
    sheet: str = "<sheetData/>",
    strings: str = "",
    styles: str = "",
    state: str = "visible",
    book: str = "",
    prefix: str = "",
) -> dict[str, str | bytes]:
    """The parts of a workbook with one sheet 表1. ``sheet``, ``strings`` and ``styles`` are the
    inside of their roots; ``prefix`` is the one the elements in ``sheet`` bear."""
    p = prefix
    colon = f":{p[:-1]}" if p else ""
    return {
        "[Content_Types].xml": (
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
            'relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{_CT}.sheet.main+xml"/>'
            f'<Override PartName="/xl/styles.xml" ContentType="{_CT}.styles+xml"/>'
            f'<Override PartName="/xl/sharedStrings.xml" ContentType="{_CT}.sharedStrings+xml"/>'
            f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_CT}.worksheet+xml"/>'
            "</Types>"
        ),
        "_rels/.rels": relationships({"rId1": ("officeDocument", "xl/workbook.xml")}),
        "xl/workbook.xml": (
            f'<workbook xmlns="{MAIN}" xmlns:r="{_R}">{book}<sheets>'
            f'<sheet name="表1" sheetId="1" state="{state}" r:id="rId1"/></sheets></workbook>'
        ),
        "xl/_rels/workbook.xml.rels": relationships(
            {
                "rId1": ("worksheet", "worksheets/sheet1.xml"),
                "rId2": ("styles", "styles.xml"),
                "rId3": ("sharedStrings", "sharedStrings.xml"),
            }
        ),
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}">{styles}</styleSheet>',
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{strings}</sst>',
        "xl/worksheets/sheet1.xml": f'<{p}worksheet xmlns{colon}="{MAIN}">{sheet}</{p}worksheet>',
    }


def workbook(sheet: str = "<sheetData/>", **more: str) -> bytes:
    """A workbook of `parts`."""
    return package(parts(sheet, **more))


def rows(*cells: str) -> str:
    """Sheet data with one row of ready ``c`` elements each."""
    inner = "".join(f'<row r="{n}">{c}</row>' for n, c in enumerate(cells, 1))
    return f"<sheetData>{inner}</sheetData>"


def styles(*codes: str | int) -> str:
    """Styles whose n-th cell style has the n-th format code, or built-in format id."""
    formats, xfs = "", ""
    for n, code in enumerate(codes):
        number = code if isinstance(code, int) else 164 + n
        xfs += f'<xf numFmtId="{number}" fontId="0" fillId="0" borderId="0" xfId="0"/>'
        if isinstance(code, str):
            escaped = code.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")
            formats += f'<numFmt numFmtId="{number}" formatCode="{escaped}"/>'
    return (
        f'<numFmts count="1">{formats}</numFmts><fonts count="1"><font><sz val="11"/></font>'
        '</fonts><fills count="1"><fill><patternFill/></fill></fills>'
        '<borders count="1"><border/></borders>'
        f'<cellXfs count="{len(codes)}">{xfs}</cellXfs>'
    )
