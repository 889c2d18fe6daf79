"""``pmlint check``: the findings of files, in one or several formats."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from pmlint.cli import selection
from pmlint.cli.failure import Usage
from pmlint.cli.output import Output, is_terminal, outputs, wants_color, write
from pmlint.messages import Messages
from pmlint.report import DRAWS_FORMS, FOR_PEOPLE
from pmlint.report.width import visible

if TYPE_CHECKING:
    from pmlint.batch import Item
    from pmlint.cli.parser import Parser
    from pmlint.model.report import Report
    from pmlint.plugins import Reporter
    from pmlint.report.options import ReportOptions
    from pmlint.rules.spec import Rule

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
    reporters = {reporter.name: reporter for reporter in chosen.main.pipeline.reporters()}
    wanted = outputs(args.format, reporters)
    items = [(chosen.of(source.path).pipeline, source) for source in chosen.files()]
    watch = None
    if args.timings:
        from pmlint.timings import Watch

        watch, jobs = Watch(), 1
        items = [(watch.timed(pipeline), source) for pipeline, source in items]
    keep_forms = any(output.format in DRAWS_FORMS for output in wanted)
    report = _check(items, jobs, keep_forms, say)
    pipelines = {id(pipeline): pipeline for pipeline, _ in items}.values()
    rules = {code: rule for pipeline in pipelines for code, rule in pipeline.rules().items()}
    _publish(report, rules, wanted, reporters, args, say)
    if watch is not None:
        sys.stderr.writelines(watch.table(say))
    return chosen.exit_code(report)


def _jobs(text: str) -> int | None:
    if text == "auto":
        return None
    if not text.isdecimal() or not 0 < int(text) <= 256:
        raise Usage("usage.jobs", text=text)
    return int(text)


def _check(items: Sequence[Item], jobs: int | None, keep_forms: bool, say: Messages) -> Report:
    from pmlint.batch import run

    if len(items) < MANY or not is_terminal(sys.stderr):
        return run(items, jobs=jobs, keep_forms=keep_forms)
    from pmlint.cli.progress import progress

    with progress(say("progress.checking"), len(items)) as advance:
        return run(items, jobs=jobs, keep_forms=keep_forms, advance=advance)


def _publish(
    report: Report,
    rules: Mapping[str, Rule],
    wanted: list[Output],
    reporters: Mapping[str, Reporter],
    args: argparse.Namespace,
    say: Messages,
) -> None:
    """Write every report, even if one of them cannot be written; then complain about that one."""
    problem: Usage | None = None
    for output in wanted:
        options = _options(output, rules, args, say)
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

        sys.stderr.writelines(statistics(report, _options(wanted[0], rules, args, say)))
    if problem is not None:
        raise problem


def _options(
    output: Output, rules: Mapping[str, Rule], args: argparse.Namespace, say: Messages
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
        rules=rules,
    )


def say_what_is_missing(report: Report, say: Messages) -> None:
    """On standard error, for formats that nobody reads at once: the files not checked."""
    for checked in report.files:
        for gap in checked.gaps():
            line = say("about.file", file=checked.path, message=visible(gap.message))
            print(f"pmlint: {line}", file=sys.stderr)
