"""The closed set of checks: what rules may ask of a form.

Each module is one check (see `pmlint.plugins.Check`): ``NAME``, ``EACH``, ``OPTIONS``,
``ARGUMENTS``, ``VARIANTS`` and ``compile(options, vocabulary)``, which returns a function
``(node, context) -> hits``. A check knows nothing of codes, severities or messages: those are the
rule's. It yields `Hit` where something is wrong and `Unchecked` where it could not tell.
"""

from __future__ import annotations

import pkgutil
from importlib import import_module
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from pmlint.plugins import Check


def built_in() -> list[Check]:
    """pmlint's own checks: the modules of this package that have a ``NAME``."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    modules = [import_module(f"{__name__}.{name}") for name in names]
    return [cast("Check", module) for module in modules if hasattr(module, "NAME")]
