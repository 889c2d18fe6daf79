"""A short fuzzing run with a fixed seed, and everything that fuzzing ever found."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings

from fuzz.mutate import inputs
from fuzz.seeds import found, seeds
from fuzz.targets import TARGETS, Broken

TRIES = {"grammar": 1500, "rule_file": 500, "any_file": 150, "config": 150, "waivers": 150}


@pytest.mark.parametrize("name", TARGETS)
def test_nothing_breaks_a_promise(name: str) -> None:
    @settings(
        max_examples=TRIES.get(name, 300),
        deadline=10_000,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(inputs(name))
    def attempt(data: bytes) -> None:
        TARGETS[name](data)

    attempt()


@pytest.mark.parametrize("name", TARGETS)
def test_what_was_found_stays_mended(name: str) -> None:
    for path in found(name):
        TARGETS[name](path.read_bytes())


@pytest.mark.parametrize("name", TARGETS)
def test_the_seeds_are_sound_and_reach_the_last_stage(name: str) -> None:
    assert seeds(name)
    for seed in seeds(name):
        TARGETS[name](seed)


def test_a_crash_of_a_rule_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """The guards between the stages would hide it."""
    from pmlint.rules import engine

    monkeypatch.setattr(engine, "dress", lambda *_: 1 / 0)
    with pytest.raises(Broken, match="rules"):
        TARGETS["text"](seeds("text")[1])


def test_a_crash_of_a_reader_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    from pmlint.read import encoding

    def broken(data: bytes) -> None:
        raise IndexError(len(data))

    for module in ("pmlint.read.text", "pmlint.read.sniff", "pmlint.read.encoding"):
        monkeypatch.setattr(f"{module}.decode", broken, raising=False)
    monkeypatch.setattr(encoding, "decode", broken)
    with pytest.raises(IndexError):
        TARGETS["text"](seeds("text")[1])


def test_webp_elsewhere_in_a_text_makes_it_no_picture() -> None:
    """Found by fuzzing: eight bytes of text before the word sent it to the recogniser."""
    from pmlint.model.grid import Document
    from pmlint.read import read

    document = read("form.csv", "甲乙,,WEBP,图片\r\n一,二,三,四\r\n".encode())
    assert isinstance(document, Document)
    assert document.format == "csv"
