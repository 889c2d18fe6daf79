"""The comments part of a sheet: earlier notes by pmlint out, new ones in, all others as they are.

A cell has one comment only. Where somebody else's stands already, ours is appended to its text
behind `MARK`, and taken off again from there by the next run. A cell that carries a threaded
comment shows no plain text, so nothing is added there.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pmlint.annotate.notes import AUTHOR
from pmlint.annotate.xmlspans import Span, opened, scan, xml_text
from pmlint.repack import Splice, splice

MARK = "———— pmlint ————"
NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_HEAD = re.compile(r"(?m)^(【[^】\n]+】)")
_ONE_TEXT = re.compile(rb"\s*(<((?:\w+:)?)t(?:\s[^>]*)?>[^<]*</(?:\w+:)?t>)\s*$")


@dataclass(frozen=True, slots=True)
class Edited:
    """The new part; the cells whose comment was taken out, those that got one of their own, and
    those where ours joined another's (with the whole text now standing there)."""

    data: bytes
    removed: frozenset[str]
    added: tuple[str, ...]
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
    standing = {s.attributes.get("ref", ""): s for s in spans if s.tag == "comment"}
    texts = [s for s in spans if s.tag == "text"]
    fresh: list[str] = []
    joined: dict[str, str] = {}
    added: list[str] = []
    for cell, note in notes.items():
        other = standing.get(cell)
        if other is None:
            body = runs(note, root.prefix)
            fresh.append(
                f'<{root.prefix}comment ref="{cell}" authorId="{number}">'
                f"<{root.prefix}text>{body}</{root.prefix}text></{root.prefix}comment>"
            )
            added.append(cell)
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
    return Edited(new, removed, tuple(added), joined)


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
    body = runs(f"\n\n{MARK}\n", text.prefix) + runs(note, text.prefix)
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
    names = [
        html.unescape(data[s.inner : s.inner_end].decode()) for s in spans if s.tag == "author"
    ]
    changes: list[Splice] = []
    removed: set[str] = set()
    comments = [s for s in spans if s.tag == "comment"]
    for comment in comments:
        who = int(comment.attributes.get("authorId") or 0)
        if who < len(names) and names[who] == AUTHOR:
            changes.append((comment.begin, comment.end, b""))
            removed.add(comment.attributes.get("ref", ""))
    for comment, first in _marked(data, comments, [s for s in spans if s.tag == "r"]):
        last = max(s.end for s in spans if s.tag == "r" and s.end <= comment.end)
        if comment.attributes.get("ref", "") not in removed:
            changes.append((first.begin, last, b""))
    return splice(data, changes), frozenset(removed)


def _marked(
    data: bytes, comments: Iterable[Span], inner: list[Span]
) -> Iterable[tuple[Span, Span]]:
    """Comments with the first run of what an earlier run appended to them."""
    if MARK.encode() not in data:
        return
    for comment in comments:
        for run in inner:
            if comment.begin < run.begin < comment.end and MARK in _plain(
                data[run.begin : run.end]
            ):
                yield comment, run
                break


def _plain(data: bytes) -> str:
    """The characters of a stretch of XML without its tags."""
    return html.unescape(re.sub(r"<[^>]*>", "", data.decode()))
