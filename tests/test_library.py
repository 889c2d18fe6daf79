"""The library as its users see it: the example runs, is typed, and so is all that it uses."""

from __future__ import annotations

import os
import runpy
import subprocess
import sys
from pathlib import Path

import pytest

import pmlint

ROOT = Path(__file__).parent.parent
EXAMPLE = ROOT / "examples/library.py"
FORMS = ROOT / "examples/forms"


def test_the_example_runs(capsys: pytest.CaptureFixture[str]) -> None:
    main = runpy.run_path(str(EXAMPLE))["main"]
    assert main([str(FORMS / "library-bus.txt"), str(FORMS / "clean.txt")]) == 1
    out = capsys.readouterr().out
    assert "PM304: 改为" in out
    assert "(safe)" in out
    assert "error: " in out
    assert main([str(FORMS / "clean.txt"), "missing.txt"]) == 2


def test_content_does_for_a_file() -> None:
    messages = runpy.run_path(str(EXAMPLE))["messages"]
    content = (FORMS / "library-bus.txt").read_bytes()
    found = messages(content, "上传.txt")
    assert any(line.startswith("上传.txt 第 24 行") for line in found)
    assert messages((FORMS / "clean.txt").read_bytes(), "上传.txt") == []


def test_the_example_is_typed(tmp_path: Path) -> None:
    """Under the strictest rules, from a folder that is not pmlint's own."""
    copy = tmp_path / "library.py"
    copy.write_text(EXAMPLE.read_text(encoding="utf-8"), encoding="utf-8")
    environment = {**os.environ, "MYPYPATH": str(ROOT)}
    command = [sys.executable, "-m", "mypy", "--strict", "--no-incremental", str(copy)]
    done = subprocess.run(
        command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_everything_that_is_offered_is_there() -> None:
    for name in pmlint.__all__:
        assert getattr(pmlint, name) is not None
    with pytest.raises(AttributeError, match="chekc"):
        pmlint.chekc  # noqa: B018
