"""The decorator for small values, which are made by the thousand and defined by the dozen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, fields
from operator import attrgetter
from typing import Any, TypeVar, dataclass_transform

T = TypeVar("T")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def value(cls: type[T]) -> type[T]:
    """A dataclass with slots, equality and hash that the type checker holds to be immutable.

    A frozen dataclass sets each field through ``object.__setattr__``, which makes a cell with its
    place cost 1.6 µs instead of 0.3; with 135 cells a form that is what reading spends. And
    `dataclasses` writes and compiles up to eight methods for each class: 0.5 ms, as much as
    checking a form; here only ``__init__`` is compiled, the others are shared.
    """
    made: Any = dataclass(slots=True, eq=False, repr=False)(cls)
    told = fields(made)
    compared = [one.name for one in told if one.compare]
    made.__eq__, made.__hash__ = _equality(attrgetter(*compared) if compared else type)
    if "__repr__" not in cls.__dict__:
        made.__repr__ = _shown(tuple(one.name for one in told if one.repr))
    whole: type[T] = made
    return whole


def _equality(
    content: Callable[[Any], Any],
) -> tuple[Callable[[Any, object], Any], Callable[[Any], int]]:
    def equal(self: Any, other: object) -> Any:
        if other.__class__ is not self.__class__:
            return NotImplemented
        return self is other or content(self) == content(other)

    def digest(self: Any) -> int:
        return hash(content(self))

    return equal, digest


def _shown(names: tuple[str, ...]) -> Callable[[Any], str]:
    def shown(self: Any) -> str:
        told = ", ".join(f"{name}={getattr(self, name)!r}" for name in names)
        return f"{type(self).__qualname__}({told})"

    return shown
