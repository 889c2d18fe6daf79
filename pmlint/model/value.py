"""The decorator for small values that are made by the thousand (cells and their places)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeVar, dataclass_transform

T = TypeVar("T")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def value(cls: type[T]) -> type[T]:
    """A dataclass with slots, equality and hash that the type checker holds to be immutable.

    A frozen dataclass sets each field through ``object.__setattr__``, which makes a cell with its
    place cost 1.6 µs instead of 0.3; with 135 cells a form that is what reading spends.
    """
    return dataclass(slots=True, unsafe_hash=True)(cls)
