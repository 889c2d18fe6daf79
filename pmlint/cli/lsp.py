"""``pmlint lsp``: the language server, over standard input and output."""

from __future__ import annotations

import argparse
import os
from importlib.util import find_spec
from typing import TYPE_CHECKING

from pmlint.cli import selection
from pmlint.cli.failure import Usage
from pmlint.messages import Messages, Told

if TYPE_CHECKING:
    from pmlint.cli.parser import Parser
    from pmlint.pipeline import Pipeline


def configure(parser: Parser, say: Messages) -> None:
    """Declare the arguments."""
    selection.choosing(parser)
    parser.option("--stdio", action="store_true")


def run(args: argparse.Namespace, say: Messages) -> int:
    """Serve until the editor says it is enough."""
    if find_spec("pygls") is None:
        raise Usage("lsp.missing")
    from pmlint.lsp.server import Server

    def choose(path: str) -> Pipeline:
        # Found and read anew for each check: editors stay open while the configuration is edited.
        named = argparse.Namespace(**{**vars(args), "paths": [path]})
        return selection.chosen(named, Messages(say.language)).main.pipeline

    if args.config:
        args.config = os.path.abspath(args.config)
        choose("").rules()  # what was named must be sound before the editor waits

    def tell(error: Exception) -> str:
        return error.render(say) if isinstance(error, Told) else ""

    Server(choose, tell).start_io()
    return 0
