"""Finding the configuration that a run goes by.

One run has one configuration: the nearest one, looked for from the folder that all checked files
have in common, upward to the root. What lies further up is not looked at.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable

from pmlint.data import DataError
from pmlint.messages import Sentence

NAME = "pmlint.yaml"
PROJECT = "pyproject.toml"
WAIVERS = "pmlint-waivers.yaml"
_MISSPELT = ("pmlint.yml",)


def common_folder(paths: Iterable[str]) -> str:
    """The folder (absolute) that all ``paths`` lie in; a folder counts as lying in itself. The
    working directory where there is no such folder."""
    folders = []
    for path in paths:
        whole = os.path.abspath(path)
        folders.append(whole if os.path.isdir(whole) else os.path.dirname(whole))
    try:
        return os.path.commonpath(folders)
    except ValueError:  # nothing, or several drives
        return os.getcwd()


def find_config(folder: str) -> str | None:
    """The nearest configuration, in the folder itself or above it. Raises `DataError` if a folder
    has two, or one whose name is nearly right: neither may be passed over in silence."""
    return _upward(folder, config_in)


def find_waivers(folder: str) -> str | None:
    """The nearest list of waivers where there is no configuration that says which."""
    return _upward(folder, lambda where: _file(where, WAIVERS))


def config_in(folder: str) -> str | None:
    """The configuration in the folder itself, if it has one. Raises `DataError` if it has two."""
    own, project = _file(folder, NAME), _file(folder, PROJECT)
    if project is not None and not _has_section(project):
        project = None
    for name in _MISSPELT:
        wrong = _file(folder, name)
        if wrong is not None:
            raise DataError(wrong, 0, 0, "", Sentence("config.misnamed", name=NAME))
    if own is not None and project is not None:
        raise DataError(own, 0, 0, "", Sentence("config.two", project=PROJECT))
    return own or project


def _has_section(project: str) -> bool:
    from pmlint.config.source import has_section

    return has_section(project)


def _file(folder: str, name: str) -> str | None:
    path = os.path.join(folder, name)
    return path if os.path.isfile(path) else None


def _upward(folder: str, look: Callable[[str], str | None]) -> str | None:
    while True:
        found = look(folder)
        if found is not None:
            return found
        above = os.path.dirname(folder)
        if above == folder:
            return None
        folder = above
