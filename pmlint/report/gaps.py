"""What could not be judged, and why: one line for each form and reason, not one for each rule."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from pmlint.model.diagnostic import NotChecked
from pmlint.report.options import ReportOptions
from pmlint.report.width import visible

MOST = 10
"""So many lines are worth reading; beyond, the forms are taken together."""


def listed(gaps: Sequence[NotChecked], options: ReportOptions) -> Iterator[str]:
    """The gaps of a run, by file and form; of many forms together, by reason alone."""
    say = options.say
    by_form: dict[tuple[str, int | None], list[NotChecked]] = {}
    for gap in gaps:
        by_form.setdefault((gap.file, gap.form), []).append(gap)
    lines = []
    for (file, form), mine in by_form.items():
        parts = [visible(file)] if form is None else [visible(file), say("text.form", number=form)]
        where = " · ".join(parts)
        lines += [say("about.file", file=where, message=line) for line in reasons(mine, options)]
    if len(lines) <= MOST:
        yield from lines
        return
    yield from reasons(gaps, options)
    yield say("unchecked.more", forms=len(by_form))


def reasons(gaps: Iterable[NotChecked], options: ReportOptions) -> Iterator[str]:
    """A line for each reason: how many rules, of which part of the form, which ones."""
    say = options.say
    by_reason: dict[str, list[NotChecked]] = {}
    for gap in gaps:
        by_reason.setdefault(gap.because, []).append(gap)
    for because, mine in by_reason.items():
        codes: dict[str, dict[str, None]] = {}
        for gap in sorted(mine, key=lambda gap: gap.code):
            rule = options.rules.get(gap.code)
            family = rule.family if rule is not None else ""
            part = say.get(f"unchecked.part.{family}", family)
            codes.setdefault(part, {})[gap.code] = None
        words = say("list.words")
        told = [f"{part} {words.join(rules)}".strip() for part, rules in codes.items()]
        yield say(
            "unchecked.reason",
            reason=say.get(f"unchecked.because.{because}", because),
            count=len(mine),
            parts=say("list.parts").join(told),
        )
