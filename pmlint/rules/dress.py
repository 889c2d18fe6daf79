"""From a check's `Hit` to a `Diagnostic`: wording, severity, blame, place, fix."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pmlint.checks.context import Context, Place
from pmlint.model.diagnostic import Blame, Diagnostic, Edit, Fix, Hit, Severity
from pmlint.model.form import Field, Form, Indicator
from pmlint.model.location import Location
from pmlint.model.report import RANK
from pmlint.rules.ruleset import Compiled
from pmlint.rules.spec import FixSpec

CONFIDENT = 0.8
"""Below this certainty of a recogniser (0..1) a finding is not laid to the author."""

LONGEST = 60
"""Longer quotations in a message are cut in the middle (code points)."""


def dress(item: Compiled, hit: Hit, node: Any, form: Form | None, context: Context) -> Diagnostic:
    """The finding as reported. ``form`` is the form it belongs to (None: the whole file); the
    fingerprint is added later, when all findings of the file are known."""
    rule = item.rule
    variant = item.variants.get(hit.variant) or item.variants[""]
    blame = hit.blame or _blame(item, hit, node, form)
    severity = variant.severity
    if hit.severity is not None:
        severity = softer(severity, hit.severity)
    if blame != "author":
        severity = softer(severity, "info")
    arguments = _arguments(hit, node, form, context)
    template = variant.message_en if context.language == "en" else variant.message
    subject, span = hit.subject, hit.span
    whole = subject.text if subject is not None else None
    text = hit.text
    if text is None and whole is not None:
        text = whole[span[0] : span[1]] if span else whole
    fix = _fix(variant.fix, hit, text, arguments, context) if variant.fix is not None else None
    return Diagnostic(
        code=rule.code,
        name=rule.name,
        severity=severity,
        origin=blame,
        message=fill(template, arguments),
        file=hit.file or context.document.path,
        form=hit.form if hit.form is not None else (form.index if form is not None else None),
        project=form.project if form is not None else "",
        field=hit.path,
        text=text,
        location=_location(hit, form),
        related=hit.related,
        fixes=(fix,) if fix is not None else (),
        context=whole,
        span=span if whole is not None else None,
    )


def softer(one: Severity, other: Severity) -> Severity:
    """The milder of two severities."""
    return one if RANK[one] <= RANK[other] else other


class _Arguments(dict[str, str]):
    """Arguments of a template: a name without a value is empty."""

    def __missing__(self, key: str) -> str:
        return ""


class _Shown(dict[str, str]):
    """The same for people: long quotations are cut (only those that the template quotes)."""

    def __getitem__(self, key: str) -> str:
        return shorten(self.get(key, ""))


def fill(template: str, arguments: Mapping[str, str]) -> str:
    """The template with its placeholders filled; values are never read as templates."""
    return template.format_map(_Shown(arguments)) if "{" in template else template


def shorten(text: str) -> str:
    """``text`` on one line, its middle replaced by … where it is too long for a message."""
    flat = " ".join(text.split()) if "\n" in text else text
    if len(flat) <= LONGEST:
        return flat
    return f"{flat[: LONGEST * 2 // 3]}…{flat[-LONGEST // 4 :]}"


def _blame(item: Compiled, hit: Hit, node: Any, form: Form | None) -> Blame:
    subject = hit.subject
    if subject is not None and (subject.doubts or _faint(subject)):
        return "unclear"
    rests = item.rule.rests_on
    if rests:
        row = node if isinstance(node, Indicator) else getattr(node, "indicator", None)
        if (
            "place" in rests
            and row is not None
            and (row.doubtful_place or (form is not None and _behind_unknown_label(form, row)))
        ):
            return "unclear"
        if "structure" in rests and form is not None and doubtful_structure(form):
            return "unclear"
        if (
            "funds" in rests
            and form is not None
            and any(f.doubts or f.state == "lost" for f in form.funds.values())
        ):
            return "unclear"
    return "author"


def doubtful_structure(form: Form) -> bool:
    """True if groups or labels of the form could only be guessed."""
    return (
        form.truncated
        or bool(form.doubts)
        or any(label.doubts for label in form.labels)
        or any(row.doubtful_place for row in form.indicators)
    )


def _behind_unknown_label(form: Form, row: Indicator) -> bool:
    """True if the last 二级指标 printed at or above the row has a name that nobody knows: then the
    row only stands in the group before for want of a better one."""
    last = None
    for label in form.labels:
        if label.level != 1 and label.start <= row.number:
            last = label
    return last is not None and not last.name


def _faint(field: Field) -> bool:
    return any(c.confidence is not None and c.confidence < CONFIDENT for c in field.cells)


def _arguments(hit: Hit, node: Any, form: Form | None, context: Context) -> dict[str, str]:
    arguments: dict[str, str] = {}
    if form is not None:
        arguments["project"] = form.project
        arguments["year"] = str(form.year or "")
    row = node if isinstance(node, Indicator) else getattr(node, "indicator", None)
    if isinstance(row, Indicator):
        arguments["name"] = row.name.text or ""
        arguments["target"] = row.target.text or ""
        arguments["level1"] = context.level1(row)
        arguments["level2"] = context.level2(row)
    if hit.subject is not None:
        arguments["text"] = hit.subject.text or ""
        if hit.span is not None:
            arguments["text"] = arguments["text"][hit.span[0] : hit.span[1]]
        arguments["label"] = hit.subject.label or ""
    if hit.text is not None:
        arguments["text"] = hit.text
    if not arguments.get("label"):
        arguments["label"] = _label(hit, node, context)
    arguments.update(hit.arguments)
    return arguments


def _label(hit: Hit, node: Any, context: Context) -> str:
    names: Mapping[str, str] = context.vocabulary.table("fields")
    if isinstance(node, Place):
        return names.get(f"{node.part}.{node.key}" if node.key else node.part, node.key)
    return names.get(hit.path) or names.get(hit.path.rpartition(".")[2], "")


def _location(hit: Hit, form: Form | None) -> Location | None:
    if hit.location is not None:
        return hit.location
    if hit.subject is not None:
        found = hit.subject.locate(*hit.span) if hit.span else hit.subject.location
        if found is not None:
            return found
    return form.location if form is not None else None


def _fix(
    spec: FixSpec, hit: Hit, text: str | None, arguments: Mapping[str, str], context: Context
) -> Fix | None:
    """The fix, or None where the check gave no new text or the place cannot be edited in one."""
    if hit.replacement is not None:
        new = hit.replacement
    elif spec.new is not None:
        new = spec.new.format_map(_Arguments(arguments))
    else:
        return None
    edits: tuple[Edit, ...] = ()
    if spec.applicability != "display":
        where = _editable(hit)
        if where is None or text is None or new == text:
            return None
        edits = (Edit(where, text, new), *_further(hit))
        if len(edits) <= len(hit.also):
            return None  # one of the values cannot be edited: then none is
    named = {**arguments, "new": new, "old": text or ""}
    english = context.language == "en"
    title = spec.title_en if english else spec.title
    if not title:
        title = "Change to “{new}”" if english else "改为“{new}”"
    return Fix(fill(title, named), "safe" if spec.applicability == "safe" else "unsafe", edits)


def _further(hit: Hit) -> Iterator[Edit]:
    """The edits of the other values that the fix rewrites, as far as they can be edited."""
    for field, new in hit.also:
        where = _one_cell(field, None)
        if where is not None and field.text is not None:
            yield Edit(where, field.text, new)


def _editable(hit: Hit) -> Location | None:
    """The place to edit: one stretch of one cell that reads exactly as the hit's text."""
    if hit.location is not None:
        return hit.location if hit.text is not None else None
    return _one_cell(hit.subject, hit.span) if hit.subject is not None else None


def _one_cell(subject: Field, span: tuple[int, int] | None) -> Location | None:
    """The place of a part of a field if it lies in one cell and reads there as it does here."""
    if subject.text is None or subject.printed is not None:
        return None
    start, end = span or (0, len(subject.text))
    if not any(p.start <= start and end <= p.start + p.length for p in subject.pieces):
        return None
    return subject.locate(start, end)
