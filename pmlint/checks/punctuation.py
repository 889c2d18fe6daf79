"""punctuation: half-width marks between Chinese characters, brackets and quotes without partner."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any

from pmlint.checks.clean import Clean
from pmlint.checks.context import Context, Place, places
from pmlint.model.diagnostic import Hit
from pmlint.model.form import Form
from pmlint.plugins import Options
from pmlint.regex import regex

NAME = "punctuation"
EACH = ("form",)
OPTIONS: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "parts": {
            "type": "array",
            "items": {"type": "string"},
            "default": ["goals", "name", "target"],
        }
    },
}
ARGUMENTS = ("count", "mark")
VARIANTS = ("unpaired", "doubled")
_BESIDE = re.compile(r"[^\x00-\x7f][,;:?!.]|[,;:?!.]\s*[^\x00-\x7f]")
"""Whatever `_HALF` finds has this in it; most forms have neither, and this compiles in no time."""
_HALF = regex(
    r"([,;:?!.])"
    r"(?:(?<=[\u4e00-\u9fff”》）].)(?:\s*(?=[\u4e00-\u9fff“《（])|$)"
    r"|(?<=[\u4e00-\u9fff”》）][,;])(?=\d)|(?<=[\d%)][,;])(?=[\u4e00-\u9fff]))"
)
_TWICE = re.compile(r"([，。；、：])\1+")
_FULL = str.maketrans(",;:?!.", "，；：？！。")
_PARTNERS = {"）": "（", ")": "（", "”": "“", "》": "《"}
_OPENING = {"（": "（", "(": "（", "“": "“", "《": "《"}


def compile(options: Options, vocabulary: Any) -> Callable[..., Iterable[Hit]]:  # noqa: A001, ARG001
    """One finding a form of each kind: '' half-width marks, ``unpaired`` brackets or quotes, marks
    ``doubled``."""
    parts = frozenset(options["parts"])
    clean = Clean()

    def run(form: Form, context: Context) -> Iterable[Hit]:  # noqa: ARG001
        fresh = [text for text in _texts(form) if text not in clean]
        suspects = {text for text in fresh if _suspect(text)}
        for text in fresh:
            if text not in suspects:
                clean.note(text)
        if not suspects:
            return ()
        return list(_hits(form, parts))

    return run


def _suspect(text: str) -> bool:
    """True if a closer look is worth it; brackets are only counted."""
    count = text.count
    return (
        count("(") + count("（") != count(")") + count("）")
        or count("“") != count("”")
        or count("《") != count("》")
        or count('"') % 2 == 1
        or (_BESIDE.search(text) is not None and _HALF.search(text) is not None)
        or _TWICE.search(text) is not None
    )


def _texts(form: Form) -> Iterator[str]:
    for field in form.goals.values():
        yield field.text or ""
    for row in form.indicators:
        yield row.name.text or ""
        yield row.target.text or ""


def _hits(form: Form, parts: frozenset[str]) -> Iterator[Hit]:
    half: list[tuple[Place, tuple[int, int]]] = []
    unpaired: list[tuple[Place, tuple[int, int]]] = []
    doubled: list[tuple[Place, tuple[int, int]]] = []
    for place in places(form):
        text = place.field.text
        if not text or place.part not in parts:
            continue
        marks = [match.start(1) for match in _HALF.finditer(text)]
        if marks:
            half.append((place, (marks[0], marks[-1] + 1)))
        twice = [match.span() for match in _TWICE.finditer(text)]
        if twice:
            doubled.append((place, (twice[0][0], twice[-1][1])))
        lonely = _unpaired(text)
        if lonely is not None:
            unpaired.append((place, (lonely, lonely + 1)))
    if half:
        yield _hit(half, "")
    if unpaired:
        yield _hit(unpaired, "unpaired")
    if doubled:
        yield _hit(doubled, "doubled")


def _hit(found: list[tuple[Place, tuple[int, int]]], variant: str) -> Hit:
    (place, (start, end)), *others = found
    text = place.field.text or ""
    related = [(p.field.text or "", p.field.locate(*span)) for p, span in others]
    twice = _TWICE.match(text, start)
    hit = Hit(
        place.path,
        place.field,
        (start, end),
        {"count": str(len(found)), "mark": twice[0] if twice is not None else text[start:end]},
        variant,
        related=tuple((text, where) for text, where in related if where is not None),
    )
    if variant == "unpaired":
        return hit
    mend = _single if variant else _mended
    also = []
    for other, (begin, until) in others:
        field, whole = other.field, other.field.text or ""
        if field.printed is None and len(field.pieces) == 1:  # else it has to be a round of its own
            also.append((field, whole[:begin] + mend(whole, begin, until) + whole[until:]))
    return replace(hit, replacement=mend(text, start, end), also=tuple(also))


def _single(text: str, start: int, end: int) -> str:
    return _TWICE.sub(r"\1", text[start:end])


def _mended(text: str, start: int, end: int) -> str:
    return _HALF.sub(lambda m: m[1].translate(_FULL), text[:end] + _next(text, end))[
        start : None if not _next(text, end) else -1
    ]


def _next(text: str, end: int) -> str:
    rest = text[end:].lstrip()
    return rest[:1]


def _unpaired(text: str) -> int | None:
    """The first bracket or quote without partner; pairs may be of two widths (（…))."""
    opened: list[tuple[str, int]] = []
    for at, char in enumerate(text):
        if char in _OPENING:
            opened.append((_OPENING[char], at))
        elif char in _PARTNERS:
            if not opened or opened[-1][0] != _PARTNERS[char]:
                return at
            opened.pop()
    if opened:
        return opened[0][1]
    return text.index('"') if text.count('"') % 2 else None
