"""``pmlint show --format json`` keeps its contract, for every example and every layout."""

from __future__ import annotations

import json
import sys
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from pmlint.__main__ import main

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = sorted((ROOT / "examples" / "forms").iterdir())


def schema() -> dict[str, Any]:
    text = files("pmlint.report").joinpath("schema/show.schema.json").read_text("utf-8")
    return json.loads(text)  # type: ignore[no-any-return]


def output(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], *arguments: object
) -> tuple[int, Any]:
    monkeypatch.setattr(sys, "argv", ["pmlint", *map(str, arguments)])
    code = main()
    return code, json.loads(capfd.readouterr().out)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_show_keeps_the_contract(
    path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    code, shown = output(monkeypatch, capfd, "show", "-f", "json", path)
    assert code == 0
    jsonschema.Draft202012Validator(schema()).validate(shown)
    (document,) = shown["documents"]
    assert document["forms"]
    for form in document["forms"]:
        assert form["indicators"]
        assert all(row["parsed"] for row in form["indicators"] if row["target"]["text"])


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_check_keeps_the_contract(
    path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    code, checked = output(monkeypatch, capfd, "check", "-f", "json", path)
    text = files("pmlint.report").joinpath("schema/check.schema.json").read_text("utf-8")
    jsonschema.Draft202012Validator(json.loads(text)).validate(checked)
    found = {d["severity"] for d in checked["diagnostics"]}
    assert code == (1 if found & {"error", "warning"} else 0)
    assert code == (0 if path.name.startswith("clean") else 1)


def test_a_file_that_cannot_be_read_keeps_the_contract(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    code, shown = output(monkeypatch, capfd, "show", "-f", "json", "no/such.txt", EXAMPLES[0])
    assert code == 2
    jsonschema.Draft202012Validator(schema()).validate(shown)
    missing, there = shown["documents"]
    assert missing["forms"] == []
    assert missing["problem"]
    assert there["forms"]


def test_the_schema_is_strict() -> None:
    validator = jsonschema.Draft202012Validator(schema())
    validator.check_schema(schema())
    form = {"index": 1, "title": None, "year": None, "profile": "x", "location": None}
    form |= {"header": {}, "funds": {}, "goals": {}, "indicators": []}
    document = {"path": "a", "forms": [form]}
    assert validator.is_valid({"schema": 1, "documents": [document]})
    for key in form:
        broken = {k: v for k, v in form.items() if k != key}
        assert not validator.is_valid({"schema": 1, "documents": [document | {"forms": [broken]}]})
    wrong = form | {"header": {"unit": {"text": "x", "location": {"kind": "text"}}}}
    assert not validator.is_valid({"schema": 1, "documents": [document | {"forms": [wrong]}]})
