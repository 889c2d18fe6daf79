"""From files to a report: read, recover, check. What the command and the library call run."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from pmlint import __version__
from pmlint.messages import Messages
from pmlint.model.diagnostic import Diagnostic
from pmlint.model.grid import Document, Failure
from pmlint.model.report import Checked, Report
from pmlint.rules.settings import Settings

if TYPE_CHECKING:
    from pmlint.model.form import Form
    from pmlint.plugins import Reader, Reporter
    from pmlint.rules.ruleset import RuleSet
    from pmlint.rules.spec import Rule

DEFAULT = Settings()
UNREADABLE = ("PM001", "unreadable-file")
NO_FORM = ("PM002", "no-form-found")


@dataclass(frozen=True, slots=True)
class Source:
    """A file to check. ``data`` is its content where the caller has it (standard input).
    ``problem`` says (in the user's language) why it cannot even be opened, ``holds_nothing`` that
    it is a folder without files to check: both become findings."""

    path: str
    data: bytes | None = None
    problem: str = ""
    holds_nothing: str = ""


@dataclass(frozen=True, slots=True)
class Recovered:
    """A file and its forms, or why it could not be read."""

    document: Document | Failure
    forms: list[Form] = field(default_factory=list)

    def problem(self, say: Messages) -> str:
        """Why there are no forms; '' if there are."""
        if isinstance(self.document, Failure):
            return self.document.message
        return "" if self.forms else say("error.no_form")


@dataclass(frozen=True, slots=True)
class Outcome:
    """One file after the rules of single files; ``document`` and ``forms`` for those that compare
    files."""

    checked: Checked
    document: Document | None = None
    forms: list[Form] = field(default_factory=list)


@dataclass(frozen=True)
class Pipeline:
    """How files are checked: the settings of the rules, the forms' profile, the plugins.

    Holds no state but its settings: one instance may serve many threads.
    """

    settings: Settings = DEFAULT
    profile: str = "auto"
    plugins: tuple[str, ...] = ()

    @property
    def ruleset(self) -> RuleSet:
        """All known rules, those of plugins included. Raises `DataError` or `PluginError`."""
        return _ruleset(self.plugins)

    def rules(self) -> dict[str, Rule]:
        """All known rules by code."""
        return self.ruleset.rules

    def reporters(self) -> list[Reporter]:
        """All known output formats. Raises `PluginError`."""
        if not self.plugins:
            from pmlint.report import built_in

            return built_in()
        return [r for supplied in _manager(self.plugins).hook.pmlint_reporters() for r in supplied]

    def recover(self, source: Source, say: Messages) -> Recovered:
        """The forms of a file, or why there are none. Never raises for what is in the file."""
        path = source.path
        if source.problem:
            return Recovered(Failure(path, "unreadable", source.problem))
        if source.holds_nothing:
            return Recovered(Failure(path, "empty-folder", source.holds_nothing))
        from pmlint.read import read

        document = read(path, source.data, self._readers())
        if isinstance(document, Failure):
            message = document.message.removeprefix(f"{document.path}：")
            return Recovered(replace(document, message=message))
        from pmlint.recover import recover

        try:
            return Recovered(document, recover(document, self.profile))
        except Exception as error:  # a defect of ours must not stop the other files
            return Recovered(Failure(path, "internal", _defect(error, say)))

    def check(self, source: Source) -> Outcome:
        """One file through all rules but those that compare files. Never raises for what is in the
        file; raises `SettingsError`, `DataError` or `PluginError` for wrong settings or rules."""
        from pmlint.rules.engine import run, run_failure

        say = Messages(self.settings.language)
        ruleset, settings = self.ruleset, self.settings
        recovered = self.recover(source, say)
        document, forms = recovered.document, recovered.forms
        if isinstance(document, Failure):
            kind = NO_FORM if document.reason == "empty-folder" else UNREADABLE
            found = [] if kind is NO_FORM else run_failure(ruleset, settings, document).diagnostics
            found = found or [_whole(source.path, kind, document.message)]
            return Outcome(Checked(source.path, found, complete=False))
        try:
            outcome = run(ruleset, settings, document, forms)
        except Exception as error:
            found = [_whole(source.path, UNREADABLE, _defect(error, say))]
            return Outcome(Checked(source.path, found, complete=False))
        found = outcome.diagnostics
        if not forms and not any(d.code == NO_FORM[0] for d in found):
            found = [_whole(source.path, NO_FORM, say("error.no_form")), *found]
        whole = outcome.complete and bool(forms)
        checked = Checked(source.path, found, outcome.not_checked, len(forms), whole)
        return Outcome(checked, document, forms)

    def _readers(self) -> list[Reader] | None:
        """The formats to try; None for the built-in ones, which need no plugin manager."""
        if not self.plugins:
            return None
        supplied = _manager(self.plugins).hook.pmlint_readers()
        return [reader for some in supplied for reader in some]

    def run(
        self,
        sources: Sequence[Source],
        *,
        jobs: int | None = 1,
        keep_forms: bool = False,
        advance: Callable[[], None] | None = None,
    ) -> Report:
        """All files, in their order. ``jobs``: processes (None: by the size of the files);
        ``keep_forms``: leave the forms in the report; ``advance`` is called after each file."""
        program = self.ruleset.program(self.settings)  # wrong settings fail before any file is read
        outcomes: list[Outcome] = []
        whole = keep_forms or "corpus" in program.by_each
        for outcome in self._outcomes(sources, jobs, whole):
            outcomes.append(outcome)
            if advance is not None:
                advance()
        if "corpus" in program.by_each:
            self._compare(outcomes)
        if keep_forms:
            for outcome in outcomes:
                outcome.checked.forms = outcome.forms
        return Report([outcome.checked for outcome in outcomes], __version__)

    def _outcomes(
        self, sources: Sequence[Source], jobs: int | None, whole: bool
    ) -> Iterable[Outcome]:
        workers = _workers(sources) if jobs is None else min(jobs, len(sources))
        if workers <= 1:
            return map(self.check, sources)
        from pmlint.parallel import in_order

        return in_order(self.check if whole else self._check_only, sources, workers)

    def _check_only(self, source: Source) -> Outcome:
        """`check` without document and forms, which cost as much to send as to make."""
        return Outcome(self.check(source).checked)

    def _compare(self, outcomes: Iterable[Outcome]) -> None:
        from pmlint.rules.engine import run_corpus
        from pmlint.rules.order import ordered

        read = [o for o in outcomes if o.document is not None]
        pairs = [(o.document, o.forms) for o in read if o.document is not None]
        found = run_corpus(self.ruleset, self.settings, pairs)
        for outcome in read:
            more = found.get(outcome.checked.path)
            if more is None:
                continue
            checked = outcome.checked
            checked.not_checked.extend(more.not_checked)
            checked.complete = checked.complete and more.complete
            if more.diagnostics:
                checked.diagnostics[:] = ordered([*checked.diagnostics, *more.diagnostics])


def check(
    source: str | os.PathLike[str] | bytes,
    settings: Settings = DEFAULT,
    *,
    name: str = "",
    profile: str = "auto",
    plugins: Sequence[str] = (),
) -> Report:
    """Check one file and return the report.

    ``source`` is a path, or the content of a file as bytes (then ``name`` is what the findings
    call it). ``settings`` choose the rules and their severities. A file that cannot be read is a
    finding (PM001), not an exception, and the report's ``exit_code()`` is then 2. Raises
    `SettingsError` for settings that cannot be followed, `PluginError` for plugins that cannot be
    loaded.

    >>> report = pmlint.check("form.txt", pmlint.Settings(select=("PM3",)))
    >>> [(found.code, found.message) for found in report.diagnostics()]
    """
    pipeline = Pipeline(settings, profile, tuple(plugins))
    if isinstance(source, bytes):
        return pipeline.run([Source(name or "<bytes>", source)])
    return pipeline.run([Source(os.fspath(source))])


def _whole(path: str, kind: tuple[str, str], message: str) -> Diagnostic:
    """A finding about a file as a whole, which no rule could have looked at."""
    from pmlint.rules.order import fingerprinted

    found = Diagnostic(
        code=kind[0], name=kind[1], severity="error", origin="unclear", message=message, file=path
    )
    return fingerprinted([found], [])[0]


def _defect(error: Exception, say: Messages) -> str:
    """What to tell about a defect of pmlint's own that a file brought to light."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = (
        f"{os.path.basename(trace.tb_frame.f_code.co_filename)}:{trace.tb_lineno}" if trace else "?"
    )
    kind = type(error).__name__
    return say("error.stage", kind=kind, detail=str(error)[:200], where=where)


BYTES_PER_WORKER = 1_000_000


def _workers(sources: Sequence[Source]) -> int:
    """As many processes as the work is worth, at most one a processor."""
    total = 0
    for source in sources:
        try:
            total += len(source.data) if source.data is not None else os.stat(source.path).st_size
        except (OSError, ValueError):
            continue
    return max(1, min(len(sources), os.cpu_count() or 1, total // BYTES_PER_WORKER))


@lru_cache(maxsize=8)
def _manager(plugins: tuple[str, ...]) -> Any:
    from pmlint.plugins import manager

    return manager(plugins)


@lru_cache(maxsize=8)
def _ruleset(plugins: tuple[str, ...]) -> RuleSet:
    from pmlint.rules.ruleset import load_rules

    return load_rules(plugins=_manager(plugins))
