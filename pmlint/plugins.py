"""The plugin interface: what readers, checks and reporters are, and the hooks that supply them.

Built-in readers, checks, rules and reporters are supplied through the same hooks as a user's own,
so the interface is exercised by every run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
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
        `pmlint.checks.vocabulary.Vocabulary`. May raise ValueError (Chinese) for options that
        the schema allows and that still make no sense."""
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


class PluginError(Exception):
    """A plugin that was asked for and cannot be had; the message is Chinese."""


class _BuiltIn:
    """Everything pmlint brings, supplied as a plugin would. Imported when first asked for."""

    @hookimpl
    def pmlint_readers(self) -> list[Reader]:
        from pmlint import read

        return list(getattr(read, "built_in", list)())

    @hookimpl
    def pmlint_checks(self) -> list[Check]:
        from pmlint import checks

        return checks.built_in()

    @hookimpl
    def pmlint_rules(self) -> list[Traversable]:
        from pmlint.rules import loader

        return loader.built_in()

    @hookimpl
    def pmlint_reporters(self) -> list[Reporter]:
        from pmlint import report

        return list(getattr(report, "built_in", list)())


def manager(names: Iterable[str] = (), extra: Iterable[object] = ()) -> pluggy.PluginManager:
    """A plugin manager with the built-ins, the plugins called ``names``, and ``extra`` objects.

    A name is that of an installed entry point of the group ``pmlint``, or an importable module.
    Entry points are looked at only if a name is given: nothing runs because it is installed.
    Raises `PluginError` for a plugin that is not there, cannot be imported or has unknown hooks.
    """
    plugins = pluggy.PluginManager(PROJECT)
    plugins.add_hookspecs(Hooks)
    plugins.register(_BuiltIn(), "built-in")
    for name in names:
        if plugins.get_plugin(name) is None:
            _register(plugins, _find(name), name)
    for number, plugin in enumerate(extra, 1):
        _register(plugins, plugin, f"extra-{number}")
    return plugins


def _find(name: str) -> object:
    from importlib import import_module
    from importlib.metadata import entry_points

    found = list(entry_points(group=PROJECT, name=name))
    try:
        return found[0].load() if found else import_module(name)
    except ModuleNotFoundError as error:
        raise PluginError(
            f"找不到插件“{name}”（{error.name} 未安装）；请先安装，或检查名称"
        ) from error
    except Exception as error:  # whatever a stranger's module does at import
        raise PluginError(f"插件“{name}”无法载入：{type(error).__name__}: {error}") from error


def _register(plugins: pluggy.PluginManager, plugin: object, name: str) -> None:
    try:
        plugins.register(plugin, name)
        plugins.check_pending()
    except (pluggy.PluginValidationError, ValueError) as error:
        raise PluginError(f"插件“{name}”的接口不对：{error}") from error
