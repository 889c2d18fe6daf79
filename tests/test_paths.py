"""Names of files relative to a folder, and the patterns that mean them."""

from __future__ import annotations

from pathlib import Path

import pytest

from pmlint.paths import matches, relative


@pytest.mark.parametrize(
    ("pattern", "name", "meant"),
    [
        ("2024/", "2024/a/b.txt", True),
        ("2024/**", "2024/b.txt", True),
        ("2024", "20245/a.txt", False),
        ("*.csv", "x/y.csv", True),
        ("甲局", "2024/甲局/a.txt", True),
        ("甲局/a.txt", "2024/甲局/a.txt", False),
        ("2024/*.csv", "2024/q/a.csv", True),
        ("**/a.txt", "a.txt", True),
        ("**/a.txt", "ba.txt", False),
        ("a/**/b.txt", "a/b.txt", True),
        ("a/**/b.txt", "a/c/d/b.txt", True),
        ("./a.txt", "a.txt", True),
        ("a.txt", "A.txt", False),
        ("[ab].txt", "b.txt", True),
    ],
)
def test_patterns(pattern: str, name: str, meant: bool) -> None:
    assert matches(name, [pattern]) is meant
    assert matches(name, ["other", pattern]) is meant
    assert not matches(name, [])


def test_a_name_is_the_same_however_it_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a").mkdir()
    root = str(tmp_path)
    names = []
    for folder, path in ((tmp_path, "a/f.txt"), (tmp_path / "a", "./f.txt"), (Path("/"), None)):
        monkeypatch.chdir(folder)
        names.append(relative(path or str(tmp_path / "a" / "f.txt"), root))
    assert names == ["a/f.txt"] * 3
    assert relative("./a/f.txt", None) == "a/f.txt"
    assert relative("\0", root)
