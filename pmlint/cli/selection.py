"""What the commands that check files share: which files, which rules, which level fails.

One run goes by one configuration: that of ``--config``, or the nearest to the files that were
named. What the command line says wins over it.
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
from pmlint.messages import Messages

if TYPE_CHECKING:
    from pmlint.cli.parser import Parser
    from pmlint.config import Config
    from pmlint.model.diagnostic import Severity
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
class Chosen:
    """What a run was asked to do, by the configuration and by the command line."""

    args: argparse.Namespace
    config: Config
    pipeline: Pipeline
    say: Messages

    def files(self) -> list[Source]:
        """The files that were named. Raises `Usage`."""
        from pmlint.read.limits import LIMITS

        return sources(
            self.args.paths,
            self.say,
            exclude=self.args.exclude,
            stdin_name=self.args.stdin_filename,
            limit=LIMITS.file_bytes,
            config=self.config,
        )

    @property
    def floor(self) -> Severity | None:
        """The level from which findings make the run fail, None for never."""
        wanted = self.args.fail_on or self.config.fail_on
        return next((level for level in LEVELS if level == wanted), None)


def chosen(
    args: argparse.Namespace, say: Messages, *, lines: bool = False, new_list: bool = False
) -> Chosen:
    """How the files of ``args`` are to be checked; ``lines``: the origins of the configuration's
    values with their lines; ``new_list``: the list of waivers need not be there yet. From here on
    ``say`` speaks the language of the configuration, unless ``--lang`` says another.
    Raises `Usage`, and `DataError` for what is wrong with the configuration or the list."""
    paths: Sequence[str] = getattr(args, "paths", ())
    named = [getattr(args, "stdin_filename", "") or os.curdir if p == STDIN else p for p in paths]
    config = configuration(args, named, lines=lines)
    say.language = args.lang or config.settings.language
    if new_list and not os.path.lexists(config.waivers):
        found = pipeline(args, replace(config, waivers=""))
    else:
        found = pipeline(args, config)
    return Chosen(args, config, found, say)


def configuration(
    args: argparse.Namespace, paths: Sequence[str] = (), *, lines: bool = False
) -> Config:
    """The configuration for files at ``paths``: the one that was named, the nearest, or none.
    ``--preset`` and ``--plugin`` are worked in. Raises `Usage` and `DataError`."""
    from pmlint.config.find import common_folder, find_config, find_waivers
    from pmlint.config.model import Config

    if args.config and args.no_config:
        raise Usage("usage.config_twice")
    folder = common_folder(paths)
    file = args.config
    if not file and not args.no_config:
        file = find_config(folder)
    if file:
        from pmlint.config.loading import load

        config = load(file, lines=lines)
    else:
        waivers = find_waivers(folder) if not args.no_config else None
        config = Config().beside(waivers) if waivers else Config()
    if getattr(args, "preset", ""):
        config = config.with_preset(args.preset)
    return config.with_plugins(args.plugin) if args.plugin else config


def pipeline(args: argparse.Namespace, config: Config | None = None) -> Pipeline:
    """The pipeline for ``config`` (None: that of the working directory) and the command line.
    Raises `Usage` and `DataError`."""
    if config is None:
        config = configuration(args, [os.curdir])
    waivers = []
    if config.waivers and hasattr(args, "today"):
        from pmlint.waivers.listed import load

        waivers = load(config.waivers)
    return config.pipeline(
        _settings(args, config),
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


def _settings(args: argparse.Namespace, config: Config) -> Settings | None:
    """What the command line changes in the settings of the configuration; None for nothing."""
    from pmlint.rules.settings import Settings

    language = args.lang or config.settings.language
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
