"""Configuration: ``pmlint.yaml``, or ``[tool.pmlint]`` in pyproject.toml.

    from pmlint import config
    from pmlint.pipeline import Source

    settings = config.load("pmlint.yaml")                  # a Config; DataError with the place
    report = settings.pipeline().run([Source("form.txt")])

`find_config` finds the configuration that goes with a folder. The keys are described in
``config.schema.json``; how files extend each other in `pmlint.config.loading`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pmlint.config.find import Home, Homes, common_folder, find_config
    from pmlint.config.loading import load
    from pmlint.config.model import Config, Override, Overrides

__all__ = [
    "Config",
    "Home",
    "Homes",
    "Override",
    "Overrides",
    "common_folder",
    "find_config",
    "load",
]
_MODULES = {"load": "loading", "Config": "model", "Override": "model", "Overrides": "model"}


def __getattr__(name: str) -> Any:
    # Imported on first use: most runs have no configuration to load.
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_MODULES.get(name, 'find')}"), name)
