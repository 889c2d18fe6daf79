"""What the islands of a value mean to each other: the clauses of the target.

Text before an amount is its subject, text behind it its object, text behind a date its note; a
rhythm before an amount belongs to it (每年2次), before a date makes it recur (每年12月底前); two
amounts side by side are one per the other (40人1场) or one length of time (1小时30分钟).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Literal

from pmlint.model.target import (
    Clause,
    Comparison,
    Deadline,
    Duration,
    Moment,
    Period,
    Qualitative,
    Range,
    Span,
    Unreadable,
    Window,
)
from pmlint.target.islands import Island
from pmlint.target.lexicon import Lexicon, lexicon
from pmlint.target.merging import (
    both,
    side_by_side,
    unconnected,
    with_object,
    with_subject,
    year_of,
)
from pmlint.target.tokens import Token


def clauses(islands: Iterable[Island], text: str) -> tuple[list[Clause], list[Span]]:
    """The clauses and the bracketed remarks of a row of islands; ``text`` is the original."""
    joiner = _Joiner(text, lexicon())
    for island in islands:
        joiner.take(island)
    joiner.flush()
    return _joined(joiner.clauses, text), joiner.notes


class _Joiner:
    """Walks along the islands. ``words`` is a text and ``rhythm`` a period not yet given to
    anything; ``open`` says that the last clause may still take what follows."""

    def __init__(self, text: str, lexicon_: Lexicon) -> None:
        self.text = text
        self.lexicon = lexicon_
        self.clauses: list[Clause] = []
        self.notes: list[Span] = []
        self.words: Span | None = None
        self.rhythm: Period | None = None
        self.rhythm_words: Span | None = None  # the text before the rhythm
        self.open = False
        self.every = ""  # the rhythm a list of dates goes on with (每年6月、12月)

    def take(self, island: Island) -> None:
        if not isinstance(island, Token):
            if isinstance(island, Deadline | Window):
                self._date(island)
            else:
                self._amount(island)
        elif island.type == "TEXT":
            self._words((island.start, island.end))
        elif island.type == "PERIOD":
            self._period(island)
        elif island.type == "NOTE":
            self.notes.append((island.start, island.end))
        else:
            last = self.clauses[-1] if self.clauses and self.words is None else None
            listed = self.text[island.start : island.end] == "、" and isinstance(last, Deadline)
            self.flush()
            self.every = last.moment.every if listed and isinstance(last, Deadline) else ""

    def flush(self) -> None:
        """Let go of what is pending: a separator, or the end."""
        words, self.words = self.words, None
        if self.rhythm is not None:
            self._emit_period(words)
        elif words is not None and not (self.open and self._note(words)):
            self.clauses.append(self._plain(words))
        self.open = False

    def _string(self, span: Span | None) -> str:
        return self.text[span[0] : span[1]].strip() if span else ""

    # Text

    def _words(self, span: Span) -> None:
        if self.words is not None:  # around a bracketed remark
            span = (self.words[0], span[1])
            self.words = span
            return
        last = self.clauses[-1] if self.open and self.clauses else None
        if last is not None and self._string(span) in self.lexicon.conjunctions:
            self.open = False
            return
        if self.rhythm is None and isinstance(last, Comparison | Duration | Range):
            self.clauses[-1] = with_object(last, self._string(span), span)
            self.open = False
            return
        self.words = span

    def _plain(self, span: Span) -> Clause:
        text = self._string(span)
        named = self.lexicon.named_event.fullmatch(text)
        if named:
            return Deadline(
                Moment(span, event=named["event"] or named["same"]),
                _limit(named["limit"]),
                span,
                note=named["note"],
            )
        match = self.lexicon.event_limit.fullmatch(text)
        if match:
            event = match["event"] + match["limit"][:-1]
            for lead in sorted(self.lexicon.connectives, key=len, reverse=True):
                if event.startswith(lead):
                    event = event[len(lead) :]
                    break
            return Deadline(Moment(span, event=event), "within", span, note=match["note"])
        return Qualitative(self.text[span[0] : span[1]], span)

    def _note(self, span: Span) -> bool:
        """Text behind a date is its note."""
        last = self.clauses[-1]
        if not isinstance(last, Deadline | Window) or last.note:
            return False
        whole = (last.span[0], span[1])
        text = self._string(span)
        named = self.lexicon.named_event.fullmatch(text)
        if isinstance(last, Deadline) and last.bound is None and named and named["event"]:
            moment = replace(last.moment, event=named["event"])  # 2024年春节前
            bound = _limit(named["limit"])
            self.clauses[-1] = replace(
                last, moment=moment, bound=bound, note=named["note"], span=whole
            )
        else:
            self.clauses[-1] = replace(last, note=text, span=whole)
        return True

    # Rhythms

    def _period(self, token: Token) -> None:
        if self.rhythm is not None:
            self._emit_period(self.words)
            self.words = None
        self.rhythm_words, self.words = self.words, None
        unit, every = token.data
        self.rhythm = Period(unit, (token.start, token.end), every)
        self.open = False

    def _emit_period(self, what: Span | None) -> None:
        rhythm, before = self.rhythm, self.rhythm_words
        assert rhythm is not None
        start = before[0] if before else rhythm.span[0]
        end = what[1] if what else rhythm.span[1]
        self.clauses.append(
            replace(
                rhythm, span=(start, end), what=self._string(what), subject=self._string(before)
            )
        )
        self.rhythm = self.rhythm_words = None

    # Amounts

    def _amount(self, clause: Clause) -> None:
        last = self.clauses[-1] if self.open and self.clauses else None
        if last is not None and self.words is None and self.rhythm is None:
            merged = side_by_side(last, clause, self.text)
            if merged is not None:
                self.clauses[-1] = merged
                return
            if unconnected(last, clause):
                span = clause.span
                found = self.text[span[0] : span[1]]
                self.clauses.append(Unreadable(span, found, "计量单位、标点或到此结束"))
                return
        if isinstance(clause, Comparison) and clause.per and both(clause.quantity, clause.per):
            per = clause.per
            self._amount(replace(clause, per=None, span=(clause.span[0], clause.quantity.span[1])))
            self.open = False
            self._amount(Comparison(None, per, per.span))
            return
        subject, self.words = self.words, None
        rhythm, self.rhythm = self.rhythm, None
        if subject is None:
            subject = self.rhythm_words
        elif self.rhythm_words is not None:
            subject = (self.rhythm_words[0], subject[1])
        self.rhythm_words = None
        if isinstance(clause, Duration) and rhythm is not None:
            quantity = clause.quantity
            clause = Comparison(
                None, quantity, clause.span, bound=clause.bound, bound_span=clause.bound_span
            )
        if isinstance(clause, Duration) and subject is not None:
            event = self._string(subject)
            if len(event) > 1 and event.endswith("后"):
                self._offset(clause, subject)
                return
        self.clauses.append(with_subject(clause, self._string(subject), subject, rhythm))
        self.open = True

    def _offset(self, duration: Duration, subject: Span) -> None:
        """验收后30日内: a deadline that hangs on an event."""
        event = self._string(subject).removesuffix("之后").removesuffix("以后").removesuffix("后")
        self.clauses.append(
            Deadline(
                Moment(subject, event=event),
                "within" if duration.bound == "le" else "after",
                (subject[0], duration.span[1]),
                offset=duration,
            )
        )
        self.open = True

    # Dates

    def _date(self, clause: Deadline | Window) -> None:
        if self.open and self.words is not None:
            words, self.words = self.words, None
            if not self._note(words):
                self.words = words
        last = self.clauses[-1] if self.open and self.words is None else None
        if self.rhythm is None and isinstance(last, Deadline) and isinstance(clause, Window):
            whole = year_of(last, clause)
            if whole is not None:
                self.clauses[-1] = whole
                return
        if self.rhythm is not None and self.words is not None:  # 每月发放…12月底
            self._emit_period(self.words)
            self.words = None
        subject, self.words = self.words, None
        rhythm, self.rhythm = self.rhythm, None
        if subject is None:
            subject = self.rhythm_words
        self.rhythm_words = None
        start = clause.span[0]
        if self.every and rhythm is None and isinstance(clause, Deadline):
            moment = replace(clause.moment, yearly=self.every == "year", every=self.every)
            clause = replace(clause, moment=moment)
        if rhythm is not None:
            start = rhythm.span[0]
            if isinstance(clause, Deadline):
                moment = replace(
                    clause.moment,
                    span=(start, clause.moment.span[1]),
                    yearly=rhythm.unit == "year",
                    every=rhythm.unit,
                )
                clause = replace(clause, moment=moment)
            else:
                clause = replace(
                    clause,
                    start=replace(clause.start, yearly=rhythm.unit == "year", every=rhythm.unit),
                    end=replace(clause.end, yearly=rhythm.unit == "year", every=rhythm.unit),
                )
        name = ""
        if subject is not None:
            start = subject[0]
            name = self._string(subject)
            if name in self.lexicon.connectives:
                name = ""
            elif name in self.lexicon.events and isinstance(clause, Deadline):  # 次月10日前
                moment = replace(clause.moment, event=name, span=(start, clause.moment.span[1]))
                clause, name = replace(clause, moment=moment), ""
        if start != clause.span[0] or name:
            clause = replace(clause, span=(start, clause.span[1]), subject=name)
        self.clauses.append(clause)
        self.open = True


def _limit(word: str | None) -> Literal["before", "after", "within"]:
    meaning = lexicon().limits.at(word, 0) if word else None
    found: Literal["before", "after", "within"] = meaning[1] if meaning else "within"
    return found


def _joined(found: list[Clause], text: str) -> list[Clause]:
    """Neighbouring clauses of mere words are one."""
    result: list[Clause] = []
    for clause in found:
        last = result[-1] if result else None
        if isinstance(clause, Qualitative) and isinstance(last, Qualitative):
            span = (last.span[0], clause.span[1])
            result[-1] = Qualitative(text[span[0] : span[1]], span)
        else:
            result.append(clause)
    return result
