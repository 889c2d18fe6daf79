"""The one dialect of YAML that pmlint reads (see `pmlint.data`).

Imported only when YAML is really parsed: what comes with pmlint is usually remembered.
"""

from __future__ import annotations

import re
from collections.abc import Hashable
from typing import Any, ClassVar

import yaml

from pmlint.data import DataError, Mark, Marked, Path, line_of
from pmlint.messages import Sentence

_BaseLoader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

MAX_DEPTH = 60


class _Loader(_BaseLoader):  # type: ignore[misc]
    """PyYAML's safe loader with few implicit types and no duplicate keys."""

    yaml_implicit_resolvers: ClassVar[dict[str, list[tuple[str, re.Pattern[str]]]]] = {}

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        mapping: dict[Any, Any] = {}
        for key_node, value_node in node.value:
            key = self.construct_object(key_node, deep=True)
            if not isinstance(key, Hashable):
                raise yaml.MarkedYAMLError(None, None, "unhashable key", key_node.start_mark)
            if key in mapping:
                raise yaml.MarkedYAMLError(None, None, f"duplicate key {key}", key_node.start_mark)
            mapping[key] = self.construct_object(value_node, deep=deep)
        return mapping


for _tag, _pattern, _first in (
    ("null", r"null|~|", "n~\0"),
    ("bool", r"true|false", "tf"),
    ("int", r"[-+]?(?:0|[1-9][0-9]*)", "-+0123456789"),
    ("float", r"[-+]?(?:0|[1-9][0-9]*)\.[0-9]+(?:[eE][-+]?[0-9]+)?", "-+0123456789"),
):
    for _char in _first:
        _Loader.yaml_implicit_resolvers.setdefault(_char.strip("\0"), []).append(
            (f"tag:yaml.org,2002:{_tag}", re.compile(rf"(?:{_pattern})\Z"))
        )


def parse(text: str, name: str) -> Any:
    """YAML text as plain dicts, lists and scalars. ``name`` is the file's name for messages.
    Raises `DataError`."""
    try:
        _check_depth(text)
        return yaml.load(text, Loader=_Loader)
    except _ERRORS as error:
        raise _data_error(error, text, name) from None


def load_marked(text: str, name: str) -> Marked:
    """YAML text with the place of every node, for files that people write (rules, config).
    Slower than `parse`. Raises `DataError` with the line, the column and the line's text."""
    marked = Marked(name, text, None)
    try:
        _check_depth(text)
        loader = _Loader(text)
        node = loader.get_single_node()
        if node is not None:
            _mark(node, (), marked, set())
            marked.value = loader.construct_document(node)
    except _ERRORS as error:
        raise _data_error(error, text, name) from None
    return marked


_ERRORS = (yaml.YAMLError, ValueError, RecursionError)


def _mark(node: yaml.Node, path: Path, marked: Marked, seen: set[int]) -> None:
    if id(node) in seen:
        raise yaml.MarkedYAMLError(None, None, "alias", node.start_mark)
    seen.add(id(node))
    marked.values[path] = _place(node)
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            below = (*path, str(key.value) if isinstance(key, yaml.ScalarNode) else "?")
            marked.keys[below] = _place(key)
            _mark(value, below, marked, seen)
    elif isinstance(node, yaml.SequenceNode):
        for number, item in enumerate(node.value):
            _mark(item, (*path, number), marked, seen)


def _place(node: yaml.Node) -> Mark:
    return Mark(node.start_mark.line + 1, node.start_mark.column + 1)


def _check_depth(text: str) -> None:
    # The parser recurses per level: refuse before it does. Brackets in quoted text count too,
    # which only matters to a file that has sixty of them open at once.
    depth = 0
    if re.search(r"^ {300}|^(?: *[-?:] +){60}", text, re.MULTILINE):
        raise RecursionError
    for bracket in re.findall(r"[\[\]{}]", text):
        depth = depth + 1 if bracket in "[{" else max(depth - 1, 0)
        if depth > MAX_DEPTH:
            raise RecursionError


_EXPLAINED: tuple[tuple[str, str], ...] = (
    ("duplicate key", "yaml.duplicate"),
    ("unhashable key", "yaml.key"),
    ("cannot start any token", "yaml.character"),
    ("mapping values are not allowed", "yaml.colon"),
    ("could not find expected ':'", "yaml.no_colon"),
    ("did not find expected key", "yaml.indent"),
    ("did not find expected '-' indicator", "yaml.dash"),
    ("did not find expected ',' or", "yaml.bracket"),
    ("found unexpected end of stream", "yaml.quote"),
    ("undefined alias", "yaml.undefined"),
    ("could not determine a constructor", "yaml.tag"),
    ("special characters are not allowed", "yaml.control"),
    ("control characters are not allowed", "yaml.control"),
    ("alias", "yaml.alias"),
    ("another document", "yaml.documents"),
)
"""What the parser says, and the message that tells a user what to do about it."""


def _data_error(error: Exception, text: str, name: str) -> DataError:
    if isinstance(error, RecursionError):
        return DataError(name, 0, 0, "", Sentence("data.nested"))
    mark = getattr(error, "problem_mark", None)
    problem = str(getattr(error, "problem", None) or getattr(error, "reason", None) or error)
    sentence = Sentence("yaml.syntax", detail=problem)
    for words, key in _EXPLAINED:
        if words in problem:
            sentence = Sentence(key, detail=problem.removeprefix(words).strip())
            break
    if mark is None:
        return DataError(name, 0, 0, "", sentence)
    line = mark.line + 1
    return DataError(name, line, mark.column + 1, line_of(text, line), sentence)
