"""The parts of a Word package that hold comments: earlier ones of ours out, new ones in."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable
from dataclasses import field

from pmlint.annotate.notes import AUTHOR, SEVERITIES
from pmlint.annotate.parts import Parts
from pmlint.annotate.xmlspans import Span, xml_text
from pmlint.model.value import record, value
from pmlint.repack import splice

_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_THREADS = ("commentsExtended", "commentsIds")
_COLOURS = {
    f"【{SEVERITIES['error']}】": "C00000",
    f"【{SEVERITIES['warning']}】": "9C5700",
    f"【{SEVERITIES['info']}】": "1F4E79",
}
"""Headings of findings by what they begin with; others are black."""


@value
class Comment:
    """A comment to be written. Lines that begin with ``【`` are headings."""

    id: int
    text: str


@record
class Comments:
    """The comments part ``name`` ('' if there is none yet): ``ours`` are the ids of our earlier
    comments, ``first`` the first id that is free once those are gone."""

    name: str = ""
    ours: set[str] = field(default_factory=set)
    first: int = 0


def take_ours_out(parts: Parts, main: str) -> Comments:
    """Remove our earlier comments from the part that belongs to the body ``main``; their marks in
    the body are left to the caller. Raises ReadError."""
    found = Comments()
    for link in parts.links(main).values():
        if link.kind == "comments" and not link.external and link.target in parts:
            found.name = link.target
    if not found.name:
        return found
    spans = parts.scan(found.name, "comment", "p")
    cuts: list[Span] = []
    paragraphs: set[str] = set()
    for span in spans[1:]:
        number = span.attributes.get("id", "")
        if span.tag == "p":
            if cuts and span.begin < cuts[-1].end:
                paragraphs.add(span.attributes.get("paraId", ""))
        elif span.attributes.get("author") == AUTHOR:
            cuts.append(span)
            found.ours.add(number)
        elif number.isascii() and number.isdigit() and len(number) < 10:
            found.first = max(found.first, int(number) + 1)
    if cuts:
        data = parts.get(found.name)
        parts.put(found.name, splice(data, [(span.begin, span.end, b"") for span in cuts]))
        _untangle(parts, main, paragraphs - {""})
    return found


def put_in(
    parts: Parts, main: str, found: Comments, comments: Iterable[Comment], namespace: str
) -> None:
    """Add comments at the end of the comments part, which is made if there is none."""
    new = "".join(_comment(comment) for comment in comments)
    if found.name:
        # Whatever prefix the part uses, ours must be bound; it says so itself where it has to.
        root = parts.get(found.name)[: parts.scan(found.name)[0].inner]
        if f'xmlns:w="{namespace}"'.encode() not in root:
            new = new.replace("<w:comment ", f'<w:comment xmlns:w="{namespace}" ')
        parts.append(found.name, "", new)
        return
    folder = posixpath.dirname(main)
    name = posixpath.join(folder, "comments.xml")  # the usual name, if it is free
    if name in parts:
        name = parts.free(posixpath.join(folder, "comments{}.xml"))
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    parts.put(name, f'{head}<w:comments xmlns:w="{namespace}">{new}</w:comments>'.encode())
    parts.link(main, "comments", name)
    parts.declare(name, _TYPE)


def _untangle(parts: Parts, main: str, paragraphs: set[str]) -> None:
    """What newer versions of Word note about our comments (resolved, answered) goes with them; an
    answer somebody gave to one becomes a comment of its own."""
    any_of = "|".join(sorted(map(re.escape, paragraphs))).encode()
    for link in parts.links(main).values():
        if any_of and link.kind in _THREADS and not link.external and link.target in parts:
            data = parts.get(link.target)
            data = re.sub(
                rb'<[\w:]+ (?:[^<>]*? )?[\w:]*paraId="(?:%b)"[^<>]*/>' % any_of, b"", data
            )
            data = re.sub(rb' [\w:]*paraIdParent="(?:%b)"' % any_of, b"", data)
            parts.put(link.target, data)


def _comment(comment: Comment) -> str:
    lines = "".join(map(_line, comment.text.split("\n")))
    return (
        f'<w:comment w:id="{comment.id}" w:author="{AUTHOR}" w:initials="{AUTHOR}">{lines}'
        "</w:comment>"
    )


def _line(line: str) -> str:
    """A paragraph of a comment, whatever the document's own styles are like."""
    colour = next((c for heading, c in _COLOURS.items() if line.startswith(heading)), "000000")
    strong = f'<w:b/><w:color w:val="{colour}"/>' if line.startswith("【") else ""
    return (
        '<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/>'
        '<w:ind w:left="0" w:right="0" w:firstLine="0"/><w:jc w:val="left"/></w:pPr>'
        f'<w:r><w:rPr>{strong}<w:sz w:val="18"/></w:rPr>'
        f'<w:t xml:space="preserve">{xml_text(line)}</w:t></w:r></w:p>'
    )
