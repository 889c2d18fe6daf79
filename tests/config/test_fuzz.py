"""Whatever stands in a configuration or a list of waivers, it is used or refused with a message."""

from __future__ import annotations

import contextlib
import json
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from pmlint import config
from pmlint.data import DataError
from pmlint.waivers.listed import marked

KEYS = [
    *("extends", "select", "extend", "ignore", "severity", "options", "overrides", "files"),
    *("mandatory", "profile", "include", "exclude", "fail-on", "rules", "waivers", "language"),
    *("PM304", "satisfaction-direction", "direction", "all", "PM3", "strict", "./x.yaml"),
    *("expect", "at-least", "error", "info", "sichuan"),
]
LEAVES = st.sampled_from(KEYS) | st.text(max_size=5) | st.integers() | st.booleans() | st.none()
VALUES = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(KEYS) | st.integers(), inner, max_size=3)
    ),
    max_leaves=10,
)


def try_to_load(content: bytes, name: str = "pmlint.yaml") -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        with contextlib.suppress(DataError):
            config.load(str(path))


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(KEYS), VALUES, max_size=5))
def test_settings_of_any_shape(values: dict[str, Any]) -> None:
    try_to_load(json.dumps(values, ensure_ascii=False).encode("utf-8", "replace"))


@settings(deadline=None)
@given(
    st.binary(max_size=60)
    | st.text(st.sampled_from("extnds: [strict]\n-#{}\"'&*!|>\t"), max_size=60).map(str.encode)
)
def test_any_bytes(content: bytes) -> None:
    try_to_load(content)
    try_to_load(b"[tool.pmlint]\n" + content, "pyproject.toml")


@settings(deadline=None)
@given(st.text(st.sampled_from("waivers: \n-rulef ile[]{}\"'#|"), max_size=80))
def test_any_list(text: str) -> None:
    try:
        found = marked(text, "w")
    except DataError:
        return
    assert isinstance(found.value["waivers"], list | None)
