"""The files that come with pmlint's packages."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable


def files(package: str) -> Traversable:
    """The folder of ``package``, as `importlib.resources.files` gives it; that takes as long to
    import as a third of an interpreter's start, and is needed only where pmlint is run from a
    zip."""
    folder = Path(import_module(package).__path__[0])
    if folder.is_dir():
        return folder
    from importlib import resources

    return resources.files(package)
