"""Plugins: the built-ins come through the same hooks, others only if asked for."""

from __future__ import annotations

import sys
import types
from pathlib import Path

import pytest

from pmlint import checks, plugins
from pmlint.plugins import PluginError, hookimpl, manager
from pmlint.rules import Settings, load_rules, run
from pmlint.rules.examples import all_examples, verify
from pmlint.rules.miniform import build

PLUGIN = Path(__file__).parents[2] / "examples" / "plugin"


@pytest.fixture
def example_plugin(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(PLUGIN))
    for name in [n for n in sys.modules if n.startswith("pmlint_example")]:
        monkeypatch.delitem(sys.modules, name)


def test_built_ins_come_through_the_hooks() -> None:
    hook = manager().hook
    names = {check.NAME for supplied in hook.pmlint_checks() for check in supplied}
    assert names == {check.NAME for check in checks.built_in()}
    assert {"present", "direction", "sum"} <= names
    assert [reader.name for supplied in hook.pmlint_readers() for reader in supplied]
    assert [reporter.name for supplied in hook.pmlint_reporters() for reporter in supplied]


@pytest.mark.usefixtures("example_plugin")
def test_the_example_plugin_works() -> None:
    rules = load_rules(plugins=manager(["pmlint_example"]))
    rule = rules.get("too-many-indicators")
    assert rule is not None
    own = [(r, e) for r, e in all_examples(rules) if r.code == "EX001"]
    assert len(own) == 2
    for one, example in own:
        assert verify(rules, one, example) == []
    rows = [{"三级指标": f"健康讲座第{n}类场次", "指标值": "=4(场)"} for n in "一二三四五"]
    document, forms = build({"指标": rows}).files[0]
    found = run(rules, Settings(select=("EX001",)), document, forms).diagnostics
    assert [(d.code, d.severity) for d in found] == [("EX001", "info")]
    settings = Settings(select=("EX001",), options={"EX001": {"most": 9}})
    assert run(rules, settings, document, forms).diagnostics == []


@pytest.mark.usefixtures("example_plugin")
def test_nothing_is_loaded_that_was_not_asked_for() -> None:
    rules = load_rules(plugins=manager())
    assert rules.get("EX001") is None
    assert "pmlint_example" not in sys.modules


def test_a_missing_plugin_is_an_error() -> None:
    with pytest.raises(PluginError, match="找不到插件“no_such_plugin”"):
        manager(["no_such_plugin"])


def test_a_plugin_that_breaks_at_import_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "broken_plugin.py").write_text("1 / 0\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    with pytest.raises(PluginError, match="无法载入：ZeroDivisionError"):
        manager(["broken_plugin"])


def test_a_plugin_with_an_unknown_hook_is_an_error() -> None:
    module = types.ModuleType("odd")

    @hookimpl
    def pmlint_chekcs() -> list[object]:
        return []

    module.pmlint_chekcs = pmlint_chekcs  # type: ignore[attr-defined]
    with pytest.raises(PluginError, match="pmlint_chekcs"):
        manager(extra=[module])


def test_two_checks_of_one_name_are_an_error() -> None:
    from pmlint.data import DataError

    module = types.ModuleType("again")

    @hookimpl
    def pmlint_checks() -> list[object]:
        return [checks.built_in()[0]]

    module.pmlint_checks = pmlint_checks  # type: ignore[attr-defined]
    with pytest.raises(DataError, match="同名"):
        load_rules(plugins=manager(extra=[module]))


def test_hooks_are_documented() -> None:
    for name in vars(plugins.Hooks):
        if name.startswith("pmlint_"):
            assert getattr(plugins.Hooks, name).__doc__
