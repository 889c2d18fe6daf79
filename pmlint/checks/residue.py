"""residue: text that no one meant to file: markup, blanks of a template, marks of an export."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from pmlint.checks.clean import Clean
from pmlint.checks.context import CellText, Context, Filed
from pmlint.messages import Sentence
from pmlint.model.diagnostic import Hit
from pmlint.model.grid import Cell
from pmlint.model.value import value
from pmlint.plugins import Options
from pmlint.regex import regex

NAME = "residue"
EACH = ("document",)
OPTIONS: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["sets"],
    "properties": {
        "sets": {
            "type": "array",
            "minItems": 1,
            "items": {"type": "string"},
            "description": "Sets of rules/vocab/residue.yaml.",
            "examples": [["markup"]],
        },
        "rules": {
            "type": "boolean",
            "default": False,
            "description": "Whether |---|---| in a text that is not Markdown is reported.",
        },
    },
}
ARGUMENTS = ("residue",)
VARIANTS = ("export",)
_LATEX = {
    "\\%": "%",
    "\\geq": "≥",
    "\\leq": "≤",
    "\\ge": "≥",
    "\\le": "≤",
    "\\times": "×",
    "\\sim": "~",
    "\\mathrm": "",
    "\\text": "",
    "$": "",
}


@value
class _Pattern:
    find: re.Pattern[str]
    whole: bool
    parts: frozenset[str]
    variant: str
    new: str | None
    how: str
    together: bool

    def replacement(self, text: str) -> str | None:
        """What ``text`` becomes, or None if a person has to say."""
        if self.how == "latex":
            for old, new in _LATEX.items():
                text = text.replace(old, new)
            return re.sub(r"[{}\s]", "", text)
        if self.how == "entity":
            import html  # most files have none

            return html.unescape(text).replace("\xa0", " ")
        if self.how == "bold":
            return text.strip("*")
        return self.new


_Found = tuple[_Pattern, tuple[int, int], str | None]


def compile(options: Options, vocabulary: Any) -> Callable[..., Iterable[Hit]]:  # noqa: A001
    """Every cell of the forms, labels too; variant ``export`` for marks of an export."""
    table: Mapping[str, list[dict[str, Any]]] = vocabulary.table("residue")
    for name in options["sets"]:
        if name not in table:
            raise ValueError(
                Sentence("check.not_listed", file="rules/vocab/residue.yaml", word=name)
            )
    entries = [(name, entry) for name in options["sets"] for entry in table[name]]
    patterns = [
        _Pattern(
            regex(entry["find"]),
            entry.get("whole", False),
            frozenset(entry.get("part", ())),
            name if name in VARIANTS else "",
            entry.get("new"),
            next((how for how in ("latex", "entity", "bold") if entry.get(how)), ""),
            entry.get("together", False),
        )
        for name, entry in entries
    ]
    anywhere = _one_pattern([entry for _, entry in entries])
    ruled: bool = options["rules"]
    clean = Clean()

    def run(filed: Filed, context: Context) -> Iterable[Hit]:  # noqa: ARG001
        grids = filed.document.grids
        fresh = [c for grid in grids for row in grid.rows for c in row.cells if c.text not in clean]
        cells = CellText(fresh)
        gathered: dict[int, list[Hit]] = {}
        for cell in _suspects(cells, anywhere, clean):
            for pattern, hit in _hits(filed, cell, _in_cell(cell, patterns)):
                if pattern.together and hit.form is not None:
                    gathered.setdefault(hit.form, []).append(hit)
                else:
                    yield hit
        for hits in gathered.values():
            yield _one(hits)
        if ruled and filed.document.format == "text":
            yield from _rules(filed)

    return run


def _suspects(cells: CellText, anywhere: re.Pattern[str], clean: Clean) -> list[Cell]:
    """The cells in which the pattern is found; the texts of the others are noted as clean."""
    touched: set[int] = set()
    found: dict[int, None] = {}
    for match in anywhere.finditer(cells.text):
        start = match.start() + (match[0][:1] == cells.SEPARATOR)
        number = cells.number_at(start)
        found[number] = None
        # White space of a pattern may reach into the next cells: these are not known to be clean.
        touched.update(range(number, cells.number_at(match.end()) + 1))
    for number, cell in enumerate(cells.cells):
        if number not in touched:
            clean.note(cell.text)
    return [cells.cells[number] for number in found]


def _one_pattern(entries: list[dict[str, Any]]) -> re.Pattern[str]:
    """One pattern for all, to search the whole text of a file with; the characters with which
    matches can begin stand in front, as they alone cost something at every position."""
    separator = re.escape(CellText.SEPARATOR)
    parts, first = [], ""
    for entry in entries:
        find = entry["find"]
        if entry.get("whole"):
            find = rf"{separator}\s*(?:{find})\s*(?={separator})"
            first += CellText.SEPARATOR
        else:
            first += entry["first"]
        parts.append(find)
    return re.compile(f"(?=[{re.escape(first)}])(?:{'|'.join(parts)})")


def _in_cell(cell: Cell, patterns: list[_Pattern]) -> Iterator[_Found]:
    text = cell.text
    taken = 0
    for pattern in patterns:
        if pattern.whole:
            stripped = text.strip()
            if pattern.find.fullmatch(stripped):
                start = text.index(stripped)
                yield pattern, (start, start + len(stripped)), pattern.replacement(stripped)
            continue
        matches = list(pattern.find.finditer(text))
        if matches and matches[0].start() >= taken:
            first, last = matches[0], matches[-1]
            taken = last.end()
            span = (first.start(), last.end())
            # Tags around a text are one finding: mended together, quoted together.
            new = pattern.replacement(first[0])
            if len(matches) > 1 and new is not None:
                new = pattern.find.sub(_mend(pattern), text[first.start() : last.end()])
            yield pattern, span, new


def _mend(pattern: _Pattern) -> Callable[[re.Match[str]], str]:
    return lambda match: pattern.replacement(match[0]) or ""


def _one(hits: list[Hit]) -> Hit:
    """One finding for the rows of a template that a form left empty."""
    others = ((hit.text or "", hit.location) for hit in hits[1:])
    related = tuple((text, where) for text, where in others if where is not None)
    return replace(hits[0], related=related)


def _hits(filed: Filed, cell: Cell, found: Iterable[_Found]) -> Iterator[tuple[_Pattern, Hit]]:
    form, place = filed.owner(cell)
    if form is None:
        return  # outside the forms: not our business
    for pattern, (start, end), new in found:
        if pattern.parts and (
            place is None or pattern.parts.isdisjoint((place.part, f"{place.part}.{place.key}"))
        ):
            continue
        text = cell.text[start:end]
        yield (
            pattern,
            Hit(
                place.path if place is not None else "label",
                arguments={"residue": text},
                variant=pattern.variant,
                location=cell.location.part(start, end),
                text=text,
                replacement=new,
                form=form.index,
            ),
        )


def _rules(filed: Filed) -> Iterator[Hit]:
    for grid in filed.document.grids:
        for row in grid.rows:
            if row.kind == "rule" and row.cells:
                cell = row.cells[0]
                form, _ = filed.owner(cell)
                if form is not None:
                    yield Hit(
                        "label",
                        arguments={"residue": cell.text},
                        location=cell.location,
                        text=cell.text,
                        form=form.index,
                    )
