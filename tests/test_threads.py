"""The library from several threads: the same findings as one after the other."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import pmlint
from pmlint.pipeline import Pipeline, Source

FORMS = sorted(Path(__file__).parent.parent.joinpath("examples/forms").iterdir())


@pytest.fixture
def hasty() -> Iterator[None]:
    """Threads that take turns as often as they can."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    yield
    sys.setswitchinterval(before)


@pytest.mark.usefixtures("hasty")
def test_threads_find_what_one_after_the_other_finds() -> None:
    alone = {path: list(pmlint.check(path).diagnostics()) for path in FORMS}
    assert any(alone.values())
    with ThreadPoolExecutor(6) as pool:
        for _ in range(4):
            for path, report in zip(FORMS, pool.map(pmlint.check, FORMS), strict=True):
                assert list(report.diagnostics()) == alone[path]


@pytest.mark.usefixtures("hasty")
def test_one_pipeline_serves_threads_with_settings_of_their_own() -> None:
    settings = [pmlint.Settings(select=(entry,)) for entry in ("PM1", "PM3", "PM2")] * 4
    data = FORMS[1].read_bytes()

    def codes(chosen: pmlint.Settings) -> set[str]:
        report = pmlint.check(data, chosen, name="form.txt")
        return {found.code[:3] for found in report.diagnostics()}

    alone = [codes(chosen) for chosen in settings]
    with ThreadPoolExecutor(6) as pool:
        assert list(pool.map(codes, settings)) == alone
    assert {"PM1"} in alone
    assert {"PM3"} in alone


@pytest.mark.parametrize("jobs", [2, 3])
def test_processes_report_in_the_order_of_the_files(jobs: int) -> None:
    sources = [Source(str(path)) for path in [*FORMS, *reversed(FORMS)]]
    alone = Pipeline().run(sources)
    together = Pipeline().run(sources, jobs=jobs)
    assert [c.path for c in together.files] == [source.path for source in sources]
    assert list(together.diagnostics()) == list(alone.diagnostics())
