"""The catalogue of messages is whole: every message in both languages, none missing, none idle."""

from __future__ import annotations

import ast
import pickle
import re
import string
from pathlib import Path

import pytest

import pmlint
from pmlint.data import DataError
from pmlint.messages import (
    LANGUAGES,
    Language,
    Messages,
    Sentence,
    catalogue,
    did_you_mean,
    nearest,
)
from pmlint.pipeline import Pipeline
from pmlint.plugins import PluginError
from pmlint.rules.settings import SettingsError

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
        keys = re.findall(
            r"\b(?:say|options\.say|self\.say|Usage|Sentence)\(\s*(f?)\"([^\"]+)\"", text
        )
        for formatted, key in keys:
            if formatted:
                pattern = re.sub(r"\\\{.*?\\\}", ".+", re.escape(key))
                found = any(re.fullmatch(pattern, k) for k in known)
            else:
                found = key in known
            if not found:
                missing.append(f"{file.name}: {key}")
    assert not missing


def chinese_in(file: Path) -> set[tuple[str, str]]:
    """The file's name with the variable, '' for none, in whose statement a Chinese text stands."""
    found = set()
    for statement in ast.parse(file.read_text(encoding="utf-8")).body:
        nodes = list(ast.walk(statement))
        docs = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
        texts = [node for node in nodes if isinstance(node, ast.Constant) and id(node) not in docs]
        if any(re.search(r"[\u4e00-\u9fff]", str(text.value)) for text in texts):
            target = statement.targets[0] if isinstance(statement, ast.Assign) else None
            found.add((file.name, target.id if isinstance(target, ast.Name) else ""))
    return found


def test_what_is_told_of_a_users_mistake_is_in_the_catalogue() -> None:
    """No Chinese in the code that says what is wrong with configuration, rules and waivers."""
    told = ("config", "waivers", "cli", "rules/loader.py", "rules/ruleset.py", "rules/schema.py",
            "rules/settings.py", "data.py", "dialect.py", "userfile.py", "hooks.py",
            "plugins.py")  # fmt: skip
    files = [f for name in told for f in [SOURCE / name, *(SOURCE / name).rglob("*.py")]]
    found = {where for file in files if file.is_file() for where in chinese_in(file)}
    assert found == {
        ("edit.py", "HEAD"),  # the head of the list of waivers
        ("comments.py", "_SAID"), ("comments.py", "_UNTIL"),  # the waivers in files
        ("loader.py", "_EXAMPLE"),
    }  # fmt: skip


def test_a_sentence_within_a_sentence() -> None:
    near = did_you_mean(nearest("Selct", ["select", "ignore"]))
    whole = Sentence("schema.unknown", word="Selct", known=["select", "ignore"], near=near)
    assert str(whole) == "不认识“Selct”，这里可以写：select、ignore；是不是想写“select”？"
    english = '"Selct" is not known here, only: select, ignore; did you mean "select"?'
    assert whole.render(Messages("en")) == english
    assert did_you_mean(nearest("xyz", ["select"])) == ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_error_survives_the_way_between_processes(language: Language) -> None:
    for error in (
        DataError("a.yaml", 1, 2, "a: b", Sentence("yaml.duplicate", detail="a")),
        SettingsError(Sentence("settings.no_rule", entry="x", near=""), "x", "y"),
        PluginError(Sentence("plugin.hooks", name="a", detail="b")),
    ):
        again = pickle.loads(pickle.dumps(error))
        assert again.render(Messages(language)) == error.render(Messages(language))
        assert vars(again).keys() == vars(error).keys()


def test_no_message_is_left_over() -> None:
    code = "\n".join(f.read_text(encoding="utf-8") for f in SOURCE.rglob("*.py"))
    built = (
        "command.", "help.", "option.", "severity.", "origin.", "rules.family.", "rules.fix.",
        "explain.fix.", "show.", "summary.", "unchecked.", "csv.", "html.count.", "csv.origin.",
    )  # fmt: skip
    idle = [
        key
        for key in catalogue()
        if not re.search(rf"['\"]{re.escape(key)}['\"]", code) and not key.startswith(built)
    ]
    assert not idle


def test_every_reason_for_not_judging_is_one_that_a_check_gives() -> None:
    checks = "\n".join(f.read_text("utf-8") for f in (SOURCE / "checks").glob("*.py"))
    reasons = [key.rpartition(".")[2] for key in catalogue() if key.startswith("unchecked.because")]
    assert reasons
    assert [reason for reason in reasons if f'"{reason}"' not in checks] == []


def test_every_family_has_its_part_of_the_form() -> None:
    families = {rule.family for rule in Pipeline().rules().values()}
    assert families == {k.rpartition(".")[2] for k in catalogue() if "unchecked.part." in k}


def test_every_command_has_its_help() -> None:
    from pmlint.cli import COMMANDS

    for name in COMMANDS:
        assert f"command.{name}" in catalogue()
        assert f"help.{name}.usage" in catalogue()


def test_an_unknown_key_is_a_defect() -> None:
    with pytest.raises(KeyError):
        Messages()("no.such.key")
    assert Messages().get("no.such.key", "otherwise") == "otherwise"
