"""What is kept between runs is given back only as it was, and only from a private place."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from pmlint import cache, data


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(cache, "_base", lambda: tmp_path)
    return tmp_path / "pmlint"


def kept(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.kept*"))


def test_what_is_kept_comes_back_under_its_key_only(folder: Path) -> None:
    assert cache.recall("x", "key") is None
    cache.keep("x", "key", b"content")
    assert cache.recall("x", "key") == b"content"
    assert cache.recall("x", "other") is None
    assert cache.recall("y", "key") is None
    cache.keep("x", "other", b"new")
    assert cache.recall("x", "key") is None
    assert cache.recall("x", "other") == b"new"
    assert len(kept(folder)) == 1  # replaced, not piled up


def test_a_cut_or_changed_file_is_not_believed(folder: Path) -> None:
    cache.keep("x", "key", b"content")
    (file,) = kept(folder)
    whole = file.read_bytes()
    for content in (b"", whole[:-1], whole + b"x", whole[: len(whole) // 2], b"\0" * 100):
        file.write_bytes(content)
        assert cache.recall("x", "key") is None


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX permissions")
def test_nothing_is_read_that_others_could_have_written(folder: Path) -> None:
    cache.keep("x", "key", b"content")
    (file,) = kept(folder)
    file.chmod(0o666)
    assert cache.recall("x", "key") is None
    file.chmod(0o600)
    assert cache.recall("x", "key") == b"content"
    folder.chmod(0o777)
    assert cache.recall("x", "key") is None
    folder.chmod(0o700)
    target = folder / "elsewhere"
    file.rename(target)
    file.symlink_to(target)
    assert cache.recall("x", "key") is None


def test_without_a_folder_nothing_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "file"
    file.write_text("")
    monkeypatch.setattr(cache, "_base", lambda: file)
    cache.keep("x", "key", b"content")
    assert cache.recall("x", "key") is None


def test_the_stamp_changes_with_the_files(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    file = tmp_path / "a" / "x.yaml"
    file.write_text("1")
    stamps = {cache.stamp([tmp_path])}
    file.write_text("22")
    stamps.add(cache.stamp([tmp_path]))
    os.utime(file, ns=(1, 1))
    stamps.add(cache.stamp([tmp_path]))
    (tmp_path / "b.yaml").write_text("")
    stamps.add(cache.stamp([tmp_path]))
    file.rename(tmp_path / "a" / "y.yaml")
    stamps.add(cache.stamp([tmp_path]))
    assert len(stamps) == 5
    assert cache.stamp([tmp_path / "missing"]) is None


def test_remembered_data_is_what_the_files_say(folder: Path) -> None:
    data._remembered.cache_clear()
    try:
        first = data._remembered()  # parsed, and kept
        assert kept(folder)
        data._remembered.cache_clear()
        assert data._remembered() == first
        for name, content in first.items():
            assert content == data.parse(data.read_text(name), name)
    finally:
        data._remembered.cache_clear()


def test_remembered_rules_are_what_the_files_say(folder: Path) -> None:
    from pmlint.rules import load_rules

    first = load_rules().rules
    assert any(file.name.startswith("rules-") for file in kept(folder))
    assert load_rules().rules == first
