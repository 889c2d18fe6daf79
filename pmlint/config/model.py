"""What a configuration comes to."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from typing import Any

from pmlint.model.value import record, value
from pmlint.model.waiver import Waiver
from pmlint.paths import matches, relative
from pmlint.pipeline import Pipeline
from pmlint.rules.settings import Settings


@value
class Override:
    """What is different for the files that match ``files`` (relative to the config's folder).
    ``settings`` hold only what is said here; ``profile`` is '' where none is."""

    files: tuple[str, ...]
    settings: Settings
    profile: str = ""


@record
class Overrides:
    """The overrides of a configuration, in order; a `pmlint.pipeline.PerFile`.

    ``below`` are the settings that overrides are laid upon; what the command line says comes on top
    of both. Every set of overrides that files meet gives one object of settings, so that rules are
    compiled once for each.
    """

    root: str
    below: Settings
    items: tuple[Override, ...]
    _memo: dict[tuple[int, ...], tuple[Settings, Settings]] = field(
        default_factory=dict, repr=False
    )

    def of(self, path: str, settings: Settings, profile: str) -> tuple[Settings, str]:
        """Settings and profile for the file ``path``, given those of the run."""
        name = relative(path, self.root)
        met = tuple(n for n, item in enumerate(self.items) if matches(name, item.files))
        if not met:
            return settings, profile
        for number in met:
            profile = self.items[number].profile or profile
        known = self._memo.get(met)
        if known is None or known[0] is not settings:
            known = self._memo[met] = (settings, self._laid(settings, met))
        return known[1], profile

    def _laid(self, settings: Settings, met: tuple[int, ...]) -> Settings:
        """``settings`` with the overrides laid upon what is `below`."""
        if settings is not self.below and settings.base is not None:
            return replace(settings, base=self._laid(settings.base, met))
        for number in met:
            own = self.items[number].settings
            settings = replace(own, base=settings, root=settings.root, language=settings.language)
        return settings

    def without_profiles(self) -> Overrides:
        """The same where the profile is settled for all files."""
        items = tuple(replace(item, profile="") for item in self.items)
        return Overrides(self.root, self.below, items)


@value
class Config:
    """The effective configuration of a run. Without a file it is the defaults.

    ``file`` is the configuration file ('' for none), ``root`` its folder: patterns and the names
    of files in waivers are relative to it. ``waivers`` is the path of the list of waivers ('' for
    none). ``origins`` tells where the value under a key comes from: files, as ``pmlint.yaml:3``
    where lines were asked for; a key that is not there has its default. ``raw`` holds the values as
    written, by key.
    """

    file: str = ""
    root: str | None = None
    settings: Settings = field(default_factory=Settings)
    profile: str = "auto"
    overrides: tuple[Override, ...] = ()
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    fail_on: str = "warning"
    plugins: tuple[str, ...] = ()
    rule_files: tuple[str, ...] = ()
    waivers: str = ""
    origins: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    raw: Mapping[str, Any] = field(default_factory=dict)

    @property
    def language(self) -> str:
        """``zh`` or ``en``."""
        return self.settings.language

    def pipeline(
        self,
        top: Settings | None = None,
        *,
        profile: str = "",
        waivers: Sequence[Waiver] = (),
        today: str = "",
    ) -> Pipeline:
        """The pipeline that checks files by this configuration.

        ``top`` are settings of the caller, which win over those of the file (their ``base`` is
        set here); ``profile`` likewise. ``waivers`` are those to apply (see
        `pmlint.waivers.listed.load`), ``today`` the ISO date that their expiry is held against.
        """
        settings = self.settings
        if top is not None:
            settings = replace(top, base=self.settings, root=self.settings.root)
        overrides = None
        if self.overrides:
            overrides = Overrides(self.root or "", self.settings, self.overrides)
            if profile:
                overrides = overrides.without_profiles()
        return Pipeline(
            settings,
            profile or self.profile,
            self.plugins,
            self.rule_files,
            overrides,
            tuple(waivers),
            today,
        )

    def beside(self, waivers: str) -> Config:
        """These defaults with the list ``waivers``, relative to whose folder files are named."""
        root = os.path.dirname(waivers)
        settings = replace(self.settings, root=root)
        return replace(self, root=root, settings=settings, waivers=waivers)

    def with_preset(self, name: str) -> Config:
        """The same starting from another preset."""
        return replace(self, settings=_from_preset(self.settings, name))

    def with_plugins(self, names: Sequence[str]) -> Config:
        """The same with more plugins."""
        return replace(self, plugins=tuple(dict.fromkeys([*self.plugins, *names])))


def _from_preset(settings: Settings, name: str) -> Settings:
    if settings.base is None:
        return replace(settings, preset=name)
    return replace(settings, base=_from_preset(settings.base, name))
