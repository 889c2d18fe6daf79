"""Files that users write for pmlint: settings, lists of waivers."""

from __future__ import annotations

import marshal
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pmlint.cache import keep, recall, stamp
from pmlint.data import DataError
from pmlint.messages import Sentence

MAX_BYTES = 2_000_000
_KEPT = 16
"""So many files of a kind are remembered: the projects that one person works on."""


def remembered(slot: str, path: str, make: Callable[[], Any]) -> Any:
    """What ``make`` makes of the file at ``path``: plain values, kept in the user's cache folder
    for as long as the file stays as it is."""
    # This is what keeps the YAML parser out of a run: it takes longer to import than a form takes
    # to check.
    key = stamp([Path(path)])
    content = recall(slot, "1") if key is not None else None
    known: dict[str, tuple[str, Any]] = marshal.loads(content) if content is not None else {}
    if key is not None and path in known and known[path][0] == key:
        return known[path][1]
    made = make()
    if key is not None:
        known.pop(path, None)
        newest = dict([*known.items()][1 - _KEPT :])
        keep(slot, "1", marshal.dumps({**newest, path: (key, made)}))
    return made


def shown(path: str) -> str:
    """The file's name for messages: relative to the working directory if it lies below it."""
    try:
        relative = os.path.relpath(path)
    except ValueError:
        return path
    return path if relative.startswith("..") else relative


def read_text(path: str, limit: int = MAX_BYTES) -> str:
    """The text of a file of settings. Raises `DataError`."""
    data = read_bytes(path, limit)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise DataError(shown(path), 0, 0, "", Sentence("data.not_utf8")) from None


def read_bytes(path: str, limit: int = MAX_BYTES) -> bytes:
    """The content of such a file, at most ``limit`` bytes. Raises `DataError`."""
    try:
        with Path(path).open("rb") as file:
            data = file.read(limit + 1)
    except FileNotFoundError:
        raise DataError(shown(path), 0, 0, "", Sentence("data.no_file")) from None
    except (OSError, ValueError) as error:
        detail = getattr(error, "strerror", None) or str(error)
        raise DataError(shown(path), 0, 0, "", Sentence("data.unreadable", detail=detail)) from None
    if len(data) > limit:
        too_big = Sentence("data.too_big", limit=limit // 1_000_000)
        raise DataError(shown(path), 0, 0, "", too_big)
    return data
