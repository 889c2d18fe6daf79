"""A waiver: findings that somebody has looked at and lets stand, and why."""

from __future__ import annotations

from typing import Literal, TypeAlias

from pmlint.model.location import Location
from pmlint.model.value import value

State: TypeAlias = Literal[
    "used", "unused", "unjudged", "expired", "mandatory", "unknown", "malformed"
]
"""What became of a waiver in a run. unjudged: its file was not (wholly) checked, or its rule not
used; mandatory: its rule can never be waived; unknown: there is no such rule."""


@value
class Waiver:
    """One waiver, from the list of waivers or from a comment in a text file.

    ``rule`` is a code, name, prefix or family. Every criterion that is not empty must hold:
    ``file`` (relative to the root of the run, ``*`` stands for anything), ``project``, ``field``
    (as in findings but without row numbers: ``indicators.target``, ``funds.*``) and
    ``fingerprint``; for comments ``line`` (1-based, of the row that it speaks for) or ``form``
    (1-based).
    ``date`` and ``expires`` are ISO dates or ''; it holds through the day ``expires``.
    ``source`` is the file it is written in, ``location`` the place there, ``text`` what stands
    there; ``malformed``: a comment that nobody can read.
    """

    rule: str
    reason: str = ""
    who: str = ""
    date: str = ""
    expires: str = ""
    file: str = ""
    project: str = ""
    field: str = ""
    fingerprint: str = ""
    line: int | None = None
    form: int | None = None
    source: str = ""
    location: Location | None = None
    text: str = ""
    malformed: bool = False


@value
class Judged:
    """A waiver and what became of it; the node of rules with ``each: waiver``. ``hint`` is a rule
    with a similar name where there is none of the name given, or ''."""

    waiver: Waiver
    state: State
    hint: str = ""
