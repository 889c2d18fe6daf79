"""argparse with pmlint's own voice: messages from the catalogue, every mistake a `Usage`."""

from __future__ import annotations

import argparse
import re
from typing import Any, NoReturn

from pmlint.cli.failure import Usage
from pmlint.messages import LANGUAGES, Messages, nearest


class Parser(argparse.ArgumentParser):
    """The parser of one command."""

    def __init__(self, command: str, say: Messages) -> None:
        super().__init__(
            prog=f"pmlint {command}",
            description=say(f"command.{command}"),
            epilog=say.get(f"help.{command}.epilog", ""),
            formatter_class=_Formatter,
            allow_abbrev=False,
            add_help=False,
            usage=say.get(f"help.{command}.usage", f"pmlint {command}"),
        )
        self._positionals.title = say("help.arguments")
        self._optionals.title = say("help.options")
        self.say = say
        self.command = command
        self.add_argument("-h", "--help", action="help", help=say("option.help"))
        self.option("--lang", choices=LANGUAGES, default=None)

    def option(self, *names: str, **settings: Any) -> None:
        """An argument whose help is ``option.<name>`` in the catalogue (or, where a command means
        something else by it, ``option.<command>.<name>``) and whose choices are checked with a
        "did you mean"."""
        key = names[-1].lstrip("-")
        help_text = self.say.get(f"option.{self.command}.{key}", "") or self.say(f"option.{key}")
        choices = settings.pop("choices", None)
        if choices is not None:
            settings["type"] = _choice(names[-1], tuple(choices))
            settings.setdefault("metavar", "{" + ",".join(choices) + "}")
        self.add_argument(*names, help=help_text, **settings)

    def parse(self, arguments: list[str]) -> argparse.Namespace:
        """The arguments, or `Usage`."""
        found, unknown = self.parse_known_args(arguments)
        if unknown:
            known = [name for action in self._actions for name in action.option_strings]
            hint = nearest(unknown[0].split("=")[0], known)
            raise Usage("usage.option", option=unknown[0], command=self.command, hint=hint)
        return found

    def error(self, message: str) -> NoReturn:
        """argparse's own complaints, the common one in the user's language."""
        lacking = re.match(r"argument (\S+?)(?:/\S+)*: expected (?:one|at least one) arg", message)
        if lacking:
            raise Usage("usage.value_missing", option=lacking[1])
        raise Usage("usage.other", detail=message)


class _Formatter(argparse.RawDescriptionHelpFormatter):
    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=30, width=100)

    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: Any = "") -> None:
        super().add_usage(usage, actions, groups, prefix or "")


def _choice(option: str, choices: tuple[str, ...]) -> Any:
    def convert(text: str) -> str:
        if text not in choices:
            raise Usage(
                "usage.choice",
                option=option,
                value=text,
                choices=", ".join(choices),
                hint=nearest(text, choices),
            )
        return text

    return convert
