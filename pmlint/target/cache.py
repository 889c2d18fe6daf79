"""Where the parser's table is kept between runs.

The table is a pickle, and loading a pickle runs what it says; so it is read only from a folder and
a file that belong to the user and that nobody else may write to. Without such a folder there is no
cache, and the table is built anew.
"""

from __future__ import annotations

import os
import stat
import sys
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from pmlint import __version__

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


def cache_file(grammar: str, *versions: str) -> Path | None:
    """The file for the table of ``grammar`` as made by these versions of the tools; empty if it is
    new. None if there is no safe place for it."""
    folder = cache_folder()
    if folder is None:
        return None
    key = sha256("\0".join((grammar, __version__, sys.version, *versions)).encode()).hexdigest()
    file = folder / f"target-{key[:32]}.table"
    with suppress(OSError):
        os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    return file if is_private(file) else None


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


def _base() -> Path:
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches"
    given = Path(os.environ.get("XDG_CACHE_HOME") or "")
    return given if given.is_absolute() else Path.home() / ".cache"
