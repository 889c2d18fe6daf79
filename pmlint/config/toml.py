"""Where the keys and values of a TOML file stand, which ``tomllib`` does not tell.

Walks over a text that ``tomllib`` has already accepted, so it need only tell strings, brackets and
keys from each other; it is run when there is something to complain about.
"""

from __future__ import annotations

import re
from typing import Any

from pmlint.data import Mark, Marked, Path

_BLANK = re.compile(r"(?:[\s,]+|#[^\n]*)*")
_KEY_PART = re.compile(r"[ \t]*(\"(?:[^\"\\]|\\.)*\"|'[^']*'|[\w-]+)[ \t]*")
_STRING = re.compile(
    r'"""(?:[^\\]|\\.)*?"{3,5}|\'\'\'.*?\'{3,5}|"(?:[^"\\]|\\.)*"|\'[^\']*\'', re.DOTALL
)
_BARE = re.compile(r"[^\s,\]}#]+(?: \d[^\s,\]}#]*)?")


def places(text: str, name: str, prefix: Path, value: Any) -> Marked:
    """The section ``prefix`` of a TOML text, with the places of all its keys and values; ``value``
    is its content."""
    walk = _Walk(text)
    walk.document()
    marked = Marked(name, text, value)
    for found, into in ((walk.keys, marked.keys), (walk.values, marked.values)):
        for path, offset in found.items():
            if path[: len(prefix)] == prefix:
                into[path[len(prefix) :]] = walk.mark(offset)
    return marked


class _Walk:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.keys: dict[Path, int] = {}
        self.values: dict[Path, int] = {}
        self.counts: dict[Path, int] = {}

    def mark(self, offset: int) -> Mark:
        start = self.text.rfind("\n", 0, offset) + 1
        return Mark(self.text.count("\n", 0, offset) + 1, offset - start + 1)

    def document(self) -> None:
        table: Path = ()
        while self._skip():
            begin = self.at
            if self.text[self.at] == "[":
                many = self.text.startswith("[[", self.at)
                self.at += 2 if many else 1
                table = self._below_arrays(self._key(), many)
                for path in (table[:-1], table) if many else (table,):
                    self.keys.setdefault(path, begin)
                    self.values.setdefault(path, begin)
                self.at += 2 if many else 1
            else:
                self._pair(table)

    def _below_arrays(self, parts: Path, many: bool) -> Path:
        """The path of a table: within arrays of tables it is in the last item so far."""
        path: Path = ()
        for number, part in enumerate(parts):
            path = (*path, part)
            if many and number == len(parts) - 1:
                self.counts[path] = self.counts.get(path, -1) + 1
            if path in self.counts:
                path = (*path, self.counts[path])
        return path

    def _skip(self) -> bool:
        found = _BLANK.match(self.text, self.at)
        if found is not None:
            self.at = found.end()
        return self.at < len(self.text)

    def _key(self) -> Path:
        parts: list[str | int] = []
        while (found := _KEY_PART.match(self.text, self.at)) is not None:
            self.at = found.end()
            word = found[1]
            parts.append(word[1:-1] if word[0] in "\"'" else word)
            if self.text[self.at : self.at + 1] != ".":
                break
            self.at += 1
        return tuple(parts)

    def _pair(self, table: Path) -> None:
        begin = self.at
        path = table
        parts = self._key()
        for part in parts:
            path = (*path, part)
            self.keys.setdefault(path, begin)
            self.values.setdefault(path, begin)
        self.at = max(self.at, begin) + 1  # the sign =; onward even where nothing was understood
        self._value(path)

    def _value(self, path: Path) -> None:
        self._skip()
        self.values[path] = self.at
        opening = self.text[self.at : self.at + 1]
        if opening == "[":
            self.at += 1
            number = 0
            while self._skip() and self.text[self.at] != "]":
                self._value((*path, number))
                number += 1
            self.at += 1
        elif opening == "{":
            self.at += 1
            while self._skip() and self.text[self.at] != "}":
                self._pair(path)
            self.at += 1
        else:
            pattern = _STRING if opening in ("'", '"') else _BARE
            found = pattern.match(self.text, self.at)
            self.at = found.end() if found is not None else self.at + 1
