"""What pmlint keeps between runs in the user's cache folder, to start faster.

What is kept is code or can make the interpreter run code, so it is read only from a folder and a
file that belong to the user and that nobody else may write to. Without such a folder nothing is
kept, and everything is made anew each time. Deleting the folder never does harm.
"""

from __future__ import annotations

import contextlib
import os
import stat
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING
from zlib import crc32

from pmlint import __version__

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

_OTHERS_MAY_WRITE = stat.S_IWGRP | stat.S_IWOTH


def cache_folder() -> Path | None:
    """The user's cache folder for pmlint, made if it does not exist; None if there is none that
    is safe and writable."""
    try:
        folder = _base() / "pmlint"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except (OSError, RuntimeError, ValueError):
        return None
    return folder if is_private(folder) and os.access(folder, os.W_OK) else None


def is_private(path: Path) -> bool:
    """True if ``path`` is no link, is the user's own, and only the user may write to it."""
    try:
        status = path.lstat()
    except OSError:
        return False
    if stat.S_ISLNK(status.st_mode):
        return False
    if sys.platform == "win32":  # the folder below the user's profile is the user's own
        return True
    return status.st_uid == os.getuid() and not status.st_mode & _OTHERS_MAY_WRITE


def stamp(places: Iterable[Traversable]) -> str | None:
    """What tells one state of the files in the folders (or files) ``places`` from another: names,
    sizes and times of change, as Python does for its own compiled files. None if a place is not on
    disk (a zip)."""
    parts: list[str] = []
    for place in places:
        if not isinstance(place, Path):
            return None
        try:
            _stamp(str(place), parts)
        except OSError:
            return None
    return "\n".join(parts)


def _stamp(path: str, parts: list[str]) -> None:
    if os.path.isdir(path):  # noqa: PTH112 - this is all about speed
        with os.scandir(path) as entries:
            for entry in sorted(entries, key=lambda e: e.name):
                if entry.name == "__pycache__":
                    continue
                if entry.is_dir():
                    _stamp(entry.path, parts)
                else:
                    status = entry.stat()
                    parts.append(f"{entry.path}|{status.st_size}|{status.st_mtime_ns}")
    else:
        status = os.stat(path)  # noqa: PTH116
        parts.append(f"{path}|{status.st_size}|{status.st_mtime_ns}")


def recall(name: str, key: str) -> bytes | None:
    """What was kept under ``name`` and this very ``key``, or None."""
    file = _file(name)
    if file is None or not is_private(file):
        return None
    try:
        content = file.read_bytes()
    except OSError:
        return None
    head = _head(key)
    # Written in one go by `keep`, so a file that begins right and says its length is whole.
    size = len(content) - len(head) - 8
    if size < 0 or not content.startswith(head):
        return None
    length = int.from_bytes(content[len(head) : len(head) + 8], "big")
    return content[len(head) + 8 :] if length == size else None


def keep(name: str, key: str, content: bytes) -> None:
    """Keep ``content`` under ``name`` in place of what was there. Failing is no harm."""
    file = _file(name)
    if file is None:
        return
    draft = file.with_name(f"{file.name}.{os.getpid()}")
    with contextlib.suppress(OSError):
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            out.write(_head(key) + len(content).to_bytes(8, "big") + content)
        draft.replace(file)


def _file(name: str) -> Path | None:
    """One file for each installation of pmlint and Python, so that it never grows in number."""
    folder = cache_folder()
    if folder is None:
        return None
    place = crc32(f"{__file__}|{sys.version}".encode(errors="replace"))
    return folder / f"{name}-{place:08x}.kept"


def _head(key: str) -> bytes:
    whole = f"{__version__}\n{sys.version}\n{key}".encode(errors="replace")
    return len(whole).to_bytes(8, "big") + whole


def _base() -> Path:
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches"
    given = Path(os.environ.get("XDG_CACHE_HOME") or "")
    return given if given.is_absolute() else Path.home() / ".cache"
