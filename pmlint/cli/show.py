"""``pmlint show``: the recovered forms, as tables or as JSON, with how each value was found."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

from pmlint.cli import selection
from pmlint.cli.output import Output, is_terminal, put, write
from pmlint.messages import Messages
from pmlint.model.grid import Failure

if TYPE_CHECKING:
    from pmlint.cli.parser import Parser
    from pmlint.cli.selection import Chosen
    from pmlint.model.form import Form
    from pmlint.model.grid import Document
    from pmlint.pipeline import Source


def configure(parser: Parser, say: Messages) -> None:
    """Declare the arguments."""
    parser.option("paths", nargs="*", metavar="PATH")
    parser.option("-f", "--format", choices=("text", "json"), default="text")
    parser.option("--evidence", action="store_true")
    parser.option("--exclude", action="append", default=[], metavar="PATTERN")
    parser.option("--stdin-filename", default="", metavar="NAME")
    selection.reading(parser)


def run(args: argparse.Namespace, say: Messages) -> int:
    """Print the forms of every file. 0 if all files were read and hold forms, else 2."""
    chosen = selection.chosen(args, say)
    found = chosen.files()
    shown = _Shown(chosen)
    if args.format == "json":
        write(Output("json"), _json(found, shown))
    elif is_terminal(sys.stdout):
        from pmlint.report.forms import on_terminal

        for source in found:
            if shown.read(source):
                on_terminal(source.path, shown.forms, say, evidence=args.evidence)
    else:
        from pmlint.report.forms import plain

        for source in found:
            if shown.read(source):
                put(plain(source.path, shown.forms, say, evidence=args.evidence))
    return 2 if shown.incomplete else 0


class _Shown:
    """Reads one file after the other and remembers whether all went well."""

    def __init__(self, chosen: Chosen) -> None:
        self.chosen = chosen
        self.say = chosen.say
        self.incomplete = False
        self.document: Document | None = None
        self.forms: list[Form] = []
        self.problem = ""

    def read(self, source: Source) -> bool:
        """True if ``source`` holds forms; else the reason is in ``problem`` and was printed."""
        recovered = self.chosen.of(source.path).pipeline.recover(source, self.say)
        self.problem = recovered.problem(self.say)
        self.forms = recovered.forms
        self.document = None if isinstance(recovered.document, Failure) else recovered.document
        if self.problem:
            self.incomplete = True
            line = self.say("about.file", file=source.path, message=self.problem)
            print(f"pmlint: {line}", file=sys.stderr)
        return not self.problem


def _json(found: list[Source], shown: _Shown) -> Iterator[str]:
    from pmlint.recover.export import form_to_json
    from pmlint.report.contract import SCHEMA, dumps
    from pmlint.rules.engine import parse_targets

    yield f'{{"schema": {SCHEMA}, "documents": ['
    separator = "\n"
    for source in found:
        shown.read(source)
        for form in shown.forms:
            parse_targets(form.indicators)
        document: dict[str, object] = {"path": source.path}
        if shown.document is not None:
            document["format"] = shown.document.format
        if shown.problem:
            document["problem"] = shown.problem
        document["forms"] = [form_to_json(form) for form in shown.forms]
        yield separator + dumps(document)
        separator = ",\n"
    yield "]}\n"
