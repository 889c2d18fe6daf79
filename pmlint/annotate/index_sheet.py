"""The list of findings as a sheet at the end of the user's workbook."""

from __future__ import annotations

from collections.abc import Sequence
from unicodedata import east_asian_width

from pmlint.annotate.notes import INDEX_HEADINGS, INDEX_TITLE, IndexRow
from pmlint.annotate.parts import Parts
from pmlint.annotate.xmlspans import with_attribute, xml_text
from pmlint.model.location import CellLocation
from pmlint.read.sheet import INDEX_SHEET, column_name
from pmlint.repack import splice

_WIDTHS = (7, 26, 14, 26, 46, 34, 26)
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_COLOURS = {"错误": "FFC00000", "警告": "FFBF6B00", "提示": "FF44546A"}
_WRAPPED = (
    '<{p}xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" '
    'applyAlignment="1"><{p}alignment vertical="top" wrapText="1"/></{p}xf>'
)


def write(parts: Parts, workbook: str, rows: Sequence[IndexRow], summary: str) -> None:
    """Add the sheet to the workbook part ``workbook``, or renew the one an earlier run made."""
    spans = parts.scan(workbook, "sheets", "sheet", "workbookView")
    root = spans[0]
    sheets = [s for s in spans if s.tag == "sheet"]
    style = _style(parts, workbook)
    earlier = next((s for s in sheets if s.attributes.get("name") == INDEX_SHEET), None)
    namespace = _namespace(parts.get(workbook), root.begin)
    content = _sheet(rows, summary, style, namespace)
    if earlier is not None:
        link = parts.links(workbook).get(earlier.attributes.get("id", ""))
        if link is not None and link.target in parts:
            parts.put(link.target, content)
            return
    name = parts.free("xl/worksheets/sheet{}.xml")
    parts.put(name, content)
    parts.declare(name, _TYPE)
    key = parts.link(workbook, "worksheet", name)
    number = 1 + max((int(s.attributes.get("sheetId") or 0) for s in sheets), default=0)
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    if "purl.oclc.org" in namespace:
        relation = "http://purl.oclc.org/ooxml/officeDocument/relationships"
    parts.append(
        workbook,
        "sheets",
        f'<{root.prefix}sheet xmlns:r="{relation}" name="{INDEX_SHEET}" sheetId="{number}" '
        f'r:id="{key}"/>',
    )


def _namespace(data: bytes, begin: int) -> str:
    head = data[begin : begin + 2000]
    strict = b"http://purl.oclc.org/ooxml/spreadsheetml/main"
    return (
        strict.decode()
        if strict in head
        else "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    )


def _style(parts: Parts, workbook: str) -> int:
    """The number of a cell style for wrapped text, added to the styles if it is not there; 0 if
    the workbook has no styles."""
    links = parts.links(workbook).values()
    link = next((found for found in links if found.kind == "styles"), None)
    if link is None or link.target not in parts:
        return 0
    spans = parts.scan(link.target, "cellXfs", "xf")
    holder = next((s for s in spans if s.tag == "cellXfs"), None)
    if holder is None:
        return 0
    data = parts.get(link.target)
    styles = [s for s in spans if s.tag == "xf" and holder.begin < s.begin < holder.end]
    new = _WRAPPED.format(p=holder.prefix)
    for number, span in enumerate(styles):
        if data[span.begin : span.end] == new.encode():
            return number
    changes = [(holder.inner_end, holder.inner_end, new.encode())]
    if holder.empty_tag or not styles:
        return 0
    if count := with_attribute(data, holder, "count", str(len(styles) + 1)):
        changes.append(count)
    parts.put(link.target, splice(data, changes))
    return len(styles)


def _sheet(rows: Sequence[IndexRow], summary: str, style: int, namespace: str) -> bytes:
    lines = [
        _row(1, style, 24, [_text(INDEX_TITLE, bold=True, size=14)]),
        _row(2, style, 18, [_text(f"{summary}本表和各批注由 pmlint 生成，再次检查时会更新。")]),
        _row(3, style, 18, [_text(heading, bold=True) for heading in INDEX_HEADINGS]),
    ]
    links = []
    for number, row in enumerate(rows, 4):
        target = isinstance(row.location, CellLocation)
        cells = [
            _text(row.severity, bold=True, colour=_COLOURS.get(row.severity, "")),
            _text(row.form),
            _text(row.place, colour="FF0563C1" if target else "", underlined=target),
            *(_text(t) for t in (row.value, row.message, row.suggestion, row.rule)),
        ]
        texts = (
            row.severity,
            row.form,
            row.place,
            row.value,
            row.message,
            row.suggestion,
            row.rule,
        )
        height = 4 + 14 * max(map(_lines, texts, _WIDTHS))
        lines.append(_row(number, style, min(height, 400), cells))
        if isinstance(row.location, CellLocation):
            sheet = row.location.sheet.replace("'", "''")
            where = xml_text(f"'{sheet}'!{row.location.cell}")
            links.append(f'<hyperlink ref="C{number}" location="{where}" display="{where}"/>')
    columns = "".join(
        f'<col min="{n}" max="{n}" width="{width}" customWidth="1"/>'
        for n, width in enumerate(_WIDTHS, 1)
    )
    last = column_name(len(INDEX_HEADINGS) - 1)
    merges = "".join(f'<mergeCell ref="A{n}:{last}{n}"/>' for n in (1, 2))
    hyperlinks = f"<hyperlinks>{''.join(links)}</hyperlinks>" if links else ""
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<worksheet xmlns="{namespace}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
        f'<dimension ref="A1:{last}{3 + len(rows)}"/><cols>{columns}</cols>'
        f'<sheetData>{"".join(lines)}</sheetData><mergeCells count="2">{merges}</mergeCells>'
        f'{hyperlinks}<printOptions gridLines="1"/>'
        '<pageMargins left="0.5" right="0.5" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>'
        '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/>'
        "</worksheet>"
    ).encode()


def _lines(text: str, width: int) -> int:
    """How many lines ``text`` takes in a column of ``width`` characters."""
    return sum(
        max(1, -(-sum(2 if east_asian_width(c) in "WFA" else 1 for c in line) // (width - 1)))
        for line in text.split("\n")
    )


def _row(number: int, style: int, height: int, cells: Sequence[str]) -> str:
    filled = "".join(
        f'<c r="{column_name(c)}{number}" s="{style}" '
        + (f't="inlineStr"><is>{text}</is></c>' if text else "/>")
        for c, text in enumerate(cells)
    )
    return f'<row r="{number}" ht="{height}" customHeight="1">{filled}</row>'


def _text(
    text: str, bold: bool = False, size: int = 10, colour: str = "", underlined: bool = False
) -> str:
    if not text:
        return ""
    look = "<b/>" if bold else ""
    look += "<u/>" if underlined else ""
    look += f'<sz val="{size}"/>' + (f'<color rgb="{colour}"/>' if colour else "")
    look += '<rFont val="宋体"/><family val="3"/><charset val="134"/>'
    return f'<r><rPr>{look}</rPr><t xml:space="preserve">{xml_text(text[:32000])}</t></r>'
