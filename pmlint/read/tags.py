"""Cuts HTML into tags and text, each with its line and column, in linear time.

The standard library's parser would do, but takes minutes over a hundred kilobytes of ``<a <a <a``
on the Python versions people have. Comments, declarations and the raw text of scripts are passed
over, unclosed ones to the end of the file, as browsers do.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import TypeAlias

from pmlint.model.value import record

Place: TypeAlias = tuple[int, int]
"""1-based line and column."""

# Possessive throughout: nothing is tried twice.
_TOKEN = re.compile(
    r"""
    (?P<text> [^<&]++ )
    | < (?P<close>/?) (?P<name>[a-zA-Z][^\s/>]*+)
        (?P<attributes> (?: [^>"'=]++ | =\s*+"[^"]*+" | =\s*+'[^']*+' | ["'=] )*+ ) (?: > | \Z )
    | (?P<comment> <!-- )
    | (?P<bogus> <[!?/] [^>]*+ >?+ )
    | (?P<reference> & (?: \#[0-9]{1,8}+ | \#[xX][0-9a-fA-F]{1,6}+ | [a-zA-Z][a-zA-Z0-9]{1,31}+ )
        ;?+ )
    | (?P<other> [<&] )
    """,
    re.VERBOSE,
)
_ATTRIBUTE = re.compile(
    r"""([^\s/>=]++) (?: \s*+ = \s*+ ( "[^"]*+" | '[^']*+' | [^\s>]*+ ) )?+""", re.VERBOSE
)
_RAW = ("script", "style", "title", "xmp", "iframe", "noembed", "noframes", "noscript")
_RAW_END = {name: re.compile(rf"</{name}(?=[\s/>]|\Z)", re.IGNORECASE) for name in _RAW}


@record
class Text:
    """A stretch of text. ``shown`` is what a reader sees; ``width`` is how many characters it
    takes in the file if that is not its own length (``&lt;``), else None."""

    shown: str
    place: Place
    width: int | None = None


@record
class Tag:
    """A start or end tag. ``place`` is its first character, ``behind`` the place after it."""

    name: str
    closing: bool
    written: str
    place: Place
    behind: Place

    def attributes(self) -> dict[str, str]:
        """Names (lower case) and values, entities resolved; of a repeated one the first."""
        found: dict[str, str] = {}
        for name, value in _ATTRIBUTE.findall(self.written):
            if value[:1] in ('"', "'") and value[-1:] == value[0]:
                value = value[1:-1]
            found.setdefault(name.lower(), html.unescape(value))
        return found


def tokens(text: str, line: int = 1, column: int = 1) -> Iterator[Text | Tag]:
    """The tags and texts of ``text`` (``\\n`` line ends), which begins at ``line``/``column``."""
    at, size = 0, len(text)
    begin = 1 - column  # the offset at which the present line begins
    while at < size:
        found = _TOKEN.match(text, at)
        if found is None:  # cannot be: `text` and `other` leave no character out
            return
        kind, end = found.lastgroup, found.end()
        if kind == "comment":
            stop = text.find("-->", at + 2)
            end = size if stop < 0 else stop + 3
        place = (line, at - begin + 1)
        newlines = text.count("\n", at, end)
        if newlines:
            line += newlines
            begin = text.rfind("\n", at, end) + 1
        at = end
        if kind == "text" or kind == "other":
            yield Text(found[0], place)
        elif kind == "reference":
            shown = html.unescape(found[0])
            yield Text(shown, place, None if shown == found[0] else len(found[0]))
        elif kind == "attributes":
            name, closing = found["name"].lower(), bool(found["close"])
            yield Tag(name, closing, found["attributes"], place, (line, at - begin + 1))
            if name in _RAW_END and not closing:
                raw_end = _RAW_END[name].search(text, at)
                end = raw_end.start() if raw_end else size
                newlines = text.count("\n", at, end)
                if newlines:
                    line += newlines
                    begin = text.rfind("\n", at, end) + 1
                at = end
