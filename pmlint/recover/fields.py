"""Fields out of cells: markup taken off, ends trimmed, every character still tied to its cell."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pmlint.model.form import Doubt, Field, Origin, Piece, State
from pmlint.model.grid import Cell
from pmlint.model.location import Location
from pmlint.regex import regex

_TAG = regex(
    r"</?(?:b|p|br|i|u|s|em|strong|span|font|div|sub|sup|table|tbody|tr|td|th|li|ul|ol|a|h[1-6]|"
    r"center|small|big|o:p)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_BREAK = regex(r"<(?:br|/p|/div|/li|/tr)\b", re.IGNORECASE)


def field_of(
    cell: Cell,
    start: int = 0,
    end: int | None = None,
    *,
    label: str | None = None,
    origin: Origin = "printed",
    doubts: tuple[Doubt, ...] = (),
) -> Field:
    """The text of ``cell[start:end]`` as a field; a blank one where nothing is left of it."""
    raw = cell.text
    stop = len(raw) if end is None else end
    if "<" in raw and (tags := list(_TAG.finditer(raw, start, stop))):
        return _without_tags(cell, start, stop, tags, label, origin, doubts)
    part = raw[start:stop] if start or stop != len(raw) else raw
    text = part.strip()
    if not text:
        return Field(None, "blank", origin, (), cell.location, label, None, doubts)
    if len(text) != len(part):
        start += len(part) - len(part.lstrip())
    piece = Piece(0, len(text), cell, start)
    return Field(text, "present", origin, (piece,), cell.location, label, None, doubts)


def joined(fields: Sequence[Field], separator: str = "\n", doubts: tuple[Doubt, ...] = ()) -> Field:
    """Several fields as one, a separator that stands nowhere between them; blank ones left out."""
    parts = [f for f in fields if f.text]
    if not parts:
        return fields[0]
    if len(parts) == 1 and not doubts:
        return parts[0]
    text, pieces = "", []
    for part in parts:
        if text:
            text += separator
        shift = len(text)
        pieces += [Piece(p.start + shift, p.length, p.cell, p.offset) for p in part.pieces]
        text += part.text or ""
    first = parts[0]
    every = tuple(d for p in parts for d in p.doubts) + doubts
    return Field(
        text, "present", first.origin, tuple(pieces), first.where, first.label, None, every
    )


def missing(
    state: State,
    where: Location | None = None,
    label: str | None = None,
    doubts: tuple[Doubt, ...] = (),
) -> Field:
    """A field without text."""
    return Field(None, state, "printed", (), where, label, None, doubts)


def plain(text: str) -> str:
    """``text`` without markup and trimmed."""
    return (_TAG.sub("", text) if "<" in text else text).strip()


def _without_tags(
    cell: Cell,
    start: int,
    stop: int,
    tags: list[re.Match[str]],
    label: str | None,
    origin: Origin,
    doubts: tuple[Doubt, ...],
) -> Field:
    raw = cell.text
    edges = [start, *(x for t in tags for x in t.span()), stop]
    runs = [(a, b) for a, b in zip(edges[::2], edges[1::2], strict=True) if a < b]
    first = next((i for i, (a, b) in enumerate(runs) if raw[a:b].strip()), None)
    if first is None:
        return Field(None, "blank", origin, (), cell.location, label, None, doubts)
    last = max(i for i, (a, b) in enumerate(runs) if raw[a:b].strip())
    text, pieces = "", []
    for i in range(first, last + 1):
        a, b = runs[i]
        if i == first:
            a += len(raw[a:b]) - len(raw[a:b].lstrip())
        else:
            gap = raw[runs[i - 1][1] : runs[i][0]]
            if _BREAK.search(gap) and not text.endswith("\n"):
                text += "\n"
        if i == last:
            b = a + len(raw[a:b].rstrip())
        if a < b:
            pieces.append(Piece(len(text), b - a, cell, a))
            text += raw[a:b]
    return Field(text, "present", origin, tuple(pieces), cell.location, label, None, doubts)
