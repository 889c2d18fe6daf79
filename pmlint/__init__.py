"""pmlint: a compliance linter for 财政项目支出绩效目标申报表.

``pmlint.check(path_or_bytes)`` is the library's one call; see `pmlint.pipeline.check`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"
__all__ = ["Settings", "__version__", "check"]

if TYPE_CHECKING:
    from pmlint.pipeline import check
    from pmlint.rules.settings import Settings


def __getattr__(name: str) -> Any:
    # Imported on first use, so that `pmlint --version` and editors' hooks start at once.
    if name == "check":
        from pmlint.pipeline import check

        return check
    if name == "Settings":
        from pmlint.rules.settings import Settings

        return Settings
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
