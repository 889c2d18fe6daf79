"""Edits in workbooks: in the cell's own text, its formatting kept, nothing else touched.

A text that the workbook shares between cells is copied into the edited cell, so that the others
keep theirs. Numbers, dates and formulas are never edited.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from xml.parsers import expat

from pmlint.annotate.notes import part_of
from pmlint.annotate.xmlspans import Span, Wanted, scan, xml_text
from pmlint.fix import MOVED, Refused
from pmlint.model.diagnostic import Edit
from pmlint.model.location import CellLocation
from pmlint.model.value import value
from pmlint.read.package import Package
from pmlint.read.sheetml import read_book, unescape
from pmlint.read.xlsx import workbook_part
from pmlint.repack import Splice, replace_parts, splice

_UNIT = re.compile(r"(?:_x000[dD]_|\r)?(?:_x000[aA]_|\n)|_x[0-9A-Fa-f]{4}_|.", re.DOTALL)
_NUMBER = "单元格里是数字、日期或公式，不能直接改字，请手工修改"
_LAYERED = "单元格的数字格式改变了文字的样子，请手工修改"


def apply(data: bytes, edits: Sequence[Edit]) -> bytes:
    """See `pmlint.fix.Applier`."""
    book = _Book(Package(data, ""))
    wanted: dict[CellLocation, list[int]] = {}
    reasons: dict[int, str] = {}
    for number, edit in enumerate(edits):
        where = edit.location
        if isinstance(where, CellLocation):
            wanted.setdefault(CellLocation(where.sheet, where.cell), []).append(number)
        else:
            reasons[number] = MOVED
    cells = book.cells(set(wanted))
    changes: dict[str, list[Splice]] = {}
    for where, numbers in wanted.items():
        cell = cells.get(where)
        made = MOVED if cell is None else book.edited(cell, [edits[n] for n in numbers])
        if isinstance(made, str) or cell is None:
            reasons |= dict.fromkeys(numbers, str(made))
        else:
            changes.setdefault(cell.part, []).append(made)
    if reasons:
        raise Refused(reasons)
    return replace_parts(
        data, {book.stored(part): splice(book.data(part), made) for part, made in changes.items()}
    )


@value
class _Cell:
    """A ``c`` element and what stands in it; ``children`` are its ``v``, ``is``, ``f``."""

    part: str
    span: Span
    children: dict[str, Span]


class _Book:
    """The parts of a workbook that hold text."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._workbook = workbook_part(package)
        self._links = package.relationships(self._workbook)
        self._data: dict[str, bytes] = {}
        self._items: list[Span] | None = None
        self._strings = ""

    def data(self, part: str) -> bytes:
        """An XML part, as a whole."""
        if part not in self._data:
            self._data[part] = b"".join(self._package.xml(part))
        return self._data[part]

    def stored(self, part: str) -> str:
        """The name of a part as the zip spells it."""
        return next(n for n in self._package.names if n.casefold() == part.casefold())

    def cells(self, wanted: set[CellLocation]) -> dict[CellLocation, _Cell]:
        """The ``c`` elements of the cells, where the sheets have them."""
        found: dict[CellLocation, _Cell] = {}
        for entry in read_book(self._package, self._workbook).sheets:
            link = self._links.get(entry.link)
            names = {where.cell for where in wanted if where.sheet == entry.name}
            if not names or link is None or link.target not in self._package:
                continue
            for cell in self._sheet_cells(link.target, names):
                found[CellLocation(entry.name, cell.span.attributes["r"])] = cell
        return found

    def _sheet_cells(self, part: str, names: set[str]) -> list[_Cell]:
        inside = False

        def want(tag: str, _: int, attributes: dict[str, str]) -> bool:
            nonlocal inside
            if tag == "c":
                inside = attributes.get("r") in names
                return inside
            return inside and tag in ("v", "is", "f")

        cells: list[_Cell] = []
        for span in self._scan(part, want)[1:]:
            if span.tag == "c":
                cells.append(_Cell(part, span, {}))
            elif cells and span.end <= cells[-1].span.end:
                cells[-1].children[span.tag] = span
        return cells

    def _scan(self, part: str, want: Wanted) -> list[Span]:
        try:
            return scan(self.data(part), want)
        except expat.ExpatError as error:
            raise self._package.damaged(f"部件 {part} 的 XML 有错误") from error

    def edited(self, cell: _Cell, edits: list[Edit]) -> Splice | str:
        """The change that makes ``edits`` in a cell, or why they cannot be made."""
        kind = cell.span.attributes.get("t", "n")
        if "f" in cell.children or kind not in ("s", "str", "inlineStr"):
            return _NUMBER
        content = self._content(cell, kind)
        if content is None:
            return MOVED
        changed = edit_string(*content, edits)
        if isinstance(changed, str):
            return changed
        prefix = cell.span.prefix
        data = self.data(cell.part)
        opening = data[cell.span.begin : cell.span.inner]
        opening = re.sub(
            rb"(\st\s*=\s*)(?:\"s(?:tr)?\"|'s(?:tr)?')", rb'\1"inlineStr"', opening, count=1
        )
        inside = f"<{prefix}is>".encode() + changed + f"</{prefix}is>".encode()
        return cell.span.begin, cell.span.inner_end, opening + inside

    def _content(self, cell: _Cell, kind: str) -> tuple[bytes, str] | None:
        """The inside of the cell's string item, and the prefix its elements should have."""
        data = self.data(cell.part)
        if kind == "inlineStr":
            item = cell.children.get("is")
            if item is None or item.empty_tag:
                return None
            return data[item.inner : item.inner_end], cell.span.prefix
        value = cell.children.get("v")
        text = data[value.inner : value.inner_end] if value else b""
        if kind == "str":  # as many export programs write plain texts
            prefix = cell.span.prefix.encode()
            return b"<%st>%s</%st>" % (prefix, text, prefix), cell.span.prefix
        text = text.strip()
        if not text.isdigit():
            return None
        items = self._shared()
        number = int(text)
        if number >= len(items) or items[number].empty_tag:
            return None
        item = items[number]
        inside = self.data(self._strings)[item.inner : item.inner_end]
        if item.prefix != cell.span.prefix:
            inside = _renamed(inside, item.prefix, cell.span.prefix)
        return inside, cell.span.prefix

    def _shared(self) -> list[Span]:
        if self._items is None:
            links = self._links.values()
            link = next((x for x in links if x.kind == "sharedStrings"), None)
            self._items = []
            if link is not None and link.target in self._package:
                self._strings = link.target
                self._items = self._scan(link.target, lambda tag, _d, _a: tag == "si")[1:]
        return self._items


def edit_string(inside: bytes, prefix: str, edits: Sequence[Edit]) -> bytes | str:
    """The inside of a string item with ``edits`` made in its runs, or why they cannot be made.

    What is new takes the format of the character it replaces first, or follows. Phonetic guides
    go, for they belong to the old text.
    """
    name = re.escape(prefix.encode())
    inside = re.sub(rb"<%srPh[\s>].*?</%srPh\s*>" % (name, name), b"", inside, flags=re.DOTALL)
    texts = list(re.finditer(rb"<%st(?:\s[^>]*)?(?:/>|>([^<]*)</%st\s*>)" % (name, name), inside))
    units: list[tuple[str, int]] = []  # what stands for one shown character, and in which run
    for run, match in enumerate(texts):
        raw = html.unescape((match[1] or b"").decode())
        for unit in _UNIT.findall(raw):
            if unescape(unit) or not units or units[-1][1] != run:
                units.append((unit, run))
            else:  # an invisible character stays with the one before it
                units[-1] = (units[-1][0] + unit, run)
    shown = "".join(unescape(unit) for unit, _ in units)
    spans = []
    for edit in edits:
        if any(ord(c) < 32 and c != "\n" for c in edit.new):
            return "改后的文字含有控制字符，请手工修改"
        span = part_of(shown, edit)
        if span is None:
            return MOVED if edit.old in shown else _LAYERED
        spans.append((*span, edit.new))
    for start, end, new in sorted(spans, key=lambda s: s[:2], reverse=True):
        at = start if start < end or start == 0 else start - 1
        run = units[at][1] if at < len(units) else 0
        units[start:end] = [(_escaped(new), run)] if new else []
    pieces, done = [], 0
    for run, match in enumerate(texts):
        text = "".join(unit for unit, at in units if at == run)
        new_text = html.escape(text, quote=False)
        old_text = html.unescape((match[1] or b"").decode())
        if text == old_text:
            continue
        written = f'<{prefix}t xml:space="preserve">{new_text}</{prefix}t>'.encode()
        pieces += [inside[done : match.start()], written]
        done = match.end()
    return b"".join([*pieces, inside[done:]])


def _escaped(text: str) -> str:
    """New text, so that a literal ``_x000D_`` in it stays one."""
    return html.unescape(xml_text(text))


def _renamed(inside: bytes, old: str, new: str) -> bytes:
    """Elements of one prefix given another."""
    pattern = rb"<(/?)%s(?=\w)" % re.escape(old.encode())
    return re.sub(pattern, rb"<\1" + new.encode(), inside)
