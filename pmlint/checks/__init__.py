"""The closed set of checks: what rules may ask of a form.

Each module is one check (see `pmlint.plugins.Check`): ``NAME``, ``EACH``, ``OPTIONS``,
``ARGUMENTS``, ``VARIANTS`` and ``compile(options, vocabulary)``, which returns a function
``(node, context) -> hits``. A check knows nothing of codes, severities or messages: those are the
rule's. It yields `Hit` where something is wrong and `Unchecked` where it could not tell.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from pmlint.plugins import Check

MODULES: tuple[str, ...] = ("direction", "present")
"""The modules of this package that are checks."""


def built_in() -> list[Check]:
    """pmlint's own checks."""
    return [cast("Check", import_module(f"{__name__}.{name}")) for name in MODULES]
