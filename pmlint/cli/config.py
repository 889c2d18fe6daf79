"""``pmlint config``: the settings that are in force for a file or folder, and who says so."""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from pmlint.cli import selection
from pmlint.cli.output import Output, put, write
from pmlint.messages import Messages
from pmlint.paths import matches, relative
from pmlint.report.width import pad, visible
from pmlint.userfile import shown

if TYPE_CHECKING:
    from pmlint.cli.parser import Parser
    from pmlint.cli.selection import Chosen

SCHEMAS = {
    "config": ("pmlint.config", "config.schema.json"),
    "waivers": ("pmlint.waivers", "waivers.schema.json"),
    "rule": ("pmlint.rules", "rule.schema.json"),
}
KEYS = (
    "extends",
    "select",
    "extend",
    "ignore",
    "severity",
    "options",
    "mandatory",
    "profile",
    "overrides",
    "include",
    "exclude",
    "fail-on",
    "plugins",
    "rules",
    "waivers",
    "language",
)
_WIDTH = 12


def configure(parser: Parser, say: Messages) -> None:
    """Declare the arguments."""
    parser.option("path", nargs="?", default=os.curdir, metavar="PATH")
    parser.option("-f", "--format", choices=("text", "json"), default="text")
    parser.option("--schema", choices=tuple(SCHEMAS), default=None)
    selection.choosing(parser)
    parser.option("--fail-on", choices=(*selection.LEVELS, "never"), default=None)


def run(args: argparse.Namespace, say: Messages) -> int:
    """Print the effective settings, each with its origin. 2 if the configuration is wrong."""
    if args.schema is not None:
        from pmlint.resources import files

        package, name = SCHEMAS[args.schema]
        write(Output("json"), [files(package).joinpath(name).read_text(encoding="utf-8")])
        return 0
    args.paths = [args.path]
    chosen = selection.chosen(args, say, lines=True)
    found = _Effective(chosen)
    if args.format == "json":
        from pmlint.report.contract import dumps

        write(Output("json"), [dumps(found.to_json()) + "\n"])
    else:
        put(f"{line}\n" for line in found.text())
    return 0


class _Effective:
    """The values in force, where each comes from, and what they come to."""

    def __init__(self, chosen: Chosen) -> None:
        self.config, self.say = chosen.main.config, chosen.say
        args = chosen.args
        self.path = args.path
        pipeline = chosen.main.pipeline
        settings, self.profile = pipeline.settled(args.path)
        self.enabled = sorted(pipeline.ruleset.program(settings).codes)
        raw = self.config.raw
        config_values: dict[str, Any] = {
            "extends": "recommended",
            "profile": "auto",
            "fail-on": "warning",
            "language": "zh",
            **raw,
            "waivers": shown(self.config.waivers) if self.config.waivers else None,
            "rules": [shown(file) for file in self.config.rule_files],
            "plugins": list(self.config.plugins),
        }
        self.given = {
            "extends": args.preset,
            "select": list(selection.entries(args.select)),
            "extend": list(selection.entries(args.extend)),
            "ignore": list(selection.entries(args.ignore)),
            "severity": dict(text.split("=", 1) for text in args.severity),
            "profile": args.profile,
            "fail-on": args.fail_on,
            "plugins": args.plugin,
            "language": args.lang,
        }
        self.values = {key: self._value(key, config_values.get(key)) for key in KEYS}
        self.met = [
            number
            for number, item in enumerate(self.config.overrides, 1)
            if matches(relative(self.path, self.config.root), item.files)
        ]

    def _value(self, key: str, value: Any) -> Any:
        """The value of a key; what the command line says replaces it, or for rules is added."""
        given = self.given.get(key)
        if not given:
            return value
        if isinstance(given, list) and key != "select":
            return list(dict.fromkeys([*(value or ()), *given]))
        return {**(value or {}), **given} if isinstance(given, dict) else given

    def origins(self, key: str) -> list[str]:
        """Where the value comes from: files with lines, the command line; none for defaults."""
        given = self.given.get(key)
        if given and (key == "select" or not isinstance(given, list | dict)):
            return [self.say("config.command_line")]
        files = list(self.config.origins.get(key, ()))
        return [*files, self.say("config.command_line")] if given else files

    def to_json(self) -> Mapping[str, Any]:
        """The values as JSON."""
        return {
            "schema": 1,
            "file": shown(self.config.file) if self.config.file else None,
            "root": self.config.root,
            "path": self.path,
            "values": {
                key: {"value": value, "from": self.origins(key)}
                for key, value in self.values.items()
            },
            "overrides_met": self.met,
            "profile": self.profile,
            "rules_enabled": self.enabled,
        }

    def text(self) -> Iterator[str]:
        """The values, one a line."""
        say = self.say
        if self.config.file:
            yield say("config.file", file=visible(shown(self.config.file)))
        else:
            yield say("config.no_file")
        yield ""
        rows = [(key, _shown(value)) for key, value in self.values.items()]
        for key, value in rows:
            origin = ", ".join(self.origins(key)) or say("config.default")
            yield f"{pad(key, _WIDTH)}{pad(visible(value), 40)}  {visible(origin)}"
        yield ""
        if self.met:
            numbers = ", ".join(map(str, self.met))
            yield say("config.met", path=visible(self.path), numbers=numbers)
        yield say("config.enabled", count=len(self.enabled), profile=self.profile)


def _shown(value: Any) -> str:
    if value is None or value == [] or value == {}:
        return "-"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
