"""Names of files as configuration, waivers and fingerprints write them."""

from __future__ import annotations

import os
from collections.abc import Iterable
from fnmatch import fnmatchcase
from functools import lru_cache
from pathlib import PurePath


def relative(path: str, root: str | None) -> str:
    """``path`` relative to the folder ``root``, with ``/`` on every system; the same whatever the
    working directory is and however the user wrote the path. Without ``root``: as it was written.
    """
    if root is None:
        return PurePath(path).as_posix().replace("\\", "/")
    try:
        shown = os.path.relpath(path, root)
    except ValueError:  # another drive, or a name that no system takes
        shown = path
    return shown.replace("\\", "/")


def matches(name: str, patterns: Iterable[str]) -> bool:
    """True if the relative path ``name`` is meant by one of ``patterns``.

    ``*`` stands for any characters, ``/`` included; a pattern without ``/`` may also mean the
    file's own name or that of a folder it lies in; a folder's name means all that lies in it.
    """
    return any(fnmatchcase(name, plain) for pattern in patterns for plain in _plain(pattern))


@lru_cache(maxsize=1024)
def _plain(pattern: str) -> tuple[str, ...]:
    """The pattern as several that know only ``*``, ``?`` and ``[…]``."""
    bare = pattern.replace("\\", "/").removeprefix("./").rstrip("/").removesuffix("/**")
    anywhere = bare.startswith("**/") or "/" not in bare
    bare = bare.removeprefix("**/")
    found = dict.fromkeys((bare.replace("/**/", "/*/"), bare.replace("/**/", "/")))
    if anywhere:
        found |= dict.fromkeys(f"*/{one}" for one in [*found])
    return (*found, *(f"{one}/*" for one in found))
