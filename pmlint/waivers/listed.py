"""The list of waivers, ``pmlint-waivers.yaml``."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

from pmlint import data
from pmlint.data import Marked
from pmlint.messages import Sentence
from pmlint.model.location import TextLocation
from pmlint.model.waiver import Waiver
from pmlint.resources import files
from pmlint.rules import schema
from pmlint.userfile import read_text, remembered, shown

MAX_BYTES = 50_000_000
_KEYS = ("rule", "reason", "who", "date", "expires", "file", "project", "field", "fingerprint")


def load(path: str) -> list[Waiver]:
    """The waivers of the list at ``path``, in order. Raises `DataError` with the place of what is
    wrong. Rules are not looked up: an unknown one is a finding (PM902)."""
    source = shown(path)
    rows: list[tuple[int, int, str, tuple[str, ...]]] = remembered(
        "waivers", path, lambda: _rows(marked(read_text(path, MAX_BYTES), source))
    )
    found = []
    for line, column, text, values in rows:
        given: dict[str, Any] = dict(zip(_KEYS, values, strict=True))
        place = TextLocation(line, column, line, column + len(text))
        found.append(Waiver(**given, source=source, location=place, text=text))
    return found


def marked(text: str, name: str) -> Marked:
    """The text of a list with its places, checked. Raises `DataError`."""
    found = data.load_marked(text, name)
    if found.value is None:
        found.value = {"waivers": []}
    if not isinstance(found.value, dict):
        raise found.error((), Sentence("waivers.not_keys"))
    for problem in schema.problems(found.value, _schema()):
        raise found.error(problem.path, problem.sentence, key=problem.on_key)
    return found


def _rows(found: Marked) -> list[tuple[int, int, str, tuple[str, ...]]]:
    """(line, column, its first line, values of `_KEYS`) of each entry: plain values, to be kept."""
    lines = found.text.splitlines()
    rows = []
    for number, entry in enumerate(found.value["waivers"] or ()):
        mark = found.mark(("waivers", number))
        text = lines[mark.line - 1][mark.column - 1 :] if mark.line <= len(lines) else ""
        rows.append((mark.line, mark.column, text, tuple(entry.get(key, "") for key in _KEYS)))
    return rows


@cache
def _schema() -> Mapping[str, Any]:
    raw = files("pmlint.waivers").joinpath("waivers.schema.json")
    resolved: Mapping[str, Any] = schema.resolve(json.loads(raw.read_text(encoding="utf-8")))
    return resolved
