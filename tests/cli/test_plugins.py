"""Plugins through the command: a format, a check with its rule, and ones that break."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from pmlint.__main__ import main

FORM = Path(__file__).parent / "form.txt"
PLUGIN = """
from pathlib import Path
from types import SimpleNamespace
from pmlint.model.diagnostic import Hit
from pmlint.plugins import hookimpl


class Count:
    name = "count"

    def render(self, report, options):
        yield f"{sum(1 for _ in report.diagnostics())} findings\\n"


def compile(options, vocabulary):
    def run(node, context):
        if options["explode"]:
            raise ZeroDivisionError("boom")
        yield Hit("title", node.title)
    return run


check = SimpleNamespace(
    NAME="titled", EACH=("form",), ARGUMENTS=(), VARIANTS=(), compile=compile,
    OPTIONS={"type": "object", "properties": {"explode": {"type": "boolean"}}},
)


@hookimpl
def pmlint_reporters():
    return [Count()]


@hookimpl
def pmlint_checks():
    return [check]


@hookimpl
def pmlint_rules():
    return [Path(__file__).with_name("own")]
"""
RULE = """
code: XY001
name: titled
summary: 示例
severity: warning
each: form
check: titled
with: {explode: %s}
message: 示例
why: 示例
examples:
- bad: {标题: "⟦甲⟧"}
- good: {标题: 乙}
since: "0.1"
en: {summary: example, message: example}
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    name = f"plugin_{tmp_path.name}".replace("-", "_")
    (tmp_path / f"{name}.py").write_text(PLUGIN, encoding="utf-8")
    (tmp_path / "own").mkdir()
    shutil.copy(FORM, tmp_path / "a.txt")
    return tmp_path / f"{name}.py"


def run(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], *arguments: str
) -> tuple[int, str, str]:
    monkeypatch.setattr(sys, "argv", ["pmlint", *arguments])
    code = main()
    return code, *capfd.readouterr()


def test_a_format_and_a_rule_of_ones_own(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    (folder.parent / "own" / "XY001.yaml").write_text(RULE % "false", encoding="utf-8")
    shared = ("check", "--plugin", folder.stem, "--select", "XY001,PM304", "a.txt")
    code, out, err = run(monkeypatch, capfd, *shared)
    assert (code, err) == (1, "")
    assert [line.split()[1] for line in out.splitlines()] == ["XY001", "PM304"]
    code, out, err = run(monkeypatch, capfd, *shared, "-f", "count")
    assert (code, out, err) == (1, "2 findings\n", "")


@pytest.mark.parametrize("form", ["concise", "json", "html=a.html", "count"])
def test_a_rule_that_breaks_down_is_exit_2_and_the_others_go_on(
    form: str, folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    (folder.parent / "own" / "XY001.yaml").write_text(RULE % "true", encoding="utf-8")
    shared = ("check", "--plugin", folder.stem, "--select", "XY001,PM304", "--fail-on", "never")
    code, out, err = run(monkeypatch, capfd, *shared, "-f", form, "a.txt")
    assert code == 2
    assert "Traceback" not in err
    if form == "concise":
        assert [line.split()[1] for line in out.splitlines()] == ["PM900", "PM304"]
        assert "XY001" in out.splitlines()[0]
    else:
        assert "XY001" in err


def test_a_broken_rule_file_stops_the_run_with_its_place(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    broken = (RULE % "false").replace("severity: warning", "severity: wrong")
    (folder.parent / "own" / "XY001.yaml").write_text(broken, encoding="utf-8")
    code, out, err = run(monkeypatch, capfd, "check", "--plugin", folder.stem, "a.txt")
    assert (code, out) == (2, "")
    assert "XY001.yaml:5:" in err
    assert "wrong" in err


def test_a_plugin_that_does_not_load_stops_the_run(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    folder.write_text("raise RuntimeError('no')", encoding="utf-8")
    code, out, err = run(monkeypatch, capfd, "check", "--plugin", folder.stem, "a.txt")
    assert (code, out) == (2, "")
    assert "RuntimeError: no" in err
    assert "Traceback" not in err
