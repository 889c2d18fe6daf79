"""Profiles: what a form of a place and year looks like and must hold."""

from __future__ import annotations

from functools import cache
from typing import Any

from pmlint.data import load
from pmlint.model.value import value

NAMES = (
    "national-2015",
    "national-2021",
    "shanghai-2022",
    "shanghai-2024",
    "sichuan",
    "central-investment",
    "decision",
    "department",
    "self-made",
)
DEFAULT = "national-2015"


@value
class Profile:
    """One profile. ``tree``: 一级指标 → its 二级指标 in order; ``data``: the whole file."""

    name: str
    title: str
    tree: dict[str, tuple[str, ...]]
    data: dict[str, Any]


@cache
def profile(name: str) -> Profile:
    """The profile called ``name``; KeyError if there is none."""
    if name not in NAMES:
        raise KeyError(name)
    data: dict[str, Any] = load(f"profiles/{name}.yaml")
    tree = {top: tuple(below or ()) for top, below in data["levels"].items()}
    return Profile(name, data["title"], tree, data)


def detect(printed: frozenset[str], year: int | None) -> Profile:
    """The profile that fits what a form prints (labels and level names) best.

    Each profile's ``detect`` gives points for labels; ``from``/``to`` bound the year. Ties go to
    the order of `NAMES`.
    """
    best, most = profile(DEFAULT), 0
    for name in NAMES:
        candidate = profile(name)
        rule = candidate.data.get("detect") or {}
        if year is not None and not rule.get("from", 0) <= year <= rule.get("to", 9999):
            continue
        need = rule.get("needs", ())
        if need and not any(label in printed for label in need):
            continue
        points = sum(p for label, p in rule.get("points", {}).items() if label in printed)
        if points > most:
            best, most = candidate, points
    return best
