"""How long each rule takes. Nothing of it is in any report: times differ from run to run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from time import perf_counter
from typing import Any

from pmlint.messages import Messages
from pmlint.model.diagnostic import Severity
from pmlint.model.value import record
from pmlint.pipeline import Pipeline, Recovered, Source
from pmlint.rules.ruleset import Compiled, RuleSet
from pmlint.rules.spec import Rule

READING = ""
"""The entry of what is not the time of a rule: reading files and recovering forms."""


@record
class Spent:
    """Seconds, calls and names of rules, by their codes."""

    seconds: dict[str, float] = field(default_factory=dict)
    calls: Counter[str] = field(default_factory=Counter)
    names: dict[str, str] = field(default_factory=dict)

    def add(self, code: str, begin: float) -> None:
        """Count a call that began at ``begin``."""
        self.seconds[code] = self.seconds.get(code, 0.0) + perf_counter() - begin
        self.calls[code] += 1


class TimedRules(RuleSet):
    """A rule set whose rules are timed."""

    def __init__(self, known: RuleSet, spent: Spent) -> None:
        super().__init__(known.rules, known.checks)
        self.spent = spent

    def _bind(
        self, rule: Rule, severities: Mapping[str, Severity], options: Mapping[str, Any] | None
    ) -> Compiled:
        bound = super()._bind(rule, severities, options)
        self.spent.names[rule.code] = rule.name

        def run(node: Any, context: Any) -> list[Any]:
            begin = perf_counter()
            try:
                return list(bound.run(node, context))  # checks do their work as it is asked for
            finally:
                self.spent.add(rule.code, begin)

        return replace(bound, run=run)


@dataclass(frozen=True)
class TimedPipeline(Pipeline):
    """A pipeline that counts. For one process: what others spend is not seen."""

    spent: Spent = field(default_factory=Spent)
    timed: RuleSet | None = None

    @property
    def ruleset(self) -> RuleSet:
        """See `Pipeline.ruleset`."""
        return self.timed if self.timed is not None else super().ruleset

    def recover(self, source: Source, say: Messages) -> Recovered:
        """See `Pipeline.recover`."""
        begin = perf_counter()
        try:
            return super().recover(source, say)
        finally:
            self.spent.add(READING, begin)


class Watch:
    """Times what runs through several pipelines."""

    def __init__(self) -> None:
        self.spent = Spent()
        self._timed: dict[int, TimedPipeline] = {}

    def timed(self, pipeline: Pipeline) -> Pipeline:
        """The same pipeline, timed."""
        known = self._timed.get(id(pipeline))
        if known is None:
            same = {f.name: getattr(pipeline, f.name) for f in fields(pipeline)}
            rules = TimedRules(pipeline.ruleset, self.spent)
            known = TimedPipeline(**same, spent=self.spent, timed=rules)
            self._timed[id(pipeline)] = known
        return known

    def table(self, say: Messages) -> Iterator[str]:
        """Milliseconds, share of the whole, calls and rule, what took longest first."""
        seconds = self.spent.seconds
        total = sum(seconds.values()) or 1.0
        for code, spent in sorted(seconds.items(), key=lambda x: (-x[1], x[0])):
            name = f"{code} {self.spent.names[code]}" if code else say("timings.reading")
            calls = self.spent.calls[code]
            yield f"{spent * 1000:10.1f} ms {spent / total:6.1%} {calls:8}  {name}\n"
        yield f"{sum(seconds.values()) * 1000:10.1f} ms {1:6.1%} {'':8}  {say('timings.total')}\n"
