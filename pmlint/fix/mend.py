"""Mending a file: which fixes are made, round by round, until none is left."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import field
from typing import TypeAlias

from pmlint.fix import Applier, Refused, applier
from pmlint.fix.overlap import Taken
from pmlint.fix.same import Change, changes
from pmlint.model.diagnostic import Diagnostic, Edit, Fix
from pmlint.model.grid import Document
from pmlint.model.value import record, value
from pmlint.repack import signed

ROUNDS = 10
"""Rules whose fixes have not settled by then undo each other: a defect."""

TRIES = 200
"""How often a file is read again at the very most, searching for fixes that do harm included."""
HARM = "改了会影响表中其他内容，请手工修改"

Proposal: TypeAlias = tuple[Diagnostic, Fix]


@value
class Seen:
    """A file as checked: what was read (None: nothing), the findings, the number of forms, and
    whether all of it was checked."""

    document: Document | None
    diagnostics: list[Diagnostic]
    forms: int
    complete: bool = True


Check: TypeAlias = Callable[[bytes], Seen]


@record
class Mended:
    """What became of a file. ``after`` is ``before`` where nothing was mended. ``applied`` are the
    fixes made, in order; ``refused`` those that could not be, with the reason; ``changes`` the
    cells that read otherwise now; ``problem`` (a key of the messages, ``fix.…``) why nothing was
    or could be done. ``first`` and ``last`` are the file as checked before and after."""

    before: bytes
    after: bytes
    first: Seen
    last: Seen
    applied: list[Proposal] = field(default_factory=list)
    refused: list[tuple[Diagnostic, str]] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    rounds: int = 0
    problem: str = ""


def mend(data: bytes, check: Check, *, unsafe: bool = False) -> Mended:
    """The file with its fixes made, to a fixed point.

    Only safe fixes of findings that are certainly the author's, unless ``unsafe``. Of fixes that
    overlap the first is made, the next when the file has been checked again. What is not part of
    an edit is proved unchanged by reading the file again; a fix that would change it is refused. If
    the fixes do not settle, nothing is changed and ``problem`` says so. Raises nothing of its own.
    """
    first = check(data)
    mended = Mended(data, data, first, first)
    if first.document is None:
        mended.problem = "fix.unreadable"
        return mended
    if not _proposals(first.diagnostics, unsafe, set()):
        return mended
    apply = applier(first.document.format)
    if apply is None or signed(data):
        mended.problem = "fix.format" if apply is None else "fix.signed"
        return mended
    hopeless: set[tuple[Edit, ...]] = set()
    known = {data}
    most = None  # of fixes tried together; fewer while one that does harm is looked for
    for _ in range(TRIES):
        proposals = _proposals(mended.last.diagnostics, unsafe, hopeless)[:most]
        if not proposals:
            break
        made, after = _round(apply, mended, proposals, hopeless)
        if not made:
            continue  # all were refused: others may be left
        seen = check(after)
        if _changes(mended.last, seen, made) is None:
            most = len(made) // 2
            if not most:
                _refuse(mended, made[0], HARM, hopeless)
                most = None
            continue
        if after in known or mended.rounds == ROUNDS:
            return _given_up(mended)
        known.add(after)
        mended.rounds += most is None
        mended.applied += made
        mended.after, mended.last, most = after, seen, None
    else:
        return _given_up(mended)
    if mended.applied:
        edits = [edit for _, fix in mended.applied for edit in fix.edits]
        assert mended.last.document is not None
        mended.changes = changes(first.document, mended.last.document, edits) or []
    return mended


def _proposals(
    diagnostics: Iterable[Diagnostic], unsafe: bool, hopeless: set[tuple[Edit, ...]]
) -> list[Proposal]:
    """The first fix of each finding that may be made, none overlapping another."""
    taken = Taken()
    chosen = []
    for diagnostic in diagnostics:
        if diagnostic.waived is not None:
            continue
        for fix in diagnostic.fixes:
            allowed = unsafe or (fix.safety == "safe" and diagnostic.origin == "author")
            if allowed and fix.edits and fix.edits not in hopeless and taken.take(fix.edits):
                chosen.append((diagnostic, fix))
                break
    return chosen


def _round(
    apply: Applier, mended: Mended, proposals: list[Proposal], hopeless: set[tuple[Edit, ...]]
) -> tuple[list[Proposal], bytes]:
    """Make the fixes that can be made; those that cannot are noted and not proposed again."""
    while proposals:
        edits = list(dict.fromkeys(edit for _, fix in proposals for edit in fix.edits))
        try:
            return proposals, apply(mended.after, edits)
        except Refused as refused:
            reasons = {edits[index]: why for index, why in refused.reasons.items()}
        left = []
        for diagnostic, fix in proposals:
            why = next((reasons[edit] for edit in fix.edits if edit in reasons), "")
            if why:
                _refuse(mended, (diagnostic, fix), why, hopeless)
            else:
                left.append((diagnostic, fix))
        proposals = left
    return [], mended.after


def _changes(before: Seen, after: Seen, made: list[Proposal]) -> list[Change] | None:
    """The cells that changed, None if anything changed that should not have."""
    if before.document is None or after.document is None or before.forms != after.forms:
        return None
    edits = [edit for _, fix in made for edit in fix.edits]
    return changes(before.document, after.document, edits)


def _refuse(mended: Mended, proposal: Proposal, why: str, hopeless: set[tuple[Edit, ...]]) -> None:
    diagnostic, fix = proposal
    hopeless.add(fix.edits)
    mended.refused.append((diagnostic, why))


def _given_up(mended: Mended) -> Mended:
    first = mended.first
    return Mended(mended.before, mended.before, first, first, problem="fix.unsettled")
