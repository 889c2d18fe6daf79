"""Configurations: what files come to together, and that every mistake is told with its place."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import jsonschema
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

import pmlint
from pmlint import config
from pmlint.config import find
from pmlint.config.find import Home, Homes, common_folder, find_config
from pmlint.config.model import Overrides
from pmlint.data import DataError
from pmlint.pipeline import Pipeline, Source
from pmlint.rules.settings import Settings

FORM = (Path(__file__).parents[1] / "cli" / "form.txt").read_bytes()


def written(folder: Path, **texts: str) -> Path:
    for name, text in texts.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder / "pmlint.yaml"


def enabled(path: Path) -> frozenset[str]:
    found = config.load(str(path)).pipeline()
    return found.ruleset.program(found.settings).codes


ALL = frozenset(Pipeline().ruleset.rules)


def test_what_is_said_later_wins(tmp_path: Path) -> None:
    main = written(
        tmp_path,
        base="select: [PM3]\nignore: [PM304]\nseverity: {PM302: error}\nexclude: [a]\n",
        other="ignore: [PM301]\nfail-on: error\n",
        pmlint="extends: [./base.yaml, other.yaml, strict]\nextend: [PM304]\nexclude: [b]\n",
    )
    codes = enabled(main)
    assert "PM304" in codes
    assert "PM301" not in codes
    assert all(code.startswith("PM3") for code in codes)
    found = config.load(str(main), lines=True)
    assert found.exclude == ("a", "b")
    assert found.fail_on == "error"
    assert found.origins["exclude"] == (
        f"{tmp_path / 'base.yaml'}:4",
        f"{main}:3",
    )
    program = found.pipeline().ruleset.program(found.settings)
    severities = {r.rule.code: r.variants[""].severity for r in program.rules}
    assert severities["PM302"] == "error"
    strict = config.load(str(main)).with_preset("minimal").settings
    assert strict.base is not None
    bottom = strict
    while bottom.base is not None:
        bottom = bottom.base
    assert bottom.preset == "minimal"


def test_paths_belong_to_the_file_that_names_them_and_patterns_to_the_run(tmp_path: Path) -> None:
    (tmp_path / "shared" / "own").mkdir(parents=True)
    (tmp_path / "shared" / "base.yaml").write_text(
        "rules: [own]\nwaivers: w.yaml\nexclude: [x/]\n", encoding="utf-8"
    )
    main = written(tmp_path, pmlint="extends: shared/base.yaml\n")
    found = config.load(str(main))
    assert found.rule_files == (str(tmp_path / "shared" / "own"),)
    assert found.waivers == str(tmp_path / "shared" / "w.yaml")
    assert found.root == str(tmp_path)


def test_rules_of_ones_own_can_be_chosen(tmp_path: Path) -> None:
    text = Pipeline().rules()["PM304"].text
    own = text.replace("PM304", "XY304").replace("satisfaction-direction", "own-direction")
    (tmp_path / "规则").mkdir()
    (tmp_path / "规则" / "XY304.yaml").write_text(own, encoding="utf-8")
    main = written(tmp_path, pmlint="rules: [规则]\nselect: [XY304]\n")
    report = config.load(str(main)).pipeline().run([Source("a.txt", FORM)])
    assert [found.code for found in report.diagnostics()] == ["XY304"]


MISTAKES = {
    "selct: [a]": (1, 1),
    "select: PM304": (1, 9),
    "severity: {PM304: 1}": (1, 19),
    "overrides:\n- ignore: [PM304]": (2, 3),
    "overrides:\n- files: [a]\n  mandatory: [PM304]": (3, 3),
    "overrides:\n- files: [a]\n  profile: nowhere": (3, 12),
    "overrides:\n- files: [a]\n  options: {PM304: {expekt: x}}": (3, 21),
    "mandatory: [PM304]\nignore: [PM304]": (2, 10),
    "options: {no-such-check: {a: 1}}": (1, 11),
    "options: {PM304: [1]}": (1, 18),
    "- a": (1, 1),
    "extends: [a.yaml]": (1, 11),
    "extends: nothing": (1, 10),
    "ignore: [PM304]\nignore: [PM301]": (2, 1),
    "fail-on: sometimes": (1, 10),
    "mandatory: [satisfaction-direction]\noverrides:\n- files: [a]\n  severity: {PM304: info}": (
        4,
        14,
    ),
    "severity: {301: error}": (1, 12),
}


@pytest.mark.parametrize(("text", "place"), MISTAKES.items(), ids=range(len(MISTAKES)))
def test_a_mistake_is_told_with_its_place(
    text: str, place: tuple[int, int], tmp_path: Path
) -> None:
    main = written(tmp_path, pmlint=f"# 配置\n{text}\n")
    with pytest.raises(DataError) as caught:
        config.load(str(main))
    error = caught.value
    assert (error.line - 1, error.column) == place
    assert error.file == str(main)
    assert error.excerpt == text.splitlines()[place[0] - 1]


@pytest.mark.parametrize("content", [b"\xff\xfe", b"\0", b"a: &a [*a]", b"[" * 500, b'"'])
def test_what_is_no_configuration_is_told(content: bytes, tmp_path: Path) -> None:
    main = tmp_path / "pmlint.yaml"
    main.write_bytes(content)
    with pytest.raises(DataError):
        config.load(str(main))


def test_a_hundred_files_may_not_extend_each_other(tmp_path: Path) -> None:
    for number in range(100):
        text = f"extends: ./p{number + 1}.yaml\n"
        (tmp_path / f"p{number}.yaml").write_text(text, encoding="utf-8")
    (tmp_path / "p100.yaml").write_text("", encoding="utf-8")
    main = written(tmp_path, pmlint="extends: ./p0.yaml\n")
    with pytest.raises(DataError, match="引用的文件过多"):
        config.load(str(main))


def test_layers_of_settings() -> None:
    ruleset = Pipeline().ruleset

    def codes(*layers: Settings) -> frozenset[str]:
        settings = layers[0]
        for layer in layers[1:]:
            settings = Settings(**{**vars(layer), "base": settings})
        return ruleset.program(settings).codes

    assert codes(Settings(ignore=("PM304",)), Settings(extend=("PM304",))) >= {"PM304"}
    assert codes(Settings(select=("PM3",)), Settings(select=("PM304",))) == {"PM304"}
    assert codes(Settings(select=("PM3",)), Settings(ignore=("all",))) == frozenset()
    assert codes(Settings(mandatory=("PM304",)), Settings(ignore=("all",))) == {"PM304"}
    assert codes(Settings(mandatory=("PM304",)), Settings(select=("PM302",))) == {"PM304", "PM302"}


def test_options_by_check_reach_every_rule_that_uses_it() -> None:
    ruleset = Pipeline().ruleset
    rule = next(r for r in ruleset.rules.values() if r.check == "direction")
    others = [r.code for r in ruleset.rules.values() if r.check == "direction"]
    assert [r.code for r in ruleset.with_options("direction")] == others
    assert [r.code for r in ruleset.with_options(rule.code)] == [rule.code]


def test_overrides_make_one_object_for_each_set(tmp_path: Path) -> None:
    below = Settings()
    main = written(
        tmp_path,
        pmlint="overrides:\n- files: [a]\n  ignore: [PM304]\n- files: ['*.txt']\n"
        "  select: [PM304]\n  profile: sichuan\n",
    )
    found = config.load(str(main))
    per_file = Overrides(str(tmp_path), below, found.overrides)
    one, profile = per_file.of(str(tmp_path / "x" / "1.txt"), below, "auto")
    two, _ = per_file.of(str(tmp_path / "2.txt"), below, "auto")
    both, _ = per_file.of(str(tmp_path / "a" / "2.txt"), below, "auto")
    assert profile == "sichuan"
    assert one is two
    assert one is not both
    assert per_file.of(str(tmp_path / "b.csv"), below, "auto") == (below, "auto")
    assert per_file.without_profiles().of("1.txt", below, "auto")[1] == "auto"


def test_the_nearest_configuration_is_found(tmp_path: Path) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "pyproject.toml").write_text("[tool.pmlint]\n", encoding="utf-8")
    written(tmp_path / "a", pmlint="")
    assert find_config(str(tmp_path / "a" / "b")) == str(tmp_path / "a" / "pmlint.yaml")
    assert find_config(str(tmp_path)) == str(tmp_path / "pyproject.toml")
    (tmp_path / "pyproject.toml").write_text("[tool.other]\nx = 'pmlint'", encoding="utf-8")
    assert find_config(str(tmp_path)) is None
    files = [str(tmp_path / "a" / "b" / "1.txt"), str(tmp_path / "a" / "2.txt")]
    assert common_folder(files) == str(tmp_path / "a")
    assert common_folder([str(tmp_path / "a")]) == str(tmp_path / "a")
    assert common_folder([]) == str(Path.cwd())


def test_every_folder_has_a_home_and_each_is_looked_into_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a" / "b" / "c").mkdir(parents=True)
    main = written(tmp_path / "a", pmlint="")
    listed = tmp_path / "pmlint-waivers.yaml"
    listed.write_text("waivers: []\n", encoding="utf-8")
    looked: list[str] = []
    plain = find.config_in
    monkeypatch.setattr(find, "config_in", lambda folder: looked.append(folder) or plain(folder))
    homes = Homes()
    for _ in range(2):
        assert homes.of(str(tmp_path / "a" / "b" / "c")) == Home(str(main))
        assert homes.of(str(tmp_path / "a" / "b")) == Home(str(main))
        assert homes.of(str(tmp_path)) == Home(None, str(listed))
    assert len(looked) == len(set(looked))


def test_the_library_goes_by_a_configuration_and_by_none_unless_told(tmp_path: Path) -> None:
    main = written(tmp_path, pmlint="select: [PM302]\n")
    (tmp_path / "a.txt").write_bytes(FORM)
    source = str(tmp_path / "a.txt")
    report = config.load(str(main)).pipeline().run([Source(source)])
    assert {found.code for found in report.diagnostics()} == {"PM302"}
    assert "PM304" in {found.code for found in pmlint.check(source).diagnostics()}


def test_the_schema_agrees_with_the_standard_validator() -> None:
    raw = json.loads(
        files("pmlint.config").joinpath("config.schema.json").read_text(encoding="utf-8")
    )
    validator = jsonschema.Draft202012Validator(raw)
    jsonschema.Draft202012Validator.check_schema(raw)
    assert validator.is_valid({"extends": ["strict"], "overrides": [{"files": ["a"]}]})
    assert not validator.is_valid({"overrides": [{"ignore": []}]})
    for name, entry in raw["properties"].items():
        resolved = raw["$defs"][entry["$ref"].rpartition("/")[2]] if "$ref" in entry else entry
        assert resolved.get("description") or name == "options"


def test_the_start_is_right_with_every_line_in_force(tmp_path: Path) -> None:
    text = files("pmlint.config").joinpath("start.yaml").read_text(encoding="utf-8")
    assert yaml.safe_load(text) == {"extends": "recommended"}
    whole = re.sub(r"^# (?=[a-z-]+:|  |- )", "", text, flags=re.MULTILINE)
    whole = whole.replace("plugins: [our_bureau]\n", "").replace("rules: [规则]\n", "")
    main = written(tmp_path, pmlint=whole)
    found = config.load(str(main))
    known = json.loads(
        files("pmlint.config").joinpath("config.schema.json").read_text(encoding="utf-8")
    )["properties"]
    assert set(known) - set(found.origins) <= {"select", "rules", "plugins"}
    assert found.overrides[0].profile == "shanghai-2022"


def test_a_known_configuration_needs_no_yaml(tmp_path: Path) -> None:
    written(tmp_path, pmlint="ignore: [PM301]\n")
    (tmp_path / "a.txt").write_bytes(FORM)
    (tmp_path / "pmlint-waivers.yaml").write_text("waivers: []\n", encoding="utf-8")
    command = [sys.executable, "-X", "importtime", "-m", "pmlint", "check", "a.txt"]
    environment = os.environ | {"XDG_CACHE_HOME": str(tmp_path / "cache")}
    for _ in range(2):
        done = subprocess.run(
            command, cwd=tmp_path, capture_output=True, text=True, env=environment
        )
    imported = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert "pmlint.config.loading" in imported
    assert not imported & {"yaml", "tomllib"}


def test_a_changed_configuration_is_read_again(tmp_path: Path) -> None:
    main = written(tmp_path, pmlint="select: [PM304]\n")
    assert enabled(main) == {"PM304"}
    written(tmp_path, pmlint="select: [PM302, PM304]\n")
    assert enabled(main) == {"PM302", "PM304"}


@settings(deadline=None)
@given(st.lists(st.sampled_from([*sorted(ALL)[:20], "PM3", "target", "all"]), max_size=6))
def test_the_order_within_a_list_does_not_matter(words: list[str]) -> None:
    ruleset = Pipeline().ruleset
    one = ruleset.compile(Settings(ignore=tuple(words))).codes
    two = ruleset.compile(Settings(ignore=tuple(reversed(words)))).codes
    assert one == two
