"""From files of settings to a `Config`: what they extend, what they come to, whether it can be."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import field, replace
from typing import Any

from pmlint.config.find import WAIVERS
from pmlint.config.model import Config, Override
from pmlint.config.names import Names
from pmlint.config.source import Source
from pmlint.messages import Sentence, did_you_mean, nearest
from pmlint.model.value import record
from pmlint.rules.ruleset import presets
from pmlint.rules.settings import Settings
from pmlint.userfile import shown

MAX_FILES = 20
"""So many files a configuration may extend, directly or not."""

_SCALARS = ("profile", "fail-on", "waivers", "language", "include")
"""Keys whose value replaces that of the files extended; those of `_LISTS` are added to it."""
_LISTS = ("exclude", "plugins", "rules", "overrides")
RULE_KEYS = ("select", "extend", "ignore", "severity", "options", "mandatory")


@record
class _Gathered:
    """The files of a configuration, what is extended first, with what they say together."""

    sources: list[Source] = field(default_factory=list)
    count: int = 0
    preset: str = "recommended"
    values: dict[str, Any] = field(default_factory=dict)
    origins: dict[str, tuple[str, ...]] = field(default_factory=dict)
    overrides: list[tuple[Source, int]] = field(default_factory=list)
    plugins: list[tuple[Source, int]] = field(default_factory=list)
    rules: list[tuple[Source, int]] = field(default_factory=list)


def load(path: str, *, lines: bool = False) -> Config:
    """The configuration in ``path`` (pmlint.yaml, or pyproject.toml with ``[tool.pmlint]``).

    With ``lines``, ``origins`` tell the line of each value. Raises `DataError`, with file, line and
    column, for anything that cannot be followed: unknown keys, rules, options, presets, profiles,
    plugins and files.
    """
    path = os.path.abspath(path)
    gathered = _Gathered()
    _gather(Source(path), gathered, (path,), lines)
    root = os.path.dirname(path)
    values = gathered.values
    names = Names(gathered.plugins, gathered.rules)
    settings = Settings(preset=gathered.preset, root=root, language=values.get("language", "zh"))
    for source in gathered.sources:
        layer = _layer(source.value)
        names.check(source, (), source.value)
        if layer != _NOTHING:
            settings = replace(layer, base=settings, root=root, language=settings.language)
            names.follow(source, (), settings)
    overrides = []
    for source, number in gathered.overrides:
        item = source.value["overrides"][number]
        place = ("overrides", number)
        names.check(source, place, item)
        own = _layer(item)
        names.follow(source, place, replace(own, base=settings))
        overrides.append(Override(tuple(item["files"]), own, item.get("profile", "")))
    waivers = values.get("waivers", "")
    if not waivers and os.path.isfile(os.path.join(root, WAIVERS)):
        waivers = os.path.join(root, WAIVERS)
    return Config(
        file=path,
        root=root,
        settings=settings,
        profile=values.get("profile", "auto"),
        overrides=tuple(overrides),
        include=tuple(values.get("include", ())),
        exclude=tuple(values.get("exclude", ())),
        fail_on=values.get("fail-on", "warning"),
        plugins=names.plugins,
        rule_files=names.rule_files,
        waivers=waivers,
        origins=gathered.origins,
        raw={**values, "extends": gathered.preset},
    )


def _gather(source: Source, gathered: _Gathered, chain: tuple[str, ...], lines: bool) -> None:
    """Add what ``source`` extends, then what it says itself. ``chain``: the files on the way."""
    for number, entry in _extended(source):
        place = ("extends",) if number is None else ("extends", number)
        if not _is_file(entry):
            if entry not in presets():
                near = did_you_mean(nearest(entry, presets()))
                known = list(presets())
                unknown = Sentence("config.no_preset", entry=entry, known=known, near=near)
                raise source.error(place, unknown)
            gathered.preset = entry
            continue
        path = os.path.normpath(os.path.join(source.folder, entry))
        if path in chain:
            raise source.error(place, Sentence("config.circle", entry=entry))
        if not os.path.isfile(path):
            raise source.error(place, Sentence("config.no_extended", entry=entry))
        gathered.count += 1
        if gathered.count > MAX_FILES:
            raise source.error(place, Sentence("config.too_many", limit=MAX_FILES))
        _gather(Source(path), gathered, (*chain, path), lines)
    gathered.sources.append(source)
    for key, value in source.value.items():
        if key in _SCALARS:
            gathered.values[key] = os.path.join(source.folder, value) if key == "waivers" else value
        elif key in _LISTS:
            gathered.values[key] = [*gathered.values.get(key, ()), *value]
            if key != "exclude":
                into: list[tuple[Source, int]] = getattr(gathered, key)
                into.extend((source, number) for number in range(len(value)))
        elif key in RULE_KEYS:
            _lay(gathered.values, key, value)
        where = f"{shown(source.path)}:{source.line((key,))}" if lines else shown(source.path)
        before = () if key in (*_SCALARS, "select", "extends") else gathered.origins.get(key, ())
        gathered.origins[key] = (*before, where)


def _lay(values: dict[str, Any], key: str, value: Any) -> None:
    """Put rules and what is said of them on top of what was said before, to be shown as one."""
    if key == "select":
        values[key] = value
    elif isinstance(value, list):
        values[key] = list(dict.fromkeys([*values.get(key, ()), *value]))
    else:
        values[key] = {**values.get(key, {}), **value}


def _extended(source: Source) -> Iterator[tuple[int | None, str]]:
    extends = source.value.get("extends", ())
    if isinstance(extends, str):
        yield None, extends
    else:
        yield from enumerate(extends)


def _is_file(entry: str) -> bool:
    return "/" in entry or "\\" in entry or entry.endswith((".yaml", ".yml", ".toml"))


def _layer(values: Mapping[str, Any]) -> Settings:
    """What a file (or an override) says about rules, as settings of their own."""
    return Settings(
        select=tuple(values.get("select", ())),
        extend=tuple(values.get("extend", ())),
        ignore=tuple(values.get("ignore", ())),
        severity=dict(values.get("severity", {})),
        options=dict(values.get("options", {})),
        mandatory=tuple(values.get("mandatory", ())),
    )


_NOTHING = _layer({})
