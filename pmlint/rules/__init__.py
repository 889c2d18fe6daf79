"""Rules: one YAML file each, loaded, compiled for a run, and run by the engine.

    from pmlint.rules import Settings, load_rules, run, run_corpus

    ruleset = load_rules()                        # pmlint's own; load_rules([Path("my-rules")])
    outcome = run(ruleset, Settings(), document, forms)
    outcome.diagnostics, outcome.not_checked, outcome.complete

- `load_rules` reads rule files (its errors are `pmlint.data.DataError`, with line and column);
- `Settings` says which rules run, with which severities and parameters (`SettingsError`);
- `run` applies them to the forms of one file; `run_corpus` the rules that compare files;
- `run_failure` says in a finding that a file could not be read (PM001); a document without forms is
  PM002, by `run` itself;
- `run_waivers` says what is wrong with waivers (PM901 to PM903), once they have been applied;
- `pmlint.rules.examples` is the harness for the examples in rule files, for plugins' rules too.

A rule that raises becomes the finding ``PM900 rule-crashed``; the other rules go on, and
``outcome.complete`` is False (exit 2). What checks are given is told in `pmlint.checks.context`;
the format of rule files in CONTRIBUTING.md and ``rule.schema.json``.
"""

from __future__ import annotations

from pmlint.rules.engine import CRASHED, Outcome, run, run_corpus, run_failure, run_waivers
from pmlint.rules.ruleset import Program, RuleSet, load_rules, presets
from pmlint.rules.settings import Settings, SettingsError
from pmlint.rules.spec import Example, Rule

__all__ = [
    "CRASHED",
    "Example",
    "Outcome",
    "Program",
    "Rule",
    "RuleSet",
    "Settings",
    "SettingsError",
    "load_rules",
    "presets",
    "run",
    "run_corpus",
    "run_failure",
    "run_waivers",
]
