"""The small validator agrees with a full one, and explains itself in Chinese."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

import jsonschema
import pytest

from pmlint import data
from pmlint.rules import load_rules
from pmlint.rules.schema import problems, resolve

RAW = json.loads(files("pmlint.rules").joinpath("rule.schema.json").read_text("utf-8"))
SCHEMA = resolve(RAW)
RULES = load_rules()


def spoiled() -> list[Any]:
    good = data.parse(RULES.rules["PM304"].text, "x")
    cases = [good, [], "x", {}]
    for key in good:
        cases.append({k: v for k, v in good.items() if k != key})
        cases.append({**good, key: 7})
        cases.append({**good, key: [1]})
    cases.append({**good, "where": {"level1": {"not": []}}})
    cases.append({**good, "where": {"level1": []}})
    cases.append({**good, "fix": {"applicability": "maybe"}})
    cases.append({**good, "examples": [{"bad": {}, "good": {}}, {"good": {}}]})
    cases.append({**good, "basis": [{"document": "甲"}]})
    cases.append({**good, "code": "pm1"})
    return cases


@pytest.mark.parametrize("value", spoiled())
def test_agrees_with_jsonschema(value: Any) -> None:
    valid = jsonschema.Draft202012Validator(RAW).is_valid(value)
    assert (not list(problems(value, SCHEMA))) is valid


def test_the_schema_itself_is_valid() -> None:
    jsonschema.Draft202012Validator.check_schema(RAW)


@pytest.mark.parametrize("rule", RULES.rules.values(), ids=lambda rule: rule.code)
def test_every_rule_file_is_valid(rule: Any) -> None:
    jsonschema.validate(data.parse(rule.text, rule.file), RAW)


@pytest.mark.parametrize(
    ("value", "schema", "message"),
    [
        (1, {"type": "string"}, "应为文字"),
        ("x", {"enum": ["xy", "z"]}, "是不是想写“xy”"),
        (
            {"a": 1},
            {"type": "object", "additionalProperties": False, "properties": {"ab": {}}},
            "ab",
        ),
        ([], {"type": "array", "minItems": 1}, "至少要有 1 项"),
        (5, {"type": "integer", "maximum": 3}, "超出范围"),
        (True, {"type": "integer"}, "整数"),
        (2, {"const": 3}, "只能写 3"),
        ({None: 1}, {"type": "object"}, "应为文字；“None”不是文字"),
        ({"甲": {1: 1}}, {"additionalProperties": {"type": "object"}}, "“甲”的键应为文字"),
    ],
)
def test_messages(value: Any, schema: dict[str, Any], message: str) -> None:
    found = list(problems(value, schema))
    assert len(found) == 1
    assert message in found[0].message
