"""The catalogue of messages is whole: every message in both languages, none missing, none idle."""

from __future__ import annotations

import re
import string
from pathlib import Path

import pytest

import pmlint
from pmlint.messages import LANGUAGES, Messages, catalogue

SOURCE = Path(pmlint.__file__).parent


def placeholders(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


@pytest.mark.parametrize("key", catalogue())
def test_both_languages_say_the_same(key: str) -> None:
    entry = catalogue()[key]
    assert set(entry) == set(LANGUAGES)
    assert all(entry.values()) or key.startswith("annotate.")
    assert placeholders(entry["zh"]) == placeholders(entry["en"])


def test_english_is_english_and_chinese_chinese() -> None:
    for key, entry in catalogue().items():
        # labels of forms, and what examples quote, stay Chinese in both
        quoted = re.sub(
            r"[\"'“「].*?[\"'”」]|一级指标.*指标值|pmlint parse .*|…批注…", "", entry["en"]
        )
        assert not re.search(r"[\u4e00-\u9fff]", quoted), key


def test_every_key_in_the_code_is_in_the_catalogue() -> None:
    """Literal keys must exist; keys put together must have at least one match."""
    known = set(catalogue())
    missing = []
    for file in SOURCE.rglob("*.py"):
        text = file.read_text(encoding="utf-8")
        keys = re.findall(r"\b(?:say|options\.say|self\.say|Usage)\(\s*(f?)\"([^\"]+)\"", text)
        for formatted, key in keys:
            if formatted:
                pattern = re.sub(r"\\\{.*?\\\}", ".+", re.escape(key))
                found = any(re.fullmatch(pattern, k) for k in known)
            else:
                found = key in known
            if not found:
                missing.append(f"{file.name}: {key}")
    assert not missing


def test_no_message_is_left_over() -> None:
    code = "\n".join(f.read_text(encoding="utf-8") for f in SOURCE.rglob("*.py"))
    built = (
        "command.", "help.", "option.", "severity.", "origin.", "rules.family.", "rules.fix.",
        "explain.fix.", "show.", "summary.", "csv.", "html.count.", "csv.origin.",
    )  # fmt: skip
    idle = [
        key
        for key in catalogue()
        if not re.search(rf"['\"]{re.escape(key)}['\"]", code) and not key.startswith(built)
    ]
    assert not idle


def test_every_command_has_its_help() -> None:
    from pmlint.cli import COMMANDS

    for name in COMMANDS:
        assert f"command.{name}" in catalogue()
        assert f"help.{name}.usage" in catalogue()


def test_an_unknown_key_is_a_defect() -> None:
    with pytest.raises(KeyError):
        Messages()("no.such.key")
    assert Messages().get("no.such.key", "otherwise") == "otherwise"
