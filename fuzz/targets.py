"""The fuzz targets: functions that take any bytes and raise if pmlint breaks a promise.

The stages guard each other against defects, so that a defect in one file does not stop a run. Here
the guards are gone around or looked into: nothing but the documented exceptions may come up.
"""

from __future__ import annotations

import io
import re
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

from pmlint.fix.mend import ROUNDS, Seen, mend
from pmlint.messages import Messages
from pmlint.model.grid import Document
from pmlint.model.location import TextLocation
from pmlint.pipeline import Pipeline, Source
from pmlint.plugins import Reader
from pmlint.read import ReadError, built_in
from pmlint.recover import recover
from pmlint.report.concise import line
from pmlint.report.options import ReportOptions
from pmlint.rules.engine import run
from pmlint.target import describe, parse, quantities
from pmlint.target import tree as target_tree

Target = Callable[[bytes], None]

_BLANK = re.compile(r"\s")
_OPTIONS = ReportOptions(Messages())


class Broken(AssertionError):
    """A promise of pmlint's that the input broke."""


def text(data: bytes) -> None:
    """Plain text through every stage, then mended."""
    _file(data, "fuzz.txt")


def markdown(data: bytes) -> None:
    """Markdown through every stage, then mended."""
    _file(data, "fuzz.md")


def csv(data: bytes) -> None:
    """CSV through every stage, then mended."""
    _file(data, "fuzz.csv")


def html(data: bytes) -> None:
    """A web page through every stage."""
    _file(data, "fuzz.html")


def any_file(data: bytes) -> None:
    """Bytes of no known format, under a name that says nothing. PDF, images and the old binary
    formats are read in a process of their own and left out: that costs 0.2 s each."""
    if not data.startswith(
        (b"%PDF", b"\x89PNG", b"\xff\xd8", b"II*", b"MM\0*", b"\xd0\xcf", b"BM", b"RIFF")
    ):
        _file(data, "fuzz")


def package(data: bytes) -> None:
    """Office files whose outside is sound: the first byte picks a file and the second one of its
    parts, which the rest replaces."""
    if len(data) < 2:
        return
    bases = _packages()
    name, parts = bases[data[0] % len(bases)]
    victim = list(parts)[data[1] % len(parts)]
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for part, content in parts.items():
            archive.writestr(part, data[2:] if part == victim else content)
    _file(made.getvalue(), name)


def grammar(data: bytes) -> None:
    """A target value, and the same as running prose."""
    value = data.decode("utf-8", "replace")
    target = parse(value)
    if target.text != value:
        raise Broken("the target is not of this text")
    for clause in (*target.clauses, *quantities(value)):
        _within(clause.span, value)
    for note in target.notes:
        _within(note, value)
    describe(target)
    target_tree(target)


def rule_file(data: bytes) -> None:
    """A file of the user's that should be a rule."""
    from pmlint.data import DataError
    from pmlint.rules.loader import parse as parse_rule

    try:
        parse_rule(data.decode("utf-8", "replace"), "fuzz.yaml", _checks())
    except DataError as error:
        str(error)


def config(data: bytes) -> None:
    """A configuration of the user's."""
    from pmlint.config.loading import load

    if b"plugins" not in data:  # which are imported, whatever module they name
        _settings(data, "pmlint.yaml", lambda path: load(path, lines=True).pipeline().rules())


def waivers(data: bytes) -> None:
    """A list of waivers, and a run that they are applied to."""
    from pmlint.waivers.listed import load

    source = Source("form.txt", _waived())

    def run_with(path: str) -> None:
        Pipeline(waivers=tuple(load(path)), today="2026-06-30").run([source])

    _settings(data, "pmlint-waivers.yaml", run_with)


TARGETS: dict[str, Target] = {
    made.__name__: made
    for made in (text, markdown, csv, html, any_file, package, grammar, rule_file, config, waivers)
}


def _file(data: bytes, name: str) -> None:
    document = _read(data, name)
    if document is None:
        return
    for grid in document.grids:
        for cell in grid.cells():
            _sensible(document, cell.location, cell.text)
    forms = recover(document)
    for form in forms:
        for doubt in form.doubts:
            if doubt.code == "recovery-failed":
                raise Broken(f"recovery: {doubt.detail}")
        for _, field in form.fields():
            if field.text:
                _sensible(document, field.location, None)
    pipeline = Pipeline()
    outcome = run(pipeline.ruleset, pipeline.settings, document, forms)
    if outcome.crashed:
        raise Broken(f"rules: {outcome.diagnostics}")
    for found in outcome.diagnostics:
        line(found, _OPTIONS)
        _sensible(document, found.location, None)
    if document.source is not None:
        _mend(data, name)


def _read(data: bytes, name: str) -> Document | None:
    """What `pmlint.read.read` does, without its guards."""
    for reader in _readers():
        if reader.sniff(data, name):
            try:
                return reader.read(data, name)
            except ReadError:
                return None
    return None


def _settings(data: bytes, name: str, use: Callable[[str], object]) -> None:
    """Use a file of settings; only a `DataError` may come of it."""
    from pmlint.data import DataError

    with tempfile.TemporaryDirectory(prefix="pmlint-fuzz-") as folder:
        path = Path(folder, name)
        path.write_bytes(data)
        try:
            use(str(path))
        except DataError as error:
            str(error)


@cache
def _waived() -> bytes:
    from fuzz.seeds import seeds

    return seeds("text")[-1]


def _mend(data: bytes, name: str) -> None:
    pipeline = Pipeline()

    def check(content: bytes) -> Seen:
        outcome = pipeline.check(Source(name, content))
        found = outcome.checked
        return Seen(outcome.document, found.diagnostics, found.form_count, found.complete)

    mended = mend(data, check)
    if mended.problem == "fix.unsettled" or mended.rounds > ROUNDS:
        raise Broken("fixes do not settle")


def _sensible(document: Document, where: object, shown: str | None) -> None:
    """A place in a text file lies in the text; where it runs 1:1, it shows what it says."""
    if not isinstance(where, TextLocation) or document.source is None:
        return
    lines = _lines(document)
    if not 1 <= where.line <= where.end_line <= len(lines):
        raise Broken(f"no such lines: {where}")
    if where.column < 1 or where.end_column > len(lines[where.end_line - 1]) + 1:
        raise Broken(f"no such column: {where}")
    if shown is None or where.anchors or where.line != where.end_line:
        return
    there = lines[where.line - 1][where.column - 1 : where.end_column - 1]
    if _BLANK.sub(" ", there) != _BLANK.sub(" ", shown):  # a web page shows every blank alike
        raise Broken(f"{shown!r} does not stand at {where}")


def _within(span: tuple[int, int], value: str) -> None:
    if not 0 <= span[0] <= span[1] <= len(value):
        raise Broken(f"{span} lies outside {value!r}")


_last: tuple[Document | None, list[str]] = (None, [])


def _lines(document: Document) -> list[str]:
    """The lines of a document, split as editors do."""
    global _last
    if _last[0] is not document:
        source = document.source or ""
        _last = (document, source.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    return _last[1]


@cache
def _readers() -> list[Reader]:
    return sorted(built_in(), key=lambda reader: reader.priority)


@cache
def _checks() -> dict[str, object]:
    from pmlint.checks import built_in as checks

    return {check.NAME: check for check in checks()}


@cache
def _packages() -> list[tuple[str, dict[str, bytes]]]:
    from fuzz.seeds import packages

    return [(name, dict(_parts(data))) for name, data in packages()]


def _parts(data: bytes) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            yield name, archive.read(name)
