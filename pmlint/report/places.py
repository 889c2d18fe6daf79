"""Places in the user's files as people write them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pmlint.model.location import CellLocation, PageLocation, TableLocation, TextLocation

if TYPE_CHECKING:
    from pmlint.messages import Messages
    from pmlint.model.location import Location


def short(location: Location | None) -> str:
    """A place in one word, as compilers write it: ``27:5``, ``Sheet1!D13``, ``t2:3:4`` (table,
    row, column), ``p3`` (page); '' if unknown."""
    match location:
        case TextLocation():
            return f"{location.line}:{location.column}"
        case CellLocation():
            return f"{location.sheet}!{location.cell}"
        case TableLocation():
            return f"t{location.table}:{location.row}:{location.column}"
        case PageLocation():
            return f"p{location.page}"
        case None:
            return ""


def spoken(location: Location | None, say: Messages) -> str:
    """A place as a sentence says it: ``第 27 行第 5 列``; '' if unknown."""
    match location:
        case TextLocation():
            return say("place.text", line=location.line, column=location.column)
        case CellLocation():
            return say("place.cell", sheet=location.sheet, cell=location.cell)
        case TableLocation(table=0):
            return say("place.paragraph", row=location.row)
        case TableLocation():
            return say(
                "place.table", table=location.table, row=location.row, column=location.column
            )
        case PageLocation():
            return say("place.page", page=location.page)
        case None:
            return ""


def line_of(location: Location | None) -> int:
    """The line for formats that know nothing but lines; 1 where the file has none."""
    return location.line if isinstance(location, TextLocation) else 1


def column_of(location: Location | None) -> int:
    """The column for formats that know nothing but lines and columns; 1 where there is none."""
    return location.column if isinstance(location, TextLocation) else 1
