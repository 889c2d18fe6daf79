"""The walk through the XML of a document part, and what of it is left out.

Tracked changes are read as accepted; field codes, alternative renderings and phonetic guides are
not shown to a reader of the document and are left out.
"""

from __future__ import annotations

from collections.abc import Callable
from xml.parsers import expat

from pmlint.read.word.model import Body, tag_end

DEPTH = 256
"""How deep elements may be nested."""
BLOCKS = 300_000
"""The most paragraphs, cells and texts together (some 120 MB)."""
_NAMESPACES = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "",
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m_",
    "http://purl.oclc.org/ooxml/officeDocument/math": "m_",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc_",
}
_LEFT_OUT = frozenset(
    (
        "del", "moveFrom", "instrText", "delText", "delInstrText", "rt", "mc_Fallback",
        "pPrChange", "rPrChange", "tcPrChange", "trPrChange", "tblPrChange", "tblPrExChange",
        "tblGridChange", "sectPrChange",
    )
)  # fmt: skip
_MARKS = frozenset(("commentRangeStart", "commentRangeEnd", "commentReference"))
"""Noted even in what is left out: their comments may be taken away."""
_OFF = frozenset(("0", "false", "off"))

Attributes = dict[str, str]


class TooMuch(Exception):
    """The document goes over a limit; the message says which (Chinese)."""


class Walk:
    """Calls ``start_<name>(attributes)`` and ``end_<name>()`` of the class for each element that
    is shown. Names of the main namespace are bare, of equations ``m_…``; others are passed over,
    their content is not. ``path`` holds the names of the open elements."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.body = Body(data)
        self.path: list[str] = []
        self._short = _Names()
        self._left = BLOCKS
        self._skipping = 0  # depth of the element that is left out
        self._alternatives: list[bool] = []  # of each open choice: one was taken already
        self._begun = (0, 0)  # the last element opened: depth, byte
        self._leaf = False  # at an end: nothing was opened within the element
        self._starts: dict[str, Callable[[Attributes], None]] = {}
        self._ends: dict[str, Callable[[], None]] = {}
        for name in dir(self):
            kind, _, tag = name.partition("_")
            if kind == "start":
                self._starts[tag] = getattr(self, name)
            elif kind == "end":
                self._ends[tag] = getattr(self, name)

    def run(self) -> Body:
        """Walk through all of it. Raises expat.ExpatError and TooMuch."""
        parser = self._parser = expat.ParserCreate("UTF-8", namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = self._opened
        parser.EndElementHandler = self._closed
        parser.CharacterDataHandler = self.characters
        parser.StartNamespaceDeclHandler = self._bound
        parser.Parse(self.data, True)
        return self.body

    @property
    def here(self) -> int:
        """The byte at which the tag being handled begins (at the end of ``<x/>``: behind it)."""
        return self._parser.CurrentByteIndex

    @property
    def empty(self) -> bool:
        """At an end: the element is written ``<x/>``."""
        at = self._parser.CurrentByteIndex
        slash = self._leaf and self.data[at - 2 : at] == b"/>"
        return slash and tag_end(self.data, self._begun[1]) == at

    @property
    def after(self) -> int:
        """At an end: the byte behind the element."""
        at = self._parser.CurrentByteIndex
        return at if self.empty else tag_end(self.data, at)

    def within(self, *names: str) -> bool:
        """True if the element being opened stands in these, the innermost last."""
        return tuple(self.path[-1 - len(names) : -1]) == names

    def spend(self) -> None:
        """Count a block against the limit."""
        self._left -= 1
        if self._left < 0:
            raise TooMuch(f"段落和单元格超过 {BLOCKS} 个")

    def start_mc_AlternateContent(self, _attributes: Attributes) -> None:
        self._alternatives.append(False)

    def end_mc_AlternateContent(self) -> None:
        self._alternatives.pop()

    def _chosen_already(self) -> bool:
        """Several renderings of one thing: the first is read."""
        if not self._alternatives:
            return False
        taken, self._alternatives[-1] = self._alternatives[-1], True
        return taken

    # What a subclass fills in.
    def characters(self, text: str) -> None:
        """Character data."""

    def deletion(self) -> None:
        """A mark that the row or paragraph around it is deleted."""

    def child_opened(self, depth: int) -> None:
        """An element that is shown was opened at ``depth``; before its own handler."""

    def child_closed(self, depth: int) -> None:
        """An element that is shown was closed at ``depth``; after its own handler."""

    def _bound(self, prefix: str | None, uri: str | None) -> None:
        if not self.path and uri and _NAMESPACES.get(uri) == "":
            self.body.prefix, self.body.namespace = prefix, uri

    def _opened(self, name: str, attributes: Attributes) -> None:
        tag = self._short[name]
        self.path.append(tag)
        depth = len(self.path)
        self._begun = depth, self._parser.CurrentByteIndex
        if depth > DEPTH:
            raise TooMuch(f"元素嵌套超过 {DEPTH} 层")
        if self._skipping:
            if tag in _MARKS:
                self._start(tag, attributes)
            return
        if tag in _LEFT_OUT or (tag == "mc_Choice" and self._chosen_already()):
            if tag == "del":
                self.deletion()
            self._skipping = depth
            return
        self.child_opened(depth)
        self._start(tag, attributes)

    def _start(self, tag: str, attributes: Attributes) -> None:
        if start := self._starts.get(tag):
            start({self._short[key]: value for key, value in attributes.items()})

    def _closed(self, _name: str) -> None:
        depth = len(self.path)
        tag = self.path.pop()
        self._leaf = self._begun[0] == depth
        if self._skipping:
            if tag in _MARKS:
                self._ends[tag]()
            if depth == self._skipping:
                self._skipping = 0
            return
        if end := self._ends.get(tag):
            end()
        self.child_closed(depth)


class _Names(dict[str, str]):
    """Expat's names, shortened."""

    def __missing__(self, name: str) -> str:
        uri, _, local = name.rpartition(" ")
        prefix = _NAMESPACES.get(uri)
        short = self[name] = name if prefix is None else prefix + local
        return short


def on(attributes: Attributes) -> bool:
    """Whether an on/off property is on."""
    return attributes.get("val", "true") not in _OFF


def number(attributes: Attributes, otherwise: int) -> int:
    """The number a property holds, or ``otherwise`` if that is not one of a sensible size."""
    value = attributes.get("val", "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 7 else otherwise
