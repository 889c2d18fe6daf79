"""``pmlint explain``: what a rule demands, why, and how it looks right and wrong."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import TYPE_CHECKING

from pmlint.cli import selection
from pmlint.cli.failure import Usage
from pmlint.cli.output import put
from pmlint.messages import Messages, nearest
from pmlint.rules.explained import explained

if TYPE_CHECKING:
    from pmlint.cli.parser import Parser
    from pmlint.rules.spec import Rule


def configure(parser: Parser, say: Messages) -> None:
    """Declare the arguments."""
    parser.option("rule", nargs="*", metavar="RULE")
    selection.reading(parser)


def run(args: argparse.Namespace, say: Messages) -> int:
    """Print the rules that were named."""
    if not args.rule:
        raise Usage("usage.no_rule")
    chosen = selection.chosen(args, say)
    ruleset, say = chosen.main.pipeline.ruleset, chosen.say
    rules = []
    for word in args.rule:
        rule = ruleset.get(word)
        if rule is None:
            names = [*ruleset.rules, *(known.name for known in ruleset.rules.values())]
            raise Usage("usage.rule", rule=word, hint=nearest(word, names))
        rules.append(rule)
    put("".join(f"{line}\n" for line in _text(rule, say)) + "\n" for rule in rules)
    return 0


def _text(rule: Rule, say: Messages) -> Iterator[str]:
    told = explained(rule, say)
    yield f"{told.code} {told.name}"
    yield told.summary
    yield ""
    yield " · ".join(told.facts)
    if told.aliases:
        yield say("explain.aliases", names=", ".join(told.aliases))
    yield ""
    yield say("explain.why")
    yield from (f"  {line}".rstrip() for line in told.why.splitlines())
    if told.basis:
        yield ""
        yield say("explain.basis")
        yield from (f"  {source}" for source in told.basis)
    yield ""
    yield say("explain.examples")
    for example in told.examples:
        yield f"  {example.head}"
        yield from (f"    {line}" for line in example.lines)
        if example.fixed:
            yield "  " + say("explain.fixed")
            yield from (f"    {line}" for line in example.fixed)
        if example.note:
            yield f"    （{example.note}）"
    yield ""
    yield say("explain.file", file=told.file)
