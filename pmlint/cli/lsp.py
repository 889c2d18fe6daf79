"""``pmlint lsp``: the language server, over standard input and output."""

from __future__ import annotations

import argparse
import os
from importlib.util import find_spec
from typing import TYPE_CHECKING

from pmlint.cli.failure import Usage, explained
from pmlint.messages import Messages

if TYPE_CHECKING:
    from pmlint.cli.parser import Parser


def configure(parser: Parser, say: Messages) -> None:
    """Declare the arguments."""
    parser.option("--config", default="", metavar="FILE")
    parser.option("--stdio", action="store_true")


def run(args: argparse.Namespace, say: Messages) -> int:
    """Serve until the editor says it is enough."""
    if find_spec("pygls") is None:
        raise Usage("lsp.missing")
    from pmlint.lsp.configured import Configured
    from pmlint.lsp.server import Server

    choose = Configured(say.language, args.config and os.path.abspath(args.config))
    if args.config:
        choose("").rules()  # what was named must be sound before the editor waits for answers
    Server(choose, say, explained).start_io()
    return 0
