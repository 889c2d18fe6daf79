"""The library: one call, no state, safe in threads, every file accounted for."""

from __future__ import annotations

import dataclasses
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import pmlint
from pmlint import Settings, batch
from pmlint.messages import Messages
from pmlint.pipeline import Pipeline, Source
from pmlint.report.contract import diagnostic_to_json
from pmlint.rules.settings import SettingsError

FORM = (Path(__file__).parent / "cli" / "form.txt").read_bytes()
ONLY = Settings(select=("PM304",))


def test_a_path_and_its_bytes_give_the_same(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(FORM)
    by_path = pmlint.check(path, ONLY)
    by_bytes = pmlint.check(FORM, ONLY, name=str(path))
    (a,), (b,) = by_path.diagnostics(), by_bytes.diagnostics()
    assert a == b
    assert a.code == "PM304"
    assert by_path.exit_code() == 1
    assert by_path.exit_code("error") == 1
    assert by_path.exit_code(None) == 0


def test_a_file_that_cannot_be_read_is_a_finding() -> None:
    report = pmlint.check("no/such/file.txt")
    (found,) = report.diagnostics()
    assert found.code == "PM001"
    assert report.exit_code(None) == 2
    assert pmlint.check("no/such/file.txt", Settings(ignore=("PM001",))).exit_code() == 2


def test_wrong_settings_are_an_exception() -> None:
    with pytest.raises(SettingsError):
        pmlint.check(FORM, Settings(select=("no-such-rule",)))


def test_threads_do_not_disturb_each_other() -> None:
    texts = [
        FORM.decode()
        .replace("≥240(次)", f"≥{n}(次)")
        .replace("<=90%", f"<={n % 50 + 50}%")
        .encode()
        for n in range(60)
    ]

    def check(text: bytes) -> list[dict[str, object]]:
        return [diagnostic_to_json(d) for d in pmlint.check(text, name="a.txt").diagnostics()]

    alone = [check(text) for text in texts]
    from pmlint.target import reading

    reading._remembered.cache_clear()  # so that the threads do parse
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(check, texts))
    assert together == alone


def test_processes_give_what_one_gives(tmp_path: Path) -> None:
    for number in range(20):
        text = FORM.decode().replace("流动图书车运行经费", f"项目{number}")
        (tmp_path / f"{number:02}.txt").write_text(text, encoding="utf-8")
    sources = [Source(str(path)) for path in sorted(tmp_path.glob("*.txt"))]
    sources.append(Source(str(tmp_path / "missing.txt")))
    one = Pipeline().run(sources)
    two = Pipeline().run(sources, jobs=2)
    assert list(one.diagnostics()) == list(two.diagnostics())
    assert one.summary() == two.summary()


def test_a_defect_in_recovery_spoils_one_file_only(monkeypatch: pytest.MonkeyPatch) -> None:
    from pmlint import recover as package

    whole = package.recover

    def broken(document: object, profile: str = "auto") -> object:
        if document.path == "bad.txt":  # type: ignore[attr-defined]
            raise ZeroDivisionError("boom")
        return whole(document, profile)  # type: ignore[arg-type]

    monkeypatch.setattr(package, "recover", broken)
    report = Pipeline(ONLY).run([Source("bad.txt", FORM), Source("good.txt", FORM)])
    bad, good = report.files
    assert not bad.complete
    assert bad.diagnostics[0].code == "PM001"
    assert good.complete
    assert good.diagnostics[0].code == "PM304"
    assert report.exit_code(None) == 2


def test_a_defect_in_the_engine_spoils_one_file_only(monkeypatch: pytest.MonkeyPatch) -> None:
    from pmlint.rules import engine

    def broken(*_: object) -> object:
        raise RecursionError("deep")

    monkeypatch.setattr(engine, "run", broken)
    report = Pipeline(ONLY).run([Source("a.txt", FORM)])
    (found,) = report.diagnostics()
    assert "RecursionError" in found.message
    assert report.exit_code(None) == 2


def test_workers_are_chosen_by_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch.os, "cpu_count", lambda: 4)
    small = [Source("a", b"x")] * 50
    large = [Source("a", b"x" * batch.BYTES_PER_WORKER)] * 50
    assert batch.workers(small) == 1
    assert batch.workers(large) == 4
    assert batch.workers(large[:2]) == 2
    assert batch.workers([Source("no/such/file")]) == 1


def test_a_pipeline_holds_nothing_but_settings() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        Pipeline().profile = "x"  # type: ignore[misc]
    recovered = Pipeline().recover(Source("a.txt", FORM), Messages())
    assert len(recovered.forms) == 1
    assert recovered.problem(Messages()) == ""


def test_a_form_that_could_not_be_recovered_makes_the_run_incomplete(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from pmlint import recover

    def broken(*_: object) -> None:
        raise RuntimeError("boom")

    monkeypatch.setattr(recover, "build_forms", broken)
    data = (Path(__file__).parents[1] / "examples" / "forms" / "clean.txt").read_bytes()
    report = pmlint.check(data, name="a.txt")
    (found,) = [d for d in report.diagnostics() if d.code == "PM001"]
    assert "boom" in found.message
    assert report.exit_code() == 2
