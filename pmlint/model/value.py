"""The decorators for small classes of fields, which are made by the thousand and defined by the
dozen.

They are dataclasses with slots whose methods cost nothing until they are needed. `dataclasses`
writes and compiles up to eight methods for each class as it is defined: 0.2 to 0.5 ms, and the
classes that a check of one form imports number a hundred. Here ``__init__`` is compiled when the
first instance is made, and the other methods are shared.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import MISSING, Field, dataclass, field, fields
from operator import attrgetter
from typing import Any, TypeVar, dataclass_transform

T = TypeVar("T")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def value(cls: type[T]) -> type[T]:
    """A dataclass with slots, equality and hash that the type checker holds to be immutable.

    It is not frozen at run time: a frozen dataclass sets each field through
    ``object.__setattr__``, which makes a cell with its place cost 1.6 µs instead of 0.3; with 135
    cells a form that is what reading spends.
    """
    made = _with_fields(cls)
    compared = [one.name for one in fields(made) if one.compare]
    made.__eq__, made.__hash__ = _equality(attrgetter(*compared) if compared else type)
    whole: type[T] = made
    return whole


@dataclass_transform(field_specifiers=(field,))
def record(cls: type[T]) -> type[T]:
    """A dataclass with slots and equality whose fields may be changed."""
    made = _with_fields(cls)
    compared = [one.name for one in fields(made) if one.compare]
    made.__eq__, _ = _equality(attrgetter(*compared) if compared else type)
    made.__hash__ = None
    whole: type[T] = made
    return whole


def _with_fields(cls: type[Any]) -> Any:
    cls.__doc__ = cls.__doc__ or cls.__name__  # or `dataclasses` writes one, which takes longest
    made: Any = dataclass(slots=True, init=False, eq=False, repr=False)(cls)

    def first(self: Any, *args: Any, **named: Any) -> None:
        if made.__init__ is first:
            made.__init__ = _initialiser(made)
        made.__init__(self, *args, **named)

    made.__init__ = first
    if "__repr__" not in cls.__dict__:
        made.__repr__ = _shown(tuple(one.name for one in fields(made) if one.repr))
    return made


def _initialiser(cls: type[Any]) -> Callable[..., None]:
    """What `dataclasses` would have written."""
    given: dict[str, Any] = {"_MISSING": MISSING}
    parameters, lines = ["self"], []
    for one in fields(cls):
        lines.extend(_set(one, parameters, given))
    if hasattr(cls, "__post_init__"):
        lines.append("self.__post_init__()")
    body = "\n ".join(lines) or "pass"
    exec(f"def __init__({', '.join(parameters)}):\n {body}", given)
    made: Callable[..., None] = given["__init__"]
    made.__qualname__ = f"{cls.__qualname__}.__init__"
    return made


def _set(one: Field[Any], parameters: list[str], given: dict[str, Any]) -> list[str]:
    name = one.name
    made = ""
    if one.default is not MISSING:
        given[f"_{name}"] = one.default
        parameter, right = f"{name}=_{name}", name
    elif one.default_factory is not MISSING:
        given[f"_{name}"] = one.default_factory
        made = f"_{name}()"
        parameter, right = f"{name}=_MISSING", f"{made} if {name} is _MISSING else {name}"
    else:
        parameter, right = name, name
    if one.init:
        parameters.append(parameter)
        return [f"self.{name} = {right}"]
    return [f"self.{name} = {made or f'_{name}'}"] if f"_{name}" in given else []


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
