"""pmlint: a compliance linter for 财政项目支出绩效目标申报表.

``pmlint.check(path_or_bytes)`` is the library's one call; see `pmlint.pipeline.check`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"
__all__ = ["Diagnostic", "Report", "Settings", "__version__", "check"]

if TYPE_CHECKING:
    from pmlint.model.diagnostic import Diagnostic
    from pmlint.model.report import Report
    from pmlint.pipeline import check
    from pmlint.rules.settings import Settings

_HOME = {
    "Diagnostic": "pmlint.model.diagnostic",
    "Report": "pmlint.model.report",
    "Settings": "pmlint.rules.settings",
    "check": "pmlint.pipeline",
}


def __getattr__(name: str) -> Any:
    # Imported on first use, so that `pmlint --version` and editors' hooks start at once.
    if name in _HOME:
        from importlib import import_module

        return getattr(import_module(_HOME[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
