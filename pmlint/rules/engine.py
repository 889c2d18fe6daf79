"""The engine: hands each node of a form to the rules that look at it.

Rules for indicators and fields are looked up by what the node *is* (levels, kinds of name, value
and unit, part), once for each combination; a node that no rule filters for costs one look-up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import field
from typing import Any

from pmlint.checks.context import Context, Corpus, Filed, Place, groups, places
from pmlint.checks.vocabulary import Profile
from pmlint.model.diagnostic import Diagnostic, Hit, NotChecked, Unchecked
from pmlint.model.form import Form, Indicator
from pmlint.model.grid import Document, Failure
from pmlint.model.report import RANK
from pmlint.model.target import Comparison, Duration, Range, Target
from pmlint.model.value import record
from pmlint.model.waiver import Judged
from pmlint.rules.dress import dress
from pmlint.rules.order import fingerprinted, ordered
from pmlint.rules.ruleset import Compiled, Program, RuleSet
from pmlint.rules.seen import Wording, wording
from pmlint.rules.settings import Settings

CRASHED = "PM900"
"""The engine's own finding: a rule broke down. Not a rule, and not to be switched off."""


@record
class Outcome:
    """What a run found. ``crashed`` names rules that broke down: the run is then not complete."""

    diagnostics: list[Diagnostic] = field(default_factory=list)
    not_checked: list[NotChecked] = field(default_factory=list)
    crashed: list[str] = field(default_factory=list)

    @property
    def complete(self) -> bool:
        """False if a rule broke down: then the run must not pass as clean."""
        return not self.crashed


def run(ruleset: RuleSet, settings: Settings, document: Document, forms: list[Form]) -> Outcome:
    """All rules over the forms of one file, except those that compare files (`run_corpus`).

    Never raises for what is in the forms; raises `SettingsError` if the settings are wrong.
    Findings are ordered by form, place and code.
    """
    program = ruleset.program(settings)
    work = _Run(program, document)
    for form in forms:
        work.form(form)
    work.filed(Filed(document, forms))
    return work.outcome(forms)


def run_failure(ruleset: RuleSet, settings: Settings, failure: Failure) -> Outcome:
    """What is to be said of a file that could not be read (``each: file``)."""
    work = _Run(ruleset.program(settings), Document(failure.path, "", []))
    for item in work.program.by_each.get("file", ()):
        for hit in work.hits(item, failure):
            work.found(item, hit, failure, None)
    return work.outcome([])


def run_waivers(
    ruleset: RuleSet, settings: Settings, path: str, waivers: Iterable[Judged]
) -> Outcome:
    """What is to be said of the waivers written in the file ``path`` (``each: waiver``)."""
    work = _Run(ruleset.program(settings), Document(path, "", []))
    rules = work.program.by_each.get("waiver", ())
    for judged in waivers:
        for item in rules:
            for hit in work.hits(item, judged):
                work.found(item, hit, judged, None)
    return work.outcome([])


def run_corpus(files: Sequence[tuple[Program, Document, list[Form]]]) -> list[Outcome]:
    """The rules that compare files and forms with each other (``each: corpus``): what they find in
    each file. They look at all files, and speak of a file as its own program has it: there they
    run with those parameters and that severity, or not at all."""
    corpus = Corpus([Filed(document, forms) for _, document, forms in files])
    works = [_Run(program, document) for program, document, _ in files]
    by_path = {filed.document.path: number for number, filed in enumerate(corpus.files)}
    for asking in _same_question(works):
        first = next(iter(asking))
        for hit in first.hits(asking[first], corpus):
            number = by_path.get(hit.file or "")
            work = first if number is None else works[number]
            if work in asking:
                forms = corpus.files[number].forms if number is not None else []
                work.found(asking[work], hit, corpus, _form(forms, hit.form))
    return [work.outcome(filed.forms) for work, filed in zip(works, corpus.files, strict=True)]


def _same_question(works: Iterable[_Run]) -> list[dict[_Run, Compiled]]:
    """The rules that compare files, each with the files that ask it with the same parameters, so
    that it runs once for all of them."""
    asked: list[dict[_Run, Compiled]] = []
    for work in works:
        for item in work.program.by_each.get("corpus", ()):
            for others in asked:
                known = next(iter(others.values()))
                if known.rule == item.rule and known.options == item.options:
                    others[work] = item
                    break
            else:
                asked.append({work: item})
    return asked


class _Run:
    """The work on one file."""

    def __init__(self, program: Program, document: Document) -> None:
        self.program = program
        self.document = document
        vocabulary = program.vocabulary
        self.context = Context(vocabulary, document, None, Profile(""), program.settings.language)
        self.current: Form | None = None
        self.said = 0
        """How much the rules have said so far: findings, what they could not check, crashes."""
        self.diagnostics: list[Diagnostic] = []
        self.not_checked: dict[NotChecked, None] = {}
        self.crashed: dict[tuple[str, int | None], None] = {}

    def form(self, form: Form) -> None:
        program, context = self.program, self.context
        self.current = context.form = form
        context.profile = program.vocabulary.profile(form.profile)
        by_each = program.by_each
        lookup = program.lookup
        profile = form.profile
        parse_targets(form.indicators)
        self._nodes("form", (form,), profile)
        if form.funds:
            self._nodes("funds", (form,), profile)
        if "field" in by_each:
            for place in places(form):
                self._visit(lookup("field", (profile, place.part)), place)
        for each, part, fields in (
            ("header", "header", form.header),
            ("goal", "goals", form.goals),
        ):
            if each in by_each:
                rules = lookup(each, (profile, part))
                for key, field in fields.items() if rules else ():
                    self._visit(rules, Place(part, key, field))
        if "group" in by_each:
            for group in groups(form, program.vocabulary):
                self._visit(lookup("group", (profile, group.level1, group.level2)), group)
        if "indicator" in by_each:
            for row in form.indicators:
                reads = wording(row, profile)
                known = program.seen.rules(reads)
                if known is None:
                    self._first_look(row, profile, reads)
                else:
                    self._visit(known, row)

    def _first_look(self, row: Indicator, profile: str, reads: Wording) -> None:
        """All rules over an indicator the like of which has not been seen yet."""
        vocabulary, parsed = self.program.vocabulary, row.parsed
        key = (
            profile,
            vocabulary.level(row.level1.text),
            vocabulary.level(row.level2.text),
            vocabulary.kind(row.name.text or ""),
            "blank" if parsed is None else parsed.kind,
            unit_kind(parsed),
        )
        speaking = []
        for item in self.program.lookup("indicator", key):
            before = self.said
            self._visit((item,), row)
            if self.said != before or not item.by_text:
                speaking.append(item)
        self.program.seen.remember(reads, speaking)

    def filed(self, filed: Filed) -> None:
        self.current = self.context.form = None
        for item in self.program.by_each.get("document", ()):
            for hit in self.hits(item, filed):
                self.found(item, hit, filed, _form(filed.forms, hit.form))

    def _nodes(self, each: str, nodes: Iterable[Any], profile: str) -> None:
        rules = self.program.lookup(each, (profile,))
        if rules:
            for node in nodes:
                self._visit(rules, node)

    def _visit(self, rules: tuple[Compiled, ...], node: Any) -> None:
        context, form = self.context, self.current
        for item in rules:
            try:
                for hit in item.run(node, context):
                    self.said += 1
                    if isinstance(hit, Hit):
                        self._keep(item, dress(item, hit, node, form, context))
                    else:
                        self._unchecked(item, hit)
            except Exception as error:  # a broken rule must not take the others with it
                self._crash(item, error)

    def hits(self, item: Compiled, node: Any) -> Iterator[Hit]:
        """The hits of a rule on a node, with all that may go wrong taken care of."""
        try:
            for hit in item.run(node, self.context):
                if isinstance(hit, Hit):
                    yield hit
                else:
                    self._unchecked(item, hit)
        except Exception as error:
            self._crash(item, error)

    def found(self, item: Compiled, hit: Hit, node: Any, form: Form | None) -> None:
        try:
            self._keep(item, dress(item, hit, node, form, self.context))
        except Exception as error:
            self._crash(item, error)

    def _keep(self, item: Compiled, diagnostic: Diagnostic) -> None:
        if not item.floor or RANK[diagnostic.severity] >= item.floor:
            self.diagnostics.append(diagnostic)

    def _unchecked(self, item: Compiled, what: Unchecked) -> None:
        number = self.current.index if self.current is not None else None
        key = NotChecked(self.document.path, number, item.rule.code, what.because)
        self.not_checked[key] = None

    def _crash(self, item: Compiled, error: Exception) -> None:
        self.said += 1
        form = self.current
        key = (item.rule.code, form.index if form is not None else None)
        if key in self.crashed:
            return
        self.crashed[key] = None
        code, name = item.rule.code, item.rule.name
        shown = f"{type(error).__name__}: {error}"[:200]
        if self.context.language == "en":
            message = f"Rule {code} ({name}) broke down and was not applied: {shown}"
        else:
            message = f"规则 {code}（{name}）运行出错，未能检查完：{shown}。请向规则的作者反馈"
        self.diagnostics.append(
            Diagnostic(
                code=CRASHED,
                name="rule-crashed",
                severity="error",
                origin="unclear",
                message=message,
                file=self.document.path,
                form=key[1],
                project=form.project if form is not None else "",
                field=code,
                location=form.location if form is not None else None,
            )
        )

    def outcome(self, forms: list[Form]) -> Outcome:
        """Everything found so far, in order and with fingerprints."""
        found = fingerprinted(ordered(self.diagnostics), forms, self.program.settings.root)
        codes = dict.fromkeys(code for code, _ in self.crashed)
        return Outcome(found, list(self.not_checked), list(codes))


def unit_kind(parsed: Target | None) -> str:
    """The kind of the unit of a single value: '' for none, ``-`` where there is no number."""
    only = parsed.single if parsed is not None else None
    if isinstance(only, Comparison):
        unit = only.quantity.unit
    elif isinstance(only, Range):
        unit = only.high.unit or only.low.unit
    elif isinstance(only, Duration):
        return "time"
    else:
        return "-"
    return unit.kind if unit is not None else ""


def _form(forms: list[Form], index: int | None) -> Form | None:
    return next((form for form in forms if form.index == index), None)


_parser: Callable[[str], Target] | None = None


def _parse(text: str) -> Target:
    global _parser
    if _parser is None:
        from pmlint.target import parse

        _parser = parse
    return _parser(text)


def parse_targets(rows: Iterable[Indicator]) -> None:
    """Parses the targets of rows that have not been parsed yet."""
    for row in rows:
        if row.parsed is None and row.target.text:
            row.parsed = _parse(row.target.text)
