"""Broken rule files are reported with file, line, column, the excerpt and a correct example."""

from __future__ import annotations

from pathlib import Path

import pytest

from pmlint.data import DataError
from pmlint.model.report import RANK
from pmlint.rules import Settings, SettingsError, load_rules
from pmlint.rules.loader import parse

RULES = load_rules()
GOOD = RULES.rules["PM304"].text

BROKEN = {
    "unknown key": ("summary:", "summery:", "summary"),
    "unknown check": ("check: direction", "check: directon", "direction"),
    "wrong severity": ("severity: error", "severity: fatal", "error"),
    "unknown option": ("{expect: at-least}", "{expects: at-least}", "expect"),
    "wrong option": ("{expect: at-least}", "{expect: atleast}", "at-least"),
    "missing option": ("{expect: at-least}", "{}", "expect"),
    "unknown placeholder": ("{right}{number}”：", "{right}{nummer}”：", "number"),
    "lonely brace": ("满意度“{target}”方向", "满意度“{target”方向", "花括号"),
    "unknown variant": ("  equals:\n    severity", "  equal:\n    severity", "equals"),
    "unknown filter": ("where: {kind:", "where: {kinds:", "kind"),
    "wrong node": ("each: indicator", "each: document", "indicator"),
    "filter of another node": ("where: {kind: satisfaction}", "where: {part: name}", "level2"),
    "bad code": ("code: PM304", "code: 304", "PM304"),
    "no since": ('since: "0.1"\n', "", "since"),
    "syntax": ("severity: error", "severity: [error", ""),
}


@pytest.mark.parametrize(("old", "new", "hint"), BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_rule_says_where_and_what_is_right(old: str, new: str, hint: str) -> None:
    text = GOOD.replace(old, new, 1)
    assert text != GOOD
    with pytest.raises(DataError) as caught:
        parse(text, "rules/target/PM304.yaml", RULES.checks)
    error = caught.value
    assert error.file == "rules/target/PM304.yaml"
    assert error.line >= 1
    assert error.column >= 1
    assert hint in error.message
    assert error.excerpt in text


def test_the_line_is_the_one_with_the_fault() -> None:
    text = GOOD.replace("{expect: at-least}", "{expect: atleast}")
    with pytest.raises(DataError) as caught:
        parse(text, "x.yaml", RULES.checks)
    assert text.splitlines()[caught.value.line - 1] == "with: {expect: atleast}"
    assert text.splitlines()[caught.value.line - 1][caught.value.column - 1 :] == "atleast}"


@pytest.mark.parametrize("kind", ["bad", "good"])
def test_a_rule_without_a_bad_and_a_good_example_does_not_load(kind: str) -> None:
    lines = GOOD.splitlines(keepends=True)
    start = lines.index("examples:\n")
    end = next(i for i, line in enumerate(lines) if line.startswith("since:"))
    only = f'- {kind}: {{三级指标: 家长满意度, 指标值: "≥90%"}}\n' * 2
    text = "".join([*lines[: start + 1], only, *lines[end:]])
    with pytest.raises(DataError, match="例子"):
        parse(text, "x.yaml", RULES.checks)


def test_a_users_own_file_and_folder(tmp_path: Path) -> None:
    own = GOOD.replace("PM304", "XX001").replace("satisfaction-direction", "my-direction")
    folder = tmp_path / "rules"
    folder.mkdir()
    (folder / "mine.yaml").write_text(own, encoding="utf-8")
    rules = load_rules([folder])
    assert rules.get("my-direction") is rules.rules["XX001"]
    again = load_rules([folder / "mine.yaml"])
    assert "XX001" in again.rules


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("gone.yaml", None, "没有这个规则文件"),
        ("latin.yaml", "code: 规则".encode("gb18030"), "UTF-8"),
        ("again.yaml", GOOD.encode(), "已经用于"),
        ("list.yaml", b"- a\n- b\n", "键: 值"),
        ("empty.yaml", b"", "键: 值"),
    ],
)
def test_files_that_are_no_rules(
    tmp_path: Path, name: str, data: bytes | None, message: str
) -> None:
    path = tmp_path / name
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(DataError, match=message) as caught:
        load_rules([path])
    assert caught.value.file == str(path)


def test_selecting_rules() -> None:
    everything = {item.rule.code for item in RULES.compile(Settings(select=("all",))).rules}
    assert everything == set(RULES.rules)
    for entry in ("PM304", "pm304", "satisfaction-direction"):
        assert [i.rule.code for i in RULES.compile(Settings(select=(entry,))).rules] == ["PM304"]
    family = RULES.compile(Settings(select=("PM2",), ignore=("PM207",))).rules
    assert {i.rule.code[:3] for i in family} == {"PM2"}
    assert "PM207" not in {i.rule.code for i in family}
    softened = RULES.compile(Settings(select=("PM304",), severity={"target": "info"})).rules[0]
    assert {variant.severity for variant in softened.variants.values()} == {"info"}
    only = RULES.compile(Settings(preset="minimal")).rules
    assert all(any(v.severity == "error" for v in i.rule.variants.values()) for i in only)
    assert {i.floor for i in only} == {RANK["error"]}
    named = RULES.compile(Settings(preset="minimal", extend=("PM301",))).rules
    assert next(i.floor for i in named if i.rule.code == "PM301") == RANK["info"]
    strict = RULES.compile(Settings(preset="strict")).rules
    assert all(v.severity != "info" for i in strict for v in i.variants.values())


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        (Settings(select=("satisfaction-directon",)), "是不是想写“satisfaction-direction”"),
        (Settings(ignore=("PM999",)), "没有名为“PM999”的规则"),
        (Settings(preset="recomended"), "recommended"),
        (Settings(severity={"PM304": "fatal"}), "级别"),  # type: ignore[dict-item]
        (Settings(options={"PM304": {"expect": "more"}}), "at-least"),
        (Settings(options={"PM304": {"expects": "more"}}), "expects"),
    ],
)
def test_wrong_settings_are_errors(settings: Settings, message: str) -> None:
    with pytest.raises(SettingsError, match=message):
        RULES.compile(settings)


def test_options_of_a_user_replace_the_rules_own() -> None:
    program = RULES.compile(Settings(options={"PM304": {"equals": False}}))
    assert program.rules
