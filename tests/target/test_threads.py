"""One parser serves many threads."""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from pmlint.target import reading


@pytest.fixture
def hasty() -> Iterator[None]:
    """Threads that take turns as often as they can."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


@pytest.mark.usefixtures("hasty")
def test_values_read_at_once_do_not_mix() -> None:
    values = [f"≥{n}.0{n % 7}(%)" for n in range(150)]
    values += [f"{n * 1111}人/{n}场，{n}-{n + 1}批次" for n in range(150)]
    alone = {value: reading._parse(value) for value in values}  # past the memory of results

    def wrong(seed: int) -> list[str]:
        mixed = random.Random(seed).sample(values, len(values))
        return [value for value in mixed if reading._parse(value) != alone[value]]

    with ThreadPoolExecutor(8) as pool:
        assert [bad for found in pool.map(wrong, range(8)) for bad in found] == []
