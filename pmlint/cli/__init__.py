"""The command line: ``pmlint COMMAND …``, one module of this package a command.

A command module has ``configure(parser, say)``, which declares its arguments, and
``run(args, say)``, which returns the exit code. Its help line is ``command.<name>`` in the
catalogue of messages. Only the module of the command that was called is imported.
"""

from __future__ import annotations

import contextlib
import gc
import os
import sys
from importlib import import_module

from pmlint.cli.failure import Usage
from pmlint.messages import LANGUAGES, Language, Messages, Told, nearest

COMMANDS = (
    "check",
    "annotate",
    "fix",
    "show",
    "parse",
    "rules",
    "explain",
    "lsp",
    "waive",
    "config",
    "init",
)


def run(arguments: list[str]) -> int:
    """Run the command line ``arguments`` (without the program's name) and return the exit code.

    Nothing is raised: wrong usage, interruption, a closed pipe and even a bug of pmlint's own end
    in a message on standard error and a code that tells the truth.
    """
    # Start-up makes a hundred thousand objects that stay; looking for garbage among them every
    # seven hundred allocations costs 4 % of a one-file check and never finds any.
    gc.set_threshold(100_000, 20, 20)
    say = Messages(_language(arguments))
    try:
        return _dispatch(arguments, say)
    except Told as problem:
        _complain(problem.render(say))
    except SystemExit as done:  # argparse, after it has printed the help
        return int(done.code or 0)
    except KeyboardInterrupt:
        _complain(say("error.interrupted"))
    except BrokenPipeError:
        _close_stdout()
    except OSError as error:
        _complain(say("error.system", detail=error.strerror or str(error)))
    except Exception as error:
        if os.environ.get("PMLINT_DEBUG"):
            raise
        where = _last_frame(error)
        _complain(say("error.internal", kind=type(error).__name__, detail=error, where=where))
    return 2


def _dispatch(arguments: list[str], say: Messages) -> int:
    rest = _without_language(arguments)
    if not rest or rest[0] in ("-h", "--help", "help"):
        print(_overview(say))
        return 0 if rest else 2
    command = rest[0]
    if command.startswith("-"):
        raise Usage("usage.option_before_command", option=command)
    if command not in COMMANDS:
        raise Usage("usage.command", command=command, hint=nearest(command, COMMANDS))
    from pmlint.cli.parser import Parser

    module = import_module(f"{__name__}.{command}")
    parser = Parser(command, say)
    module.configure(parser, say)
    args = parser.parse(rest[1:])
    if len(rest) < len(arguments):  # the language stood before the command
        args.lang = args.lang or say.language
    code: int = module.run(args, say)
    return code


def _overview(say: Messages) -> str:
    commands = "\n".join(f"  {name:10}{say(f'command.{name}')}" for name in COMMANDS)
    return say("help.overview", commands=commands)


def _language(arguments: list[str]) -> Language:
    """The language asked for by ``--lang``; looked for by hand because it is needed to say what
    is wrong with the other arguments."""
    for place, argument in enumerate(arguments):
        if argument == "--":
            break
        value = argument.removeprefix("--lang=")
        if argument == "--lang":
            value = "".join(arguments[place + 1 : place + 2])
        if argument.startswith("--lang"):
            return next((known for known in LANGUAGES if known == value), "zh")
    return "zh"


def _without_language(arguments: list[str]) -> list[str]:
    """The arguments without a leading ``--lang``, so that it may stand before the command."""
    if arguments[:1] == ["--lang"] and arguments[1:2] and arguments[1] in LANGUAGES:
        return arguments[2:]
    if arguments and arguments[0] in [f"--lang={x}" for x in LANGUAGES]:
        return arguments[1:]
    return arguments


def _complain(message: str) -> None:
    with contextlib.suppress(OSError, ValueError):  # if nobody is left to tell
        print(f"pmlint: {message}", file=sys.stderr)


def _close_stdout() -> None:
    """Point standard output at nothing, so that the interpreter's last flush does not fail."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _last_frame(error: BaseException) -> str:
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if trace is None:
        return "?"
    name = trace.tb_frame.f_code.co_filename.replace("\\", "/").rsplit("/", 1)[-1]
    return f"{name}:{trace.tb_lineno}"
