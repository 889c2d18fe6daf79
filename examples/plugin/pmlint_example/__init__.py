"""An example plugin: a check that counts the indicators of a group, and a rule that uses it."""

from __future__ import annotations

from importlib.resources import files
from importlib.resources.abc import Traversable

from pmlint.plugins import Check, hookimpl
from pmlint_example import crowded


@hookimpl
def pmlint_checks() -> list[Check]:
    """The checks that this plugin adds."""
    return [crowded]


@hookimpl
def pmlint_rules() -> list[Traversable]:
    """The folders in which pmlint finds this plugin's rules."""
    return [files("pmlint_example").joinpath("rules")]
