"""Places in TOML files: what the standard library reads is found where it is."""

from __future__ import annotations

import tomllib
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from pmlint.config.toml import places
from pmlint.data import Path

TEXT = '''
# [tool.pmlint] in a comment
title = "a # b" # c
[tool.pmlint]
select = [ # first
  "PM301", 'PM3]', """x
]""",
]
"fail-on" = 'error'
severity = { PM301 = "info", "PM 3" = "x", deep = { a = [1, 2] } }
options.PM304.expect = 1
n = 2023-01-01 10:00:00
[[tool.pmlint.overrides]]
files = ["a"]
[[tool.pmlint.overrides]]
files = ["b", "c"]
[tool.pmlint.overrides.severity]
PM301 = "error"
[other]
a = 1
'''


def test_places() -> None:
    section = tomllib.loads(TEXT)["tool"]["pmlint"]
    marked = places(TEXT, "pyproject.toml", ("tool", "pmlint"), section)
    lines = TEXT.splitlines()

    def at(path: Path, *, key: bool = False) -> str:
        mark = marked.mark(path, key=key)
        return lines[mark.line - 1][mark.column - 1 :]

    assert at(("select", 0)).startswith('"PM301"')
    assert at(("select", 1)).startswith("'PM3]'")
    assert at(("select", 2)).startswith('"""x')
    assert at(("fail-on",), key=True).startswith('"fail-on"')
    assert at(("fail-on",)).startswith("'error'")
    assert at(("severity", "PM 3")).startswith('"x"')
    assert at(("severity", "PM 3"), key=True).startswith('"PM 3"')
    assert at(("severity", "deep", "a", 1)).startswith("2]")
    assert at(("options", "PM304", "expect")) == "1"
    assert at(("options",), key=True).startswith("options.")
    assert at(("n",)).startswith("2023-01-01")
    assert at(("overrides", 1, "files", 1)).startswith('"c"')
    assert at(("overrides", 1, "severity", "PM301")) == '"error"'
    assert at(("overrides",), key=True) == "[[tool.pmlint.overrides]]"


def paths_of(value: Any, path: Path = ()) -> list[Path]:
    found: list[Path] = [path] if path else []
    if isinstance(value, dict):
        for key, item in value.items():
            found += paths_of(item, (*path, key))
    elif isinstance(value, list):
        for number, item in enumerate(value):
            found += paths_of(item, (*path, number))
    return found


WORDS = st.text(st.sampled_from("ab[]{}#'\"=,. \\\n中"), max_size=8)
KEYS = st.text(st.sampled_from("abc-_"), min_size=1, max_size=4)


def basic(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def inline(value: Any) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{k} = {inline(v)}" for k, v in value.items()) + " }"
    if isinstance(value, list):
        return "[\n" + "".join(f"  {inline(v)}, # ]\n" for v in value) + "]"
    return basic(value) if isinstance(value, str) else str(value)


VALUES = st.recursive(
    WORDS | st.integers(0, 99),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=6,
)


@settings(deadline=None)
@given(st.dictionaries(KEYS, VALUES, max_size=4))
def test_every_value_is_where_it_is_said_to_be(values: dict[str, Any]) -> None:
    lines = "".join(f"{key} = {inline(value)}\n" for key, value in values.items())
    text = f"[tool.pmlint]\n{lines}"
    try:
        section = tomllib.loads(text)["tool"]["pmlint"]
    except tomllib.TOMLDecodeError:  # a table within an inline table may not span lines
        return
    marked = places(text, "x", ("tool", "pmlint"), section)
    offsets = [0]
    for line in text.split("\n"):
        offsets.append(offsets[-1] + len(line) + 1)
    for path in paths_of(section):
        assert path in marked.values
        mark = marked.values[path]
        start = offsets[mark.line - 1] + mark.column - 1
        value = section
        for part in path:
            value = value[part]
        assert text.startswith(inline(value), start)
