"""Configuration: ``pmlint.yaml``, or ``[tool.pmlint]`` in pyproject.toml.

    from pmlint import config
    from pmlint.pipeline import Source

    settings = config.load("pmlint.yaml")                  # a Config; DataError with the place
    report = settings.pipeline().run([Source("form.txt")])

`find_config` finds the configuration that goes with a folder. The keys are described in
``config.schema.json``; how files extend each other in `pmlint.config.load`.
"""

from __future__ import annotations

from pmlint.config.find import common_folder, find_config, find_waivers
from pmlint.config.load import load
from pmlint.config.model import Config, Override, Overrides

__all__ = [
    "Config",
    "Override",
    "Overrides",
    "common_folder",
    "find_config",
    "find_waivers",
    "load",
]
