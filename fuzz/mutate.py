"""Sound inputs with a few things done to them, as a hypothesis strategy (which can shrink)."""

from __future__ import annotations

from typing import TypeAlias

from hypothesis import strategies as st

from fuzz.seeds import WORDS, seeds

Change: TypeAlias = tuple[float, int, bytes]
"""Where (as a part of the length), how many bytes go, what comes instead."""

_WORDS = [word.encode("utf-8", "replace") for word in WORDS]


def inputs(target: str) -> st.SearchStrategy[bytes]:
    """Inputs for a target: mostly mutated seeds, sometimes any bytes."""
    head = 2 if target == "package" else 0  # the two bytes that pick the part stay
    fresh = st.one_of(st.sampled_from(_WORDS), st.binary(max_size=6), st.just(b""))
    change = st.tuples(st.floats(0, 1), st.one_of(st.integers(0, 8), st.integers(0, 400)), fresh)
    mutated = st.builds(
        lambda seed, changes: seed[:head] + _changed(seed[head:], changes),
        st.sampled_from(seeds(target)),
        st.lists(change, max_size=12),
    )
    words = st.lists(st.sampled_from(_WORDS), max_size=40).map(b"".join)
    return st.one_of(mutated, mutated, words, st.binary(max_size=400))


def _changed(data: bytes, changes: list[Change]) -> bytes:
    for where, gone, new in changes:
        at = int(where * len(data))
        data = data[:at] + new + data[at + gone :]
    return data
