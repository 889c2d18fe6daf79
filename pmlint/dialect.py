"""The one dialect of YAML that pmlint reads (see `pmlint.data`).

Imported only when YAML is really parsed: what comes with pmlint is usually remembered.
"""

from __future__ import annotations

import re
from collections.abc import Hashable
from typing import Any, ClassVar

import yaml

from pmlint.data import DataError, Mark, Marked, Path, line_of

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
    ("duplicate key", "键“{detail}”重复出现，只能写一次"),
    ("unhashable key", "键必须是文字"),
    (
        "cannot start any token",
        "此处不能用这个字符；缩进请用空格而不是 TAB，以特殊符号开头的文字请加引号",
    ),
    ("mapping values are not allowed", "此处不应出现冒号；文字中含有“: ”时请给整段文字加引号"),
    ("could not find expected ':'", "这一行缺少冒号“: ”"),
    ("did not find expected key", "缩进或引号不对，此处应为“键: 值”"),
    ("did not find expected '-' indicator", "列表各项须以“- ”开头并对齐"),
    ("did not find expected ',' or", "缺少逗号或右括号"),
    ("found unexpected end of stream", "引号没有配对"),
    ("undefined alias", "引用了没有定义的锚点；以 * 开头的文字请加引号"),
    ("could not determine a constructor", "不支持这种标签；以 ! 开头的文字请加引号"),
    ("special characters are not allowed", "含有不允许的控制字符"),
    ("control characters are not allowed", "含有不允许的控制字符"),
    ("alias", "不支持用 & 和 * 引用别处的内容，请直接写出"),
    ("another document", "一个文件中只能有一份内容，请去掉多余的“---”"),
)


def _data_error(error: Exception, text: str, name: str) -> DataError:
    if isinstance(error, RecursionError):
        return DataError(name, 0, 0, "", f"嵌套过深（超过 {MAX_DEPTH} 层）")
    mark = getattr(error, "problem_mark", None)
    problem = str(getattr(error, "problem", None) or getattr(error, "reason", None) or error)
    message = f"YAML 语法错误：{problem}"
    for key, explained in _EXPLAINED:
        if key in problem:
            message = explained.format(detail=problem.removeprefix(key).strip())
            break
    if mark is None:
        return DataError(name, 0, 0, "", message)
    line = mark.line + 1
    return DataError(name, line, mark.column + 1, line_of(text, line), message)
