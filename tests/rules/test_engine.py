"""The engine: blame, crashes, order, fingerprints, look-up, rules between forms and files."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any, ClassVar

import pytest

import pmlint
from pmlint.checks.context import Corpus, Filed, Place, groups, places
from pmlint.model.diagnostic import Diagnostic, Hit, Unchecked
from pmlint.model.form import Form
from pmlint.model.location import CellLocation, PageLocation, TableLocation, TextLocation
from pmlint.rules import CRASHED, Outcome, Settings, load_rules, run, run_corpus
from pmlint.rules.loader import parse
from pmlint.rules.miniform import build
from pmlint.rules.order import fingerprinted, ordered, position
from pmlint.rules.ruleset import RuleSet

ALL = load_rules()
RULES = RuleSet({code: ALL.rules[code] for code in ("PM304", "PM701")}, ALL.checks)
BAD = {"二级指标": "服务对象满意度指标", "三级指标": "家长满意度", "指标值": "<=90%"}


class Probe:
    """A check that does what a test wants; it stands in for a plugin's."""

    NAME = "probe"
    EACH = ("corpus", "document", "form", "funds", "header", "goal", "field", "group", "indicator")
    OPTIONS: ClassVar[dict[str, Any]] = {"type": "object"}
    ARGUMENTS = ("word",)
    VARIANTS = ()

    def __init__(self, act: Any) -> None:
        self.act = act
        self.seen: list[Any] = []

    def compile(self, options: Any, vocabulary: Any) -> Any:  # noqa: ARG002
        def probe(node: Any, context: Any) -> Iterable[Hit | Unchecked]:
            self.seen.append(node)
            return self.act(node, context) or ()

        return probe


PROBE = """
code: TT001
name: probe
summary: 探针
severity: error
each: {each}
where: {where}
{more}
check: probe
message: 探到“{{text}}”{{word}}
why: 只用于测试
examples: [{{bad: {{}}}}, {{good: {{}}}}]
since: "0.1"
en: {{summary: probe, message: "probed “{{text}}”{{word}}"}}
"""


def probed(act: Any, each: str, where: str = "{}", more: str = "") -> tuple[RuleSet, Probe]:
    check = Probe(act)
    checks = {**RULES.checks, "probe": check}
    rule = parse(PROBE.format(each=each, where=where, more=more), "probe.yaml", checks)
    return RuleSet({"PM304": RULES.rules["PM304"], "TT001": rule}, checks), check


def outcome(rules: RuleSet, mini: dict[str, Any], **settings: Any) -> Outcome:
    document, forms = build(mini).files[0]
    return run(rules, Settings(**settings), document, forms)


def hit_first_target(form: Form, context: Any) -> Iterable[Hit]:  # noqa: ARG001
    return [Hit("indicators[0].target", form.indicators[0].target)]


def test_a_finding_carries_everything() -> None:
    found = outcome(RULES, BAD).diagnostics
    assert [d.code for d in found] == ["PM304"]
    only = found[0]
    assert (only.name, only.severity, only.origin) == ("satisfaction-direction", "error", "author")
    assert (only.text, only.context, only.span) == ("<=90%", "<=90%", (0, 5))
    assert (only.file, only.form, only.project) == ("例.txt", 1, "社区老年人健康服务")
    assert only.field.endswith(".target")
    assert "“<=90%”" in only.message
    assert [(f.safety, f.edits[0].old, f.edits[0].new) for f in only.fixes] == [
        ("safe", "<=90%", ">=90%")
    ]
    assert len(only.fingerprint) == 20


def test_messages_in_english() -> None:
    found = outcome(RULES, BAD, language="en").diagnostics[0]
    assert found.message.startswith("Satisfaction “<=90%”")
    assert found.fixes[0].title == "Change to “>=90%”"


@pytest.mark.parametrize(
    ("value", "origin", "severity"),
    [
        ({"值": "<=90%"}, "author", "error"),
        ({"值": "<=90%", "置信": 0.95}, "author", "error"),
        ({"值": "<=90%", "置信": 0.5}, "unclear", "info"),
        ({"值": "<=90%", "疑问": "cells-shifted"}, "unclear", "info"),
    ],
)
def test_doubt_lowers_to_info(value: Any, origin: str, severity: str) -> None:
    found = outcome(RULES, {**BAD, "指标值": value}, select=("PM304",)).diagnostics[0]
    assert (found.origin, found.severity) == (origin, severity)
    chosen = {"select": ("PM304",), "severity": {"PM304": "error"}}
    raised = outcome(RULES, {**BAD, "指标值": value}, **chosen)
    assert raised.diagnostics[0].severity == severity


def test_a_rule_about_places_is_soft_on_doubtful_rows() -> None:
    drifted = {**BAD, "二级指标": {"值": "服务对象满意度指标", "疑问": "label-drifted"}}

    def act(row: Any, context: Any) -> Iterable[Hit]:  # noqa: ARG001
        return [Hit("x", row.name)] if row.name.text == "家长满意度" else []

    for more, severity in (("", "error"), ("rests_on: [place]", "info")):
        rules, _ = probed(act, "indicator", more=more)
        found = [d for d in outcome(rules, drifted).diagnostics if d.code == "TT001"]
        assert [d.severity for d in found] == [severity]
        found = [d for d in outcome(rules, BAD).diagnostics if d.code == "TT001"]
        assert [d.severity for d in found] == ["error"]


def test_a_hit_can_only_soften() -> None:
    for wanted, got in (("info", "info"), ("error", "warning")):
        rules, _ = probed(lambda form, _, w=wanted: [Hit("title", form.title, severity=w)], "form")
        found = outcome(rules, {}, severity={"TT001": "warning"}).diagnostics
        assert [d.severity for d in found] == [got]


@pytest.mark.parametrize("lazily", [False, True])
def test_a_crash_is_a_finding_and_the_others_go_on(lazily: bool) -> None:
    def act(node: Any, context: Any) -> Any:  # noqa: ARG001
        if lazily:

            def generator() -> Any:
                yield Hit("title", node.title)
                raise RuntimeError("坏了")

            return generator()
        raise RuntimeError("坏了")

    rules, _ = probed(act, "form")
    result = outcome(rules, BAD)
    assert not result.complete
    assert result.crashed == ["TT001"]
    assert {d.code for d in result.diagnostics} >= {"PM304", CRASHED}
    crash = next(d for d in result.diagnostics if d.code == CRASHED)
    assert crash.severity == "error"
    assert "TT001" in crash.message
    assert "坏了" in crash.message


def test_a_crash_on_many_rows_is_told_once_a_form() -> None:
    rules, check = probed(lambda _row, _context: 1 / 0, "indicator")
    result = outcome(rules, {})
    assert len(check.seen) == 8
    assert [d.code for d in result.diagnostics] == [CRASHED]


def test_a_hit_that_makes_no_sense_is_a_crash_too() -> None:
    rules, _ = probed(lambda form, _: [Hit("title", form.title, arguments=None)], "form")  # type: ignore[arg-type]
    assert outcome(rules, {}).crashed == ["TT001"]


def test_what_could_not_be_checked_is_listed_once() -> None:
    rules, _ = probed(lambda _row, _context: [Unchecked("x", "blank")], "indicator")
    listed = outcome(rules, {}).not_checked
    assert [(n.form, n.code, n.because) for n in listed] == [(1, "TT001", "blank")]


@pytest.mark.parametrize(
    ("where", "names"),
    [
        ("{level2: 质量指标}", ["健康手册合格率"]),
        ("{level2: [质量指标, 时效指标]}", ["健康手册合格率", "健康讲座完成及时性"]),
        ("{level1: {not: [产出指标, 效益指标, 成本指标]}}", ["参加讲座老年人满意度"]),
        ("{kind: satisfaction}", ["参加讲座老年人满意度"]),
        ("{kind: rate, level1: 产出指标}", ["健康手册合格率"]),
        ("{unit: money}", ["健康讲座单场成本"]),
        ("{value: {not: [comparison]}}", ["健康讲座完成及时性"]),
        ("{profile: nowhere}", []),
    ],
)
def test_filters(where: str, names: list[str]) -> None:
    rules, check = probed(lambda _row, _context: (), "indicator", where)
    outcome(rules, {})
    assert [row.name.text for row in check.seen] == names


def test_levels_are_filtered_by_their_usual_name() -> None:
    rules, check = probed(lambda _row, _context: (), "indicator", "{level1: 产出指标}")
    row = {
        "一级指标": "项目完成指标",
        "二级指标": "质量 指标",
        "三级指标": "甲率",
        "指标值": "=1(%)",
    }
    outcome(rules, {"全部指标": [row]})
    assert len(check.seen) == 1


def test_fields_headers_goals_and_groups() -> None:
    rules, check = probed(lambda _place, _context: (), "field", "{part: [name, goals]}")
    outcome(rules, {})
    assert {place.part for place in check.seen} == {"name", "goals"}
    assert len(check.seen) == 10
    for each, count in (("header", 7), ("goal", 2), ("group", 7), ("form", 1), ("funds", 1)):
        rules, check = probed(lambda _node, _context: (), each)
        outcome(rules, {})
        assert len(check.seen) == count, each


def test_places_agree_with_the_forms_own_fields() -> None:
    document, forms = build({**BAD, "权重": "10", "指标解释": "见通知"}).files[0]
    assert document.path
    assert [(p.path, p.field) for p in places(forms[0])] == list(forms[0].fields())
    assert Place("header", "unit", forms[0].header["unit"]).path == "header.unit"
    sizes = [len(g.indicators) for g in groups(forms[0], RULES.vocabulary)]
    assert sum(sizes) == len(forms[0].indicators)


def test_rules_between_forms() -> None:
    def act(filed: Filed, context: Any) -> Iterable[Hit]:  # noqa: ARG001
        return [Hit("title", form.title, form=form.index) for form in filed.forms[1:]]

    rules, _ = probed(act, "document")
    found = outcome(rules, {"表": [{"项目名称": "甲"}, {"项目名称": "乙"}]}).diagnostics
    assert [(d.form, d.project) for d in found] == [(2, "乙")]


def test_rules_between_files() -> None:
    def act(corpus: Corpus, context: Any) -> Iterable[Hit]:  # noqa: ARG001
        last = corpus.files[-1]
        form = last.forms[0]
        return [Hit("title", form.title, form=form.index, file=last.document.path)]

    rules, _ = probed(act, "corpus")
    files = build({"文件": [{"项目名称": "甲"}, {"项目名称": "乙"}]}).files
    for document, forms in files:
        assert run(rules, Settings(), document, forms).diagnostics == []
    program = rules.program(Settings())
    by_file = run_corpus([(program, *filed) for filed in files])
    assert [len(outcome.diagnostics) for outcome in by_file] == [0, 1]
    assert by_file[1].diagnostics[0].project == "乙"
    assert run_corpus([]) == []


def test_order_is_by_form_place_and_code() -> None:
    found = outcome(
        RULES, {"表": [{**BAD, "实施单位": ""}, {**BAD, "计划开始日期": ""}]}
    ).diagnostics
    assert [(d.form, d.code) for d in found] == [
        (1, "PM701"),
        (1, "PM304"),
        (2, "PM701"),
        (2, "PM304"),
    ]
    assert ordered(reversed(found)) == found


def test_places_of_every_kind_can_be_ordered() -> None:
    for first, second in (
        (TextLocation(2, 9, 2, 10), TextLocation(10, 1, 10, 2)),
        (CellLocation("甲", "B9"), CellLocation("甲", "A10")),
        (CellLocation("甲", "Z9"), CellLocation("甲", "AA9")),
        (TableLocation(1, 9, 2), TableLocation(2, 1, 1)),
        (PageLocation(1, (0, 500, 1, 1)), PageLocation(2, (0, 5, 1, 1))),
    ):
        assert position(first) < position(second)
    assert position(None) <= position(TextLocation(1, 1, 1, 1))


def test_fingerprints_survive_moved_lines_and_rows() -> None:
    def prints(mini: dict[str, Any], move: int = 0) -> list[str]:
        document, forms = build(mini).files[0]
        only = Settings(select=("PM304",))
        result: list[Diagnostic] = run(RULES, only, document, forms).diagnostics
        if move:
            moved = [
                replace(d, location=TextLocation(move, 1, move, 2), fingerprint="") for d in result
            ]
            result = fingerprinted(moved, forms)
        return [d.fingerprint for d in result]

    plain = prints(BAD)
    assert plain == prints(BAD, move=500)
    other_row = {"指标": [{"三级指标": "讲座场次", "指标值": "=5(场)"}, BAD]}
    assert plain == prints(other_row)
    assert plain != prints({**BAD, "三级指标": "学员满意度"})
    twice = prints({"指标": [BAD, BAD]})
    assert twice[0] == plain[0]
    assert len(set(twice)) == 2


def test_fingerprints_are_relative_to_the_root() -> None:
    document, forms = build(BAD).files[0]
    found = run(RULES, Settings(), document, forms).diagnostics
    here = [replace(d, file="甲/表.txt") for d in found]
    there = [replace(d, file="/home/乙/甲/表.txt") for d in found]
    windows = [replace(d, file="甲\\表.txt") for d in found]
    first = fingerprinted(here, forms)[0].fingerprint
    assert first == fingerprinted(there, forms, "/home/乙")[0].fingerprint
    assert first == fingerprinted(windows, forms)[0].fingerprint
    assert first != fingerprinted(there, forms)[0].fingerprint


def test_no_fix_where_the_text_stands_in_several_cells() -> None:
    document, forms = build(BAD).files[0]
    row = next(r for r in forms[0].indicators if r.name.text == "家长满意度")
    piece = row.target.pieces[0]
    halves = (replace(piece, length=2), replace(piece, start=2, length=3, offset=2))
    row.target = replace(row.target, pieces=halves)
    assert run(RULES, Settings(), document, forms).diagnostics[0].fixes == ()


def test_a_corrected_reading_is_not_edited() -> None:
    document, forms = build(BAD).files[0]
    row = next(r for r in forms[0].indicators if r.name.text == "家长满意度")
    row.target = replace(row.target, printed="<=9O%")
    assert run(RULES, Settings(), document, forms).diagnostics[0].fixes == ()


def test_the_minimal_preset_reports_errors_only() -> None:
    example = Path(__file__).parents[2] / "examples" / "forms" / "village-road.md"
    every = list(pmlint.check(example).diagnostics())
    least = list(pmlint.check(example, pmlint.Settings(preset="minimal")).diagnostics())
    assert {d.severity for d in every} > {"error"}
    assert [d.fingerprint for d in least] == [d.fingerprint for d in every if d.severity == "error"]
