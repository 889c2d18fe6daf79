"""One file of settings: its content, and the places in it for messages."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from functools import cache, cached_property
from typing import Any

from pmlint.data import DataError, Marked, Path, line_of
from pmlint.messages import Sentence
from pmlint.resources import files
from pmlint.rules import schema
from pmlint.userfile import read_bytes, read_text, remembered, shown

_AT = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")


class Source:
    """A file of settings that has the right form (keys and types; not yet names of rules)."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.folder = os.path.dirname(path)
        self.value: Mapping[str, Any] = remembered("config", path, self._checked)

    @cached_property
    def marked(self) -> Marked:
        """The content with places; read when there is something to complain about or to show."""
        return _marked(self.path)

    def error(self, path: Path, sentence: Sentence, *, key: bool = False) -> DataError:
        """An error that points at the value at ``path`` (at its key if asked)."""
        return self.marked.error(path, sentence, key=key)

    def line(self, path: Path) -> int:
        """The 1-based line of the key at ``path``."""
        return self.marked.mark(path, key=True).line

    def _checked(self) -> Any:
        marked = self.marked
        if marked.value is None:
            return {}
        if not isinstance(marked.value, dict):
            raise marked.error((), Sentence("config.not_keys"))
        for problem in schema.problems(marked.value, _schema()):
            raise marked.error(problem.path, problem.sentence, key=problem.on_key)
        return marked.value


def has_section(project: str) -> bool:
    """Whether a pyproject.toml has settings for pmlint. One that cannot be parsed counts if it
    looks so: then reading it says what is wrong."""
    data = read_bytes(project)
    if b"pmlint" not in data:
        return False
    found: bool = remembered("pyproject", project, lambda: _section_in(project))
    return found


def _marked(path: str) -> Marked:
    text = read_text(path)
    if not path.endswith(".toml"):
        from pmlint import data

        return data.load_marked(text, shown(path))
    from pmlint.config.toml import places

    whole = _toml(text, shown(path))
    return places(text, shown(path), ("tool", "pmlint"), _section(whole))


def _section_in(project: str) -> bool:
    text = read_text(project)
    try:
        return _section(_toml(text, project)) is not None
    except DataError:
        return "tool.pmlint" in text


def _section(whole: Any) -> Any:
    tool = whole.get("tool")
    return tool.get("pmlint") if isinstance(tool, dict) else None


def _toml(text: str, name: str) -> Any:
    import tomllib

    try:
        return tomllib.loads(text)
    except RecursionError:
        raise DataError(name, 0, 0, "", Sentence("data.nested")) from None
    except tomllib.TOMLDecodeError as error:
        at = _AT.search(str(error))
        line, column = (int(at[1]), int(at[2])) if at and at[1] else (0, 0)
        detail = _AT.sub("", str(error))
        wrong = Sentence("toml.syntax", detail=detail)
        raise DataError(name, line, column, line_of(text, line), wrong) from None


@cache
def _schema() -> Mapping[str, Any]:
    raw = files("pmlint.config").joinpath("config.schema.json")
    resolved: Mapping[str, Any] = schema.resolve(json.loads(raw.read_text(encoding="utf-8")))
    return resolved
