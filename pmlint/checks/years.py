"""years: a year in the goals that is not the form's, where nothing explains it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from pmlint.checks.context import Context, Place
from pmlint.checks.dates import project_span
from pmlint.model.diagnostic import Hit, Severity, Unchecked
from pmlint.model.form import Form
from pmlint.model.target import Deadline, Window
from pmlint.plugins import Options
from pmlint.regex import regex

NAME = "years"
EACH = ("goal",)
OPTIONS: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "table": {
            "type": "string",
            "default": "narrative",
            "description": "The vocabulary file whose `years` says which words explain a year.",
        },
        "of-year": {
            "type": "array",
            "items": {"type": "string"},
            "default": ["annual"],
            "description": "The goals that speak of the form's year alone.",
        },
    },
}
ARGUMENTS = ("said", "year")
VARIANTS = ("beside", "project")
_YEAR = regex(r"(?<![0-9０-９])((?:19|20)[0-9]{2}|[１２][９０][０-９]{2})\s*(?=年)")
_QUOTED = regex(
    r"《[^《》]*》|〈[^〈〉]*〉|“[^“”]*”|\"[^\"]*\"|[（(〔\[【][^（）()〔〕\[\]【】]*[）)〕\]】]"
)
_NUMBER = regex(r"\A(?:第?[\d一二三四五六七八九十]+|最?[新旧])")
_REACH = 4
"""How many characters before a year, and twice as many behind it, can explain it."""


class _Words:
    def __init__(self, table: Mapping[str, list[str]]) -> None:
        self.before = tuple(table["before"])
        self.toward = tuple(table["toward"])
        self.after = tuple(table["after"])
        self.edition = tuple(table["edition"])
        self.due = tuple(table["due"])
        self.doing = tuple(table["doing"])

    def explain(self, text: str, start: int, end: int, later: bool) -> bool:
        """True if the words around ``text[start:end]`` say why another year stands there."""
        lead = text[max(0, start - 2 * _REACH) : start]
        if any(word in lead for word in self.due):
            return False
        if lead.endswith(self.before) or (later and lead.endswith(self.toward)):
            return True
        behind = text[end : end + 2 * _REACH].lstrip("度的")
        if _NUMBER.sub("", behind).startswith(self.edition):
            return True
        return any(word in _clause(behind) for word in self.after)

    def opens(self, text: str, start: int, end: int) -> bool:
        """True if ``text[start:end]`` opens the goal and work that is counted follows."""
        clause = _clause(text[end:].lstrip("度，, "))
        if text[:start].strip() or not clause.startswith(self.doing):
            return False
        return "的" not in clause and any(c.isdigit() for c in clause)


def _clause(text: str) -> str:
    return re.split("[，。；,;]", text, maxsplit=1)[0]


def compile(options: Options, vocabulary: Any) -> Callable[..., Iterable[Hit | Unchecked]]:  # noqa: A001
    """Variants: '' a year outside the form's in a goal of the year; ``beside`` if the goal names
    the form's own year too; ``project`` a year outside the whole project in its overall goal."""
    words = _Words(vocabulary.table(options["table"])["years"])
    annual = frozenset(options["of-year"])

    def run(place: Place, context: Context) -> Iterable[Hit | Unchecked]:
        text, form = place.field.text, context.form
        if not text or form is None or "年" not in text:
            return ()
        named = {int(match[1]) for match in _YEAR.finditer(text)}
        if not named or named == {form.year}:
            return ()
        if form.year is None:
            return (Unchecked(place.path, "blank"),)
        own = _own(form, place.key in annual)
        if named <= own:
            return ()
        hits = []
        for (start, end), years in _told(text):
            if years & own:
                continue
            stale = place.key in annual and not named & own
            severity: Severity | None = None
            if words.explain(text, start, end, min(years) > form.year):
                if not stale or not words.opens(text, start, end):
                    continue
                severity = "info"
            variant = "" if stale else "beside" if place.key in annual else "project"
            arguments = {"said": text[start:end], "year": str(form.year)}
            span = (start, end)
            hits.append(Hit(place.path, place.field, span, arguments, variant, severity))
        return hits

    return run


def _own(form: Form, of_year: bool) -> set[int]:
    """The years the goal may speak of: the form's, or all of the project's."""
    years = {form.year} if form.year is not None else set()
    if of_year:
        return years
    start, end = project_span(form)
    if start is not None and end is not None and 0 <= end.year - start.year < 100:
        years.update(range(start.year, end.year + 1))
    return years


def _told(text: str) -> Iterator[tuple[tuple[int, int], set[int]]]:
    """The places that name years outside titles and brackets, with the years they cover."""
    from pmlint.target import quantities

    quoted = [match.span() for match in _QUOTED.finditer(text)]
    for clause in quantities(text):
        if isinstance(clause, Deadline):
            span, first, last = clause.moment.span, clause.moment.year, clause.moment.year
        elif isinstance(clause, Window):
            first, last = clause.start.year, clause.end.year
            span = (clause.start.span[0], clause.end.span[1])
        else:
            continue
        if first is None or last is None or not 0 <= last - first < 100:
            continue
        if any(a <= span[0] < b for a, b in quoted):
            continue
        yield span, set(range(first, last + 1))
