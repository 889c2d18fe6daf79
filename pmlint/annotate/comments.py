"""The comments part of a sheet: earlier notes by pmlint out, new ones in, all others as they are.

A cell has one comment only. Where somebody else's stands already, ours is appended to its text
behind `MARK`, and taken off again from there by the next run. Ours begin with the mark, too, for
not every program keeps the author's name. A cell that carries a threaded comment shows no plain
text, so nothing is added there.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping

from pmlint.annotate.notes import AUTHOR
from pmlint.annotate.xmlspans import Span, opened, scan, xml_text
from pmlint.model.value import value
from pmlint.repack import Splice, splice

MARK = "—— pmlint ——"
NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_HEAD = re.compile(r"(?m)^(【[^】\n]+】)")
_ONE_TEXT = re.compile(rb"\s*(<((?:\w+:)?)t(?:\s[^>]*)?>[^<]*</(?:\w+:)?t>)\s*$")


@value
class Edited:
    """The new part; the cells whose comment was taken out, those that got one of their own (with
    its text), and those where ours joined another's (with the whole text now standing there)."""

    data: bytes
    removed: frozenset[str]
    added: Mapping[str, str]
    joined: Mapping[str, str]


def blank() -> bytes:
    """A comments part without comments."""
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<comments xmlns="{NAMESPACE}"><authors/><commentList/></comments>'
    ).encode()


def edit(data: bytes, notes: Mapping[str, str]) -> Edited:
    """The comments part ``data`` with ``notes`` (cell name -> text) instead of earlier ones."""
    cleaned, removed = _cleaned(data)
    spans = scan(cleaned, lambda tag, _d, _a: tag in _TAGS)
    root = spans[0]
    authors = [s for s in spans if s.tag == "author"]
    names = [html.unescape(cleaned[s.inner : s.inner_end].decode()) for s in authors]
    changes: list[Splice] = []
    if AUTHOR in names:
        number = names.index(AUTHOR)
    else:
        number = len(names)
        holder = next(s for s in spans if s.tag == "authors")
        new = f"<{root.prefix}author>{AUTHOR}</{root.prefix}author>".encode()
        changes.append(_insertion(cleaned, holder, new))
    notes = {cell: f"{MARK}\n{note}" for cell, note in notes.items()}
    standing = {s.attributes.get("ref", ""): s for s in spans if s.tag == "comment"}
    texts = [s for s in spans if s.tag == "text"]
    fresh: list[str] = []
    joined: dict[str, str] = {}
    added: dict[str, str] = {}
    for cell, note in notes.items():
        other = standing.get(cell)
        if other is None:
            body = runs(note, root.prefix)
            fresh.append(
                f'<{root.prefix}comment ref="{cell}" authorId="{number}">'
                f"<{root.prefix}text>{body}</{root.prefix}text></{root.prefix}comment>"
            )
            added[cell] = note
            continue
        who = int(other.attributes.get("authorId") or 0)
        if who < len(names) and names[who].startswith("tc="):
            continue
        inside = [s for s in texts if other.begin < s.begin < other.end]
        if inside:
            changes.append(_joined(cleaned, inside[0], note))
            joined[cell] = _plain(cleaned[inside[0].begin : inside[0].end]) + "\n\n" + note
    if fresh:
        holder = next(s for s in spans if s.tag == "commentList")
        changes.append(_insertion(cleaned, holder, "".join(fresh).encode()))
    new = splice(cleaned, changes)
    return Edited(new, removed, added, joined)


_TAGS = frozenset({"authors", "author", "commentList", "comment", "text"})


def runs(note: str, prefix: str) -> str:
    """A note as runs of rich text: the severities bold, all of it in a small plain font."""
    pieces = []
    for piece in _HEAD.split(note):
        if piece:
            bold = f"<{prefix}b/>" if _HEAD.fullmatch(piece) else ""
            pieces.append(
                f'<{prefix}r><{prefix}rPr>{bold}<{prefix}sz val="9"/><{prefix}color indexed="81"/>'
                f'<{prefix}rFont val="宋体"/><{prefix}family val="3"/><{prefix}charset val="134"/>'
                f'</{prefix}rPr><{prefix}t xml:space="preserve">{xml_text(piece)}</{prefix}t>'
                f"</{prefix}r>"
            )
    return "".join(pieces)


def _joined(data: bytes, text: Span, note: str) -> Splice:
    body = runs(f"\n\n{note}", text.prefix)
    before = data[text.inner : text.inner_end] if not text.empty_tag else b""
    if only := _ONE_TEXT.match(before):  # plain text has to become a run before runs can follow
        prefix = only[2].decode()
        before = f"<{prefix}r>".encode() + only[1] + f"</{prefix}r>".encode()
    begin, end, opening, closing = opened(data, text)
    if not text.empty_tag:
        begin, opening = text.inner, before
    return begin, end, opening + body.encode() + closing


def _insertion(data: bytes, holder: Span, new: bytes) -> Splice:
    begin, end, before, after = opened(data, holder)
    return begin, end, before + new + after


def _cleaned(data: bytes) -> tuple[bytes, frozenset[str]]:
    """The part without what earlier runs put in, and the cells whose comment is gone."""
    spans = scan(data, lambda tag, _d, _a: tag in ("author", "comment", "r", "t"))
    names = [_plain(data[s.begin : s.end]) for s in spans if s.tag == "author"]
    marked = AUTHOR in names or MARK.encode() in data
    changes: list[Splice] = []
    removed: set[str] = set()
    for comment in spans if marked else ():
        if comment.tag != "comment":
            continue
        inside = [s for s in spans if comment.begin < s.begin < comment.end]
        text = "".join(_plain(data[s.begin : s.end]) for s in inside if s.tag == "t")
        who = int(comment.attributes.get("authorId") or 0)
        if (who < len(names) and names[who] == AUTHOR) or text.lstrip().startswith(MARK):
            changes.append((comment.begin, comment.end, b""))
            removed.add(comment.attributes.get("ref", ""))
        elif MARK in text:
            changes += _cut(data, inside, len(text[: text.index(MARK)].rstrip("\n")))
    return splice(data, changes), frozenset(removed)


def _cut(data: bytes, inside: list[Span], keep: int) -> Iterator[Splice]:
    """The changes that leave the first ``keep`` characters of a comment."""
    runs_ = [s for s in inside if s.tag == "r"]
    at = 0
    for text in inside:
        if text.tag != "t":
            continue
        shown = _plain(data[text.begin : text.end])
        start, at = at, at + len(shown)
        if at <= keep:
            continue
        run = next((r for r in runs_ if r.begin < text.begin < r.end), text)
        if start >= keep:
            yield run.begin, run.end, b""
        else:
            kept = xml_text(shown[: keep - start])
            yield text.inner, text.inner_end, kept.encode()


def _plain(data: bytes) -> str:
    """The characters of a stretch of XML without its tags."""
    return html.unescape(re.sub(r"<[^>]*>", "", data.decode()))
