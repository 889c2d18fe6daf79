"""Whether the rules, options, profiles and plugins that settings name are there."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pmlint.config.source import Source
from pmlint.data import DataError, Path
from pmlint.messages import Sentence, did_you_mean, nearest
from pmlint.pipeline import Pipeline
from pmlint.plugins import PluginError
from pmlint.rules import schema
from pmlint.rules.ruleset import RuleSet
from pmlint.rules.settings import Settings, SettingsError

Place = tuple[Source, int]


class Names:
    """The rules that a configuration can speak of: pmlint's, those of its plugins, its own.

    ``plugins`` and ``rules`` say in which file, and as which item, each is named. Raises
    `DataError` if one cannot be had.
    """

    def __init__(self, plugins: Sequence[Place], rules: Sequence[Place]) -> None:
        self.plugins = tuple(dict.fromkeys(s.value["plugins"][n] for s, n in plugins))
        files = []
        for source, number in rules:
            path = os.path.normpath(os.path.join(source.folder, source.value["rules"][number]))
            if not os.path.exists(path):
                raise source.error(("rules", number), Sentence("config.no_rules"))
            files.append(path)
        self.rule_files = tuple(dict.fromkeys(files))
        try:
            self.ruleset: RuleSet = Pipeline(
                plugins=self.plugins, rule_files=self.rule_files
            ).ruleset
        except PluginError as error:
            raise _culprit(plugins, error) from None

    def check(self, source: Source, place: Path, values: Mapping[str, Any]) -> None:
        """Whether all names in ``values``, which stand at ``place`` of a file, are known. Raises
        `DataError` for the first that is not."""
        for key in ("select", "extend", "ignore", "mandatory"):
            for number, entry in enumerate(values.get(key, ())):
                self._known(source, (*place, key, number), entry)
        for entry in values.get("severity", {}):
            self._known(source, (*place, "severity", str(entry)), entry, key=True)
        for entry, options in values.get("options", {}).items():
            self._check_options(source, (*place, "options", str(entry)), entry, options)
        profile = values.get("profile", "auto")
        if profile != "auto":
            self._known_profile(source, (*place, "profile"), profile)

    def _known_profile(self, source: Source, path: Path, profile: str) -> None:
        from pmlint.recover.profiles import NAMES as PROFILES

        if profile not in PROFILES:
            near = did_you_mean(nearest(profile, PROFILES))
            known = ("auto", *PROFILES)
            unknown = Sentence("config.no_profile", profile=profile, known=known, near=near)
            raise source.error(path, unknown)

    def follow(self, source: Source, place: Path, settings: Settings) -> None:
        """Whether ``settings``, of which the topmost layer stands at ``place``, can be followed;
        what cannot (a mandatory rule that is ignored) is a `DataError`."""
        try:
            self.ruleset.verify(settings)
        except SettingsError as error:
            for path, on_key in _candidates(settings, error.entry):
                raise source.error((*place, *path), error.sentence, key=on_key) from None
            raise source.error(place, error.sentence) from None

    def _known(self, source: Source, path: Path, entry: Any, *, key: bool = False) -> None:
        try:
            self.ruleset.find(str(entry))
        except SettingsError as error:
            raise source.error(path, error.sentence, key=key) from None

    def _check_options(
        self, source: Source, path: Path, entry: str, options: Mapping[str, Any]
    ) -> None:
        try:
            rules = self.ruleset.with_options(str(entry))
        except SettingsError as error:
            raise source.error(path, error.sentence, key=True) from None
        for rule in rules:
            check = self.ruleset.checks[rule.check]
            spec = schema.resolve(check.OPTIONS)
            for problem in schema.problems({**rule.options, **options}, spec):
                wrong = Sentence("settings.options", rule=rule.code, why=problem.sentence)
                raise source.error((*path, *problem.path), wrong, key=problem.on_key)


def _candidates(settings: Settings, entry: str) -> Iterator[tuple[Path, bool]]:
    """Where in a layer an entry that led to an error may stand."""
    for number, word in enumerate(settings.ignore):
        if word == entry:
            yield ("ignore", number), False
    for key, entries in (("severity", settings.severity), ("options", settings.options)):
        for word in entries:
            if word == entry:
                yield (key, word), True


def _culprit(plugins: Sequence[Place], error: PluginError) -> DataError | PluginError:
    """The error with the place of the plugin that cannot be had."""
    for source, number in plugins:
        try:
            Pipeline(plugins=(source.value["plugins"][number],)).reporters()
        except PluginError:
            return source.error(("plugins", number), error.sentence)
    return error
