"""``pmlint rules``: the rules by family."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING, Any

from pmlint.cli import selection
from pmlint.cli.output import Output, put, write
from pmlint.messages import Messages
from pmlint.report.width import pad
from pmlint.rules.explained import fixability

if TYPE_CHECKING:
    from pmlint.cli.parser import Parser
    from pmlint.rules.spec import Rule


def configure(parser: Parser, say: Messages) -> None:
    """Declare the arguments."""
    parser.option("-f", "--format", choices=("text", "json"), default="text")
    selection.choosing(parser)


def run(args: argparse.Namespace, say: Messages) -> int:
    """Print every rule with its severity under the configuration of the working directory, whether
    it is on, and its fix."""
    chosen = selection.chosen(args, say)
    pipeline, say = chosen.main.pipeline, chosen.say
    program = pipeline.ruleset.program(pipeline.settings)
    on = {item.rule.code: item.variants[""].severity for item in program.rules}
    rules = list(pipeline.rules().values())
    if args.format == "json":
        from pmlint.report.contract import dumps

        listed = [_to_json(rule, on) for rule in rules]
        write(Output("json"), [dumps({"schema": 1, "rules": listed}) + "\n"])
    else:
        put(_text(rules, on, say))
    return 0


def _to_json(rule: Rule, on: dict[str, Any]) -> dict[str, object]:
    return {
        "code": rule.code,
        "name": rule.name,
        "family": rule.family,
        "severity": on.get(rule.code, rule.severity),
        "enabled": rule.code in on,
        "fix": fixability(rule) or None,
        "summary": rule.summary,
        "summary_en": rule.summary_en,
        "aliases": list(rule.aliases),
        "since": rule.since,
    }


def _text(rules: list[Rule], on: dict[str, Any], say: Messages) -> Iterator[str]:
    # By family in the order of their codes; a plugin's families keep the order of theirs.
    for family, members in groupby(rules, key=lambda rule: rule.family):
        yield say.get(f"rules.family.{family}", family) + "\n"
        for rule in members:
            severity = on.get(rule.code)
            state = say(f"severity.{severity}") if severity else say("rules.off")
            fix = fixability(rule)
            mark = say(f"rules.fix.{fix}") if fix else ""
            summary = rule.summary_en if say.language == "en" else rule.summary
            cells = (pad(rule.code, 6), pad(rule.name, 32), pad(state, 8), pad(mark, 6))
            yield f"  {''.join(cells)}{summary}".rstrip() + "\n"
        yield "\n"
    yield say("rules.total", count=len(rules), on=len(on)) + "\n"
