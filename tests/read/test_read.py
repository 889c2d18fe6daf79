"""The entry point: whatever comes, a Document or a Failure with a way out."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from pmlint.model.grid import Document, Failure
from pmlint.read import ReadError, builtin, limits, read
from pmlint.read.builtin import LazyReader


def failure(path: str | Path, data: bytes | None = None) -> Failure:
    found = read(str(path), data)
    assert isinstance(found, Failure)
    assert found.message.startswith(str(path))
    assert found.message.endswith("。")
    return found


def test_a_file_is_read(tmp_path: Path) -> None:
    file = tmp_path / "表.txt"
    file.write_bytes("甲\t乙\r\n".encode("gb18030"))
    document = read(str(file))
    assert isinstance(document, Document)
    assert (document.path, document.format, document.encoding) == (str(file), "text", "gb18030")
    assert document.source == "甲\t乙\r\n"


def test_what_is_no_file(tmp_path: Path) -> None:
    assert failure(tmp_path / "没有.txt").reason == "missing"
    assert failure(tmp_path).reason == "directory"
    (tmp_path / "空.txt").touch()
    assert failure(tmp_path / "空.txt").reason == "empty"
    os.mkfifo(tmp_path / "pipe")
    assert failure(tmp_path / "pipe").reason == "not-a-file"
    assert failure("a\0b").reason == "unreadable"
    assert failure("长" * 5000).reason == "unreadable"


def test_no_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "a.txt"
    file.write_text("甲\t乙")

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    assert failure(file).reason == "permission"


def test_only_blanks() -> None:
    assert failure("a.txt", b"\n \t\n\r\n").reason == "empty"
    assert failure("a.txt", b"\xef\xbb\xbf").reason == "empty"


def test_too_large(tmp_path: Path) -> None:
    file = tmp_path / "big.txt"
    with file.open("wb") as out:
        out.truncate(limits.LIMITS.file_bytes + 1)
    assert failure(file).reason == "too-large"
    assert failure("a.txt", b"1\t2\n" * 600_000).reason == "too-large"
    assert failure("a.txt", b"1\n" * 1_100_000).reason == "too-large"
    assert failure("a.html", b"<html><table>" + b"<td>" * 400_000).reason == "too-large"


class Broken:
    """A reader with a defect."""

    name = "broken"
    priority = 1

    def __init__(self, error: Exception, while_sniffing: bool = False) -> None:
        self.error = error
        self.while_sniffing = while_sniffing

    def sniff(self, data: bytes, path: str) -> bool:
        if self.while_sniffing:
            raise self.error
        return bool(data and path)

    def read(self, _data: bytes, _path: str) -> Document:
        raise self.error


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (ReadError("encrypted", "有密码。"), "encrypted"),
        (KeyError("x"), "damaged"),
        (RecursionError(), "damaged"),
        (MemoryError(), "too-large"),
    ],
)
def test_whatever_a_reader_raises_is_a_failure(error: Exception, reason: str) -> None:
    found = read("a", b"x", readers=[Broken(error)])
    assert isinstance(found, Failure)
    assert found.reason == reason


def test_a_defect_while_sniffing_is_said_to_be_ours() -> None:
    found = read("a", b"x", readers=[Broken(ValueError("boom"), while_sniffing=True)])
    assert isinstance(found, Failure)
    assert found.reason == "internal"


def test_readers_are_asked_by_priority() -> None:
    later, first = Broken(KeyError()), Broken(ReadError("first", "先。"))
    later.priority = 2
    found = read("a", b"x", readers=[later, first])
    assert isinstance(found, Failure)
    assert found.reason == "first"


def test_a_missing_package_names_the_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pmlint.read.gone", None)
    reader = LazyReader("scan", 1, lambda _data, _path: True, "gone", extra="ocr")
    found = read("a", b"x", readers=[reader])
    assert isinstance(found, Failure)
    assert found.reason == "damaged"  # a module of pmlint's own is no missing package

    def missing(name: str) -> object:
        raise ModuleNotFoundError(f"No module named {name!r}", name="onnxruntime")

    monkeypatch.setattr(builtin, "import_module", missing)
    found = read("a", b"x", readers=[reader])
    assert isinstance(found, Failure)
    assert found.reason == "needs-extra"
    assert "pip install 'pmlint[ocr]'" in found.message
