"""What the commands that check files share: which files, which rules, which level fails."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from typing import TYPE_CHECKING

from pmlint.cli.failure import Usage, known_profile
from pmlint.cli.inputs import sources
from pmlint.messages import Messages

if TYPE_CHECKING:
    from pmlint.cli.parser import Parser
    from pmlint.model.diagnostic import Severity
    from pmlint.pipeline import Pipeline, Source
    from pmlint.rules.settings import Settings

LEVELS: tuple[Severity, ...] = ("error", "warning", "info")


def configure(parser: Parser) -> None:
    """Declare the arguments."""
    parser.option("paths", nargs="*", metavar="PATH")
    for name in ("select", "extend", "ignore"):
        parser.option(f"--{name}", action="append", default=[], metavar="RULE,…")
    parser.option("--severity", action="append", default=[], metavar="RULE=LEVEL")
    parser.option("--preset", default="recommended", metavar="NAME")
    parser.option("--profile", default="auto", metavar="NAME")
    parser.option("--fail-on", choices=(*LEVELS, "never"), default="warning")
    parser.option("--exclude", action="append", default=[], metavar="PATTERN")
    parser.option("--stdin-filename", default="", metavar="NAME")
    parser.option("--plugin", action="append", default=[], metavar="NAME")


def pipeline(args: argparse.Namespace) -> Pipeline:
    """How the files are to be checked. Raises `Usage`."""
    from pmlint.pipeline import Pipeline

    return Pipeline(_settings(args), known_profile(args.profile), tuple(args.plugin))


def files(args: argparse.Namespace, say: Messages) -> list[Source]:
    """The files that were named. Raises `Usage`."""
    from pmlint.read.limits import LIMITS

    return sources(
        args.paths,
        say,
        exclude=args.exclude,
        stdin_name=args.stdin_filename,
        limit=LIMITS.file_bytes,
    )


def floor(args: argparse.Namespace) -> Severity | None:
    """The level from which findings make the run fail, None for never."""
    return next((level for level in LEVELS if level == args.fail_on), None)


def _settings(args: argparse.Namespace) -> Settings:
    from pmlint.rules.settings import Settings

    return Settings(
        preset=args.preset,
        select=_entries(args.select),
        extend=_entries(args.extend),
        ignore=_entries(args.ignore),
        severity=dict(_severity(text) for text in args.severity),
        language=args.lang,
    )


def _entries(texts: Iterable[str]) -> tuple[str, ...]:
    parts = (part.strip() for text in texts for part in text.replace("，", ",").split(","))
    return tuple(part for part in parts if part)


def _severity(text: str) -> tuple[str, Severity]:
    rule, _, word = text.partition("=")
    level = next((level for level in LEVELS if level == word), None)
    if not rule or level is None:
        raise Usage("usage.severity", text=text)
    return rule, level
