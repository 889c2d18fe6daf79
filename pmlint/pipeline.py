"""From files to a report: read, recover, check. What the command and the library call run."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from pmlint.messages import Messages
from pmlint.model.diagnostic import Diagnostic
from pmlint.model.grid import Document, Failure
from pmlint.model.report import Checked, Report
from pmlint.model.value import value
from pmlint.rules.settings import Settings

if TYPE_CHECKING:
    from pmlint.model.form import Form
    from pmlint.model.waiver import Waiver
    from pmlint.plugins import Reader, Reporter
    from pmlint.rules.ruleset import Program, RuleSet
    from pmlint.rules.spec import Rule
    from pmlint.waivers import Waiving

DEFAULT = Settings()
UNREADABLE = ("PM001", "unreadable-file")
UNRECOVERED = "recovery-failed"
NO_FORM = ("PM002", "no-form-found")


@value
class Source:
    """A file to check. ``data`` is its content where the caller has it (standard input).
    ``problem`` says (in the user's language) why it cannot even be opened, ``holds_nothing`` that
    it is a folder without files to check: both become findings."""

    path: str
    data: bytes | None = None
    problem: str = ""
    holds_nothing: str = ""


@value
class Recovered:
    """A file and its forms, or why it could not be read."""

    document: Document | Failure
    forms: list[Form] = field(default_factory=list)

    def problem(self, say: Messages) -> str:
        """Why there are no forms; '' if there are."""
        if isinstance(self.document, Failure):
            return self.document.message
        return "" if self.forms else say("error.no_form")


@value
class Outcome:
    """One file after the rules of single files; ``document`` and ``forms`` for those that compare
    files, ``comments`` for waivers in the file itself."""

    checked: Checked
    document: Document | None = None
    forms: list[Form] = field(default_factory=list)
    comments: list[Waiver] = field(default_factory=list)


class PerFile(Protocol):
    """What is different for certain files; see `pmlint.config`."""

    def of(self, path: str, settings: Settings, profile: str) -> tuple[Settings, str]:
        """Settings and profile of the file, given those of the run. The same object of settings
        for all files that differ in the same way."""
        ...


@dataclass(frozen=True)
class Pipeline:
    """How files are checked: the settings of the rules, the forms' profile, the plugins, files or
    folders of further ``rules``, what is different ``per_file``, and the list of ``waivers``.

    ``today`` is the date that waivers' expiry is held against (ISO, '': nothing expires). It is
    given, never asked for: the same input gives the same report on any day. Holds no state but its
    settings: one instance may serve many threads.
    """

    settings: Settings = DEFAULT
    profile: str = "auto"
    plugins: tuple[str, ...] = ()
    rule_files: tuple[str, ...] = ()
    per_file: PerFile | None = None
    waivers: tuple[Waiver, ...] = ()
    today: str = ""

    @property
    def ruleset(self) -> RuleSet:
        """All known rules, those of plugins included. Raises `DataError` or `PluginError`."""
        return _ruleset(self.plugins, self.rule_files)

    def waiving(self) -> Waiving:
        """The waivers, ready to be applied to the files of one run."""
        from pmlint.waivers import Waiving

        return Waiving(self.ruleset, self.settings, self.waivers, self.today)

    def settled(self, path: str) -> tuple[Settings, str]:
        """The settings and the profile for one file."""
        if self.per_file is None:
            return self.settings, self.profile
        return self.per_file.of(path, self.settings, self.profile)

    def program(self, path: str) -> Program:
        """The rules for one file. Raises like `check`."""
        return self.ruleset.program(self.settled(path)[0])

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
            return Recovered(document, recover(document, self.settled(path)[1]))
        except Exception as error:  # a defect of ours must not stop the other files
            return Recovered(Failure(path, "internal", _defect(error, say)))

    def check(self, source: Source) -> Outcome:
        """One file through all rules but those that compare files, waivers applied. Never raises
        for what is in the file; raises `SettingsError`, `DataError` or `PluginError` for wrong
        settings or rules."""
        outcome = self.look(source)
        if self.waivers or outcome.comments:
            self.waive(self.waiving(), outcome)
        return outcome

    def alone(self, source: Source) -> Outcome:
        """Like `check`, with the rules that compare forms applied within the file: what `run`
        finds in a single file, and what it was found in."""
        outcome = self.look(source)
        if "corpus" in self.program(source.path).by_each:
            from pmlint.batch import compare

            compare([(self, outcome)])
        if self.waivers or outcome.comments:
            self.waive(self.waiving(), outcome)
        return outcome

    def waive(self, waiving: Waiving, outcome: Outcome) -> None:
        """Apply waivers, and what the comments of the file itself say, to its findings."""
        checked = outcome.checked
        waiving.apply(checked, outcome.comments, self.settled(checked.path)[0])

    def look(self, source: Source) -> Outcome:
        """`check` before waivers are applied."""
        from pmlint.rules.engine import run, run_failure

        say = Messages(self.settings.language)
        ruleset, settings = self.ruleset, self.settled(source.path)[0]
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
        broken = next((d.detail for f in forms for d in f.doubts if d.code == UNRECOVERED), None)
        if broken is not None:  # a form that could not be recovered must not pass as clean
            found = [_whole(source.path, UNREADABLE, say("error.form_lost", detail=broken)), *found]
        whole = outcome.complete and bool(forms) and broken is None
        checked = Checked(source.path, found, outcome.not_checked, len(forms), whole)
        return Outcome(checked, document, forms, _comments(document, forms))

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
        from pmlint.batch import run

        items = [(self, source) for source in sources]
        return run(items, jobs=jobs, keep_forms=keep_forms, advance=advance)


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


@lru_cache(maxsize=8)
def _manager(plugins: tuple[str, ...]) -> Any:
    from pmlint.plugins import manager

    return manager(plugins)


@lru_cache(maxsize=8)
def _ruleset(plugins: tuple[str, ...], rule_files: tuple[str, ...] = ()) -> RuleSet:
    from pmlint.rules.ruleset import load_rules

    return load_rules(map(Path, rule_files), _manager(plugins) if plugins else None)


def _comments(document: Document, forms: list[Form]) -> list[Waiver]:
    """The waivers in the file itself. Few files have any: the others cost one search."""
    if document.source is None or "pmlint" not in document.source.lower():
        return []
    from pmlint.waivers import comments

    return comments(document, forms)
