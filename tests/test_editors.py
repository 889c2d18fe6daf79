"""The patterns of the editors' set-ups against what pmlint really prints."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from pmlint.cli import run

ROOT = Path(__file__).parent.parent
FORM = ROOT / "examples/forms/library-bus.txt"


@pytest.fixture
def lines(capfd: pytest.CaptureFixture[str]) -> list[str]:
    """What the concise format prints in English."""
    options = ["-f", "concise", "--lang", "en", "--no-config"]
    assert run(["check", *options, str(FORM)]) == 1
    return capfd.readouterr().out.splitlines()


def test_vs_code(lines: list[str]) -> None:
    text = ROOT.joinpath("editors/vscode/tasks.json").read_text(encoding="utf-8")
    (task,) = json.loads(re.sub(r"^\s*//.*$", "", text, flags=re.MULTILINE))["tasks"]
    pattern = task["problemMatcher"]["pattern"]
    for line in lines:
        found = re.match(pattern["regexp"], line)
        assert found, line
        assert found[pattern["file"]] == str(FORM)
        assert int(found[pattern["line"]]) > 1
        assert found[pattern["severity"]] in ("error", "warning", "info")
    assert task["args"][:5] == ["check", "--format", "concise", "--lang", "en"]


def test_emacs(lines: list[str]) -> None:
    text = ROOT.joinpath("editors/emacs/pmlint.el").read_text(encoding="utf-8")
    written = re.search(r'^ +"(\\\\`.*)"$', text, flags=re.MULTILINE)
    assert written
    pattern = written[1].replace("\\\\", "\\")
    for emacs, python in (("\\`", "\\A"), ("\\(", "\0"), ("\\)", "\1"), ("\\|", "|")):
        pattern = pattern.replace(emacs, python)
    pattern = pattern.replace("\0", "(").replace("\1", ")")
    for line in lines:
        found = re.match(pattern, line)
        assert found, line
        assert int(found[1]) > 1
