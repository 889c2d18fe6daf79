"""The hooks that plugins implement, and the manager that collects what they supply.

Part of `pmlint.plugins`, apart only because pluggy takes time to import and most runs have no
plugin.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import pluggy

from pmlint.messages import Sentence
from pmlint.plugins import PROJECT, Check, PluginError, Reader, Reporter

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)


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
        missing = Sentence("plugin.missing", name=name, module=error.name)
        raise PluginError(missing) from error
    except Exception as error:  # whatever a stranger's module does at import
        detail = f"{type(error).__name__}: {error}"
        raise PluginError(Sentence("plugin.broken", name=name, detail=detail)) from error


def _register(plugins: pluggy.PluginManager, plugin: object, name: str) -> None:
    try:
        plugins.register(plugin, name)
        plugins.check_pending()
    except (pluggy.PluginValidationError, ValueError) as error:
        raise PluginError(Sentence("plugin.hooks", name=name, detail=error)) from error
