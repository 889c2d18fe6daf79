"""Edits in Word documents: in the run's own text, its formatting kept, nothing else touched."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence

from pmlint.annotate.notes import part_of
from pmlint.fix import MOVED, Refused
from pmlint.model.diagnostic import Edit
from pmlint.model.location import TableLocation
from pmlint.read.docx import main_part, open_body
from pmlint.read.package import Package
from pmlint.read.word.model import Piece
from pmlint.read.word.places import Place, places
from pmlint.repack import Splice, replace_parts, splice

_CHARACTER = re.compile(rb"&[^;]+;|\r\n|[\x00-\x7f]|[\xc2-\xf4][\x80-\xbf]+")
_NOT_PLAIN = "这里是公式、符号或域，不能直接改字，请手工修改"


def apply(data: bytes, edits: Sequence[Edit]) -> bytes:
    """See `pmlint.fix.Applier`. Text that was inserted as a tracked change is edited where it
    stands; an edit makes no tracked change of its own."""
    package = Package(data, "")
    name = main_part(package)
    body = open_body(package, name)
    index = places(body)
    splices: list[Splice] = []
    reasons: dict[int, str] = {}
    for number, edit in enumerate(edits):
        where = edit.location
        place = None
        if isinstance(where, TableLocation):
            place = index.get((where.table, where.row, where.column))
        made = _splices(body.data, place, edit) if place is not None else MOVED
        if isinstance(made, str):
            reasons[number] = made
        else:
            splices += made
    if reasons:
        raise Refused(reasons)
    return replace_parts(data, {name: splice(body.data, dict.fromkeys(splices))})


def _splices(data: bytes, place: Place, edit: Edit) -> list[Splice] | str:
    """The changes in bytes that make an edit, or why it cannot be made."""
    span = part_of(place.text, edit)
    if span is None:
        return MOVED
    if any(ord(char) < 32 for char in edit.new):
        return "改后的文字含有换行或控制字符，请手工修改"
    start, end, new = _core(span[0], edit.old, edit.new)
    touched = [piece for piece in _pieces(place) if piece[0] < end and start < piece[1]]
    if start == end:  # an insertion joins the text before it, or at the very beginning, behind it
        touched = [piece for piece in _pieces(place) if piece[0] < start <= piece[1]][:1]
        touched = touched or [piece for piece in _pieces(place) if piece[0] == start][:1]
        if not touched:
            return _NOT_PLAIN if place.text else "空白处没有可改的文字，请手工填写"
    if sum(min(end, stop) - max(start, begin) for begin, stop, _ in touched) != end - start:
        return "跨段落的文字不能自动修改，请手工修改"
    splices: list[Splice] = []
    for begin, stop, piece in touched:
        raw = data[piece.begin : piece.end]
        offsets = _offsets(raw, piece.text) if piece.begin >= 0 else None
        if offsets is None:
            return _NOT_PLAIN
        first, last = max(start, begin) - begin, min(end, stop) - begin
        written = html.escape(new, quote=False).encode()
        rest = piece.text[:first] + new + piece.text[last:]
        if (
            rest != rest.strip()
            and b"space" not in data[data.rfind(b"<", 0, piece.begin) : piece.begin]
        ):
            splices.append((piece.begin - 1, piece.begin - 1, b' xml:space="preserve"'))
        splices.append((piece.begin + offsets[first], piece.begin + offsets[last], written))
        new = ""  # all of it stands in the first run
    return splices


def _pieces(place: Place) -> Iterator[tuple[int, int, Piece]]:
    """The pieces of a place with the offsets in its text at which they begin and end."""
    for at, paragraph in place.placed:
        for piece in paragraph.pieces:
            yield at + piece.start, at + piece.stop, piece


def _core(start: int, old: str, new: str) -> tuple[int, int, str]:
    """What really changes: the span and its new text without what both begin and end with, so
    that the formatting of that is not touched."""
    shorter = min(len(old), len(new))
    head = next((i for i in range(shorter) if old[i] != new[i]), shorter)
    rest = shorter - head
    tail = next((i for i in range(rest) if old[-1 - i] != new[-1 - i]), rest)
    return start + head, start + len(old) - tail, new[head : len(new) - tail]


def _offsets(raw: bytes, text: str) -> list[int] | None:
    """The byte at which each character of ``text`` is written in ``raw``, and the end; None where
    it is not written plainly (CDATA, a comment)."""
    if b"<" in raw:
        return None
    ends = [found.end() for found in _CHARACTER.finditer(raw)]
    return [0, *ends] if len(ends) == len(text) else None
