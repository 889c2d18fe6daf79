"""Markdown: pipe tables (GFM) and HTML tables among prose; lines with TABs are read as such."""

from __future__ import annotations

import html
import re

from pmlint.model.grid import Cell, Document
from pmlint.model.location import TextLocation
from pmlint.read import comments, encoding, text
from pmlint.read.anchored import AnchoredText
from pmlint.read.limits import LIMITS
from pmlint.read.rows import Rows, check_size, too_long

_CELL = re.compile(r"[^|\\]*+(?:\\.?[^|\\]*+)*+")
_SPECIAL = re.compile(
    r"(?P<pipe>\\\|)|(?P<br><br\s*+/?>)|&(?:#\d{1,7}|#x[\da-f]{1,6}|[a-z]\w{1,31});", re.IGNORECASE
)
_TABLE_OPEN = re.compile(r"<table\b[^<>]*+>\s*+(?:<|$)", re.IGNORECASE)
_TABLE_EDGE = re.compile(r"<(/?)table\b[^>]*+>?", re.IGNORECASE)
_PAGE_BREAK = re.compile(r"\s*<!--\s*page\s*-?break.*-->\s*", re.IGNORECASE)


def read(data: bytes, path: str) -> Document:
    """Markdown as one grid. Raises ReadError (encoding, too-large)."""
    decoded = encoding.decode(data)
    check_size(decoded.text, "|")
    lines = text.lines_of(decoded.text)
    rows = Rows()
    bare_table = False  # inside a table whose rows have no outer pipes
    at = offset = 0  # line and place in it, 0-based
    while at < len(lines):
        line = lines[at]
        if len(line) > LIMITS.cell_chars:
            raise too_long(at + 1, len(line))
        if not offset and comments.said(line) is not None:
            at += 1
            continue
        if "<" in line and (begin := _TABLE_OPEN.search(line, offset)):
            _add_rest(rows, line[offset : begin.start()], at, offset)
            at, offset = _add_html(rows, lines, at, begin.start())
            continue
        if offset:
            _add_rest(rows, line[offset:], at, offset)
        else:
            following = lines[at + 1] if at + 1 < len(lines) else ""
            bare_table = "|" in line and (bare_table or _is_pipe_rule(following))
            _add_line(rows, line, at, bare_table)
        at, offset = at + 1, 0
    return text.document(path, "markdown", decoded, rows)


def _add_line(rows: Rows, line: str, at: int, bare_table: bool) -> None:
    if bare_table or _is_pipe_row(line):
        before = line.rfind("\f") + 1
        for _ in range(line.count("\f")):  # page breaks before the row
            rows.add("break")
        cells = pipe_cells(line[before:], at + 1, rows.next_row, before)
        rows.add("rule" if text.is_rule(line[before:]) else "cells", cells)
    elif "<!--" in line and _PAGE_BREAK.fullmatch(line):
        rows.add("break")
    else:
        text.add_line(rows, line, at + 1)


def _add_rest(rows: Rows, rest: str, at: int, offset: int) -> None:
    """What stands on a line before or behind an HTML table."""
    if rest.strip():
        text.add_line(rows, rest, at + 1, offset + 1)


def _is_pipe_row(line: str) -> bool:
    bare = line.lstrip(" \t\f")
    return bare.startswith("|") and "\f" not in bare and line.count("|") > max(1, line.count("\t"))


def _is_pipe_rule(line: str) -> bool:
    return "|" in line and text.is_rule(line)


def pipe_cells(line: str, number: int, row: int, before: int = 0) -> tuple[Cell, ...]:
    """The cells of ``| a | b |`` without the padding blanks, escapes and entities resolved.
    ``before`` characters of line ``number`` stand in front of ``line``."""
    at = len(line) - len(line.lstrip(" \t"))
    end = len(line.rstrip(" \t"))
    if line.startswith("|", at):
        at += 1
    cells: list[Cell] = []
    while at < end or not cells:
        found = _CELL.match(line, at)
        stop = min(found.end() if found else end, end)
        shown, place = _shown(line, at, stop, number, before)
        cells.append(Cell(shown, place, row, len(cells)))
        at = stop + 1
    return tuple(cells)


def _shown(line: str, start: int, stop: int, number: int, before: int) -> tuple[str, TextLocation]:
    inner = line[start:stop]
    blank = len(inner) - len(inner.lstrip(" \t"))
    inner = inner.strip(" \t")
    first = start + (blank if inner else min(blank, 1)) + before + 1
    if "\\|" not in inner and "<" not in inner and "&" not in inner:
        return inner, TextLocation(number, first, number, first + len(inner))
    built = AnchoredText()
    at = 0
    for special in _SPECIAL.finditer(inner):
        built.put(inner[at : special.start()], number, first + at)
        width = special.end() - special.start()
        if special["pipe"]:
            shown = "|"
        elif special["br"]:
            shown = "\n"
        else:
            shown = html.unescape(special[0])
        built.put(shown, number, first + special.start(), width)
        at = special.end()
    built.put(inner[at:], number, first + at)
    return built.finish(number, first)


def _add_html(rows: Rows, lines: list[str], at: int, begin: int) -> tuple[int, int]:
    """Append the HTML table that begins on line ``at`` at offset ``begin`` (0-based). Returns
    the line and offset behind it. A table that is not closed goes on to the end of the file."""
    from pmlint.read.html import add_embedded

    depth, last, end = 0, at, 0
    for last in range(at, len(lines)):
        for edge in _TABLE_EDGE.finditer(lines[last], begin if last == at else 0):
            depth += -1 if edge[1] else 1
            if depth == 0:
                end = edge.end()
                break
        if end:
            break
    closed = end or len(lines[last])
    part = lines[at : last + 1]
    part[-1] = part[-1][:closed]
    part[0] = part[0][begin:]
    add_embedded(rows, "\n".join(part), at + 1, begin + 1)
    return last, closed
