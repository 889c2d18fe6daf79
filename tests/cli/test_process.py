"""The command as a process of its own: pipes, interruption, encodings, closed doors."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

FORM = Path(__file__).parent / "form.txt"
COMMAND = [sys.executable, "-m", "pmlint"]
posix = pytest.mark.skipif(sys.platform == "win32", reason="POSIX only")


def run(*arguments: str, **settings: object) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([*COMMAND, *arguments], capture_output=True, timeout=60, **settings)  # type: ignore[call-overload,no-any-return]


def many(folder: Path, count: int) -> None:
    first = folder / "0000.txt"
    shutil.copy(FORM, first)
    for number in range(1, count):
        (folder / f"{number:04}.txt").hardlink_to(first)


@posix
def test_a_closed_pipe_is_no_traceback(tmp_path: Path) -> None:
    many(tmp_path, 40)
    command = f"{' '.join(COMMAND)} check --jobs 1 -f jsonl . | head -c 10"
    done = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {command}"], cwd=tmp_path, capture_output=True
    )
    assert done.stderr == b""
    assert done.stdout == b'{"code": "'
    assert done.returncode == 2  # the report did not arrive whole


def _heed_interruption() -> None:
    """A shell lets what it starts in the background ignore Ctrl-C, and that is inherited."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@posix
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_an_interruption_is_one_sentence(tmp_path: Path, jobs: str) -> None:
    many(tmp_path, 9000)  # many seconds of work on any machine
    command = [*COMMAND, "check", "--jobs", jobs, "."]
    process = subprocess.Popen(
        command,
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        preexec_fn=_heed_interruption,
    )
    time.sleep(1.0)
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert process.returncode == 2
    assert err.decode() == "pmlint: 已中断，检查未完成\n"
    assert out == b""


@pytest.mark.parametrize("encoding", ["ascii", "gbk", "utf-8"])
def test_text_goes_out_in_the_terminals_encoding(tmp_path: Path, encoding: str) -> None:
    shutil.copy(FORM, tmp_path / "a.txt")
    environment = os.environ | {"PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}
    text = run("check", "--select", "PM304", "a.txt", cwd=tmp_path, env=environment)
    assert text.returncode == 1
    assert text.stderr == b""
    assert text.stdout.decode(encoding).startswith("a.txt:19:24: PM304 ")
    data = run("check", "--select", "PM304", "-f", "json", "a.txt", cwd=tmp_path, env=environment)
    assert json.loads(data.stdout.decode("utf-8"))["summary"]["error"] == 1


@posix
def test_a_full_disk_is_said(tmp_path: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full")
    shutil.copy(FORM, tmp_path / "a.txt")
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [*COMMAND, "check", "--select", "PM002", "-f", "json", "a.txt"],
            cwd=tmp_path,
            stdout=full,
            stderr=subprocess.PIPE,
        )
    assert done.returncode == 2
    assert done.stderr.decode().startswith("pmlint: 系统错误：")
    assert "Traceback" not in done.stderr.decode()


@posix
def test_it_works_where_nothing_can_be_written(tmp_path: Path) -> None:
    shutil.copy(FORM, tmp_path / "a.txt")
    home = tmp_path / "file"
    home.write_text("")
    environment = os.environ | {"HOME": str(home), "XDG_CACHE_HOME": str(home)}
    tmp_path.chmod(0o555)
    try:
        done = run("check", "--select", "PM304", "a.txt", cwd=tmp_path, env=environment)
    finally:
        tmp_path.chmod(0o755)
    assert done.stdout.startswith(b"a.txt:19:24: PM304 ")
    assert done.stderr == b""
    assert done.returncode == 1


def test_file_names_that_are_no_text(tmp_path: Path) -> None:
    name = os.fsdecode(b"\xff\xfe.txt") if sys.platform == "linux" else "x.txt"
    shutil.copy(FORM, tmp_path / name)
    for form in ("concise", "text", "json", "sarif", "csv", "html", "github", "junit"):
        done = run("check", "--select", "PM304", "-f", form, ".", cwd=tmp_path)
        assert done.returncode == 1, (form, done.stderr)
        assert b"PM304" in done.stdout
        done.stdout.decode("utf-8")


def test_version_imports_next_to_nothing() -> None:
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "pmlint", "--version"],
        capture_output=True,
        text=True,
    )
    imported = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert {"pmlint"} <= imported
    assert not imported & {"argparse", "json", "yaml", "pmlint.cli", "pmlint.messages", "lark"}


def test_a_check_in_a_pipe_leaves_heavy_modules_alone(tmp_path: Path) -> None:
    shutil.copy(FORM, tmp_path / "a.txt")
    command = [sys.executable, "-X", "importtime", "-m", "pmlint", "check", "a.txt"]
    subprocess.run(command, cwd=tmp_path, capture_output=True)  # fills the cache
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    imported = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    heavy = {"rich", "xlrd", "pypdf", "pypdfium2", "multiprocessing", "asyncio"}
    assert sorted(imported & heavy) == []
