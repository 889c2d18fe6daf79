"""A small JSON Schema validator: the part of the standard that rule files and options need.

Understands ``$ref`` to the same file's ``$defs`` (after `resolve`), ``type``, ``enum``, ``const``,
``properties``, ``required``, ``additionalProperties``, ``patternProperties`` (first match),
``items``, ``minItems``, ``pattern``, ``minimum``, ``maximum`` and ``anyOf``. Messages are Chinese
and say what would be right; a schema's ``examples`` supply the correct line shown beside an error.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from pmlint.model.value import value

Path = tuple[str | int, ...]

_TYPES: dict[str, tuple[str, tuple[type, ...]]] = {
    "string": ("文字", (str,)),
    "boolean": ("true 或 false", (bool,)),
    "integer": ("整数", (int,)),
    "number": ("数", (int, float)),
    "array": ("列表", (list,)),
    "object": ("“键: 值”", (dict,)),
    "null": ("空", (type(None),)),
}


@value
class Problem:
    """What is wrong at ``path``; ``on_key`` if the key itself and not its value is at fault."""

    path: Path
    message: str
    on_key: bool = False


def problems(value: Any, schema: Mapping[str, Any], path: Path = ()) -> Iterator[Problem]:
    """Everything in ``value`` that ``schema`` does not allow, outermost first."""
    options = schema.get("anyOf")
    if options is not None:
        yield from _any_of(value, schema, options, path)
        return
    wanted = schema.get("type")
    if wanted is not None:
        names = [wanted] if isinstance(wanted, str) else wanted
        if not any(_is(value, name) for name in names):
            words = "或".join(_TYPES[name][0] for name in names)
            yield Problem(path, f"{_at(path)}应为{words}{_hint(schema, path)}")
            return
    if "const" in schema and value != schema["const"]:
        yield Problem(path, f"{_at(path)}只能写 {schema['const']}")
    if "enum" in schema and value not in schema["enum"]:
        allowed = "、".join(str(v) for v in schema["enum"])
        yield Problem(
            path, f"{_at(path)}不能写“{value}”，只能写：{allowed}{nearest(value, schema['enum'])}"
        )
    if isinstance(value, str):
        pattern = schema.get("pattern")
        if pattern is not None and not re.search(pattern, value):
            yield Problem(path, f"{_at(path)}“{value}”的写法不对{_hint(schema, path)}")
    elif isinstance(value, dict):
        yield from _object(value, schema, path)
    elif isinstance(value, list):
        if len(value) < schema.get("minItems", 0):
            yield Problem(path, f"{_at(path)}至少要有 {schema['minItems']} 项{_hint(schema, path)}")
        items = schema.get("items")
        if items is not None:
            for number, item in enumerate(value):
                yield from problems(item, items, (*path, number))
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        low, high = schema.get("minimum", value), schema.get("maximum", value)
        if not low <= value <= high:
            yield Problem(path, f"{_at(path)}{value} 超出范围 {low} 至 {high}")


def resolve(schema: Any, root: Mapping[str, Any] | None = None) -> Any:
    """``schema`` with each ``{"$ref": "#/$defs/x"}`` replaced by what it stands for (no cycles)."""
    top = schema if root is None else root
    if isinstance(schema, dict):
        reference = schema.get("$ref")
        if reference is not None:
            return resolve(top["$defs"][reference.rpartition("/")[2]], top)
        return {k: resolve(v, top) for k, v in schema.items() if k != "$defs"}
    if isinstance(schema, list):
        return [resolve(item, top) for item in schema]
    return schema


def nearest(word: Any, words: Any) -> str:
    """“；是不是想写……？” if one of ``words`` is close to ``word`` (whatever the case), else ''."""
    import difflib  # only ever needed for a mistake

    folded = {str(w).casefold(): str(w) for w in words}
    close = difflib.get_close_matches(str(word).casefold(), folded, 1, 0.6)
    return f"；是不是想写“{folded[close[0]]}”？" if close else ""


def _any_of(value: Any, schema: Mapping[str, Any], options: Any, path: Path) -> Iterator[Problem]:
    tried = []
    for option in options:
        found = list(problems(value, option, path))
        if not found:
            return
        tried.append(found)
    # The alternative that got furthest into the value explains best what is wrong.
    best = max(tried, key=lambda found: max(len(p.path) for p in found))
    if all(len(p.path) == len(path) for found in tried for p in found):
        words = "或".join(dict.fromkeys(_TYPES[o["type"]][0] for o in options if "type" in o))
        if words and len(tried) > 1 and not any(_is(value, o.get("type", "")) for o in options):
            yield Problem(path, f"{_at(path)}应为{words}{_hint(schema, path)}")
            return
    yield from best


def _object(value: dict[Any, Any], schema: Mapping[str, Any], path: Path) -> Iterator[Problem]:
    known = schema.get("properties", {})
    by_pattern = schema.get("patternProperties", {})
    others = schema.get("additionalProperties", True)
    for name in schema.get("required", ()):
        if name not in value:
            yield Problem(path, f"{_at(path)}缺少“{name}:”{_hint(known.get(name, {}), (name,))}")
    for key, item in value.items():
        below = (*path, key)
        inner = known.get(key)
        if inner is None:
            inner = next((s for p, s in by_pattern.items() if re.search(p, str(key))), others)
        if inner is False:
            allowed = "、".join(known)
            yield Problem(
                below, f"不认识“{key}”，这里可以写：{allowed}{nearest(key, known)}", on_key=True
            )
        elif isinstance(inner, Mapping):
            yield from problems(item, inner, below)


def _is(value: Any, name: str) -> bool:
    if isinstance(value, bool):
        return name == "boolean"
    return name in _TYPES and isinstance(value, _TYPES[name][1])


def _at(path: Path) -> str:
    names = [str(p) if isinstance(p, str) else f"第 {p + 1} 项" for p in path]
    return f"“{' › '.join(names)}”" if names else ""


def _hint(schema: Mapping[str, Any], path: Path) -> str:
    shown = schema.get("examples")
    if not shown:
        return ""
    example = shown[0]
    name = next((p for p in reversed(path) if isinstance(p, str)), "")
    if isinstance(example, str) and "\n" in example:
        return "。正确的写法如：\n" + "\n".join("    " + line for line in example.splitlines())
    text = example if isinstance(example, str) else json.dumps(example, ensure_ascii=False)
    return f"。正确的写法如：{name}: {text}"
