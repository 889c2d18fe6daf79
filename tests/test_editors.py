"""The patterns of the editors' set-ups against what pmlint really prints."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from pmlint import __version__
from pmlint.cli import run

ROOT = Path(__file__).parent.parent
FORM = ROOT / "examples/forms/library-bus.txt"


@pytest.fixture
def lines(capfd: pytest.CaptureFixture[str]) -> list[str]:
    """What the concise format prints in English."""
    options = ["-f", "concise", "--lang", "en", "--no-config"]
    assert run(["check", *options, str(FORM)]) == 1
    return capfd.readouterr().out.splitlines()


@pytest.fixture
def task() -> dict[str, Any]:
    """The task for VS Code."""
    text = ROOT.joinpath("editors/vscode/tasks.json").read_text(encoding="utf-8")
    (task,) = json.loads(re.sub(r"^\s*//.*$", "", text, flags=re.MULTILINE))["tasks"]
    made: dict[str, Any] = task
    return made


def test_vs_code(lines: list[str], task: dict[str, Any]) -> None:
    pattern = task["problemMatcher"]["pattern"]
    for line in lines:
        found = re.match(pattern["regexp"], line)
        assert found, line
        assert int(found[pattern["line"]]) > 1
        assert found[pattern["severity"]] in ("error", "warning", "info")
    assert task["args"][:5] == ["check", "--format", "concise", "--lang", "en"]


def test_vs_code_takes_no_path_from_the_terminal(task: dict[str, Any]) -> None:
    """Which breaks long lines, with a blank before a wide character: such a file does not exist."""
    matcher = task["problemMatcher"]
    assert matcher["fileLocation"] == ["relative", "${file}"]  # joined to what the pattern finds
    regexp, file = matcher["pattern"]["regexp"], matcher["pattern"]["file"]
    broken = "绩效目标/附 件2.1：图书车.txt:9:31: PM102 funds-annual-mismatch error The sum"
    found = re.match(regexp, broken)
    assert found
    assert found[file] == "."
    waived = "绩效目标/pmlint-waivers.yaml:9:3: PM902 waiver-unused warning The waiver is idle"
    assert not re.match(regexp, waived)  # stands in another file than the task's


def test_vs_code_extension() -> None:
    folder = ROOT / "editors/vscode"
    package = json.loads(folder.joinpath("package.json").read_text(encoding="utf-8"))
    assert package["version"] == __version__
    code = folder.joinpath(package["main"]).read_text(encoding="utf-8")
    properties = package["contributes"]["configuration"]["properties"]
    used = set(re.findall(r'settings\.get\("(\w+)"\)', code))
    assert {f"pmlint.{name}" for name in used} == set(properties)
    for event in package["activationEvents"]:
        assert f'"{event.removeprefix("onLanguage:")}"' in code


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


EGLOT = """
(defun eglot-uri-to-path (uri) (url-unhex-string uri))  ; as in Emacs 30.1
(defvar eglot-server-programs nil)
(provide 'eglot)
"""
ASKED = """
(require 'url-util)
(princ (mapcar (lambda (uri) (equal (eglot-uri-to-path uri) "/绩效目标/a.txt"))
               '("/%E7%BB%A9%E6%95%88%E7%9B%AE%E6%A0%87/a.txt" "/绩效目标/a.txt")))
"""


@pytest.mark.skipif(shutil.which("emacs") is None, reason="needs Emacs")
def test_emacs_finds_chinese_paths(tmp_path: Path) -> None:
    tmp_path.joinpath("eglot.el").write_text(EGLOT, encoding="utf-8")
    tmp_path.joinpath("asked.el").write_text(ASKED, encoding="utf-8")
    command = ["emacs", "--batch", "-Q", "-L", str(tmp_path)]
    for file in (ROOT / "editors/emacs/pmlint.el", tmp_path / "eglot.el", tmp_path / "asked.el"):
        command += ["-l", str(file)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout == "(t t)"
