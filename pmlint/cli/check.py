"""``pmlint check``: the findings of files, in one or several formats."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from pmlint.cli.failure import Usage
from pmlint.cli.inputs import sources
from pmlint.cli.output import Output, is_terminal, outputs, wants_color, write
from pmlint.messages import Messages
from pmlint.report import DRAWS_FORMS, FOR_PEOPLE

if TYPE_CHECKING:
    from pmlint.cli.parser import Parser
    from pmlint.model.diagnostic import Severity
    from pmlint.model.report import Report
    from pmlint.pipeline import Pipeline, Source
    from pmlint.plugins import Reporter
    from pmlint.report.options import ReportOptions
    from pmlint.rules.settings import Settings

LEVELS: tuple[Severity, ...] = ("error", "warning", "info")
MANY = 8
"""So many files make a progress bar worth its while."""


def configure(parser: Parser, say: Messages) -> None:
    """Declare the arguments."""
    from pmlint.report import built_in

    formats = ", ".join(reporter.name for reporter in built_in())
    parser.option("paths", nargs="*", metavar="PATH")
    parser.add_argument(
        "-f",
        "--format",
        action="append",
        default=[],
        metavar="FORMAT[=FILE]",
        help=say("option.format", formats=formats),
    )
    for name in ("select", "extend", "ignore"):
        parser.option(f"--{name}", action="append", default=[], metavar="RULE,…")
    parser.option("--severity", action="append", default=[], metavar="RULE=LEVEL")
    parser.option("--preset", default="recommended", metavar="NAME")
    parser.option("--profile", default="auto", metavar="NAME")
    parser.option("--fail-on", choices=(*LEVELS, "never"), default="warning")
    parser.option("--exclude", action="append", default=[], metavar="PATTERN")
    parser.option("--stdin-filename", default="", metavar="NAME")
    parser.option("--plugin", action="append", default=[], metavar="NAME")
    parser.option("--jobs", default="auto", metavar="N")
    parser.option("--statistics", action="store_true")
    parser.option("--color", choices=("auto", "always", "never"), default="auto")


def run(args: argparse.Namespace, say: Messages) -> int:
    """Check what was named, write the reports, and tell the outcome as an exit code."""
    from pmlint.pipeline import Pipeline
    from pmlint.read.limits import LIMITS

    jobs = _jobs(args.jobs)
    pipeline = Pipeline(_settings(args), args.profile, tuple(args.plugin))
    reporters = {reporter.name: reporter for reporter in pipeline.reporters()}
    wanted = outputs(args.format, reporters)
    found = sources(
        args.paths,
        say,
        exclude=args.exclude,
        stdin_name=args.stdin_filename,
        limit=LIMITS.file_bytes,
    )
    keep_forms = any(output.format in DRAWS_FORMS for output in wanted)
    report = _check(pipeline, found, jobs, keep_forms, say)
    _publish(report, pipeline, wanted, reporters, args, say)
    return report.exit_code(None if args.fail_on == "never" else args.fail_on)


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


def _jobs(text: str) -> int | None:
    if text == "auto":
        return None
    if not text.isdecimal() or not 0 < int(text) <= 256:
        raise Usage("usage.jobs", text=text)
    return int(text)


def _check(
    pipeline: Pipeline, found: list[Source], jobs: int | None, keep_forms: bool, say: Messages
) -> Report:
    if len(found) < MANY or not is_terminal(sys.stderr):
        return pipeline.run(found, jobs=jobs, keep_forms=keep_forms)
    from pmlint.cli.progress import progress

    with progress(say("progress.checking"), len(found)) as advance:
        return pipeline.run(found, jobs=jobs, keep_forms=keep_forms, advance=advance)


def _publish(
    report: Report,
    pipeline: Pipeline,
    wanted: list[Output],
    reporters: Mapping[str, Reporter],
    args: argparse.Namespace,
    say: Messages,
) -> None:
    """Write every report, even if one of them cannot be written; then complain about that one."""
    problem: Usage | None = None
    for output in wanted:
        options = _options(output, pipeline, args, say)
        try:
            write(output, reporters[output.format].render(report, options))
        except Usage as failed:
            problem = problem or failed
    if not any(output.file is None and output.format in FOR_PEOPLE for output in wanted):
        _say_what_is_missing(report, say)
    if args.statistics and not any(
        output.file is None and output.format == "text" for output in wanted
    ):
        from pmlint.report.statistics import statistics

        sys.stderr.writelines(statistics(report, _options(wanted[0], pipeline, args, say)))
    if problem is not None:
        raise problem


def _options(
    output: Output, pipeline: Pipeline, args: argparse.Namespace, say: Messages
) -> ReportOptions:
    import shutil

    from pmlint.report.options import ReportOptions

    to_terminal = output.file is None
    return ReportOptions(
        say=say,
        color=to_terminal and wants_color(args.color),
        columns=min(shutil.get_terminal_size().columns, 120) if to_terminal else 100,
        statistics=args.statistics,
        rules=pipeline.rules(),
    )


def _say_what_is_missing(report: Report, say: Messages) -> None:
    """On standard error, for formats that nobody reads at once: the files not checked."""
    for checked in report.files:
        if not checked.complete:
            message = checked.diagnostics[0].message if checked.diagnostics else ""
            line = say("error.incomplete", file=checked.path, message=message)
            print(f"pmlint: {line}", file=sys.stderr)
