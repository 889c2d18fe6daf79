"""``pmlint waive``: let findings stand, with a reason; the baseline of what is there already."""

from __future__ import annotations

import argparse
import os
import re
from collections.abc import Collection
from dataclasses import replace
from typing import TYPE_CHECKING

from pmlint.cli import selection
from pmlint.cli.failure import Usage
from pmlint.cli.inputs import STDIN
from pmlint.cli.output import put
from pmlint.messages import Messages

if TYPE_CHECKING:
    from pmlint.cli.parser import Parser
    from pmlint.cli.selection import Chosen
    from pmlint.model.diagnostic import Diagnostic
    from pmlint.waivers import Waiving
    from pmlint.waivers.edit import NewWaiver

_NO_TEXT = re.compile("[\ud800-\udfff]")


def configure(parser: Parser, say: Messages) -> None:
    """Declare the arguments."""
    selection.configure(parser)
    parser.option("--rule", action="append", default=[], metavar="RULE,…")
    parser.option("--fingerprint", action="append", default=[], metavar="TEXT")
    parser.option("--all", action="store_true")
    parser.option("--reason", default="", metavar="TEXT")
    parser.option("--who", default="", metavar="NAME")
    parser.option("--expires", default="", metavar="DATE")
    parser.option("--prune", action="store_true")


def run(args: argparse.Namespace, say: Messages) -> int:
    """Check what was named and add its findings to the list of waivers. 0: done; 1: there was
    nothing of the kind to waive; 2: wrong usage, or a file could not be checked (what could be is
    in the list)."""
    _check_usage(args)
    chosen = selection.chosen(args, say, new_list=True)
    work = _Work(chosen, _list_file(chosen))
    if args.expires and args.expires < work.today:
        raise Usage("waive.past", date=args.expires)
    return work.prune() if args.prune else work.add()


def _check_usage(args: argparse.Namespace) -> None:
    if STDIN in args.paths:
        raise Usage("waive.stdin")
    if args.prune:
        return
    if sum(map(bool, (args.rule, args.fingerprint, args.all))) != 1:
        raise Usage("waive.which")
    if not args.reason.strip():
        raise Usage("waive.reason")
    if args.expires:
        selection.date("--expires", args.expires)


def _list_file(chosen: Chosen) -> str:
    """The list to change: that of the configuration; without one, one that later runs on the same
    files will find: in the working directory if the files lie below it, else beside them."""
    config = chosen.config
    if config.waivers:
        return config.waivers
    from pmlint.config.find import WAIVERS, common_folder

    if config.root is not None:
        return os.path.join(config.root, WAIVERS)
    here, common = os.getcwd(), common_folder(chosen.args.paths)
    below = common == here or common.startswith(here.rstrip(os.sep) + os.sep)
    return os.path.join(here if below else common, WAIVERS)


class _Work:
    """The findings of the files that were named, the waivers that are there applied."""

    def __init__(self, chosen: Chosen, file: str) -> None:
        from pmlint.userfile import shown

        self.args, self.say, self.file = chosen.args, chosen.say, file
        self.name = shown(file)
        self.today = selection.today(self.args)
        pipeline = chosen.pipeline
        if pipeline.settings.root is None:  # the list is new: name files relative to its folder
            root = os.path.dirname(file)
            pipeline = replace(pipeline, settings=replace(pipeline.settings, root=root))
        self.pipeline = replace(pipeline, waivers=(), today=self.today)
        self.root = self.pipeline.settings.root
        self.waiving: Waiving = replace(self.pipeline, waivers=pipeline.waivers).waiving()
        self.report = self.pipeline.run(chosen.files())
        for checked in self.report.files:
            self.waiving.apply(checked)

    def add(self) -> int:
        """Add the findings that were asked for."""
        from pmlint.waivers.match import waivable

        ruleset, mandatory = self.waiving.ruleset, self.waiving.mandatory
        wanted = {rule.code for entry in self._rules() for rule in ruleset.find(entry)}
        for entry in self._rules():
            only = ruleset.get(entry)
            if only is not None and not waivable(only.code, ruleset, mandatory):
                raise Usage("waive.mandatory", rule=only.code)
        asked = [d for d in self.report.diagnostics() if self._asked(d, wanted)]
        found = [d for d in asked if waivable(d.code, ruleset, mandatory)]
        prints = {d.fingerprint for d in found}
        renewed = [
            number
            for number, entry in enumerate(self.waiving.listed)
            if entry.fate == "expired" and entry.waiver.fingerprint in prints
        ]
        if found:
            self._write([self._entry(d) for d in found], renewed)
        lines = [self.say("waive.written", count=len(found), file=self.name)]
        if len(asked) > len(found):
            lines.append(self.say("waive.left", count=len(asked) - len(found)))
        put(f"{line}\n" for line in lines)
        return max(self._code(), int(not found and not self.args.all))

    def prune(self) -> int:
        """Take out the waivers that cover nothing any more."""
        gone = {id(entry) for entry in self.waiving.leftover()}
        drop = [n for n, entry in enumerate(self.waiving.listed) if id(entry) in gone]
        if drop:
            self._write([], drop)
        put([self.say("waive.pruned", count=len(drop), file=self.name) + "\n"])
        return self._code()

    def _rules(self) -> tuple[str, ...]:
        return selection.entries(self.args.rule)

    def _asked(self, found: Diagnostic, codes: Collection[str]) -> bool:
        prints = selection.entries(self.args.fingerprint)
        return self.args.all or found.code in codes or found.fingerprint in prints

    def _entry(self, found: Diagnostic) -> NewWaiver:
        from pmlint.paths import relative
        from pmlint.rules.dress import shorten
        from pmlint.waivers.edit import NewWaiver

        # A name that is no text cannot be written; "?" stands for any one character.
        file = _NO_TEXT.sub("?", relative(found.file, self.root))
        return NewWaiver(
            rule=found.code,
            file=file,
            project="" if _NO_TEXT.search(found.project) else found.project,
            fingerprint=found.fingerprint,
            about=_NO_TEXT.sub("?", shorten(found.message)),
            reason=self.args.reason.strip(),
            who=self.args.who.strip(),
            date=self.today,
            expires=self.args.expires,
        )

    def _write(self, add: list[NewWaiver], drop: list[int]) -> None:
        from pmlint.replace import Moved, write_whole
        from pmlint.userfile import read_bytes
        from pmlint.waivers.edit import changed
        from pmlint.waivers.listed import MAX_BYTES

        before = read_bytes(self.file, MAX_BYTES) if os.path.exists(self.file) else None
        text = before.decode("utf-8-sig") if before is not None else ""
        mark = b"\xef\xbb\xbf" if before is not None and before.startswith(b"\xef\xbb\xbf") else b""
        after = mark + changed(text, self.name, add, drop).encode("utf-8")
        try:
            write_whole(self.file, after, expected=before)
        except Moved:
            raise Usage("fix.moved") from None
        except OSError as error:
            detail = error.strerror or str(error)
            raise Usage("error.output", file=self.name, detail=detail) from None

    def _code(self) -> int:
        """2 if a file could not be checked, after saying which."""
        from pmlint.cli.check import say_what_is_missing

        say_what_is_missing(self.report, self.say)
        return 0 if all(checked.complete for checked in self.report.files) else 2
