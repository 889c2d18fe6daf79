"""The grammar has no conflicts, fits a page, and its table is kept only where it is safe."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from pmlint.data import GRAMMAR, read_text
from pmlint.target.cache import cache_file, cache_folder, is_private
from pmlint.target.grammar import Parser
from pmlint.target.lexer import tokenize

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="permissions of POSIX")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    return tmp_path


def islands(parser: Parser, text: str = "≥90%") -> list[str]:
    return [type(island).__name__ for island in parser.parse(tokenize(text), text)]


def test_no_conflicts() -> None:
    Parser(strict=True)


def test_one_page() -> None:
    assert len(read_text("target.lark", GRAMMAR).splitlines()) <= 60


def test_the_table_is_kept_and_used_again(home: Path) -> None:
    assert islands(Parser()) == ["Comparison"]
    folder = cache_folder()
    assert folder is not None
    (kept,) = folder.iterdir()
    before = kept.stat().st_mtime_ns
    assert islands(Parser()) == ["Comparison"]
    assert kept.stat().st_mtime_ns == before
    assert home in kept.parents


@pytest.mark.usefixtures("home")
def test_a_spoilt_table_is_made_anew() -> None:
    Parser()
    folder = cache_folder()
    assert folder is not None
    (kept,) = folder.iterdir()
    kept.write_bytes(b"no table")
    assert islands(Parser()) == ["Comparison"]


@posix_only
@pytest.mark.usefixtures("home")
def test_nothing_is_read_that_others_may_write() -> None:
    file = cache_file("x")
    assert file is not None
    file.write_bytes(b"")
    assert is_private(file)
    file.chmod(0o666)
    assert not is_private(file)
    link = file.with_name("link")
    link.symlink_to(file)
    assert not is_private(link)
    file.parent.chmod(0o777)
    assert cache_folder() is None
    assert islands(Parser()) == ["Comparison"]


@posix_only
def test_without_a_folder_there_is_no_cache(home: Path) -> None:
    (home / "pmlint").write_text("a file where the folder should be")
    assert cache_folder() is None
    assert islands(Parser()) == ["Comparison"]


@pytest.mark.usefixtures("home")
def test_the_file_depends_on_grammar_and_versions() -> None:
    names = {cache_file("a"), cache_file("b"), cache_file("a", "1"), cache_file("a", "2")}
    assert len(names) == 4
    assert os.path.commonpath([str(name) for name in names]) == str(cache_folder())
