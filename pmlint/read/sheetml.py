"""SpreadsheetML: the parts of an .xlsx package, each read by a small handler without a tree."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal

from pmlint.model.value import value
from pmlint.read import numfmt
from pmlint.read.numbuiltin import BUILTIN
from pmlint.read.package import Package
from pmlint.read.sheet import (
    MAX_MERGES,
    MAX_TEXT,
    Budget,
    Sheet,
    Shown,
    parse_range,
    parse_ref,
)

MAX_STRINGS = 500_000
MAX_STYLES = 1 << 17
MAX_SHEETS = 10_000
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_TRUE = ("1", "true", "on")


@value
class SheetEntry:
    """A sheet as the workbook lists it. ``link`` is the id of its relationship."""

    name: str
    link: str
    hidden: bool


@value
class Book:
    """What the workbook part says."""

    sheets: tuple[SheetEntry, ...]
    date1904: bool


def unescape(stored: str) -> str:
    """A stored text as it is shown: ``_x000D_`` decoded, carriage returns as line breaks."""
    if "_x" in stored:
        stored = _ESCAPE.sub(lambda m: _character(int(m[1], 16)), stored)
    if "\r" in stored:
        stored = stored.replace("\r\n", "\n").replace("\r", "\n")
    return stored


def _character(code: int) -> str:
    return chr(code) if code in (9, 10, 13) or 32 <= code < 0xD800 or code >= 0xE000 else ""


def read_book(package: Package, part: str) -> Book:
    """The list of sheets and the date system."""
    sheets: list[SheetEntry] = []
    date1904 = False

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal date1904
        if tag == "sheet" and len(sheets) < MAX_SHEETS:
            link = next((v for k, v in attributes.items() if k.endswith(" id")), "")
            hidden = attributes.get("state", "visible") != "visible"
            sheets.append(SheetEntry(attributes.get("name", ""), link, hidden))
        elif tag == "workbookPr":
            date1904 = attributes.get("date1904", "0").lower() in _TRUE

    package.walk(part, start, _ignore, _ignore)
    return Book(tuple(sheets), date1904)


def read_styles(package: Package, part: str) -> list[str]:
    """The number format code of each cell style, in order."""
    codes: dict[int, str] = {}
    styles: list[int] = []
    inside = ""

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal inside
        if tag == "cellXfs":
            inside = tag
        elif tag == "numFmt" and "formatCode" in attributes and len(codes) < MAX_STYLES:
            codes[_int(attributes.get("numFmtId"))] = attributes["formatCode"]
        elif tag == "xf" and inside and len(styles) < MAX_STYLES:
            styles.append(_int(attributes.get("numFmtId")))

    def end(tag: str) -> None:
        nonlocal inside
        if tag == "cellXfs":
            inside = ""

    package.walk(part, start, end, _ignore)
    return [codes.get(number) or BUILTIN.get(number, "General") for number in styles]


def read_strings(package: Package, part: str) -> list[str]:
    """The shared texts, phonetic guides left out."""
    strings: list[str] = []
    text = _Text()

    def start(tag: str, _: dict[str, str]) -> None:
        if tag == "si":
            text.clear()
            if len(strings) >= MAX_STRINGS:
                raise package.too_large(f"共享文本超过 {MAX_STRINGS} 条")
        text.opened(tag)

    def end(tag: str) -> None:
        text.closed(tag)
        if tag == "si":
            strings.append(text.shown())

    package.walk(part, start, end, text.add)
    return strings


class _Text:
    """Collects the ``t`` elements of a string item."""

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        self._pieces: list[str] = []
        self._length = 0
        self._open = False
        self._phonetic = False

    def opened(self, tag: str) -> None:
        if tag == "t":
            self._open = True
        elif tag == "rPh":
            self._phonetic = True

    def closed(self, tag: str) -> None:
        if tag == "t":
            self._open = False
        elif tag == "rPh":
            self._phonetic = False

    def add(self, characters: str) -> None:
        if self._open and not self._phonetic and self._length < MAX_TEXT:
            self._pieces.append(characters[: MAX_TEXT - self._length])
            self._length += len(characters)

    def shown(self) -> str:
        return unescape("".join(self._pieces))


class SheetHandler:
    """Fills a `Sheet` from a worksheet part."""

    def __init__(
        self, sheet: Sheet, strings: list[str], styles: list[str], date1904: bool, budget: Budget
    ) -> None:
        self._sheet = sheet
        self._strings = strings
        self._styles = styles
        self._date1904 = date1904
        self._budget = budget
        self._row = self._column = -1
        self._attributes: dict[str, str] = {}
        self._text = _Text()
        self._value: list[str] = []
        self._in_value = self._has_formula = False
        self._starts: dict[str, Callable[[dict[str, str]], None]] = {
            "row": self._start_row,
            "c": self._start_cell,
            "f": self._start_formula,
            "v": self._start_value,
            "col": self._col,
            "mergeCell": self._merge,
        }

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        run = self._starts.get(tag)
        if run is not None:
            run(attributes)
        else:
            self._text.opened(tag)

    def end(self, tag: str) -> None:
        """An element ends."""
        if tag == "v":
            self._in_value = False
        elif tag == "c":
            self._end_cell()
        else:
            self._text.closed(tag)

    def text(self, characters: str) -> None:
        """Characters of whatever is open."""
        if self._in_value:
            self._value.append(characters[:MAX_TEXT])
        else:
            self._text.add(characters)

    def _start_row(self, attributes: dict[str, str]) -> None:
        number = _int(attributes.get("r"))
        self._row = number - 1 if 0 < number <= 1 << 20 else self._row + 1
        self._column = -1
        flat = attributes.get("ht") in ("0", "0.0")
        if flat or attributes.get("hidden", "0").lower() in _TRUE:
            self._sheet.hidden_rows.add(self._row)

    def _start_cell(self, attributes: dict[str, str]) -> None:
        place = parse_ref(attributes["r"]) if "r" in attributes else None
        self._column = place[1] if place else self._column + 1
        if place and place[0] != self._row:
            self._row = place[0]
        self._attributes = attributes
        self._value = []
        self._text.clear()
        self._has_formula = False

    def _start_formula(self, _: dict[str, str]) -> None:
        self._has_formula = True

    def _start_value(self, _: dict[str, str]) -> None:
        self._in_value = True

    def _col(self, attributes: dict[str, str]) -> None:
        flat = attributes.get("width") in ("0", "0.0")
        if flat or attributes.get("hidden", "0").lower() in _TRUE:
            first, last = _int(attributes.get("min")), _int(attributes.get("max"))
            if 0 < first <= last:
                self._sheet.hidden_columns.append((first - 1, min(last, 1 << 14) - 1))

    def _merge(self, attributes: dict[str, str]) -> None:
        found = parse_range(attributes.get("ref", ""))
        single = found and found.top == found.bottom and found.left == found.right
        if found and not single and len(self._sheet.merges) < MAX_MERGES:
            self._sheet.merges.append(found)

    def _end_cell(self) -> None:
        style = _int(self._attributes.get("s"))
        code = self._styles[style] if 0 <= style < len(self._styles) else "General"
        cells = self._sheet.rows.setdefault(max(self._row, 0), {})
        cells[self._column] = self._shown(self._attributes.get("t", "n"), code)
        self._budget.take()

    def _shown(self, kind: str, code: str) -> Shown:
        value = "".join(self._value)
        if kind == "inlineStr":
            return Shown(numfmt.show_text(self._text.shown(), code))
        if self._has_formula and not value.strip() and kind != "str":
            return Shown("", None, ("formula-without-value",))
        if not value:
            return _EMPTY
        if kind == "s":
            number = _int(value)
            text = self._strings[number] if 0 <= number < len(self._strings) else ""
            return Shown(numfmt.show_text(text, code))
        if kind == "str":
            return Shown(numfmt.show_text(unescape(value), code))
        if kind == "b":
            return Shown("TRUE" if value.strip() in _TRUE else "FALSE")
        if kind == "e":
            return Shown(value.strip(), None, ("error-value",))
        if kind == "d":
            return shown_moment(value.strip(), code, self._date1904)
        return shown_number(value, code, self._date1904)


_EMPTY = Shown("")


def shown_number(stored: str | float, code: str, date1904: bool) -> Shown:
    """What a stored number shows; a number that is none is shown as it stands."""
    try:
        number = float(stored)
    except ValueError:
        return Shown(str(stored).strip())
    if not math.isfinite(number):
        return Shown(str(stored).strip())
    value: Decimal = numfmt.decimal_of(number)
    text = numfmt.show_number(value, code, date1904)
    return Shown(text, value, ("overflow",) if text and not text.strip("#") else ())


def shown_moment(stored: str, code: str, date1904: bool) -> Shown:
    """What a date stored as ISO 8601 shows."""
    serial = serial_of(stored, date1904)
    if serial is None:
        return Shown(stored)
    if not numfmt.is_date(code):
        code = "yyyy/m/d h:mm" if serial % 1 else "yyyy/m/d"
    return shown_number(serial, code, date1904)


def serial_of(stored: str, date1904: bool = False) -> float | None:
    """The serial number of a date in ISO 8601; None if it is none."""
    try:
        moment = datetime.fromisoformat(stored.replace("Z", ""))
    except ValueError:
        return None
    first = datetime(1904, 1, 1) if date1904 else datetime(1899, 12, 30)
    past = moment.replace(tzinfo=None) - first
    return past.days + past.seconds / 86400


def _int(text: str | None) -> int:
    """A small whole number; 0 if it is none."""
    try:
        return int(text or 0) if len(text or "") < 12 else 0
    except ValueError:
        return 0


def _ignore(*_: object) -> None:
    pass
