"""The data that comes with pmlint (rules, vocabularies, profiles, grammar), and YAML in general.

YAML is read with one narrow dialect: besides text only null, true/false, decimal integers and
decimal fractions are recognised, so that ``2023-01-01``, ``no``, ``12:30`` and ``012`` stay the
text that was written; a key that stands twice in a mapping is an error, and so are anchors in files
that users write (they could grow without bound, and a place would have two meanings).
"""

from __future__ import annotations

import marshal
from collections.abc import Iterator
from dataclasses import field
from functools import cache
from typing import TYPE_CHECKING, Any, TypeAlias

from pmlint.cache import keep, recall, stamp
from pmlint.messages import Messages, Sentence, Told
from pmlint.model.value import record, value
from pmlint.resources import files

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

RULES = "pmlint.rules_data"
GRAMMAR = "pmlint.grammar_data"
NOT_RULES = ("vocab", "profiles", "presets")
"""Folders of ``rules/`` that hold no rules but what rules and recovery need to know."""

Path: TypeAlias = tuple[str | int, ...]
"""Where in a YAML file: ``("examples", 0, "bad")``."""


class DataError(Told):
    """A YAML file that cannot be used. ``line`` and ``column`` are 1-based (0: unknown),
    ``excerpt`` is the line itself, ``sentence`` says what is wrong."""

    def __init__(self, file: str, line: int, column: int, excerpt: str, sentence: Sentence) -> None:
        super().__init__(file, line, column, excerpt, sentence)
        self.file = file
        self.line = line
        self.column = column
        self.excerpt = excerpt
        self.sentence = sentence

    def render(self, say: Messages) -> str:
        """File, line and column, what is wrong, and the line itself."""
        message = self.sentence.render(say)
        if not self.line:
            return say("about.file", file=self.file, message=message)
        place = f"{self.file}:{self.line}:{self.column}"
        told = say("about.file", file=place, message=message)
        return f"{told}\n    {self.excerpt.strip()}"


@value
class Mark:
    """A 1-based place in a YAML file."""

    line: int
    column: int


@record
class Marked:
    """A YAML file with the place of each of its nodes.

    ``value`` is plain dicts, lists and scalars. ``keys`` holds the place of a mapping's key,
    ``values`` that of the value, by path; the whole file is the empty path.
    """

    name: str
    text: str
    value: Any
    keys: dict[Path, Mark] = field(default_factory=dict)
    values: dict[Path, Mark] = field(default_factory=dict)

    def mark(self, path: Path, *, key: bool = False) -> Mark:
        """The place of the node at ``path`` (of its key if asked), or of the nearest node above
        that exists."""
        for length in range(len(path), -1, -1):
            found = (self.keys if key else self.values).get(path[:length])
            if found is None:
                found = self.values.get(path[:length])
            if found is not None:
                return found
        return Mark(1, 1)

    def error(self, path: Path, sentence: Sentence, *, key: bool = False) -> DataError:
        """A `DataError` that points at the node at ``path`` (at its key if asked)."""
        mark = self.mark(path, key=key)
        line = line_of(self.text, mark.line)
        return DataError(self.name, mark.line, mark.column, line, sentence)


def root(package: str = RULES) -> Traversable:
    """The folder of pmlint's own data: ``RULES`` or ``GRAMMAR``."""
    return files(package)


@cache
def read_text(name: str, package: str = RULES) -> str:
    """The text of one of pmlint's own files, named relative to its folder
    (``vocab/units.yaml``; with ``GRAMMAR``: ``target.lark``). FileNotFoundError if missing."""
    return root(package).joinpath(*name.split("/")).read_text(encoding="utf-8")


@cache
def load(name: str) -> Any:
    """The content of one of pmlint's own YAML files (``vocab/units.yaml``).

    Loaded once and shared by all callers: not to be changed. Raises `DataError`, or
    FileNotFoundError if there is no such file.
    """
    known = _remembered()
    return known[name] if name in known else parse(read_text(name), name)


@cache
def _remembered() -> dict[str, Any]:
    """The content of all files but the rules, by name: parsed once, then kept in the user's cache
    folder for as long as the files stay the same. Empty where that cannot be."""
    folders = [root().joinpath(name) for name in NOT_RULES]
    key = stamp(folders)
    if key is None:
        return {}
    content = recall("data", key)
    if content is not None:
        remembered: dict[str, Any] = marshal.loads(content)
        return remembered
    try:
        found = {
            f"{folder.name}/{name}": parse(
                entry.read_text(encoding="utf-8"), f"{folder.name}/{name}"
            )
            for folder in folders
            for name, entry in walk(folder)
        }
    except DataError:  # said again, by name, to whoever needs that file
        return {}
    keep("data", key, marshal.dumps(found))
    return found


def walk(folder: Traversable | None = None, prefix: str = "") -> Iterator[tuple[str, Traversable]]:
    """All YAML files under ``folder`` (default: pmlint's rules), sorted by name, with their name
    relative to it (``target/PM304.yaml``)."""
    for entry in sorted((folder or root()).iterdir(), key=lambda e: e.name):
        if entry.is_dir():
            yield from walk(entry, f"{prefix}{entry.name}/")
        elif entry.name.endswith((".yaml", ".yml")):
            yield prefix + entry.name, entry


def parse(text: str, name: str) -> Any:
    """YAML text as plain dicts, lists and scalars. ``name`` is the file's name for messages.
    Raises `DataError`."""
    from pmlint import dialect

    return dialect.parse(text, name)


def load_marked(text: str, name: str) -> Marked:
    """YAML text with the place of every node, for files that people write (rules, config).
    Slower than `parse`. Raises `DataError` with the line, the column and the line's text."""
    from pmlint import dialect

    return dialect.load_marked(text, name)


def line_of(text: str, number: int) -> str:
    """The line of that number (1-based) of ``text``, '' if there is none."""
    lines = text.splitlines()
    return lines[number - 1] if 0 < number <= len(lines) else ""
