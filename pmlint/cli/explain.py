"""``pmlint explain``: what a rule demands, why, and how it looks right and wrong."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from pmlint.cli import selection
from pmlint.cli.failure import Usage, nearest
from pmlint.cli.output import put
from pmlint.cli.rules import fixability
from pmlint.messages import Messages

if TYPE_CHECKING:
    from pmlint.cli.parser import Parser
    from pmlint.rules.spec import Example, Rule


def configure(parser: Parser, say: Messages) -> None:
    """Declare the arguments."""
    parser.option("rule", nargs="*", metavar="RULE")
    selection.choosing(parser)


def run(args: argparse.Namespace, say: Messages) -> int:
    """Print the rules that were named."""
    if not args.rule:
        raise Usage("usage.no_rule")
    chosen = selection.chosen(args)
    ruleset, say = chosen.pipeline.ruleset, chosen.say
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
    english = say.language == "en"
    yield f"{rule.code} {rule.name}"
    yield rule.summary_en if english else rule.summary
    yield ""
    facts = [
        say(
            "explain.severity",
            severity=say(f"severity.{rule.severity}"),
            family=say.get(f"rules.family.{rule.family}", rule.family),
            since=rule.since,
        )
    ]
    fix = fixability(rule)
    if fix:
        facts.append(say(f"explain.fix.{fix}"))
    if not rule.enabled:
        facts.append(say("explain.off"))
    yield " · ".join(facts)
    if rule.aliases:
        yield say("explain.aliases", names=", ".join(rule.aliases))
    yield ""
    yield say("explain.why")
    why = rule.why_en if english and rule.why_en else rule.why
    yield from (f"  {line}".rstrip() for line in why.strip().splitlines())
    if rule.basis:
        yield ""
        yield say("explain.basis")
        for source in rule.basis:
            clause = source.get("clause", "")
            yield f"  {source['document']}{' ' + clause if clause else ''}"
    yield ""
    yield say("explain.examples")
    for example in rule.examples:
        yield from (f"  {line}" for line in _example(example, say))
    yield ""
    yield say("explain.file", file=rule.file)


def _example(example: Example, say: Messages) -> Iterator[str]:
    yield say("explain.bad" if example.bad else "explain.good")
    yield from (f"  {line}" for line in _fields(example.form))
    if example.fixed is not None:
        yield say("explain.fixed")
        yield from (f"  {line}" for line in _fields(example.fixed))
    if example.note:
        yield f"  （{example.note}）"


def _fields(form: Mapping[str, Any]) -> Iterator[str]:
    """A mini-form as lines of ``label：value``; rows of several indicators one a line."""
    for key, value in form.items():
        if isinstance(value, list):
            yield f"{key}："
            for item in value:
                shown = (
                    "，".join(f"{k}：{v}" for k, v in item.items())
                    if isinstance(item, Mapping)
                    else item
                )
                yield f"  {shown}"
        elif isinstance(value, Mapping):
            yield f"{key}：" + "，".join(f"{k}：{v}" for k, v in value.items())
        else:
            yield f"{key}：{'' if value is None else value}"
