"""Writing a user's file so that there is always a whole one: the old or the new."""

from __future__ import annotations

import contextlib
import os
import stat
import tempfile
from pathlib import Path


class Moved(Exception):
    """The file is no longer what it was when it was read."""


def write_whole(path: str, data: bytes, expected: bytes | None = None) -> None:
    """Make ``data`` the content of ``path`` in one step (a file beside it, then a rename).

    ``expected``: what must still stand in the file; else `Moved`, and nothing is written. The
    file's permissions stay, a link keeps pointing to it. Raises OSError.
    """
    target = Path(os.path.realpath(path))
    handle, name = tempfile.mkstemp(
        prefix=f".{target.name[:50]}.", suffix=".tmp", dir=target.parent
    )
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            _take_after(Path(name), target)
        else:
            Path(name).chmod(0o666 & ~_umask())
        if expected is not None and target.read_bytes() != expected:
            raise Moved
        Path(name).replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise


def _take_after(new: Path, old: Path) -> None:
    """Permissions, and where it is allowed the owner, as the old file has them."""
    state = old.stat()
    if chown := getattr(os, "chown", None):
        with contextlib.suppress(OSError):
            chown(new, state.st_uid, state.st_gid)
    new.chmod(stat.S_IMODE(state.st_mode))


def _umask() -> int:
    """The process's mask for new files; there is no other way to ask than to set it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
