"""Every kind of value seen, with its tree, in golden.txt.

``### value`` heads a tree. To add a value, add its head line and run the tests with
PMLINT_REGENERATE=1; then read what was written before committing it.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pmlint.target import parse, tree

GOLDEN = Path(__file__).with_name("golden.txt")
HEAD = "### "


def entries() -> dict[str, str]:
    found: dict[str, str] = {}
    value = None
    for line in GOLDEN.read_text(encoding="utf-8").split("\n"):
        if line.startswith(HEAD):
            value = line.removeprefix(HEAD)
            assert value not in found, f"{value} stands twice"
            found[value] = ""
        elif value is not None and line:
            found[value] += line + "\n"
    return found


def test_every_value_has_its_tree() -> None:
    golden = entries()
    now = {value: tree(parse(value)) + "\n" for value in golden}
    if os.environ.get("PMLINT_REGENERATE"):
        GOLDEN.write_text(
            "\n".join(f"{HEAD}{value}\n{text}" for value, text in now.items()), encoding="utf-8"
        )
        pytest.skip("golden.txt written anew: read it")
    changed = [value for value in golden if golden[value] != now[value]]
    assert not changed, "\n".join(f"{golden[v]}--- is now\n{now[v]}" for v in changed[:5])


def test_there_are_many() -> None:
    assert len(entries()) >= 500
