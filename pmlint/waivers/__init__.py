"""Waivers: findings that somebody answers for, listed with reason, name and date.

- `pmlint.model.waiver`: what a waiver is;
- `comments`: those written into a text file; `pmlint.waivers.listed`: the list beside the config;
- `Waiving`: applies them to the findings of a run, and says which are idle or out of date;
- `pmlint.waivers.edit`: adds to the list and takes from it, leaving the rest of it as it is.
"""

from __future__ import annotations

from pmlint.waivers.comments import comments
from pmlint.waivers.waive import Waiving

__all__ = ["Waiving", "comments"]
