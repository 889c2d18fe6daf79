"""What the engine and the checks remember of texts must never show in what they find."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pmlint.checks.clean import Clean
from pmlint.model.diagnostic import Hit
from pmlint.model.form import Form
from pmlint.model.grid import Document
from pmlint.rules import Settings, load_rules, run
from pmlint.rules.examples import all_examples
from pmlint.rules.miniform import build
from pmlint.rules.ruleset import RuleSet
from pmlint.rules.seen import Seen, wording

RULES = load_rules()
EVERYTHING = Settings(select=("all",))


def cases() -> list[tuple[Document, list[Form]]]:
    minis = [e.form for _, e in all_examples(RULES) if "文本" not in e.form]
    return [file for mini in minis for file in build(mini).files]


def found(rules: RuleSet, files: Iterable[tuple[Document, list[Form]]]) -> list[Any]:
    return [
        (outcome.diagnostics, outcome.not_checked)
        for outcome in (run(rules, EVERYTHING, *file) for file in files)
    ]


def test_it_makes_no_difference_what_was_checked_before() -> None:
    files = cases()
    assert len(files) > 100
    rules = RuleSet(RULES.rules, RULES.checks)
    forward = found(rules, files)
    assert forward == found(rules, files)
    other = RuleSet(RULES.rules, RULES.checks)
    assert forward == found(other, files[::-1])[::-1]
    alone = RuleSet(RULES.rules, RULES.checks)
    assert forward[-1:] == found(alone, files[-1:])


def test_a_row_is_known_by_all_that_it_says() -> None:
    ((_, [form]),) = build({}).files
    row = form.indicators[0]
    same = wording(row, "shanghai-2024")
    assert same == wording(row, "shanghai-2024")
    assert same != wording(row, "sichuan")
    name = {"三级指标": "别的数"}
    known = [{}, name, {**name, "指标值": "≥1(个)"}, {**name, "计分标准": "按实际完成"}]
    said = []
    for mini in known:
        ((_, [other]),) = build(mini).files
        said.append([wording(one, "shanghai-2024") for one in other.indicators])
    assert len({tuple(rows) for rows in said}) == len(known)


def test_memories_are_bounded() -> None:
    clean = Clean()
    clean.note("长" * 10_000)
    assert not clean
    for number in range(50_000):
        clean.note(str(number))
    assert "49999" in clean
    assert len(clean) <= 20_000
    seen = Seen()
    seen.remember(("长" * 10_000,), ())
    assert seen.rules(("长" * 10_000,)) is None
    seen.remember(("短", None), ())
    assert seen.rules(("短", None)) == ()


def test_a_check_without_the_promise_is_asked_every_time() -> None:
    asked = []

    class Check:
        NAME, EACH, OPTIONS = "probe", ("indicator",), {"type": "object"}
        ARGUMENTS = VARIANTS = ()
        BY_TEXT = False

        def compile(self, options: Any, vocabulary: Any) -> Any:  # noqa: ARG002
            def probe(row: Any, context: Any) -> Iterable[Hit]:  # noqa: ARG001
                asked.append(row.name.text)
                return ()

            return probe

    from dataclasses import replace

    rule = replace(RULES.rules["PM006"], check="probe", where={}, options={})
    for promise, times in ((False, 2), (True, 1)):
        asked.clear()
        Check.BY_TEXT = promise
        rules = RuleSet({"PM006": rule}, {"probe": Check()})
        ((document, forms),) = build({}).files
        run(rules, EVERYTHING, document, forms)
        once = len(asked)
        run(rules, EVERYTHING, document, forms)
        assert once
        assert len(asked) == times * once
