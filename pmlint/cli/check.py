"""``pmlint check``: the findings of files, in one or several formats."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING

from pmlint.cli import selection
from pmlint.cli.failure import Usage
from pmlint.cli.output import Output, is_terminal, outputs, wants_color, write
from pmlint.messages import Messages
from pmlint.report import DRAWS_FORMS, FOR_PEOPLE
from pmlint.report.width import visible

if TYPE_CHECKING:
    from pmlint.cli.parser import Parser
    from pmlint.model.report import Report
    from pmlint.pipeline import Pipeline, Source
    from pmlint.plugins import Reporter
    from pmlint.report.options import ReportOptions
    from pmlint.timings import TimedPipeline

MANY = 8
"""So many files make a progress bar worth its while."""


def configure(parser: Parser, say: Messages) -> None:
    """Declare the arguments."""
    from pmlint.report import built_in

    formats = ", ".join(reporter.name for reporter in built_in())
    parser.add_argument(
        "-f",
        "--format",
        action="append",
        default=[],
        metavar="FORMAT[=FILE]",
        help=say("option.format", formats=formats),
    )
    selection.configure(parser)
    parser.option("--jobs", default="auto", metavar="N")
    parser.option("--statistics", action="store_true")
    parser.option("--timings", action="store_true")
    parser.option("--show-waived", action="store_true")
    parser.option("--color", choices=("auto", "always", "never"), default="auto")


def run(args: argparse.Namespace, say: Messages) -> int:
    """Check what was named, write the reports, and tell the outcome as an exit code."""
    jobs = _jobs(args.jobs)
    chosen = selection.chosen(args, say)
    pipeline, say = chosen.pipeline, chosen.say
    watch = _watch(pipeline) if args.timings else None
    if watch is not None:
        pipeline, jobs = watch, 1
    reporters = {reporter.name: reporter for reporter in pipeline.reporters()}
    wanted = outputs(args.format, reporters)
    found = chosen.files()
    keep_forms = any(output.format in DRAWS_FORMS for output in wanted)
    report = _check(pipeline, found, jobs, keep_forms, say)
    _publish(report, pipeline, wanted, reporters, args, say)
    if watch is not None:
        sys.stderr.writelines(watch.table(say))
    return report.exit_code(chosen.floor)


def _watch(pipeline: Pipeline) -> TimedPipeline:
    from pmlint.timings import timed

    return timed(pipeline)


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
        say_what_is_missing(report, say)
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
        show_waived=args.show_waived,
        rules=pipeline.rules(),
    )


def say_what_is_missing(report: Report, say: Messages) -> None:
    """On standard error, for formats that nobody reads at once: the files not checked."""
    for checked in report.files:
        for gap in checked.gaps():
            line = say("about.file", file=checked.path, message=visible(gap.message))
            print(f"pmlint: {line}", file=sys.stderr)
