"""Timing changes no finding, and every rule that ran is in the table."""

from __future__ import annotations

from pathlib import Path

import pytest

from pmlint.cli import run
from pmlint.messages import Messages
from pmlint.pipeline import Pipeline, Source
from pmlint.timings import READING, Watch

FORM = Path(__file__).parent.parent / "examples/forms/library-bus.txt"


def test_the_findings_are_the_same() -> None:
    plain = Pipeline()
    watch = Watch()
    timed = watch.timed(plain)
    assert watch.timed(plain) is timed
    sources = [Source(str(FORM)), Source(str(FORM))]
    assert list(timed.run(sources).diagnostics()) == list(plain.run(sources).diagnostics())
    found = {d.code for d in plain.run(sources).diagnostics()}
    assert found < set(watch.spent.seconds)
    assert watch.spent.calls[READING] == 2
    assert all(seconds >= 0 for seconds in watch.spent.seconds.values())
    assert len(list(watch.table(Messages()))) == len(watch.spent.seconds) + 1


def test_the_table_goes_to_standard_error(capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["check", "-f", "concise", "--timings", "--no-config", str(FORM)]) == 1
    out, err = capfd.readouterr()
    assert "PM304 satisfaction-direction" in err
    assert "ms" in err.splitlines()[0]
    assert run(["check", "-f", "concise", "--no-config", str(FORM)]) == 1
    assert capfd.readouterr() == (out, "")
