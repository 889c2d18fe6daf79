"""Where the parser's table is kept between runs: in the user's cache folder, if it is safe.

The table is a pickle, and loading a pickle runs what it says; see `pmlint.cache`.
"""

from __future__ import annotations

import sys
from hashlib import sha256
from pathlib import Path

from pmlint import __version__
from pmlint.cache import cache_folder, is_private

__all__ = ["cache_file", "cache_folder", "is_private"]


def cache_file(grammar: str, *versions: str) -> Path | None:
    """The file for the table of ``grammar`` as made by these versions of the tools."""
    folder = cache_folder()
    if folder is None:
        return None
    key = sha256("\0".join((grammar, __version__, sys.version, *versions)).encode()).hexdigest()
    return folder / f"target-{key[:32]}.table"
