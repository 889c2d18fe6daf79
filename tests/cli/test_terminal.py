"""What a person at a terminal sees: the full text in colour, tables, a progress bar."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pty = pytest.importorskip("pty", reason="no terminals to pretend here")

FORM = Path(__file__).parent / "form.txt"
CODES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


def at_terminal(folder: Path, *arguments: str, **environment: str) -> tuple[int, str]:
    """(exit code, what the terminal got) of the command with both outputs on a terminal."""
    keyboard, screen = pty.openpty()
    clean = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "GITHUB_ACTIONS", "CI")}
    process = subprocess.Popen(
        [sys.executable, "-m", "pmlint", *arguments],
        cwd=folder,
        stdin=screen,
        stdout=screen,
        stderr=screen,
        env=clean | {"TERM": "xterm-256color", "COLUMNS": "100"} | environment,
    )
    os.close(screen)
    seen = b""
    while True:
        try:
            piece = os.read(keyboard, 65536)
        except OSError:  # Linux says so when the other end is closed
            break
        if not piece:
            break
        seen += piece
    os.close(keyboard)
    return process.wait(timeout=60), seen.decode("utf-8").replace("\r\n", "\n")


def test_the_full_text_in_colour(tmp_path: Path) -> None:
    shutil.copy(FORM, tmp_path / "表.txt")
    code, seen = at_terminal(tmp_path, "check", "--select", "PM304", "表.txt")
    assert code == 1
    assert "\x1b[1;31m错误\x1b[0m" in seen
    assert "    │ <=90%\n    │ ^^^^^\n" in CODES.sub("", seen)
    code, seen = at_terminal(tmp_path, "check", "--select", "PM304", "表.txt", NO_COLOR="1")
    assert "\x1b" not in seen
    assert "    │ <=90%\n    │ ^^^^^\n" in seen


def test_long_texts_fit_the_terminal(tmp_path: Path) -> None:
    text = FORM.read_text(encoding="utf-8").replace("读者满意度", "读者" * 200 + "满意度")
    (tmp_path / "表.txt").write_text(text, encoding="utf-8")
    _, seen = at_terminal(tmp_path, "check", "--select", "PM3", "表.txt", COLUMNS="60")
    from pmlint.report.width import width

    quoted = [line for line in CODES.sub("", seen).splitlines() if line.startswith("    │ ")]
    assert quoted
    assert all(width(line) <= 60 for line in quoted)


def test_many_files_show_their_progress(tmp_path: Path) -> None:
    for number in range(60):
        shutil.copy(FORM, tmp_path / f"{number:02}.txt")
    code, seen = at_terminal(tmp_path, "check", "--select", "PM304", "--jobs", "2", ".")
    assert code == 1
    assert "正在检查" in seen
    assert "60/60" in CODES.sub("", seen)
    assert CODES.sub("", seen).rstrip().endswith("其中 60 处有现成的改法")


def test_forms_are_drawn_as_tables(tmp_path: Path) -> None:
    shutil.copy(FORM, tmp_path / "表.txt")
    code, seen = at_terminal(tmp_path, "show", "--evidence", "表.txt")
    assert code == 0
    plain = CODES.sub("", seen)
    assert "┌" in plain
    assert "│ 满意度指标" in plain
    assert "依据与存疑" in plain
