"""A small JSON Schema validator: the part of the standard that rule files and options need.

Understands ``$ref`` to the same file's ``$defs`` (after `resolve`), ``type``, ``enum``, ``const``,
``properties``, ``required``, ``additionalProperties``, ``patternProperties`` (first match),
``items``, ``minItems``, ``pattern``, ``minimum``, ``maximum`` and ``anyOf``. Messages
say what would be right; a schema's ``examples`` supply the correct line shown beside an error.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pmlint.messages import Sentence, did_you_mean, nearest
from pmlint.model.value import value

Path = tuple[str | int, ...]

_TYPES: dict[str, tuple[str, tuple[type, ...]]] = {
    "string": ("schema.text", (str,)),
    "boolean": ("schema.boolean", (bool,)),
    "integer": ("schema.integer", (int,)),
    "number": ("schema.number", (int, float)),
    "array": ("schema.list", (list,)),
    "object": ("schema.keys", (dict,)),
    "null": ("schema.null", (type(None),)),
}


@value
class Problem:
    """What is wrong at ``path``; ``on_key`` if the key itself and not its value is at fault."""

    path: Path
    sentence: Sentence
    on_key: bool = False

    @property
    def message(self) -> str:
        """What is wrong, in Chinese."""
        return str(self.sentence)


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
            yield _wrong_type(names, schema, path)
            return
    if "const" in schema and value != schema["const"]:
        yield Problem(path, Sentence("schema.const", at=_at(path), only=schema["const"]))
    if "enum" in schema and value not in schema["enum"]:
        known, near = schema["enum"], did_you_mean(nearest(value, schema["enum"]))
        yield Problem(
            path, Sentence("schema.enum", at=_at(path), value=value, known=known, near=near)
        )
    if isinstance(value, str):
        pattern = schema.get("pattern")
        if pattern is not None and not re.search(pattern, value):
            hint = _hint(schema, path)
            yield Problem(path, Sentence("schema.pattern", at=_at(path), value=value, hint=hint))
    elif isinstance(value, dict):
        yield from _object(value, schema, path)
    elif isinstance(value, list):
        if len(value) < schema.get("minItems", 0):
            least, hint = schema["minItems"], _hint(schema, path)
            yield Problem(path, Sentence("schema.items", at=_at(path), least=least, hint=hint))
        items = schema.get("items")
        if items is not None:
            for number, item in enumerate(value):
                yield from problems(item, items, (*path, number))
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        low, high = schema.get("minimum", value), schema.get("maximum", value)
        if not low <= value <= high:
            yield Problem(
                path, Sentence("schema.range", at=_at(path), value=value, low=low, high=high)
            )


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
        names = list(dict.fromkeys(o["type"] for o in options if "type" in o))
        if names and len(tried) > 1 and not any(_is(value, o.get("type", "")) for o in options):
            yield _wrong_type(names, schema, path)
            return
    yield from best


def _object(value: dict[Any, Any], schema: Mapping[str, Any], path: Path) -> Iterator[Problem]:
    known = schema.get("properties", {})
    by_pattern = schema.get("patternProperties", {})
    others = schema.get("additionalProperties", True)
    for name in schema.get("required", ()):
        if name not in value:
            hint = _hint(known.get(name, {}), (name,))
            yield Problem(path, Sentence("schema.missing", at=_at(path), name=name, hint=hint))
    for key, item in value.items():
        below = (*path, str(key))
        if not isinstance(key, str):
            yield Problem(below, Sentence("schema.key", at=_at(path), key=key), on_key=True)
            continue
        inner = known.get(key)
        if inner is None:
            inner = next((s for p, s in by_pattern.items() if re.search(p, key)), others)
        if inner is False:
            near = did_you_mean(nearest(key, known))
            unknown = Sentence("schema.unknown", word=key, known=list(known), near=near)
            yield Problem(below, unknown, on_key=True)
        elif isinstance(inner, Mapping):
            yield from problems(item, inner, below)


def _is(value: Any, name: str) -> bool:
    if isinstance(value, bool):
        return name == "boolean"
    return name in _TYPES and isinstance(value, _TYPES[name][1])


def _wrong_type(names: Sequence[str], schema: Mapping[str, Any], path: Path) -> Problem:
    words = Sentence(_TYPES[names[0]][0])
    for name in names[1:]:
        words = Sentence("schema.or", one=words, other=Sentence(_TYPES[name][0]))
    hint = _hint(schema, path)
    return Problem(path, Sentence("schema.type", at=_at(path), words=words, hint=hint))


def _at(path: Path) -> Sentence | str:
    if not path:
        return ""
    steps = [
        step if isinstance(step, str) else Sentence("schema.item", number=step + 1) for step in path
    ]
    whole = steps[0]
    for step in steps[1:]:
        whole = Sentence("schema.below", above=whole, step=step)
    return Sentence("schema.at", path=whole)


def _hint(schema: Mapping[str, Any], path: Path) -> Sentence | str:
    shown = schema.get("examples")
    if not shown:
        return ""
    example = shown[0]
    if isinstance(example, str) and "\n" in example:
        lines = "\n".join("    " + line for line in example.splitlines())
        return Sentence("schema.right_lines", lines=lines)
    name = next((p for p in reversed(path) if isinstance(p, str)), "")
    text = example if isinstance(example, str) else json.dumps(example, ensure_ascii=False)
    return Sentence("schema.right", name=name, text=text)
