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
from pmlint.model.report import Checked, Report

if TYPE_CHECKING:
    from pmlint.cli.parser import Parser
    from pmlint.cli.selection import Chosen, Way
    from pmlint.config import Config
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
    today = selection.today(args)
    if args.expires and args.expires < today:
        raise Usage("waive.past", date=args.expires)
    chosen = selection.chosen(args, say, new_list=True)
    works = _examined(chosen, today)
    if args.prune:
        for work in works:
            work.prune()
        count = 1
    else:
        for work in works:
            work.verify()
        count = sum(work.add() for work in works)
    missing = any(work.missing() for work in works)
    return 2 if missing else int(not count and not args.all)


def _examined(chosen: Chosen, today: str) -> list[_Work]:
    """The findings of the files that were named: one piece of work for each list of waivers, which
    the configurations nearest to the files name."""
    from pmlint.batch import run

    works: dict[int, _Work] = {}
    items = []
    for source in chosen.files():
        way = chosen.of(source.path)
        work = works.setdefault(id(way), _Work(chosen, way, today))
        items.append((work, source))
    report = run([(work.pipeline, source) for work, source in items])
    for (work, _), checked in zip(items, report.files, strict=True):
        work.waiving.apply(checked)
        work.files.append(checked)
    return list(works.values())


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


def _list_file(chosen: Chosen, config: Config) -> str:
    """The list to change: that of the configuration; without one, one that later runs on the same
    files will find: in the working directory if the files lie below it, else beside them."""
    if config.waivers:
        return config.waivers
    from pmlint.config.find import WAIVERS, common_folder

    if config.root is not None:
        return os.path.join(config.root, WAIVERS)
    here, common = os.getcwd(), common_folder(chosen.args.paths)
    below = common == here or common.startswith(here.rstrip(os.sep) + os.sep)
    return os.path.join(here if below else common, WAIVERS)


class _Work:
    """One list, and the files that it is for, the waivers that are there applied."""

    def __init__(self, chosen: Chosen, way: Way, today: str) -> None:
        from pmlint.userfile import shown

        self.args, self.say, self.today = chosen.args, chosen.say, today
        self.file = _list_file(chosen, way.config)
        self.name = shown(self.file)
        pipeline = way.pipeline
        if pipeline.settings.root is None:  # the list is new: name files relative to its folder
            root = os.path.dirname(self.file)
            pipeline = replace(pipeline, settings=replace(pipeline.settings, root=root))
        self.pipeline = replace(pipeline, waivers=())
        self.root = self.pipeline.settings.root
        self.waiving: Waiving = pipeline.waiving()
        self.files: list[Checked] = []

    def verify(self) -> None:
        """Whether the rules that were named are there and may be waived; before any list is
        changed. Raises `Usage` and `SettingsError`."""
        from pmlint.waivers.match import waivable

        ruleset, mandatory = self.waiving.ruleset, self.waiving.mandatory
        for entry in self._rules():
            ruleset.find(entry)
            only = ruleset.get(entry)
            if only is not None and not waivable(only.code, ruleset, mandatory):
                raise Usage("waive.mandatory", rule=only.code)

    def add(self) -> int:
        """Add the findings that were asked for, and return how many there were."""
        from pmlint.waivers.match import waivable

        ruleset, mandatory = self.waiving.ruleset, self.waiving.mandatory
        wanted = {rule.code for entry in self._rules() for rule in ruleset.find(entry)}
        asked = [d for d in Report(self.files, "").diagnostics() if self._asked(d, wanted)]
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
        return len(found)

    def prune(self) -> None:
        """Take out the waivers that cover nothing any more."""
        gone = {id(entry) for entry in self.waiving.leftover()}
        drop = [n for n, entry in enumerate(self.waiving.listed) if id(entry) in gone]
        if drop:
            self._write([], drop)
        put([self.say("waive.pruned", count=len(drop), file=self.name) + "\n"])

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

    def missing(self) -> bool:
        """Whether a file could not be checked; says which."""
        from pmlint.cli.check import say_what_is_missing

        say_what_is_missing(Report(self.files, ""), self.say)
        return not all(checked.complete for checked in self.files)
