"""Finding the configuration that a file goes by: the nearest, looked for from the file's folder
upward to the root. What lies further up is not looked at."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable

from pmlint.data import DataError
from pmlint.messages import Sentence
from pmlint.model.value import value

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


@value
class Home:
    """What the files of a folder go by: a configuration, or where there is none the nearest list of
    waivers, or nothing."""

    config: str | None = None
    waivers: str | None = None


class Homes:
    """The homes of folders. Each folder is looked into once."""

    def __init__(self) -> None:
        self._configs: dict[str, str | None] = {}
        self._waivers: dict[str, str | None] = {}

    def of(self, folder: str) -> Home:
        """The home of a folder (absolute). Raises `DataError` like `find_config`."""
        config = _upward(folder, config_in, self._configs)
        if config is not None:
            return Home(config)
        return Home(None, _upward(folder, lambda where: _file(where, WAIVERS), self._waivers))


def find_config(folder: str) -> str | None:
    """The nearest configuration, in the folder itself or above it. Raises `DataError` if a folder
    has two, or one whose name is nearly right: neither may be passed over in silence."""
    return _upward(folder, config_in, {})


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


def _upward(
    folder: str, look: Callable[[str], str | None], known: dict[str, str | None]
) -> str | None:
    """What ``look`` finds in the folder or the nearest one above it; ``known``: found before."""
    passed = []
    while folder not in known:
        passed.append(folder)
        found, above = look(folder), os.path.dirname(folder)
        if found is None and above != folder:
            folder = above
        else:
            known[folder] = found
    known.update(dict.fromkeys(passed, known[folder]))
    return known[folder]
