"""``pmlint annotate``: the user's own file back, with the findings as comments."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from pmlint.cli import selection
from pmlint.cli.failure import Usage
from pmlint.cli.output import put
from pmlint.messages import Messages
from pmlint.model.report import Report

if TYPE_CHECKING:
    from pmlint.cli.parser import Parser
    from pmlint.cli.selection import Chosen
    from pmlint.pipeline import Source

STDIO = "-"


def configure(parser: Parser, say: Messages) -> None:
    """Declare the arguments."""
    selection.configure(parser)
    parser.option("-o", "--output", metavar="FILE")


def run(args: argparse.Namespace, say: Messages) -> int:
    """Write an annotated copy of every file. The exit codes are those of ``check``; 2 also where
    a copy could not be written."""
    chosen = selection.chosen(args, say)
    found = chosen.files()
    if args.output is not None and len(found) != 1:
        raise Usage("usage.one_output")
    return max(_file(source, chosen) for source in found)


def _file(source: Source, chosen: Chosen) -> int:
    from pmlint.annotate import AnnotateError, annotate
    from pmlint.pipeline import Source
    from pmlint.read import ReadError, load

    path, args, say = source.path, chosen.args, chosen.say
    if source.problem or source.holds_nothing:
        return _failed(path, source.problem or source.holds_nothing, say)
    try:
        data = load(path) if source.data is None else source.data
        outcome = chosen.of(path).pipeline.check(Source(path, data))
        checked = outcome.checked
        if outcome.document is None:
            return _failed(path, checked.diagnostics[0].message, say)
        copy = annotate(path, data, outcome.document, checked.diagnostics)
        target = args.output or (_beside(path, copy.suffix, say) if source.data is None else STDIO)
        _write(path, target, copy.data, say)
    except (ReadError, AnnotateError) as error:
        return _failed(path, error.message, say)
    if copy.message:
        print(f"pmlint: {copy.message}", file=sys.stderr)
    if target != STDIO:
        count = sum(found.waived is None for found in checked.diagnostics)
        written = say("annotate.written", count=count, output=target)
        put([say("about.file", file=path, message=written) + "\n"])
    return chosen.exit_code(Report([checked], ""))


def _beside(path: str, suffix: str, say: Messages) -> str:
    """The copy's name: ``表.docx`` gives ``表.批注.docx``, which gives itself again."""
    word = say("annotate.suffix")
    original = Path(path)
    stem = original.stem.removesuffix(f".{word}")
    return str(original.with_name(f"{stem}.{word}{suffix}"))


def _write(path: str, target: str, data: bytes, say: Messages) -> None:
    from pmlint.annotate import AnnotateError
    from pmlint.replace import write_whole

    if target == STDIO:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    named = os.path.normcase(os.path.realpath(target))
    if (
        named == os.path.normcase(os.path.realpath(path))
        and f".{say('annotate.suffix')}." not in path
    ):
        raise AnnotateError(say("annotate.same"))
    try:
        write_whole(target, data)
    except OSError as error:
        detail = error.strerror or str(error)
        raise AnnotateError(say("error.output", file=target, detail=detail)) from error


def _failed(path: str, why: str, say: Messages) -> int:
    line = say("about.file", file=path, message=why.removeprefix(f"{path}："))
    print(f"pmlint: {line}", file=sys.stderr)
    return 2
