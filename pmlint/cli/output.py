"""Where reports go: standard output, or files, in the encodings that their readers expect."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from pmlint.cli.failure import Usage
from pmlint.messages import nearest
from pmlint.model.value import value
from pmlint.report import FOR_PEOPLE

if TYPE_CHECKING:
    from pmlint.plugins import Reporter


@value
class Output:
    """A report that was asked for: the format's name, and its file (None: standard output)."""

    format: str
    file: str | None = None


def outputs(wanted: Sequence[str], reporters: Mapping[str, Reporter]) -> list[Output]:
    """What ``--format FORMAT[=FILE]`` asks for, checked; without any, what suits the place:
    workflow commands on GitHub, the full text on a terminal, one line a finding in a pipe."""
    found = []
    for text in wanted:
        name, _, file = text.partition("=")
        if name not in reporters:
            raise Usage(
                "usage.format",
                name=name,
                known=", ".join(sorted(reporters)),
                hint=nearest(name, reporters),
            )
        if "=" in text and not file:
            raise Usage("usage.value_missing", option=f"--format {name}=")
        found.append(Output(name, file or None))
    if sum(output.file is None for output in found) > 1:
        raise Usage("usage.two_on_stdout")
    files = [os.path.abspath(output.file) for output in found if output.file]
    if len(files) != len(set(files)):
        raise Usage("usage.same_file")
    return found or [Output(_suited(reporters))]


def _suited(reporters: Mapping[str, Reporter]) -> str:
    if os.environ.get("GITHUB_ACTIONS") == "true" and "github" in reporters:
        return "github"
    return "text" if is_terminal(sys.stdout) else "concise"


def is_terminal(stream: object) -> bool:
    """True if a person looks at ``stream``."""
    isatty = getattr(stream, "isatty", None)
    try:
        return bool(isatty and isatty())
    except ValueError:  # a closed stream
        return False


def wants_color(choice: str) -> bool:
    """Whether to paint: as the user said, or on a terminal that has not asked for plain text."""
    if choice != "auto":
        return choice == "always"
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return not plain and is_terminal(sys.stdout)


def write(output: Output, pieces: Iterable[str]) -> None:
    """Write a report. A file, and every format made for programs, is UTF-8 with plain line ends;
    text for people goes out in the terminal's encoding, with ``?`` for what it cannot show.

    Raises `Usage` if a file cannot be written; OSError (BrokenPipeError) for standard output.
    """
    if output.file is not None:
        try:
            with open(output.file, "w", encoding="utf-8", newline="\n") as file:
                file.writelines(_encodable(piece) for piece in pieces)
        except OSError as error:
            raise Usage(
                "error.output", file=output.file, detail=error.strerror or str(error)
            ) from None
        return
    if output.format in FOR_PEOPLE:
        put(pieces)
        return
    binary = getattr(sys.stdout, "buffer", None)
    if binary is None:
        put(pieces)
        return
    sys.stdout.flush()
    for piece in pieces:
        binary.write(_encodable(piece).encode("utf-8"))
    binary.flush()


def put(pieces: Iterable[str]) -> None:
    """Write text for people to standard output."""
    reconfigure = getattr(sys.stdout, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="replace")
    for piece in pieces:
        sys.stdout.write(piece)
    sys.stdout.flush()


def _encodable(text: str) -> str:
    """``text`` with lone surrogates, which UTF-8 cannot carry, replaced."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")
