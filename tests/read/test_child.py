"""A child process gives its answer, or ends within its limits."""

from __future__ import annotations

import sys
import time

import child_jobs
import pytest

from pmlint.read import ReadError, child

JOBS = child_jobs.__name__
LIMITED = pytest.mark.skipif(sys.platform != "linux", reason="no limit on memory here")


def test_the_answer_is_what_the_job_returned_not_what_it_printed() -> None:
    answer = child.run(f"{JOBS}:chatter", "≥90%\n".encode(), {"sign": "≥"})
    assert answer == {"got": "≥90%\n", "sign": "≥"}


def test_a_child_that_hangs_is_ended() -> None:
    start = time.monotonic()
    with pytest.raises(ReadError, match="仍未完成") as caught:
        child.run(f"{JOBS}:hang", b"", seconds=0.7)
    assert time.monotonic() - start < 5
    assert caught.value.reason == "too-large"


@LIMITED
def test_a_child_that_takes_too_much_memory_is_refused() -> None:
    with pytest.raises(ReadError, match="内存") as caught:
        child.run(f"{JOBS}:eat", b"")
    assert caught.value.reason == "too-large"


@pytest.mark.parametrize("job", ["die", "no_such_job"])
def test_a_child_that_dies_takes_only_the_file_with_it(job: str) -> None:
    with pytest.raises(ReadError) as caught:
        child.run(f"{JOBS}:{job}", b"x" * 1_000_000)
    assert caught.value.reason == "damaged"


def test_a_file_of_the_working_folder_is_not_run(tmp_path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "json.py").write_text("raise SystemExit('caught')")
    monkeypatch.chdir(tmp_path)
    assert child.run(f"{JOBS}:chatter", b"", {"sign": ""}) == {"got": "", "sign": ""}
