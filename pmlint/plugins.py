"""The plugin interface: what readers, checks and reporters are, and the hooks that supply them.

Built-in readers, checks, rules and reporters are supplied through the same hooks as a user's own,
so the interface is exercised by every run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib.resources.abc import Traversable
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

import pluggy

if TYPE_CHECKING:
    from pmlint.model.diagnostic import Hit, Unchecked
    from pmlint.model.grid import Document

PROJECT = "pmlint"
hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)


class Limits(Protocol):
    """Ceilings a reader must respect; see ``pmlint.read.limits``."""

    file_bytes: int
    cells: int


class Reader(Protocol):
    """A file format. ``name`` is shown to users and is ``Document.format``.

    Readers are asked in order of ``priority`` (low first) and decide by content, never by the
    file's name alone (the name may only break ties between text formats).
    """

    name: str
    priority: int

    def sniff(self, data: bytes, path: str) -> bool:
        """True if ``data`` (the whole file) is of this format."""
        ...

    def read(self, data: bytes, path: str) -> Document:
        """The file as a Document. May raise only ``pmlint.read.ReadError``."""
        ...


Options: TypeAlias = Mapping[str, Any]
CheckRun: TypeAlias = Callable[[Any, Any], "Iterator[Hit | Unchecked]"]
"""A compiled check: (node, context) -> hits. Node and context are described in pmlint.rules."""


class Check(Protocol):
    """One kind of test that rules use by name. A short module of ``pmlint.checks`` is one.

    ``NAME`` is what rules write under ``check:``, ``EACH`` the nodes it can look at, ``OPTIONS``
    a JSON Schema of the parameters under ``with:``.
    """

    NAME: str
    EACH: tuple[str, ...]
    OPTIONS: dict[str, Any]

    def compile(self, options: Options, vocabulary: Any) -> CheckRun:
        """The check with its parameters bound; called once per rule."""
        ...


class Reporter(Protocol):
    """An output format. ``name`` is what ``--format`` takes."""

    name: str

    def render(self, report: Any, options: Any) -> Iterable[str]:
        """The report as text, in pieces, without a trailing newline policy of its own."""
        ...


class Hooks:
    """The hooks a plugin may implement; every one is optional and returns a list."""

    @hookspec
    def pmlint_readers(self) -> list[Reader]:  # type: ignore[empty-body]
        """More file formats."""

    @hookspec
    def pmlint_checks(self) -> list[Check]:  # type: ignore[empty-body]
        """More checks for rules to use."""

    @hookspec
    def pmlint_rules(self) -> list[Traversable]:  # type: ignore[empty-body]
        """Folders (or single files) of rule YAML."""

    @hookspec
    def pmlint_reporters(self) -> list[Reporter]:  # type: ignore[empty-body]
        """More output formats."""
