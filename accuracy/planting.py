"""Planting defects: what a planter is, and the tools that several use."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from accuracy.forms import Made, Row, render

Plant = Callable[[Made, random.Random], "Planted | None"]


@dataclass(frozen=True)
class Planted:
    """Where a defect was planted: ``row`` (None: not in one row), or a ``file`` of its own.
    ``form``: the forms of the file, where one is not enough."""

    row: int | None = None
    file: tuple[str, bytes] | None = None
    forms: tuple[Made, ...] = ()


@dataclass(frozen=True)
class Defect:
    """A kind of defect: the rule meant, what is done, and ``also``: rules that may rightly fire
    too (a deadline in the next year also makes the year wrong)."""

    code: str
    name: str
    plant: Plant
    also: frozenset[str] = field(default_factory=frozenset)


DEFECTS: list[Defect] = []


def defect(code: str, *also: str) -> Callable[[Plant], Plant]:
    """Registers a planter: it changes the form and says where, or returns None where the form has
    no place for such a defect."""

    def register(plant: Plant) -> Plant:
        DEFECTS.append(Defect(code, plant.__name__, plant, frozenset(also)))
        return plant

    return register


def pick(form: Made, rng: random.Random, wanted: Callable[[Row], object]) -> tuple[int, Row] | None:
    """A row for which ``wanted`` is true, with its number."""
    rows = [(i, row) for i, row in enumerate(form.rows) if wanted(row)]
    return rng.choice(rows) if rows else None


NUMBER = re.compile(r"(≥|≤|=)(\d[\d.]*)(\(?)([^()]*)(\)?)")


def parts(row: Row) -> tuple[str, str, str, str, str] | None:
    """Sign, number, bracket, unit, bracket of a row's target, if it is like ``≥95(%)``."""
    found = NUMBER.fullmatch(row.target)
    return (found[1], found[2], found[3], found[4], found[5]) if found else None


def is_rate(row: Row) -> bool:
    """True for ``…率`` in per cent."""
    return row.name.endswith("率") and "%" in row.target


def is_count(row: Row) -> bool:
    """True for a whole number with a unit that counts things."""
    found = parts(row)
    return (
        row.level2 == "数量指标"
        and found is not None
        and found[1].isdigit()
        and found[3] in tuple("人名个场次期件份套台座处所户家条项栋辆部册盆")
    )


def is_satisfaction(row: Row) -> bool:
    """True for an indicator of satisfaction."""
    return row.name.endswith("满意度")


def number_in(target: str, new: str) -> str:
    """The target with another number."""
    return re.sub(r"\d[\d.]*", new, target, count=1)


def swapped(number: str, rng: random.Random) -> str | None:
    """A number with two neighbouring digits transposed."""
    places = [
        i
        for i in range(len(number) - 1)
        if number[i].isdigit()
        and number[i + 1].isdigit()
        and number[i] != number[i + 1]
        and not (i == 0 and number[i + 1] == "0")
    ]
    if not places:
        return None
    i = rng.choice(places)
    return number[:i] + number[i + 1] + number[i] + number[i + 2 :]


def as_text(form: Made) -> str:
    """The form as a text file's content."""
    return render(form)[1].decode()


def insert(text: str, at: int, what: str) -> str:
    """``text`` with ``what`` put in at ``at``."""
    return text[:at] + what + text[at:]


def once(lines: Iterable[str]) -> list[str]:
    """The words of lines that are no comment."""
    return [word for line in lines if not line.startswith("#") for word in line.split()]
