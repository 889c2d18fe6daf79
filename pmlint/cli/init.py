"""``pmlint init``: a commented configuration to start from."""

from __future__ import annotations

import argparse
import os
from typing import TYPE_CHECKING

from pmlint.cli.failure import Usage
from pmlint.cli.output import put
from pmlint.messages import Messages
from pmlint.resources import files

if TYPE_CHECKING:
    from pmlint.cli.parser import Parser


def configure(parser: Parser, say: Messages) -> None:
    """Declare the arguments."""
    parser.option("folder", nargs="?", default=os.curdir, metavar="FOLDER")


def run(args: argparse.Namespace, say: Messages) -> int:
    """Write ``pmlint.yaml`` into the folder. Never overwrites: Raises `Usage` where there is a
    configuration already, or the file cannot be written."""
    from pmlint.config.find import NAME, config_in

    folder = args.folder
    if not os.path.isdir(folder):
        raise Usage("init.no_folder", folder=folder)
    present = config_in(folder)
    path = os.path.normpath(os.path.join(folder, NAME))
    if present is not None:
        raise Usage("init.exists", file=os.path.normpath(present))
    content = files("pmlint.config").joinpath("start.yaml").read_text(encoding="utf-8")
    try:
        with open(path, "x", encoding="utf-8", newline="\n") as file:
            file.write(content)
    except FileExistsError:  # something that is no regular file
        raise Usage("init.exists", file=path) from None
    except OSError as error:
        raise Usage("error.output", file=path, detail=error.strerror or str(error)) from None
    put([say("init.written", file=path) + "\n"])
    return 0
