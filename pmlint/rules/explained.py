"""What there is to tell about a rule, in order: ``pmlint explain`` prints it, the pages under
``docs/rules`` are made from it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pmlint.messages import Messages
from pmlint.model.value import value
from pmlint.rules.spec import Example, Rule


@value
class Shown:
    """An example as lines of ``label：value``. ``head`` says what it shows (错误写法 …)."""

    head: str
    lines: tuple[str, ...]
    fixed: tuple[str, ...] = ()
    note: str = ""


@value
class Finding:
    """What a finding of one variant of the rule says, and how grave it is."""

    severity: str
    message: str


@value
class Explained:
    """A rule for its reader, in one language. ``facts``: severity, family, version, fix."""

    code: str
    name: str
    summary: str
    facts: tuple[str, ...]
    aliases: tuple[str, ...]
    why: str
    basis: tuple[str, ...]
    findings: tuple[Finding, ...]
    examples: tuple[Shown, ...]
    file: str


def explained(rule: Rule, say: Messages) -> Explained:
    """``rule`` in the language of ``say``."""
    english = say.language == "en"
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
    return Explained(
        rule.code,
        rule.name,
        rule.summary_en if english else rule.summary,
        tuple(facts),
        rule.aliases,
        (rule.why_en if english and rule.why_en else rule.why).strip(),
        tuple(f"{b['document']} {b.get('clause', '')}".strip() for b in rule.basis),
        tuple(
            Finding(say(f"severity.{v.severity}"), v.message_en if english else v.message)
            for v in rule.variants.values()
        ),
        tuple(_shown(example, say) for example in rule.examples),
        rule.file,
    )


def fixability(rule: Rule) -> str:
    """``safe``, ``unsafe`` or '': the best remedy that a finding of the rule may bring."""
    known = {v.fix.applicability for v in rule.variants.values() if v.fix is not None}
    return "safe" if "safe" in known else "unsafe" if "unsafe" in known else ""


def _shown(example: Example, say: Messages) -> Shown:
    return Shown(
        say("explain.bad" if example.bad else "explain.good"),
        tuple(_fields(example.form)),
        tuple(_fields(example.fixed)) if example.fixed is not None else (),
        example.note,
    )


def _fields(form: Mapping[str, Any]) -> Iterator[str]:
    """A mini-form as lines of ``label：value``; rows of several indicators one a line."""
    for key, content in form.items():
        if isinstance(content, list):
            yield f"{key}："
            for item in content:
                shown = (
                    "，".join(f"{k}：{v}" for k, v in item.items())
                    if isinstance(item, Mapping)
                    else item
                )
                yield f"  {shown}"
        elif isinstance(content, Mapping):
            yield f"{key}：" + "，".join(f"{k}：{v}" for k, v in content.items())
        elif isinstance(content, str) and "\n" in content:
            yield f"{key}："
            yield from (f"  {line}" for line in content.splitlines())
        else:
            yield f"{key}：{'' if content is None else content}"
