from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from pmlint.replace import Moved, write_whole


def test_the_content_is_replaced_and_nothing_is_left_behind(tmp_path: Path) -> None:
    file = tmp_path / "表.txt"
    file.write_bytes(b"old")
    write_whole(str(file), b"new", expected=b"old")
    assert file.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [file]


def test_a_file_that_changed_meanwhile_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "表.txt"
    file.write_bytes(b"somebody else's")
    with pytest.raises(Moved):
        write_whole(str(file), b"new", expected=b"old")
    assert file.read_bytes() == b"somebody else's"
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.skipif(os.name != "posix", reason="permissions and links of POSIX")
def test_permissions_and_links_stay(tmp_path: Path) -> None:
    file, link = tmp_path / "表.txt", tmp_path / "link.txt"
    file.write_bytes(b"old")
    file.chmod(0o640)
    link.symlink_to(file)
    write_whole(str(link), b"new", expected=b"old")
    assert link.is_symlink()
    assert file.read_bytes() == b"new"
    assert stat.S_IMODE(file.stat().st_mode) == 0o640


def test_a_new_file_and_a_folder_that_is_missing(tmp_path: Path) -> None:
    write_whole(str(tmp_path / "new.txt"), b"new")
    assert (tmp_path / "new.txt").read_bytes() == b"new"
    with pytest.raises(OSError, match="no"):
        write_whole(str(tmp_path / "no" / "new.txt"), b"new")


def test_a_failed_write_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "表.txt"
    file.write_bytes(b"old")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="space"):
        write_whole(str(file), b"new", expected=b"old")
    assert file.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [file]
