"""The parts of a Word package that hold comments: earlier ones of ours out, new ones in."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from html import escape
from xml.parsers import expat

from pmlint.annotate.notes import AUTHOR
from pmlint.model.diagnostic import Severity
from pmlint.read.package import Package, Relationship, rels_name
from pmlint.read.word.model import tag_end
from pmlint.repack import Splice, splice

_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_COLOURS: Mapping[Severity | None, str] = {
    "error": "C00000",
    "warning": "9C5700",
    "info": "1F4E79",
    None: "000000",
}
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment to be written: its lines; the colour of its headings tells the severity."""

    id: int
    text: str
    severity: Severity | None = None


@dataclass(slots=True)
class Comments:
    """The comments part as it is. ``name`` is that of the part, ``data`` None if there is none yet.
    ``ours`` are the ids of earlier comments by pmlint, ``cuts`` their bytes, ``marks`` the
    ``paraId`` of their paragraphs; ``next`` the first id that is free once ours are gone."""

    name: str
    data: bytes | None
    ours: set[str] = field(default_factory=set)
    cuts: list[Splice] = field(default_factory=list)
    marks: set[str] = field(default_factory=set)
    next: int = 0

    def replaced(self, comments: Iterable[Comment], namespace: str) -> bytes:
        """The part with ``comments`` in place of our earlier ones."""
        new = "".join(_comment(comment) for comment in comments)
        if self.data is None:
            head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
            return f'{head}<w:comments xmlns:w="{namespace}">{new}</w:comments>'.encode()
        # Each brings its namespace along: the part may use another prefix.
        new = new.replace("<w:comment ", f'<w:comment xmlns:w="{namespace}" ')
        return append(splice(self.data, self.cuts), new.encode())


def earlier(package: Package, main: str) -> Comments:
    """The comments of the package whose body is the part ``main``. Raises ReadError."""
    links = package.relationships(main).values()
    link = next((link for link in links if link.kind == "comments" and not link.external), None)
    if link is None or link.target not in package:
        name = link.target if link else _free(package, posixpath.dirname(main))
        return Comments(name, None)
    data = b"".join(package.xml(link.target))
    found = Comments(_stored(package, link.target), data)
    _Reader(found).run(data)
    return found


class _Reader:
    """Finds the comments of a part with their bytes."""

    def __init__(self, found: Comments) -> None:
        self.found = found
        self.mine: int | None = None

    def run(self, data: bytes) -> None:
        self.data = data
        parser = self.parser = expat.ParserCreate("UTF-8", namespace_separator=" ")
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.Parse(data, True)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(" ")[2]
        plain = {key.rpartition(" ")[2]: value for key, value in attributes.items()}
        if local == "comment":
            number = plain.get("id", "")
            if plain.get("author") == AUTHOR:
                self.mine = self.parser.CurrentByteIndex
                self.found.ours.add(number)
            elif number.isascii() and number.isdigit() and len(number) < 10:
                self.found.next = max(self.found.next, int(number) + 1)
        elif local == "p" and self.mine is not None and "paraId" in plain:
            self.found.marks.add(plain["paraId"])

    def end(self, name: str) -> None:
        if self.mine is not None and name.rpartition(" ")[2] == "comment":
            end = tag_end(self.data, self.parser.CurrentByteIndex)
            self.found.cuts.append((self.mine, end, b""))
            self.mine = None


def parts(
    package: Package, main: str, found: Comments, comments: list[Comment], namespace: str
) -> dict[str, bytes]:
    """The parts to replace or add, that of the body apart. Raises ReadError."""
    changed = {found.name: found.replaced(comments, namespace)}
    if found.data is not None:
        changed |= _threads(package, main, found.marks)
        return changed
    kind = "/relationships/comments"
    strict = "purl.oclc.org" in namespace
    kind = (
        "http://purl.oclc.org/ooxml/officeDocument" + kind
        if strict
        else "http://schemas.openxmlformats.org/officeDocument/2006" + kind
    )
    target = escape(posixpath.relpath(found.name, posixpath.dirname(main) or "."))
    links = rels_name(main)
    if main_links := package.relationships(main):
        if not any(link.kind == "comments" for link in main_links.values()):
            new = f'<Relationship Id="{_unused(main_links)}" Type="{kind}" Target="{target}"/>'
            name = _stored(package, links)
            changed[name] = append(_part(package, name), _at_home(new, _LINKS))
    else:
        new = f'<Relationship Id="rId1" Type="{kind}" Target="{target}"/>'
        head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        name = _stored(package, links) if links in package else links
        changed[name] = f'{head}<Relationships xmlns="{_LINKS}">{new}</Relationships>'.encode()
    name = _stored(package, "[Content_Types].xml")
    types = _part(package, name)
    if f'"/{found.name}"'.encode() not in types:
        new = f'<Override PartName="/{escape(found.name)}" ContentType="{_TYPE}"/>'
        changed[name] = append(types, _at_home(new, _TYPES))
    return changed


def append(data: bytes, child: bytes) -> bytes:
    """An XML part with ``child`` as the last one of its root element."""
    close = data.rfind(b"</")
    if close >= 0:
        return data[:close] + child + data[close:]
    empty = data.rfind(b"/>")
    begin = data.rfind(b"<", 0, empty)
    name = data[begin + 1 : empty].split()[0]
    return data[:empty] + b">" + child + b"</" + name + b">" + data[empty + 2 :]


def _at_home(child: str, namespace: str) -> bytes:
    """``child`` with its namespace on it: the part may bind a prefix to it instead."""
    return child.replace(" ", f' xmlns="{namespace}" ', 1).encode()


def _threads(package: Package, main: str, marks: set[str]) -> dict[str, bytes]:
    """What newer versions of Word note about our comments (resolved, answered) goes with them; an
    answer somebody gave to one becomes a comment of its own."""
    changed = {}
    for link in package.relationships(main).values():
        if link.external or link.kind not in ("commentsExtended", "commentsIds"):
            continue
        if link.target not in package or not marks:
            continue
        data = _part(package, link.target)
        any_of = "|".join(sorted(re.escape(mark) for mark in marks)).encode()
        left = re.sub(rb'<[\w:]+ (?:[^<>]*? )?[\w:]*paraId="(?:%b)"[^<>]*/>' % any_of, b"", data)
        left = re.sub(rb' [\w:]*paraIdParent="(?:%b)"' % any_of, b"", left)
        if left != data:
            changed[_stored(package, link.target)] = left
    return changed


def _comment(comment: Comment) -> str:
    lines = "".join(_line(line, comment.severity) for line in comment.text.split("\n"))
    return (
        f'<w:comment w:id="{comment.id}" w:author="{AUTHOR}" w:initials="{AUTHOR}">{lines}'
        "</w:comment>"
    )


def _line(line: str, severity: Severity | None) -> str:
    """A paragraph of a comment, whatever the document's own styles are like."""
    heading = line.startswith("【")
    strong = f'<w:b/><w:color w:val="{_COLOURS[severity]}"/>' if heading else ""
    text = escape(_NOT_XML.sub("", line), quote=False)
    return (
        '<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/>'
        '<w:ind w:left="0" w:right="0" w:firstLine="0"/><w:jc w:val="left"/></w:pPr>'
        f'<w:r><w:rPr>{strong}<w:sz w:val="18"/></w:rPr>'
        f'<w:t xml:space="preserve">{text}</w:t></w:r></w:p>'
    )


def _part(package: Package, name: str) -> bytes:
    return b"".join(package.xml(name))


def _stored(package: Package, name: str) -> str:
    """The part's name as the zip spells it."""
    plain = name.casefold()
    stored = (n for n in package.names if n.replace("\\", "/").lstrip("/").casefold() == plain)
    return next(stored, name)


def _free(package: Package, folder: str) -> str:
    """A name for a new comments part."""
    name, number = posixpath.join(folder, "comments.xml"), 1
    while name in package:
        number += 1
        name = posixpath.join(folder, f"comments{number}.xml")
    return name


def _unused(links: Mapping[str, Relationship]) -> str:
    number = 1
    while f"rId{number}" in links:
        number += 1
    return f"rId{number}"
