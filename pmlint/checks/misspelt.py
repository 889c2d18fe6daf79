"""misspelt: words of the field with a wrong, missing or superfluous character."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import pairwise
from typing import Any

from pmlint.checks.clean import Clean
from pmlint.checks.context import Context, Filed, Place, places
from pmlint.checks.speller import Slip, Speller
from pmlint.checks.vocabulary import Vocabulary
from pmlint.model.diagnostic import Blame, Hit, Severity
from pmlint.model.form import Field, Form
from pmlint.model.value import value
from pmlint.plugins import Options
from pmlint.regex import regex

NAME = "misspelt"
EACH = ("document",)
OPTIONS: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "header": {
            "type": "array",
            "items": {"type": "string"},
            "default": ["project_name"],
            "description": "Fields of the head that are read besides goals, names and values.",
        }
    },
}
ARGUMENTS = ("wrong", "right")
VARIANTS = ("elsewhere", "superfluous", "contradiction", "missing")
_LISTED = regex("[、，,和及与]")


@value
class _Pattern:
    find: re.Pattern[str]
    new: str | None
    variant: str
    unlisted: bool


class _Reader:
    """Looks for what is wrong in a text; the words are only read when something is suspicious."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        table = vocabulary.table("misspelt")
        self.table: Mapping[str, Any] = table
        kinds = [table[kind] for kind in ("pairs", "loose", "parts")]
        self.watch = {
            first: "".join([kind.get(first, "") for kind in kinds])
            for first in {**kinds[0], **kinds[1], **kinds[2]}
        }
        entries = vocabulary.table("wording")["patterns"]
        first = "".join(sorted({char for entry in entries for char in entry["first"]}))
        self.patterns = [
            _Pattern(
                regex(entry["find"]),
                entry.get("new"),
                "" if entry["kind"] == "slip" else entry["kind"],
                entry.get("unlisted", False),
            )
            for entry in entries
        ]
        self.any = re.compile(f"(?=[{first}])(?:{'|'.join(entry['find'] for entry in entries)})")
        self.clean = Clean()
        self._speller: Speller | None = None

    def suspicious(self, text: str) -> tuple[list[int], bool]:
        """Where pairs stand that a misspelt word has in it; whether a pattern is found."""
        known = self.watch.get
        pairs = [i for i, (a, b) in enumerate(pairwise(text)) if b in known(a, "")]
        return pairs, self.any.search(text) is not None

    @property
    def speller(self) -> Speller:
        if self._speller is None:
            self._speller = Speller.of(self.vocabulary)
        return self._speller


def compile(options: Options, vocabulary: Vocabulary) -> Callable[..., Iterable[Hit]]:  # noqa: A001
    """Variants: '' a word misspelt; ``elsewhere`` one that might stand but for the rest of the
    document; ``superfluous`` characters, words in ``contradiction``, a word ``missing``."""
    header: list[str] = options["header"]
    reader: _Reader | None = None

    def run(filed: Filed, context: Context) -> Iterable[Hit]:  # noqa: ARG001
        nonlocal reader
        if reader is None:
            reader = _Reader(vocabulary)
        clean = reader.clean
        whole = _Whole(filed)
        hits: list[Hit] = []
        for form in filed.forms:
            for field in _fields(form, header):
                text = field.text
                if text is None or text in clean or text.isascii():
                    continue
                pairs, pattern = reader.suspicious(text)
                before, whole.asked = len(hits), False
                if pairs or pattern:
                    hits.extend(_hits(form, field, text, pairs, pattern, reader, whole))
                if len(hits) == before and not whole.asked:
                    clean.note(text)
        return hits

    return run


class _Whole:
    """The text of the whole document, put together when a word hangs on it. ``asked``: one did."""

    def __init__(self, filed: Filed) -> None:
        self.filed = filed
        self.asked = False

    def __contains__(self, word: str, /) -> bool:
        self.asked = True
        return word in self.filed.cells.text

    def count(self, word: str, /) -> int:
        """How often ``word`` stands in the document."""
        self.asked = True
        return self.filed.cells.text.count(word)


def _fields(form: Form, header: list[str]) -> Iterator[Field]:
    for key in header:
        if key in form.header:
            yield form.header[key]
    yield from form.goals.values()
    for row in form.indicators:
        yield row.name
        yield row.target
        yield from row.extras.values()


def _hits(
    form: Form,
    field: Field,
    text: str,
    pairs: list[int],
    pattern: bool,
    reader: _Reader,
    whole: _Whole,
) -> Iterator[Hit]:
    place: Place | None = None
    taken: list[tuple[int, int]] = []
    found: list[tuple[tuple[int, int], str | None, str, Severity | None, Blame | None]] = []
    if pattern:
        for entry in reader.patterns:
            for match in entry.find.finditer(text):
                if entry.unlisted and _LISTED.search(text, 0, match.start()):
                    continue
                new = match.expand(entry.new) if entry.new is not None else None
                found.append((match.span(), new, entry.variant, None, None))
                taken.append(match.span())
    if pairs:
        for slip in reader.speller.slips(text, pairs, whole):
            if any(a < slip.end and slip.start < b for a, b in taken):
                continue
            variant = "elsewhere" if slip.elsewhere else ""
            if slip.how == "missing" and not slip.elsewhere:
                variant = "missing"
            misread = _misread(slip, field)
            doubtful = misread or (not variant and _may_be_a_word(text, slip, whole))
            severity: Severity | None = "info" if doubtful else None
            blame: Blame | None = "extraction" if misread else None
            found.append(((slip.start, slip.end), slip.right, variant, severity, blame))
    for span, new, variant, severity, blame in sorted(found, key=lambda f: f[0]):
        place = place or next(p for p in places(form) if p.field is field)
        yield Hit(
            place.path,
            field,
            span,
            {"wrong": text[span[0] : span[1]], "right": new or ""},
            variant,
            severity=severity,
            blame=blame,
            replacement=new,
            form=form.index,
        )


def _may_be_a_word(text: str, slip: Slip, whole: _Whole) -> bool:
    """True if nothing but the word list speaks against two characters: they may be a term of some
    trade (艘次, 称重式) unless the document has the right word and them only once."""
    wrong = text[slip.start : slip.end]
    return len(wrong) == 2 and (slip.right not in whole or whole.count(wrong) > 1)


def _misread(slip: Slip, field: Field) -> bool:
    """True if a recogniser read the field and the characters look alike: not the author's slip."""
    return slip.how == "shape" and any(cell.confidence is not None for cell in field.cells)
