"""``pmlint fix``: make the changes that findings propose, or show them."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

from pmlint.cli import selection
from pmlint.cli.failure import Usage
from pmlint.cli.output import put
from pmlint.messages import Messages
from pmlint.model.report import Checked, Report

if TYPE_CHECKING:
    from pmlint.cli.parser import Parser
    from pmlint.cli.selection import Chosen
    from pmlint.fix.mend import Mended, Seen
    from pmlint.pipeline import Source

STDIO = "-"


def configure(parser: Parser, say: Messages) -> None:
    """Declare the arguments."""
    selection.configure(parser)
    parser.option("--unsafe", action="store_true")
    parser.option("--diff", action="store_true")
    parser.option("-o", "--output", metavar="FILE")


def run(args: argparse.Namespace, say: Messages) -> int:
    """Mend every file. 0: nothing is left at or above ``--fail-on`` (with ``--diff``: and nothing
    would be changed), 1: something is, 2: a file could not be checked, mended or written."""
    chosen = selection.chosen(args, say)
    found = chosen.files()
    if args.output is not None and len(found) != 1:
        raise Usage("usage.one_output")
    fix = _Fix(chosen)
    return max(fix.file(source) for source in found)


class _Fix:
    def __init__(self, chosen: Chosen) -> None:
        self.chosen = chosen
        self.args = chosen.args
        self.say = chosen.say

    def file(self, source: Source) -> int:
        """Mend one file, tell what was done, and return its exit code."""
        from pmlint.fix.mend import mend
        from pmlint.read import ReadError, load
        from pmlint.rules.dress import shorten

        if source.problem or source.holds_nothing:
            return self.failed(source.path, source.problem or source.holds_nothing)
        try:
            data = load(source.path) if source.data is None else source.data
        except ReadError as error:
            return self.failed(source.path, error.message)

        pipeline = self.chosen.of(source.path).pipeline

        def check(content: bytes) -> Seen:
            from pmlint.fix.mend import Seen
            from pmlint.pipeline import Source

            outcome = pipeline.check(Source(source.path, content))
            found = outcome.checked
            return Seen(outcome.document, found.diagnostics, found.form_count, found.complete)

        mended = mend(data, check, unsafe=self.args.unsafe)
        if mended.first.document is None:
            return self.failed(source.path, mended.first.diagnostics[0].message)
        if mended.problem == "fix.unsettled":
            return self.failed(source.path, self.say(mended.problem))
        if mended.problem:
            self.tell(source.path, self.say(mended.problem))
        for diagnostic, why in mended.refused:
            old = diagnostic.text or ""
            line = self.say("fix.refused", rule=diagnostic.code, old=shorten(old), why=why)
            self.tell(source.path, line)
        return self.show(source, mended) if self.args.diff else self.save(source, mended)

    def show(self, source: Source, mended: Mended) -> int:
        """Print the difference; the file's exit code."""
        from pmlint.fix.difference import difference
        from pmlint.report.places import spoken

        before, after = mended.first.document, mended.last.document
        if before is not None and after is not None:
            put(difference(before, after, mended.changes, lambda at: spoken(at, self.say)))
        code = self.code(source.path, mended.first)
        return max(code, int(mended.after != mended.before))

    def save(self, source: Source, mended: Mended) -> int:
        """Write the result and say what was done; the file's exit code."""
        from pmlint.replace import Moved, write_whole

        target = self.args.output or (source.path if source.data is None else STDIO)
        in_place = target == source.path and source.data is None
        try:
            if target == STDIO:
                sys.stdout.flush()
                sys.stdout.buffer.write(mended.after)
                sys.stdout.buffer.flush()
            elif not in_place:
                write_whole(target, mended.after)
            elif mended.after != mended.before:
                write_whole(target, mended.after, expected=mended.before)
        except Moved:
            return self.failed(source.path, self.say("fix.moved"))
        except BrokenPipeError:
            raise
        except OSError as error:
            detail = error.strerror or str(error)
            return self.failed(source.path, self.say("error.output", file=target, detail=detail))
        lines = [f"{line}\n" for line in self.told(source.path, mended)]
        if target == STDIO:
            sys.stderr.writelines(lines)
        else:
            put(lines)
        return self.code(source.path, mended.last)

    def told(self, path: str, mended: Mended) -> Iterator[str]:
        """What was changed, fix by fix, and what is left to be done by hand."""
        from pmlint.report.places import spoken
        from pmlint.rules.dress import shorten

        for diagnostic, fix in mended.applied:
            for edit in fix.edits:
                where = spoken(edit.location, self.say)
                rule = f"{diagnostic.code} {diagnostic.name}"
                old, new = shorten(edit.old), shorten(edit.new)
                change = self.say("fix.change", place=where, old=old, new=new, rule=rule)
                yield self.say("about.file", file=path, message=change)
        left = [d for d in mended.last.diagnostics if d.waived is None]
        made = sum(len(fix.edits) for _, fix in mended.applied)
        text = self.say("fix.summary", made=made, left=len(left))
        unsafe = sum(any(fix.edits and fix.safety == "unsafe" for fix in d.fixes) for d in left)
        if unsafe and not self.args.unsafe:
            text += self.say("fix.unsafe_left", count=unsafe)
        yield self.say("about.file", file=path, message=text)

    def code(self, path: str, seen: Seen) -> int:
        checked = Checked(path, seen.diagnostics, complete=seen.complete)
        return self.chosen.exit_code(Report([checked], ""))

    def failed(self, path: str, why: str) -> int:
        self.tell(path, why)
        return 2

    def tell(self, path: str, message: str) -> None:
        """A line on standard error about a file."""
        message = message.removeprefix(f"{path}：")
        line = self.say("about.file", file=path, message=message)
        print(f"pmlint: {line}", file=sys.stderr)
