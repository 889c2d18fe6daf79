"""From what the user named to the files to check: files, folders, patterns, standard input."""

from __future__ import annotations

import glob
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from fnmatch import fnmatch
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from pmlint.cli.failure import Usage
from pmlint.messages import Messages
from pmlint.paths import matches, relative
from pmlint.pipeline import Source
from pmlint.resources import files

if TYPE_CHECKING:
    from pmlint.config import Config

STDIN = "-"


def sources(
    paths: Sequence[str],
    say: Messages,
    *,
    exclude: Sequence[str] = (),
    stdin_name: str = "",
    limit: int = 0,
    config_of: Callable[[str], Config],
) -> list[Source]:
    """The files behind ``paths`` in a fixed order, each once.

    A file that is named is always taken, whatever it is called and even if it is missing (the
    reader reports that); in folders, names and folders that ``files.json`` lists are picked, except
    those that match a pattern of ``exclude``, and as the configuration of the folder they stand in
    says (``config_of``). ``limit``: bytes to read from
    standard input at most (one more is read, so that the reader sees that it is too much).
    """
    if not paths:
        raise Usage("usage.no_paths")
    if paths.count(STDIN) > 1:
        raise Usage("usage.stdin_twice")
    picked = _Picked(exclude, config_of)
    found: dict[str, Source] = {}
    for path in paths:
        for source in _expand(path, say, picked, stdin_name, limit):
            found.setdefault(os.path.normcase(os.path.abspath(source.path)), source)
    return list(found.values())


class _Picked:
    """Which files of a folder are checked, and which folders are looked into."""

    def __init__(self, exclude: Sequence[str], config_of: Callable[[str], Config]) -> None:
        self.exclude = exclude
        self.config_of = config_of
        self.extensions = tuple(_names()["extensions"])

    def file(self, path: str, name: str, config: Config) -> bool:
        """Whether a file is to be checked. ``config``: that of the folder it stands in."""
        if config.include:
            wanted = matches(relative(path, config.root), config.include)
        else:
            wanted = name.lower().endswith(self.extensions)
        return wanted and self.entered(path, name, config)

    def entered(self, path: str, name: str, config: Config) -> bool:
        """Whether a folder is to be looked into (or a file not left out)."""
        if any(fnmatch(name, pattern) for pattern in _names()["skip"]):
            return False
        if config.exclude and matches(relative(path, config.root), config.exclude):
            return False
        plain = path.replace(os.sep, "/")
        return not any(fnmatch(name, p) or fnmatch(plain, p) for p in self.exclude)


def _expand(
    path: str, say: Messages, picked: _Picked, stdin_name: str, limit: int
) -> Iterable[Source]:
    if path == STDIN:
        return [Source(stdin_name or "<stdin>", _read_stdin(limit))]
    if "\0" in path:
        raise Usage("usage.path", path=path.replace("\0", "\\0"))
    if os.path.isdir(path):
        nothing = say("error.empty_folder", extensions=" ".join(_names()["extensions"]))
        return list(_folder(path, picked)) or [Source(path, holds_nothing=nothing)]
    if not os.path.lexists(path) and glob.has_magic(path):
        matches = sorted(glob.glob(path, recursive=True))
        found = [s for m in matches for s in _expand(m, say, picked, stdin_name, limit)]
        return found or [Source(path)]
    return [Source(path)]


def _read_stdin(limit: int) -> bytes:
    stream = sys.stdin.buffer if sys.stdin is not None else None
    if stream is None:
        return b""
    return stream.read(limit + 1) if limit else stream.read()


def _folder(folder: str, picked: _Picked) -> Iterator[Source]:
    denied: list[OSError] = []
    for where, below, names in os.walk(folder, onerror=denied.append):
        config = picked.config_of(where)
        below[:] = sorted(b for b in below if picked.entered(os.path.join(where, b), b, config))
        for name in sorted(names):
            path = os.path.join(where, name)
            if picked.file(path, name, config):
                yield Source(path)
    for error in denied:
        yield Source(str(error.filename), problem=error.strerror or str(error))


@lru_cache(maxsize=1)
def _names() -> Any:
    return json.loads(files("pmlint.cli").joinpath("files.json").read_text(encoding="utf-8"))
