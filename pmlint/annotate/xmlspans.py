"""Where elements stand in the bytes of an XML part, so that it can be edited and not rewritten."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from typing import TypeAlias
from xml.parsers import expat

from pmlint.model.value import record

_START_TAG = re.compile(rb"<([^\s/>]+)(?:\"[^\"]*\"|'[^']*'|[^'\">])*>")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")

Wanted: TypeAlias = Callable[[str, int, dict[str, str]], bool]
"""(local name, depth below the root, attributes by local name) -> is the element wanted?"""


@record
class Span:
    """An element in the bytes of its part: ``begin`` to ``end`` with its tags, ``inner`` to
    ``inner_end`` without. ``prefix`` is ``x:`` for ``<x:c>``; ``depth`` 0 is the root's."""

    tag: str
    depth: int
    attributes: dict[str, str]
    begin: int
    inner: int
    prefix: str
    inner_end: int = -1
    end: int = -1

    @property
    def empty_tag(self) -> bool:
        """True for ``<c/>``, which has no inside to insert into."""
        return self.inner < 0


def scan(data: bytes, wanted: Wanted) -> list[Span]:
    """The wanted elements in document order; the root is always the first.

    ``data`` must be UTF-8 XML that `pmlint.read.package.Package.xml` let through. Raises
    `expat.ExpatError` if it is not well-formed.
    """
    found: list[Span] = []
    stack: list[Span | None] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        tag = name.rpartition(" ")[2]
        near = {key.rpartition(" ")[2]: value for key, value in attributes.items()}
        if stack and not wanted(tag, len(stack), near):
            stack.append(None)
            return
        begin = parser.CurrentByteIndex
        opening = _START_TAG.match(data, begin)
        if opening is None:
            raise expat.ExpatError("start tag not found")
        prefix, colon, _ = opening[1].decode().rpartition(":")
        inner = -1 if opening[0].endswith(b"/>") else opening.end()
        span = Span(tag, len(stack), near, begin, inner, prefix + colon)
        if inner < 0:
            span.inner_end = span.end = opening.end()
        found.append(span)
        stack.append(span)

    def end(_: str) -> None:
        span = stack.pop()
        if span is not None and not span.empty_tag:
            span.inner_end = parser.CurrentByteIndex
            span.end = data.index(b">", span.inner_end) + 1

    parser = expat.ParserCreate("UTF-8", namespace_separator=" ")
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.Parse(data, True)
    return found


def opened(data: bytes, span: Span) -> tuple[int, int, bytes, bytes]:
    """How to insert at the end of an element: (begin, end, before, after) such that the bytes
    ``begin`` to ``end`` are to become ``before`` + what is inserted + ``after``."""
    if not span.empty_tag:
        return span.inner_end, span.inner_end, b"", b""
    tag = data[span.begin : span.end]
    name = tag[1:].split(None, 1)[0].rstrip(b"/>")
    return span.begin, span.end, tag[:-2].rstrip() + b">", b"</" + name + b">"


def with_attribute(data: bytes, span: Span, name: str, value: str) -> tuple[int, int, bytes] | None:
    """The change that gives an attribute of the start tag a new value; None if it has none."""
    opening = _START_TAG.match(data, span.begin)
    if opening is None:
        return None
    pattern = rb"\s" + re.escape(name.encode()) + rb"\s*=\s*(\"[^\"]*\"|'[^']*')"
    found = re.search(pattern, opening[0])
    if found is None:
        return None
    at = span.begin + found.start(1)
    return at, at + len(found[1]), f'"{value}"'.encode()


def xml_text(text: str) -> str:
    """``text`` as the content or a quoted attribute of an Office XML element."""
    return html.escape(_CONTROL.sub("", re.sub(r"_(?=x[0-9A-Fa-f]{4}_)", "_x005F_", text)))
