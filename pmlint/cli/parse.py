"""``pmlint parse``: how target values are understood."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from pmlint.cli.failure import Usage
from pmlint.cli.output import Output, put, write
from pmlint.messages import Messages

if TYPE_CHECKING:
    from pmlint.cli.parser import Parser


def configure(parser: Parser, say: Messages) -> None:
    """Declare the arguments."""
    parser.option("values", nargs="*", metavar="VALUE")
    parser.option("-f", "--format", choices=("text", "json"), default="text")


def run(args: argparse.Namespace, say: Messages) -> int:
    """Print the tree of every value: 0, or 1 if one of them could not be read."""
    if not args.values:
        raise Usage("usage.no_values")
    from pmlint.target import describe, parse, tree

    targets = [parse(value) for value in args.values]
    if args.format == "json":
        from pmlint.report.contract import dumps

        write(Output("json"), (dumps(describe(target)) + "\n" for target in targets))
    else:
        put(f"{tree(target).rstrip()}\n" for target in targets)
    return int(any(target.kind == "unreadable" for target in targets))
