"""The tree of a 指标值. Spans are 0-based half-open offsets into the value's own text.

A target is a `Target`: its original text and one or more clauses. Numbers are Decimal plus the
printed text; nothing is ever rounded.
"""

from __future__ import annotations

from dataclasses import field
from decimal import Decimal
from typing import Literal, TypeAlias

from pmlint.model.value import value

Span: TypeAlias = tuple[int, int]
Operator: TypeAlias = Literal["ge", "gt", "le", "lt", "eq", "approx"]


@value
class Number:
    """A number as printed (``1,000``, ``两``) and its exact ``value``, no multiplier applied."""

    value: Decimal
    text: str
    span: Span


@value
class Unit:
    """A unit of measure. ``kind`` is the dimension named in the lexicon (``rate``, ``person``,
    ``person-time``, ``event``, ``item``, ``money``, ``time``, ``length``, ``area``, ``mass``,
    ``data`` …), ``factor`` multiplies to the kind's base unit (万元 → 10000 of 元), ``bracketed``
    if printed as ``(场)``, ``per`` the unit after ``/`` (名/天).

    ``text`` is the word itself in its folded form (%, 万元; empty in ``28.40/株``, which is of kind
    ``number``); ``span``
    covers all of the printed unit, with brackets and ``per``. A bare 万 is of kind ``number``, a
    noun after ``/`` that is not in the lexicon of kind ``other``."""

    text: str
    kind: str
    factor: Decimal
    span: Span
    bracketed: bool = False
    per: Unit | None = None

    @property
    def full(self) -> str:
        """The unit with its per-units, without brackets: 元/人/月."""
        return f"{self.text}/{self.per.full}" if self.per else self.text


@value
class Quantity:
    """A number with its unit, if any. ``magnitude`` is in the kind's base unit; ``about`` is the
    span of 约/左右 …; ``object`` what follows (0发生 → 发生), ``subject`` what precedes. ``span``
    covers number, unit and ``about``, neither subject nor object."""

    number: Number
    unit: Unit | None
    span: Span
    about: Span | None = None
    subject: str = ""
    object: str = ""
    subject_span: Span | None = None
    object_span: Span | None = None

    @property
    def magnitude(self) -> Decimal:
        """The value in the base unit of its kind (a percentage stays a percentage: 90)."""
        return self.number.value * (self.unit.factor if self.unit else 1)


@value
class Comparison:
    """``≥90%``. ``operator`` None: a bare number. ``printed`` the sign as printed (``>=``,
    ``> =``, ``不低于``), ``sign`` its span; ``bound`` a bound behind (以上, 以内) and its meaning;
    ``per`` the second quantity of ``40人/1场``-like values and of ratios (1:15); ``every`` the
    rhythm before (*每年*2次). A sign that is a misread one (》95%) has no operator but is printed.
    ``span`` covers everything, subject and object too."""

    operator: Operator | None
    quantity: Quantity
    span: Span
    printed: str = ""
    sign: Span | None = None
    bound: Operator | None = None
    bound_span: Span | None = None
    per: Quantity | None = None
    every: Period | None = None


@value
class Range:
    """``1-2批次``: both ends included. A unit printed once, at the end, is that of both
    (then the low end's unit lies outside its span). Subject and object
    are the low and the high end's."""

    low: Quantity
    high: Quantity
    span: Span
    about: Span | None = None
    operator: Operator | None = None
    printed: str = ""
    sign: Span | None = None
    bound: Operator | None = None
    bound_span: Span | None = None
    every: Period | None = None

    @property
    def unit(self) -> Unit | None:
        """The unit of both ends."""
        return self.high.unit or self.low.unit


@value
class Moment:
    """A point in time as far as it was said; ``edge`` narrows it (初, 上旬, 中, 下旬, 底, 末; 年底
    or 月末 where no year or month is named). Numbers are as printed: a 13th month stays 13.
    ``yearly``: 每年12月; ``every``: the rhythm's unit (``month`` in 每月10日前). ``event``: what it
    hangs on (验收, 当年)."""

    span: Span
    year: int | None = None
    half: int | None = None
    quarter: int | None = None
    month: int | None = None
    day: int | None = None
    edge: str = ""
    yearly: bool = False
    event: str = ""
    every: str = ""


@value
class Deadline:
    """A moment with its bound: ``before`` (前; with the edge 底 it means by the end), ``after``
    (后), ``within`` (内), None (no bound said: ``12月``); ``offset`` for 验收后30日内. ``note`` is
    the text behind (完成), ``subject`` that before; ``operator`` a sign before (≤2023年12月)."""

    moment: Moment
    bound: Literal["before", "after", "within"] | None
    span: Span
    offset: Duration | None = None
    note: str = ""
    subject: str = ""
    operator: Operator | None = None
    printed: str = ""
    sign: Span | None = None
    bound_span: Span | None = None
    about: Span | None = None


@value
class Window:
    """A stretch of time between two moments: ``1-12月``, ``2023.07-2024.01``. The end takes over
    the year that only the start says (2021年1月-12月)."""

    start: Moment
    end: Moment
    span: Span
    bound: Literal["before", "after", "within"] | None = None
    note: str = ""
    subject: str = ""


@value
class Period:
    """A rhythm: 每月, 按季, 全年, ``2次/年`` has one as its unit's per. ``unit`` is ``year``,
    ``half``, ``quarter``, ``month``, ``week``, ``day`` …; ``what`` what is done (按月*发放*)."""

    unit: str
    span: Span
    every: int = 1
    what: str = ""
    subject: str = ""


@value
class Duration:
    """A length of time: ``24小时``, ``30日内``."""

    quantity: Quantity
    span: Span
    bound: Operator | None = None
    bound_span: Span | None = None


@value
class Qualitative:
    """Words without a number: 健全, 提升, 及时."""

    text: str
    span: Span


@value
class Unreadable:
    """What the grammar could not read: where, what was found and what was expected (Chinese)."""

    span: Span
    found: str
    expected: str


Clause: TypeAlias = (
    Comparison | Range | Deadline | Window | Period | Duration | Qualitative | Unreadable
)


@value
class Target:
    """A parsed value. More than one clause makes it a compound, none a blank (nothing, spaces or a
    dash printed); ``notes`` are spans of bracketed remarks (``（以实际发生为准）``)."""

    text: str
    clauses: tuple[Clause, ...]
    notes: tuple[Span, ...] = ()
    kind: str = field(init=False, repr=False, compare=False)
    """``comparison``, ``range``, ``approximation``, ``deadline``, ``window``, ``period``,
    ``duration``, ``qualitative``, ``compound``, ``blank`` or ``unreadable``."""
    single: Clause | None = field(init=False, repr=False, compare=False)
    """The only clause, or None for compounds."""
    in_words: bool = field(init=False, repr=False, compare=False)
    """True if the value is words only, without any digit (7*24小时 is not)."""

    def __post_init__(self) -> None:
        # Asked by every rule of every row, and parsed targets are remembered.
        told = object.__setattr__
        told(self, "kind", _kind(self.clauses))
        told(self, "single", self.clauses[0] if len(self.clauses) == 1 else None)
        told(self, "in_words", bool(self.clauses) and all(map(_is_words, self.clauses)))


def _kind(clauses: tuple[Clause, ...]) -> str:
    if not clauses:
        return "blank"
    if any(isinstance(c, Unreadable) for c in clauses):
        return "unreadable"
    if len(clauses) != 1:
        return "compound"
    only = clauses[0]
    about = isinstance(only, Comparison) and (only.quantity.about or only.operator == "approx")
    if about or (isinstance(only, Range) and only.about):
        return "approximation"
    return type(only).__name__.lower()


def _is_words(clause: Clause) -> bool:
    return isinstance(clause, Qualitative) and not any(map(str.isdigit, clause.text))
