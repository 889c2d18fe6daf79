"""The list of waivers as a file: read with places, changed without touching what people wrote."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmlint import data
from pmlint.data import DataError
from pmlint.model.location import TextLocation
from pmlint.waivers.edit import HEAD, NewWaiver, changed
from pmlint.waivers.listed import load

WRITTEN = """\
# 本局的清单，每年清理一次

waivers:
  # 甲局
  - rule: PM304      # 处长签字
    file: 甲.txt

  # 乙局，
  # 两行说明
  - file: 乙.txt
    rule: PM301
    reason: |
      第一行
      # 不是注释
  - {rule: PM302, file: 丙.txt}
# 完
"""


def test_an_entry_knows_its_place(tmp_path: Path) -> None:
    file = tmp_path / "w.yaml"
    file.write_text(WRITTEN, encoding="utf-8")
    for _ in range(2):  # parsed, then remembered
        first, second, third = load(str(file))
        assert (first.rule, first.file, first.reason) == ("PM304", "甲.txt", "")
        assert first.location == TextLocation(5, 5, 5, 5 + len("rule: PM304      # 处长签字"))
        assert second.reason == "第一行\n# 不是注释\n"
        assert isinstance(third.location, TextLocation)
        assert third.location.line == 15
        assert first.source == str(file)


def test_the_rest_stays_as_it_was() -> None:
    new = NewWaiver("PM3", "丁.txt", reason="同意")
    added = changed(WRITTEN, "w", [new])
    assert added == WRITTEN + "  - rule: PM3\n    file: 丁.txt\n    reason: 同意\n"
    assert changed(added, "w", drop={3}) == WRITTEN
    second_gone = changed(WRITTEN, "w", drop={1})
    entry = "  - file: 乙.txt\n    rule: PM301\n    reason: |\n      第一行\n      # 不是注释\n"
    assert entry in WRITTEN
    assert second_gone == WRITTEN.replace(entry, "")
    assert changed(WRITTEN, "w") == WRITTEN


def test_line_ends_stay() -> None:
    dos = "waivers:\r\n- rule: PM304\r\n  file: a\r\n"
    assert changed(dos, "w", [NewWaiver("PM3", "b")]) == dos + "- rule: PM3\r\n  file: b\r\n"
    assert changed("waivers:\n- {rule: PM304, file: a}", "w", [NewWaiver("PM3", "b")]).endswith(
        "file: a}\n- rule: PM3\n  file: b\n"
    )


@pytest.mark.parametrize("text", ["", "waivers: []\n", "waivers:\n", "waivers: null # 空\n", HEAD])
def test_an_empty_list_takes_its_first_entry(text: str) -> None:
    after = changed(text, "w", [NewWaiver("PM3", "b")])
    assert data.parse(after, "w") == {"waivers": [{"rule": "PM3", "file": "b"}]}
    assert data.parse(changed(after, "w", drop={0}), "w") == {"waivers": []}


@pytest.mark.parametrize(
    "text", ["waivers: [{rule: a, file: b}]\n", '{"waivers": []}\n', "{waivers: []}"]
)
def test_a_list_that_cannot_be_changed_is_left_alone(text: str) -> None:
    with pytest.raises(DataError, match="无法自动改动"):
        changed(text, "w", [NewWaiver("PM3", "b")])


@pytest.mark.parametrize(
    "text",
    [
        "waivers:\n- rule: a\n",
        "waivers: x\n",
        "- a\n",
        "x: 1\n",
        "waivers:\n- rule: a\n  file: b\n  until: 1\n",
        "waivers:\n- {rule: a, file: b, expires: 2026-02-40}\n",
        "waivers:\n\t- a\n",
    ],
)
def test_a_broken_list_is_told(text: str, tmp_path: Path) -> None:
    file = tmp_path / "w.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(DataError) as caught:
        load(str(file))
    assert caught.value.line
    with pytest.raises(DataError):
        changed(text, "w", [NewWaiver("PM3", "b")])


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30)
ENTRIES = st.builds(
    NewWaiver,
    rule=TEXTS,
    file=TEXTS,
    project=st.just("") | TEXTS,
    about=st.just("") | TEXTS,
    reason=st.just("") | TEXTS,
    fingerprint=st.text("0123456789abcdef", min_size=20, max_size=20),
    date=st.just("2026-01-01"),
)


@settings(deadline=None)
@given(st.lists(ENTRIES, max_size=4), st.lists(ENTRIES, max_size=3), st.sets(st.integers(0, 3)))
def test_what_is_written_is_what_is_read(
    first: list[NewWaiver], second: list[NewWaiver], drop: set[int]
) -> None:
    gone = {number for number in drop if number < len(first)}
    text = changed("", "w", first)
    text = changed(text, "w", second, gone)
    read = data.parse(text, "w")["waivers"] or []
    wanted = [w for n, w in enumerate(first) if n not in gone] + second
    assert [(e["rule"], e["file"], e.get("reason", "")) for e in read] == [
        (w.rule, w.file, w.reason) for w in wanted
    ]


def test_the_schema_agrees_with_the_standard_validator() -> None:
    raw = json.loads(
        files("pmlint.waivers").joinpath("waivers.schema.json").read_text(encoding="utf-8")
    )
    jsonschema.Draft202012Validator.check_schema(raw)
    validator = jsonschema.Draft202012Validator(raw)
    assert validator.is_valid(data.parse(WRITTEN, "w"))
    assert not validator.is_valid({"waivers": [{"rule": "PM304"}]})
