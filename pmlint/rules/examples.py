"""The harness that turns the examples of rule files into tests, for pmlint's rules and plugins'.

@pytest.mark.parametrize(("rule", "example"), list(all_examples(RULES)), ids=example_id)
def test_example(rule, example):
    assert verify(RULES, rule, example) == []
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from pmlint.model.diagnostic import Diagnostic, Edit
from pmlint.model.form import Form
from pmlint.model.grid import Document, Failure
from pmlint.model.location import Location, TextLocation
from pmlint.model.report import Checked
from pmlint.rules.engine import run, run_corpus, run_failure
from pmlint.rules.miniform import Case, ExampleError, build, split_marks
from pmlint.rules.ruleset import RuleSet
from pmlint.rules.settings import Settings
from pmlint.rules.spec import Example, Rule

EVERYTHING = Settings(select=("all",))
_ROUNDS = 5
_PATH = "例.txt"
_TODAY = "2026-01-01"
"""What examples of waivers take for today."""


def all_examples(ruleset: RuleSet) -> Iterator[tuple[Rule, Example]]:
    """Every example of every rule."""
    for rule in ruleset.rules.values():
        for example in rule.examples:
            yield rule, example


def example_id(value: object) -> str:
    """A name for pytest: the rule's code, and the example's line in its file."""
    if isinstance(value, Rule):
        return value.code
    return (
        f"line{value.line}-{'bad' if value.bad else 'good'}" if isinstance(value, Example) else ""
    )


def verify(ruleset: RuleSet, rule: Rule, example: Example) -> list[str]:
    """What is wrong with the example, in Chinese; [] if it holds.

    A bad example must be found by its rule at each ``⟦mark⟧`` (or at ``at``, or at the form's
    title) and nowhere else, in the variant and severity it names; fixes must give ``fixed``, must
    leave nothing more to fix, and must not lead to new findings. A good example must be clean
    under all rules.
    """
    try:
        subject = _Subject(example.form)
        found = subject.findings(ruleset)
        if not example.bad:
            return [
                f"正确的例子被 {d.code} 报告（{d.field}“{d.text or ''}”）：{d.message}"
                for d in found
            ]
        own = [d for d in found if d.code == rule.code]
        wrong = _misplaced(own, subject, example)
        wrong.extend(_misworded(own, rule, example))
        if not wrong:
            wrong.extend(_unmended(ruleset, rule, example, subject, found))
        return wrong
    except ExampleError as error:
        return [str(error)]


class _Subject:
    """An example made into forms; `mended` is the same after edits."""

    def __init__(
        self, mini: Mapping[str, Any], texts: Mapping[tuple[str, int], str] | None = None
    ) -> None:
        self.mini = mini
        self.source: str | None = None
        if "文本" in mini:
            self.source, spans = split_marks(mini["文本"])
            self.files = []
            self.failure = read_text(self.source)
            if isinstance(self.failure, Document):
                self.files = [(self.failure, recovered(self.failure))]
            self.marks: list[tuple[str, Location]] = [
                (_PATH, _place(self.source, *span)) for span in spans
            ]
        else:
            self.case: Case = build(mini, texts)
            self.files, self.marks = self.case.files, self.case.marks

    def findings(self, ruleset: RuleSet) -> list[Diagnostic]:
        found: list[Diagnostic] = []
        if self.source is not None and isinstance(self.failure, Failure):
            return run_failure(ruleset, EVERYTHING, self.failure).diagnostics
        settings = replace(EVERYTHING, mandatory=tuple(self.mini.get("必检", ())))
        for document, forms in self.files:
            outcome = run(ruleset, settings, document, forms)
            found.extend(unwaived(ruleset, settings, document, forms, outcome.diagnostics))
        program = ruleset.program(EVERYTHING)
        for outcome in run_corpus([(program, *filed) for filed in self.files]):
            found.extend(outcome.diagnostics)
        return found

    def mended(self, edits: Sequence[tuple[str, Edit]]) -> _Subject:
        if self.source is None:
            return _Subject(self.mini, self.case.edited(edits))
        text = self.source
        for _, edit in sorted(edits, key=lambda e: _offset(text, e[1].location), reverse=True):
            start = _offset(text, edit.location)
            if text[start : start + len(edit.old)] != edit.old:
                raise ExampleError(f"修改处的原文不是规则给出的“{edit.old}”")
            text = text[:start] + edit.new + text[start + len(edit.old) :]
        return _Subject({"文本": text})

    def content(self) -> list[str]:
        """The texts, in order, to compare two subjects by."""
        if self.source is not None:
            return self.source.splitlines()
        return list(self.case.texts.values())


def _misplaced(own: list[Diagnostic], subject: _Subject, example: Example) -> list[str]:
    wanted: list[tuple[str, Location | None]] = list(subject.marks)
    if example.at is not None or not wanted:
        wanted.append((_PATH, _named_place(subject, example.at)))
    rest = list(wanted)
    wrong = []
    for found in own:
        key = (found.file, found.location)
        if key in rest:
            rest.remove(key)
        else:
            shown = f"{found.field}“{found.text or ''}” {found.location}"
            wrong.append(f"报告的位置不是标出的位置：{shown}；应为 {wanted}：{found.message}")
    wrong.extend(f"标出的 {where} 没有报告" for _, where in rest)
    return wrong


def _named_place(subject: _Subject, name: str | None) -> Location | None:
    if not subject.files or not subject.files[0][1]:
        return None
    form = subject.files[0][1][0]
    if name is None:
        return form.location
    for path, field in form.fields():
        if path == name or field.label == name:
            return field.location
    raise ExampleError(f"at: 表中没有“{name}”")


def _misworded(own: list[Diagnostic], rule: Rule, example: Example) -> list[str]:
    variant = rule.variants.get(example.variant) or rule.variants[""]
    severity = example.severity or variant.severity
    origin = example.origin or "author"
    wrong = []
    for found in own:
        if example.origin is None and found.origin != "author" and example.severity is None:
            wrong.append(f"应归于填报人，却是 {found.origin}")
        elif found.severity != severity:
            wrong.append(f"级别应为 {severity}，却是 {found.severity}：{found.message}")
        elif example.origin is not None and found.origin != origin:
            wrong.append(f"origin 应为 {origin}，却是 {found.origin}")
        if not re.fullmatch(_template_pattern(variant.message), found.message, re.DOTALL):
            wrong.append(f"不是变体“{example.variant}”的说法：{found.message}")
    return wrong


def _template_pattern(template: str) -> str:
    parts = re.split(r"\{\w+\}", template.replace("{{", "\0").replace("}}", "\1"))
    plain = (re.escape(part.replace("\0", "{").replace("\1", "}")) for part in parts)
    return ".*".join(plain)


def _unmended(
    ruleset: RuleSet, rule: Rule, example: Example, subject: _Subject, found: list[Diagnostic]
) -> list[str]:
    fixable = any(fix.edits for d in found if d.code == rule.code for fix in d.fixes)
    if not fixable:
        return ["例子给出了 fixed，但规则没有可执行的修改"] if example.fixed is not None else []
    if example.fixed is None:
        return ["规则会修改此处：例子还须用 fixed 写明改后的样子"]
    before = Counter((d.code, d.field) for d in found)
    now, current = subject, found
    for _ in range(_ROUNDS):
        edits = [
            (d.file, edit)
            for d in current
            if d.code == rule.code
            for fix in d.fixes[:1]
            for edit in fix.edits
        ]
        if not edits:
            break
        now = now.mended(edits)
        current = now.findings(ruleset)
    else:
        return [f"修改 {_ROUNDS} 遍仍未停止"]
    wrong = []
    goal = _Subject(_with_fixed(example)).content()
    if now.content() != goal:
        got = [(a, b) for a, b in zip(now.content(), goal, strict=False) if a != b]
        wrong.append(f"修改后与 fixed 不同（得到，应为）：{got}")
    after = Counter((d.code, d.field) for d in current)
    new = after - before
    wrong.extend(f"修改后多出 {code}（{path}）" for code, path in new)
    return wrong


def _with_fixed(example: Example) -> Mapping[str, Any]:
    assert example.fixed is not None
    return {**example.form, **example.fixed}


def read_text(source: str) -> Document | Failure:
    """The text of an example as a file."""
    from pmlint.read import read

    return read(_PATH, source.encode())


def recovered(document: Document) -> list[Form]:
    """The forms in the text of an example."""
    from pmlint.recover import recover

    return recover(document)


def unwaived(
    ruleset: RuleSet,
    settings: Settings,
    document: Document,
    forms: list[Form],
    found: list[Diagnostic],
) -> list[Diagnostic]:
    """The findings that no comment in the file waives, and those about the comments."""
    from pmlint.waivers import Waiving, comments

    checked = Checked(document.path, found)
    Waiving(ruleset, settings, today=_TODAY).apply(checked, comments(document, forms))
    return [d for d in checked.diagnostics if d.waived is None]


def _place(source: str, start: int, end: int) -> TextLocation:
    def at(offset: int) -> tuple[int, int]:
        line = source.count("\n", 0, offset) + 1
        return line, offset - (source.rfind("\n", 0, offset) + 1) + 1

    return TextLocation(*at(start), *at(end))


def _offset(source: str, where: Location) -> int:
    assert isinstance(where, TextLocation)
    offset = 0
    for _ in range(where.line - 1):
        offset = source.index("\n", offset) + 1
    return offset + where.column - 1
