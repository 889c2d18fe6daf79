"""What the commands that check files share: which files, which rules, which level fails.

Each file goes by one configuration: that of ``--config``, or the one nearest to it. What the
command line says wins over it.
"""

from __future__ import annotations

import argparse
import os
import re
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pmlint.cli.failure import Usage, known_profile
from pmlint.cli.inputs import STDIN, sources
from pmlint.messages import Language, Messages

if TYPE_CHECKING:
    from pmlint.cli.parser import Parser
    from pmlint.config import Config, Home
    from pmlint.model.diagnostic import Severity
    from pmlint.model.report import Report
    from pmlint.pipeline import Pipeline, Source
    from pmlint.rules.settings import Settings

LEVELS: tuple[Severity, ...] = ("error", "warning", "info")
_DATE = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])")


def configure(parser: Parser) -> None:
    """Declare the arguments."""
    parser.option("paths", nargs="*", metavar="PATH")
    choosing(parser)
    parser.option("--fail-on", choices=(*LEVELS, "never"), default=None)
    parser.option("--exclude", action="append", default=[], metavar="PATTERN")
    parser.option("--stdin-filename", default="", metavar="NAME")


def choosing(parser: Parser) -> None:
    """Declare the arguments that choose rules and say how forms are read."""
    _choosing_rules(parser)
    reading(parser)
    parser.option("--today", default="", metavar="DATE")


def reading(parser: Parser) -> None:
    """Declare the arguments that say how forms are read, and by which configuration."""
    parser.option("--profile", default="", metavar="NAME")
    parser.option("--plugin", action="append", default=[], metavar="NAME")
    parser.option("--config", default="", metavar="FILE")
    parser.option("--no-config", action="store_true")


def _choosing_rules(parser: Parser) -> None:
    for name in ("select", "extend", "ignore"):
        parser.option(f"--{name}", action="append", default=[], metavar="RULE,…")
    parser.option("--severity", action="append", default=[], metavar="RULE=LEVEL")
    parser.option("--preset", default="", metavar="NAME")


@dataclass(frozen=True)
class Way:
    """How files are checked: by a configuration, and by what the command line says over it."""

    config: Config
    pipeline: Pipeline
    fail_on: str

    @property
    def floor(self) -> Severity | None:
        """The level from which findings make the run fail, None for never."""
        return next((level for level in LEVELS if level == self.fail_on), None)


class Chosen:
    """What a run was asked to do. Each file goes its own `Way`, by the configuration nearest to it.

    ``main`` is that of ``--config``, or of the configuration nearest to the folder that all files
    lie in. It settles what a run has one of: the language, and the formats that plugins bring.
    """

    def __init__(
        self, args: argparse.Namespace, say: Messages, *, lines: bool, new_list: bool
    ) -> None:
        from pmlint.config.find import Home, Homes, common_folder

        if args.config and args.no_config:
            raise Usage("usage.config_twice")
        self.args = args
        self.say = say
        self._lines = lines
        self._new_list = new_list
        self._homes = None if args.config or args.no_config else Homes()
        home = Home(args.config or None)
        if self._homes is not None:
            home = self._homes.of(common_folder(_named(args)))
        config = configuration(args, home, lines=lines)
        say.language = args.lang or config.settings.language
        self.main = self._way(config)
        self._ways = {home: self.main}

    def files(self) -> list[Source]:
        """The files that were named. Raises `Usage`, and `DataError` for what is wrong with the
        configuration or the rules of any of them: before anything is read or written."""
        from pmlint.read.limits import LIMITS

        found = sources(
            self.args.paths,
            self.say,
            exclude=self.args.exclude,
            stdin_name=self.args.stdin_filename,
            limit=LIMITS.file_bytes,
            config_of=lambda folder: self._within(os.path.abspath(folder)).config,
        )
        for source in found:
            self.of(source.path).pipeline.rules()
        return found

    def of(self, path: str) -> Way:
        """How the file ``path`` is to be checked."""
        return self._within(os.path.dirname(os.path.abspath(path)))

    def exit_code(self, report: Report) -> int:
        """The exit code of a run, each file held against the level of its own way."""
        from pmlint.model.report import Report
        from pmlint.userfile import shown

        lists = {shown(w.config.waivers): w for w in self._ways.values() if w.config.waivers}
        codes = []
        for checked in report.files:
            way = lists[checked.path] if checked.aside else self.of(checked.path)
            codes.append(Report([checked], report.version).exit_code(way.floor))
        return max(codes, default=0)

    def _within(self, folder: str) -> Way:
        if self._homes is None:
            return self.main
        home = self._homes.of(folder)
        way = self._ways.get(home)
        if way is None:
            config = configuration(self.args, home, lines=self._lines)
            way = self._ways[home] = self._way(config)
        return way

    def _way(self, config: Config) -> Way:
        known = config
        if self._new_list and not os.path.lexists(config.waivers):
            known = replace(config, waivers="")
        fail_on = getattr(self.args, "fail_on", None) or config.fail_on
        return Way(config, pipeline(self.args, known, self.say.language), fail_on)


def chosen(
    args: argparse.Namespace, say: Messages, *, lines: bool = False, new_list: bool = False
) -> Chosen:
    """How the files of ``args`` are to be checked; ``lines``: the origins of the configuration's
    values with their lines; ``new_list``: the list of waivers need not be there yet. From here on
    ``say`` speaks the language of the configuration, unless ``--lang`` says another.
    Raises `Usage`, and `DataError` for what is wrong with the configuration or the list."""
    return Chosen(args, say, lines=lines, new_list=new_list)


def _named(args: argparse.Namespace) -> list[str]:
    """The files that were named, as paths."""
    paths: Sequence[str] = getattr(args, "paths", ())
    return [getattr(args, "stdin_filename", "") or os.curdir if p == STDIN else p for p in paths]


def configuration(args: argparse.Namespace, home: Home, *, lines: bool = False) -> Config:
    """The configuration of a home, ``--preset`` and ``--plugin`` worked in. Raises `DataError`."""
    from pmlint.config.model import Config

    if home.config is not None:
        from pmlint.config.loading import load

        config = load(home.config, lines=lines)
    else:
        config = Config().beside(home.waivers) if home.waivers else Config()
    if getattr(args, "preset", ""):
        config = config.with_preset(args.preset)
    return config.with_plugins(args.plugin) if args.plugin else config


def pipeline(args: argparse.Namespace, config: Config, language: Language) -> Pipeline:
    """The pipeline for ``config`` and the command line. Raises `Usage` and `DataError`."""
    waivers = []
    if config.waivers and hasattr(args, "today"):
        from pmlint.waivers.listed import load

        waivers = load(config.waivers)
    return config.pipeline(
        _settings(args, config, language),
        profile=known_profile(args.profile) if args.profile else "",
        waivers=waivers,
        today=today(args) if hasattr(args, "today") else "",
    )


def today(args: argparse.Namespace) -> str:
    """The date that the expiry of waivers is held against, as ``--today`` says, else by
    SOURCE_DATE_EPOCH or the clock. The only place where pmlint asks for the time."""
    if args.today:
        return date("--today", args.today)
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not epoch:
        return time.strftime("%Y-%m-%d")
    try:
        return time.strftime("%Y-%m-%d", time.gmtime(int(epoch)))
    except (ValueError, OverflowError, OSError):
        raise Usage("usage.epoch", value=epoch) from None


def date(option: str, text: str) -> str:
    """``text`` if it is an ISO date; else `Usage`."""
    if not _DATE.fullmatch(text):
        raise Usage("usage.date", option=option, value=text)
    return text


def _settings(args: argparse.Namespace, config: Config, language: Language) -> Settings | None:
    """What the command line changes in the settings of the configuration; None for nothing."""
    from pmlint.rules.settings import Settings

    if not hasattr(args, "select"):  # a command that only reads forms
        return Settings(language=language) if language != config.settings.language else None
    top = Settings(
        select=entries(args.select),
        extend=entries(args.extend),
        ignore=entries(args.ignore),
        severity=dict(_severity(text) for text in args.severity),
        language=language,
    )
    unchanged = Settings(language=config.settings.language)
    return None if top == unchanged else top


def entries(texts: Iterable[str]) -> tuple[str, ...]:
    """The words of options that take several, separated by commas."""
    parts = (part.strip() for text in texts for part in text.replace("，", ",").split(","))
    return tuple(part for part in parts if part)


def _severity(text: str) -> tuple[str, Severity]:
    rule, _, word = text.partition("=")
    level = next((level for level in LEVELS if level == word), None)
    if not rule or level is None:
        raise Usage("usage.severity", text=text)
    return rule, level
