"""A set of rules, and the same compiled for the settings of one run."""

from __future__ import annotations

import fnmatch
import pickle
from collections.abc import Iterable, Mapping
from dataclasses import field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pmlint import checks as own_checks
from pmlint import data
from pmlint.cache import keep, recall, stamp
from pmlint.checks.vocabulary import Vocabulary
from pmlint.data import DataError
from pmlint.messages import Sentence, did_you_mean, nearest
from pmlint.model.diagnostic import Severity
from pmlint.model.report import RANK
from pmlint.model.value import record, value
from pmlint.plugins import Check, CheckRun
from pmlint.rules import loader, schema
from pmlint.rules.seen import Seen
from pmlint.rules.settings import Settings, SettingsError
from pmlint.rules.spec import FILTERS, Rule, Variant

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

_OWN = [*own_checks.__path__, str(Path(__file__).parent)]
"""The folders whose code decides whether a rule file is valid."""


@value
class Compiled:
    """A rule ready to run: its check bound to its parameters ``options``, its severities final.
    ``by_text``: see `pmlint.plugins.Check`."""

    rule: Rule
    run: CheckRun
    options: Mapping[str, Any]
    variants: Mapping[str, Variant]
    by_text: bool = False
    floor: int = 0
    """The rank (`RANK`) of the mildest finding that is reported."""


@record
class _State:
    """What settings come to, by code: the rules that run, their severities by variant, changed
    parameters, and those that further settings must leave alone."""

    enabled: set[str]
    severities: dict[str, dict[str, Severity]]
    options: dict[str, dict[str, Any]] = field(default_factory=dict)
    mandatory: set[str] = field(default_factory=set)
    floors: dict[str, Severity] = field(default_factory=dict)
    """The mildest finding to report, where a preset cuts short."""


_MEMO = 5_000
_PROGRAMS = 32
"""So many programs are kept: a run has one for each set of overrides that its files meet."""


class Program:
    """The rules of one run, by the nodes they look at. ``mandatory``: the codes of those that
    nothing may take away."""

    def __init__(
        self,
        settings: Settings,
        vocabulary: Vocabulary,
        rules: tuple[Compiled, ...],
        mandatory: frozenset[str] = frozenset(),
    ) -> None:
        self.settings = settings
        self.mandatory = mandatory
        self.vocabulary = vocabulary
        self.rules = rules
        self.codes = frozenset(item.rule.code for item in rules)
        self.by_each: dict[str, tuple[Compiled, ...]] = {}
        for item in rules:
            each = item.rule.each
            self.by_each[each] = (*self.by_each.get(each, ()), item)
        self._memo: dict[str, dict[tuple[str, ...], tuple[Compiled, ...]]] = {
            each: {} for each in FILTERS
        }
        self.seen = Seen()

    def lookup(self, each: str, key: tuple[str, ...]) -> tuple[Compiled, ...]:
        """The rules for a node whose attributes, in the order of `FILTERS`, are ``key``."""
        memo = self._memo[each]
        found = memo.get(key)
        if found is None:
            if len(memo) >= _MEMO:
                memo.clear()
            names = FILTERS[each]
            found = memo[key] = tuple(
                item
                for item in self.by_each.get(each, ())
                if all(
                    (key[names.index(name)] in values) is wanted
                    for name, (values, wanted) in item.rule.where.items()
                )
            )
        return found


class RuleSet:
    """All known rules and checks. `compile` makes a `Program` for given settings."""

    def __init__(self, rules: Mapping[str, Rule], checks: Mapping[str, Check]) -> None:
        self.rules = dict(rules)
        self.checks = dict(checks)
        self.vocabulary = Vocabulary()
        self._programs: tuple[Program, ...] = ()
        self._names: dict[str, Rule] = {}
        for rule in self.rules.values():
            for word in (rule.code, rule.name, *rule.aliases):
                self._names[word.lower()] = rule

    def get(self, word: str) -> Rule | None:
        """The rule with this code, name or alias (letter case does not count)."""
        return self._names.get(word.lower())

    def find(self, entry: str) -> list[Rule]:
        """The rules an entry of the settings stands for: a code, a name, an alias, a prefix of
        codes (``PM3``, ``PM3xx``, ``PM3*``), a family, ``all``. Raises `SettingsError`."""
        only = self.get(entry)
        if only is not None:
            return [only]
        if entry == "all":
            return list(self.rules.values())
        family = [rule for rule in self.rules.values() if rule.family == entry]
        if family:
            return family
        prefix = entry.upper().rstrip("X*")
        if len(prefix) >= 2:
            matches = [r for code, r in self.rules.items() if code.startswith(prefix)]
            if matches:
                return matches
        if "*" in entry:
            matches = [r for r in self.rules.values() if fnmatch.fnmatchcase(r.name, entry)]
            if matches:
                return matches
        words = [w for r in self.rules.values() for w in (r.code, r.name, *r.aliases, r.family)]
        hint = nearest(entry, words)
        unknown = Sentence("settings.no_rule", entry=entry, near=did_you_mean(hint))
        raise SettingsError(unknown, entry, hint)

    def compile(self, settings: Settings) -> Program:
        """The rules to run under ``settings``. Raises `SettingsError`."""
        state = self._state(settings)
        compiled = tuple(
            replace(
                self._bind(rule, state.severities[rule.code], state.options.get(rule.code)),
                floor=RANK[state.floors.get(rule.code, "info")],
            )
            for rule in self.rules.values()
            if rule.code in state.enabled
        )
        return Program(settings, self.vocabulary, compiled, frozenset(state.mandatory))

    def verify(self, settings: Settings) -> None:
        """Whether ``settings``, whose ``base`` is known to be right, can be followed; far cheaper
        than `compile`. Raises `SettingsError`."""
        state = self._state(settings)
        for entry in settings.options:
            for rule in self.with_options(entry):
                self._bind(rule, state.severities[rule.code], state.options[rule.code])

    def program(self, settings: Settings) -> Program:
        """Like `compile`, but the last programs are kept, as the files of a run share them."""
        for known in self._programs:
            if known.settings is settings or known.settings == settings:
                return known
        made = self.compile(settings)
        # A new tuple, so that other threads may go through the old one meanwhile.
        self._programs = (made, *self._programs[: _PROGRAMS - 1])
        return made

    def _state(self, settings: Settings) -> _State:
        """What ``settings`` come to: those they are built on first, then what they change."""
        base = settings.base
        state = self._preset_state(settings.preset) if base is None else self._state(base)
        for entry in _named(settings):
            for rule in self.find(entry):  # asked for by name: no longer the preset's to cut short
                state.floors.pop(rule.code, None)
        own = self._codes(settings.mandatory)
        for entry in settings.ignore:
            self._refuse(state.mandatory | own, entry, "settings.mandatory_ignored")
        if settings.select:
            state.enabled = self._codes(settings.select)
        state.enabled |= self._codes(settings.extend)
        state.enabled -= self._codes(settings.ignore)
        self._grade(state, settings.severity)
        for entry, changed in settings.options.items():
            for rule in self.with_options(entry):
                if rule.code in state.mandatory:
                    raise SettingsError(Sentence("settings.fixed", rule=rule.code), entry)
                state.options[rule.code] = {**state.options.get(rule.code, {}), **changed}
        state.mandatory |= own
        state.enabled |= state.mandatory
        return state

    def _preset_state(self, name: str) -> _State:
        preset = _preset(name)
        enabled = {rule.code for rule in self.rules.values() if rule.enabled}
        if "only" in preset:
            enabled = {c for c in enabled if _worst(self.rules[c]) == preset["only"]}
        enabled |= self._codes(preset.get("extend", ()))
        enabled -= self._codes(preset.get("ignore", ()))
        raised: Mapping[str, Severity] = preset.get("raise") or {}
        severities = {
            rule.code: {
                name: raised.get(variant.severity, variant.severity)
                for name, variant in rule.variants.items()
            }
            for rule in self.rules.values()
        }
        state = _State(enabled, severities)
        if "only" in preset:
            state.floors = dict.fromkeys(enabled, preset["only"])
        self._grade(state, preset.get("severity") or {})
        return state

    def _grade(self, state: _State, changes: Mapping[str, Severity]) -> None:
        """Give rules other severities; mandatory ones may only become graver."""
        for entry, severity in changes.items():
            if severity not in RANK:
                wrong = Sentence("settings.severity", word=severity, known=list(RANK)[::-1])
                raise SettingsError(wrong, str(severity))
            for rule in self.find(entry):
                before = state.severities[rule.code]
                if rule.code in state.mandatory and any(
                    RANK[severity] < RANK[s] for s in before.values()
                ):
                    self._refuse(state.mandatory, entry, "settings.mandatory_lowered")
                    continue
                state.severities[rule.code] = dict.fromkeys(rule.variants, severity)

    def _refuse(self, mandatory: set[str], entry: str, why: str) -> None:
        """Refuse an entry that means a mandatory rule; a group that only contains one may stand."""
        only = self.get(entry)
        if only is not None and only.code in mandatory:
            raise SettingsError(Sentence(why, rule=only.code), entry)

    def with_options(self, entry: str) -> list[Rule]:
        """The rules an entry of ``options`` stands for: also all that use the check it names."""
        if self.get(entry) is None and entry in self.checks:
            return [rule for rule in self.rules.values() if rule.check == entry]
        return self.find(entry)

    def _codes(self, entries: Iterable[str]) -> set[str]:
        return {rule.code for entry in entries for rule in self.find(entry)}

    def _bind(
        self, rule: Rule, severities: Mapping[str, Severity], options: Mapping[str, Any] | None
    ) -> Compiled:
        check = self.checks[rule.check]
        bound = dict(rule.options)
        if options:
            bound.update(options)
            for problem in schema.problems(bound, schema.resolve(check.OPTIONS)):
                raise _wrong_options(rule, problem.sentence)
        try:
            run = check.compile(bound, self.vocabulary)
        except ValueError as error:
            raise _wrong_options(rule, error.args[0] if error.args else "") from error
        variants = {
            name: replace(variant, severity=severities.get(name, variant.severity))
            for name, variant in rule.variants.items()
        }
        return Compiled(rule, run, bound, variants, getattr(check, "BY_TEXT", False))


def load_rules(
    extra: Iterable[Traversable] = (), plugins: Any = None, *, built_in: bool = True
) -> RuleSet:
    """The rule set: pmlint's own rules, those of plugins, and the files or folders ``extra``.

    ``plugins`` is what `pmlint.plugins.manager` returns (None: the built-ins only). Raises
    `DataError` if a rule file is broken.
    """
    supplies = [own_checks.built_in()]
    folders_of = [loader.built_in()]
    if plugins is not None:
        supplies = plugins.hook.pmlint_checks()[::-1]
        folders_of = plugins.hook.pmlint_rules()[::-1]
    checks: dict[str, Check] = {}
    for supplied in supplies:
        for check in supplied:
            if check.NAME in checks:
                raise DataError(check.NAME, 0, 0, "", Sentence("plugin.same_check"))
            checks[check.NAME] = check
    places: list[Traversable] = []
    if built_in:
        for folders in folders_of:
            places.extend(folders)
    places.extend(extra)
    # Rules are held against the checks that they use: pmlint's own code is part of the key, and
    # with checks of plugins, whose code may lie anywhere, nothing is remembered.
    only_own = plugins is None or len(plugins.get_plugins()) == 1
    key = stamp([*places, *map(Path, _OWN)]) if only_own else None
    return RuleSet(_remembered(places, checks, key), checks)


def _remembered(
    places: list[Traversable], checks: Mapping[str, Check], key: str | None
) -> Mapping[str, Rule]:
    """The rules, from the user's cache folder if they were loaded before and nothing changed."""
    content = recall("rules", key) if key is not None else None
    if content is not None:
        rules: Mapping[str, Rule] = pickle.loads(content)
        return rules
    rules = loader.load(places, checks)
    if key is not None:
        keep("rules", key, pickle.dumps(rules, pickle.HIGHEST_PROTOCOL))
    return rules


def presets() -> dict[str, str]:
    """The names of the presets with a sentence on each."""
    names = [n for n, _ in data.walk(data.root().joinpath("presets"))]
    return {n.rpartition(".")[0]: data.load(f"presets/{n}")["summary"] for n in names}


def _preset(name: str) -> Mapping[str, Any]:
    known = presets()
    if name not in known:
        hint = nearest(name, known)
        unknown = Sentence("settings.no_preset", name=name, known=[*known], near=did_you_mean(hint))
        raise SettingsError(unknown, name, hint)
    loaded: Mapping[str, Any] = data.load(f"presets/{name}.yaml")
    return loaded


def _named(settings: Settings) -> tuple[str, ...]:
    """The entries by which these settings ask for rules."""
    return (*settings.select, *settings.extend, *settings.severity, *settings.mandatory)


def _wrong_options(rule: Rule, why: object) -> SettingsError:
    """What is wrong with the parameters that were given to a rule."""
    return SettingsError(Sentence("settings.options", rule=rule.code, why=why), rule.code)


def _worst(rule: Rule) -> Severity:
    return max((v.severity for v in rule.variants.values()), key=RANK.__getitem__)
