from __future__ import annotations

import contextlib
import os
import threading
import time
from pathlib import Path

import pytest
from word_made import docx, p, r, tbl, tc, tr

from pmlint import office
from pmlint.annotate import annotate
from pmlint.model.diagnostic import Diagnostic
from pmlint.model.location import TableLocation
from pmlint.read import ReadError, read
from pmlint.read import docx as read_docx
from pmlint.read.doc import to_docx

needs_office = pytest.mark.skipif(office.soffice() is None, reason="LibreOffice is not installed")
posix = pytest.mark.skipif(os.name != "posix", reason="a shell script stands for LibreOffice")

FORM = docx(
    p(r("申报表"))
    + tbl(
        tr(tc("产出指标", '<w:vMerge w:val="restart"/>'), tc("完成率"), tc("≥90%")),
        tr(tc("", "<w:vMerge/>"), tc("及时率"), tc("100%")),
    )
    + p(r("填报人："))
)


def stand_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    program = tmp_path / "soffice"
    program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PMLINT_SOFFICE", str(program))


def refused(reason: str) -> None:
    with pytest.raises(ReadError) as caught:
        office.convert(b"x", ".doc", "docx")
    assert caught.value.reason == reason


def test_without_libreoffice_the_way_out_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PMLINT_SOFFICE", "no-such-program")
    with pytest.raises(ReadError) as caught:
        office.convert(b"x", ".doc", "docx")
    assert caught.value.reason == "needs-office"
    assert "LibreOffice" in caught.value.message
    assert ".docx" in caught.value.message


@posix
def test_a_run_that_writes_nothing_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in(tmp_path, monkeypatch, "exit 0")
    refused("damaged")


@posix
def test_a_run_that_does_not_end_is_ended_with_its_children(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign = tmp_path / "alive"
    stand_in(tmp_path, monkeypatch, f"(sleep 2; touch {sign}) & sleep 60")
    monkeypatch.setattr(office, "SECONDS", 0.3)
    begun = time.monotonic()
    refused("too-large")
    assert time.monotonic() - begun < 5
    time.sleep(2.2)
    assert not sign.exists()


@posix
def test_every_run_has_a_profile_of_its_own_which_is_thrown_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = tmp_path / "log"
    stand_in(tmp_path, monkeypatch, f'echo "$1" >> {log}')
    refused("damaged")
    refused("damaged")
    profiles = [line.partition("file://")[2] for line in log.read_text().splitlines()]
    assert len(set(profiles)) == 2
    assert not any(Path(profile).exists() for profile in profiles)


@pytest.fixture(scope="module")
def doc() -> bytes:
    return office.convert(FORM, ".docx", "doc")


@needs_office
def test_old_word_files_read_as_their_new_form(doc: bytes) -> None:
    old, new = read("表.wps", doc), read_docx.read(FORM, "表.docx")
    assert old.format == "doc"  # type: ignore[union-attr]
    assert [remark.code for remark in old.remarks] == ["converted"]  # type: ignore[union-attr]
    texts = [
        [(c.text, c.location, c.rowspan) for grid in found.grids for c in grid.cells()]
        for found in (old, new)  # type: ignore[union-attr]
    ]
    assert texts[0] == texts[1]


@needs_office
def test_old_word_files_are_annotated_in_a_new_copy(doc: bytes) -> None:
    found = read("表.doc", doc)
    where = TableLocation(1, 1, 3)
    diagnostic = Diagnostic("PM1", "x", "error", "author", "改", "表.doc", location=where)
    copy = annotate("表.doc", doc, found, [diagnostic])  # type: ignore[arg-type]
    assert copy.suffix == ".docx"
    assert ".docx" in copy.message
    again = read("表.docx", copy.data)
    assert again.grids == found.grids  # type: ignore[union-attr]


@needs_office
def test_random_bytes_with_a_word_signature_are_refused() -> None:
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"WordDocument".decode().encode("utf-16-le") * 9
    with pytest.raises(ReadError) as caught:
        to_docx(data + bytes(2000))
    assert caught.value.reason == "damaged"


@needs_office
def test_a_cut_file_is_refused_or_read(doc: bytes) -> None:
    for end in (600, len(doc) // 2, len(doc) - 600):
        with contextlib.suppress(ReadError):
            assert read_docx.read(to_docx(doc[:end]), "").grids


@needs_office
def test_two_runs_at_once(doc: bytes) -> None:
    results: list[bytes] = []
    threads = [
        threading.Thread(target=lambda: results.append(office.convert(doc, ".doc", "docx")))
        for _ in range(2)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(results) == 2
