"""Waivers: they follow their findings, cover nothing else, and say when they are idle."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmlint.model.report import Report
from pmlint.model.waiver import Waiver
from pmlint.pipeline import Pipeline, Source
from pmlint.rules.settings import Settings
from pmlint.waivers import comments

FORM = (Path(__file__).parents[1] / "cli" / "form.txt").read_text(encoding="utf-8")
SETTINGS = Settings(select=("PM304", "PM302", "PM901", "PM902", "PM903"), root=str(Path.cwd()))
PIPELINE = Pipeline(SETTINGS)
TODAY = "2026-01-01"


def check(text: str, *waivers: Waiver, name: str = "a.txt", **changes: object) -> Report:
    pipeline = replace(PIPELINE, waivers=waivers, today=TODAY, **changes)  # type: ignore[arg-type]
    return pipeline.run([Source(name, text.encode())])


def codes(report: Report, *, waived: bool = False) -> list[str]:
    found = report.diagnostics(waived=True)
    return sorted(d.code for d in found if (d.waived is not None) is waived)


def baseline(text: str) -> tuple[Waiver, ...]:
    return tuple(
        Waiver(d.code, "存量", file=d.file, fingerprint=d.fingerprint, source="w.yaml")
        for d in check(text).diagnostics()
    )


MORE = (
    FORM
    + "			职工满意度	<=80%\n			职工满意度	<=80%\n			家长满意度	<=70(%)\n"
)
LINES = MORE.splitlines(keepends=True)
ROWS = slice(18, 22)
KNOWN = baseline(MORE)


def test_there_is_something_to_waive() -> None:
    assert [w.rule for w in KNOWN].count("PM304") == 4
    assert len({w.fingerprint for w in KNOWN}) == len(KNOWN)
    report = check(MORE, *KNOWN)
    assert codes(report) == []
    assert len(codes(report, waived=True)) == len(KNOWN)
    assert report.exit_code("info") == 0
    assert report.summary()["waived"] == len(KNOWN)
    assert report.summary()["files"] == 1


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 5), st.randoms(use_true_random=False))
def test_waivers_follow_moved_lines_and_rows(above: int, order: random.Random) -> None:
    """Lines above, blank lines between, and rows in another order: the same findings, all waived.
    The first row carries the group's labels and stays."""
    rows = LINES[ROWS][1:]
    order.shuffle(rows)
    moved = ["附件\n"] * above + LINES[:19] + rows
    report = check("".join(moved), *KNOWN)
    assert codes(report) == []
    assert len(codes(report, waived=True)) == len(KNOWN)


def test_waivers_do_not_follow_to_other_findings() -> None:
    other = MORE.replace("家长满意度", "社区满意度")
    report = check(other, *KNOWN)
    assert "PM304" in codes(report)
    assert codes(report).count("PM902") >= 1
    assert report.exit_code() == 1
    elsewhere = check(MORE, *KNOWN, name="b.txt")
    assert codes(elsewhere, waived=True) == []
    third = check(MORE.replace("<=70(%)", "<=60(%)"), *KNOWN)
    assert codes(third).count("PM304") == 1


def test_the_same_finding_a_third_time_is_new() -> None:
    again = MORE + "			职工满意度	<=80%\n"
    assert codes(check(again, *KNOWN)).count("PM304") == 1


ONE = "流动图书车运行经费"


@pytest.mark.parametrize(
    ("waiver", "covers"),
    [
        (Waiver("PM304", "x", file="a.txt"), True),
        (Waiver("satisfaction-direction", "x", file="*.txt"), True),
        (Waiver("PM3", "x", file="a.txt", project=ONE), True),
        (Waiver("target", "x", file="a.txt", field="indicators.target"), True),
        (Waiver("target", "x", file="a.txt", field="indicators.*"), True),
        (Waiver("PM304", "x", file="a.txt", field="funds.*"), False),
        (Waiver("PM304", "x", file="a.txt", project="另一个项目"), False),
        (Waiver("PM304", "x", file="b.txt"), False),
        (Waiver("PM304", "x", file="a.txt", fingerprint="0" * 20), False),
        (Waiver("PM304", "x", file="a.txt", expires="2025-12-31"), False),
        (Waiver("PM304", "x", file="a.txt", expires=TODAY), True),
        (Waiver("PM999", "x", file="a.txt"), False),
        (Waiver("PM302", "x", file="a.txt"), False),
    ],
)
def test_every_criterion_counts(waiver: Waiver, covers: bool) -> None:
    report = check(FORM, waiver)
    assert ("PM304" in codes(report, waived=True)) is covers
    assert ("PM304" in codes(report)) is not covers


def test_nothing_expires_without_a_date() -> None:
    late = Waiver("PM304", "x", file="a.txt", expires="1999-01-01")
    report = replace(PIPELINE, waivers=(late,)).run([Source("a.txt", FORM.encode())])
    assert "PM304" in codes(report, waived=True)


def test_what_was_not_looked_at_is_not_called_unused() -> None:
    idle = Waiver("PM304", "x", file="a.txt")
    good = FORM.replace("<=90%", "≥90%")
    assert codes(check(good, idle)) == ["PM902"]
    assert codes(check(good, replace(idle, file="*"))) == []
    assert codes(check(good, idle, name="b.txt")) == []
    only = replace(SETTINGS, select=("PM302", "PM902"))
    assert codes(check(good, idle, settings=only)) == []
    assert codes(check("", idle)) == ["PM001"]
    corpus = Waiver("PM801", "x", file="a.txt")
    everything = replace(SETTINGS, select=("PM801", "PM902"))
    assert codes(check(good, corpus, settings=everything)) == []


def test_a_file_that_was_not_checked_cannot_be_waived_away() -> None:
    for rule in ("PM001", "PM002", "PM0", "all"):
        report = check("无表", Waiver(rule, "x", file="a.txt"))
        assert report.exit_code(None) == 2
        assert not codes(report, waived=True)


def test_waivers_of_waivers_do_nothing() -> None:
    reasonless = Waiver("PM304", file="a.txt", source="w.yaml")
    report = check(FORM, reasonless, Waiver("PM901", "x", file="w.yaml"))
    assert "PM901" in codes(report)
    assert [d.waived for d in report.diagnostics(waived=True) if d.code == "PM304"] == ["未写理由"]


def test_the_findings_about_the_list_are_in_a_place_of_their_own() -> None:
    report = check(FORM, Waiver("PM304", file="a.txt", source="w.yaml"))
    assert [checked.path for checked in report.files] == ["a.txt", "w.yaml"]
    assert report.files[1].aside
    assert report.summary()["files"] == 1
    (found,) = report.files[1].diagnostics
    assert found.fingerprint


def comment_targets(text: str, name: str = "a.txt") -> list[tuple[str, int | None, int | None]]:
    outcome = Pipeline().check(Source(name, text.encode()))
    assert outcome.document is not None
    return [(w.rule, w.form, w.line) for w in comments(outcome.document, outcome.forms)]


def test_what_a_comment_speaks_for() -> None:
    between = "\n<!-- pmlint: ignore PM2,PM3 b -->\n\n// pmlint：忽略 PM4 丙\n"
    two = f"# pmlint: 忽略 PM1 甲\n说明\n{FORM}{between}{FORM}"
    assert comment_targets(two) == [
        ("PM1", 1, None),
        ("PM2", 2, None),
        ("PM3", 2, None),
        ("PM4", 2, None),
    ]
    lines = FORM.splitlines()
    lines[18:18] = ["# pmlint: 忽略 PM304 甲", "", "# pmlint: 忽略 PM302 乙"]
    assert comment_targets("\n".join(lines)) == [("PM304", None, 22), ("PM302", None, 22)]
    assert comment_targets(FORM + "# pmlint: 忽略 PM304 甲\n") == [("PM304", None, None)]


@pytest.mark.parametrize("number", range(1, 20))
@pytest.mark.parametrize("name", ["a.txt", "a.md"])
def test_a_comment_on_any_line_changes_nothing_else(number: int, name: str) -> None:
    lines = FORM.splitlines()
    plain = Pipeline(Settings(select=("all",))).check(Source(name, FORM.encode())).checked
    lines.insert(number - 1, "# pmlint: 忽略 PM601 例")
    text = "\n".join(lines) + "\n"
    noted = Pipeline(Settings(select=("all",), ignore=("PM902",))).check(
        Source(name, text.encode())
    )
    assert [(d.code, d.field, d.text, d.fingerprint) for d in noted.checked.diagnostics] == [
        (d.code, d.field, d.text, d.fingerprint) for d in plain.diagnostics
    ]


@settings(deadline=None)
@given(
    st.text(
        st.sampled_from('# pmlint:：忽略ignore PM304,、(（至until2026-01-01)）<!-->\t"/'),
        max_size=60,
    )
)
def test_no_comment_breaks_anything(text: str) -> None:
    outcome = PIPELINE.check(Source("a.txt", f"# pmlint:{text}\n{FORM}{text}\n".encode()))
    assert outcome.checked.form_count == 1


def test_many_comments_take_no_longer_than_many_lines() -> None:
    import time

    def seconds(count: int) -> float:
        text = ("# pmlint: 忽略 PM304 " + "至 " * 50 + "\n") * count + FORM
        begin = time.process_time()
        PIPELINE.check(Source("a.txt", text.encode()))
        return time.process_time() - begin

    seconds(100)
    assert seconds(8000) < 8 * max(seconds(2000), 0.05)
