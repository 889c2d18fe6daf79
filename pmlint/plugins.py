"""The plugin interface: what readers, checks and reporters are, and the hooks that supply them.

Built-in readers, checks, rules and reporters are supplied through the same hooks as a user's own.
Only a run without plugins takes them directly, which starts it sooner.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

from pmlint.messages import Sentence, Told

if TYPE_CHECKING:
    from pmlint.model.diagnostic import Hit, Unchecked
    from pmlint.model.grid import Document

PROJECT = "pmlint"


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
CheckRun: TypeAlias = Callable[[Any, Any], "Iterable[Hit | Unchecked]"]
"""A compiled check: (node, context) -> hits. Nodes and context are those of
`pmlint.checks.context`. A check that finds nothing should return ``()`` at once."""


class Check(Protocol):
    """One kind of test that rules use by name. A short module of ``pmlint.checks`` is one.

    ``NAME`` is what rules write under ``check:``, ``EACH`` the nodes it can look at, ``OPTIONS``
    a JSON Schema of the parameters under ``with:`` (``default`` values are filled in),
    ``ARGUMENTS`` the names its hits offer to message templates, ``VARIANTS`` the variants its hits
    may carry. Names and variants that a rule uses are held against these when it is loaded.

    A check of indicators may further have ``BY_TEXT = True``: whether it has nothing to say of an
    indicator depends on the texts of its own row alone (not on its neighbours, the head or the
    doubts). The engine then does not ask it again about a row that reads the same.
    """

    NAME: str
    EACH: tuple[str, ...]
    OPTIONS: dict[str, Any]
    ARGUMENTS: tuple[str, ...]
    VARIANTS: tuple[str, ...]

    def compile(self, options: Options, vocabulary: Any) -> CheckRun:
        """The check with its parameters bound; called once per rule. ``vocabulary`` is a
        `pmlint.checks.vocabulary.Vocabulary`. May raise ValueError for options that the
        schema allows and that still make no sense; it says why, as text or as a `Sentence`."""
        ...


class Reporter(Protocol):
    """An output format. ``name`` is what ``--format`` takes."""

    name: str

    def render(self, report: Any, options: Any) -> Iterable[str]:
        """The report as text, in pieces, without a trailing newline policy of its own."""
        ...


class PluginError(Told):
    """A plugin that was asked for and cannot be had."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def __getattr__(name: str) -> Any:
    # Where there are no plugins, pluggy is not needed, and a third of a start-up is importing.
    if name in ("hookimpl", "hookspec", "manager", "Hooks"):
        from pmlint import hooks

        return getattr(hooks, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
