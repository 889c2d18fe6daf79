"""repeated: characters or words that stand twice by a slip (硬件件, 党性党性)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import islice
from typing import Any

from pmlint.checks.clean import Clean
from pmlint.checks.context import Context, Filed, Place, places
from pmlint.checks.doubled import Doubling
from pmlint.model.diagnostic import Hit, Unchecked
from pmlint.model.form import Form
from pmlint.model.target import Deadline, Window
from pmlint.plugins import Options
from pmlint.regex import regex

NAME = "repeated"
EACH = ("document",)
OPTIONS: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "parts": {
            "type": "array",
            "items": {"type": "string"},
            "default": ["header", "goals", "name", "target", "extras"],
        }
    },
}
ARGUMENTS = ("doubled", "right")
VARIANTS = ("word",)

_CHAR = regex(r"([\u4e00-\u9fff])\1")
_WORD = regex(r"([\u4e00-\u9fff]{2,4})\1")
_TWICE = regex(r"([^\x00-\x7f]{1,4})\1")
"""Whatever `_ANY` finds has this in it; it compiles in no time."""
_ANY = regex(r"([\u4e00-\u9fff]{1,4})\1")
_MOST = 50
"""Findings of doubled words in one field: more is not a form but a flood."""
_CANDIDATES = 500
"""Doubled characters looked up in a file's whole text at most: keeps the time linear."""
_WHOLE = 500_000
_COUNTING = "一两二三四五六七八九十百千万某逐各每年月日"
_STOP = "，。、；：！？,.;:!?（）()《》〈〉“”\"' \t\n"


class _Words:
    def __init__(self, table: Any) -> None:
        self.allowed = frozenset(table["allowed"])
        self.words = frozenset(table["words"])
        self.longest = max(map(len, self.words))

    def ends(self, text: str, end: int) -> bool:
        """True if a known word ends at ``end``."""
        return any(text[end - n : end] in self.words for n in range(2, min(self.longest, end) + 1))

    def begins(self, text: str, start: int) -> bool:
        """True if a known word begins at ``start``."""
        return any(text[start : start + n] in self.words for n in range(2, self.longest + 1))


def compile(options: Options, vocabulary: Any) -> Callable[..., Iterable[Hit | Unchecked]]:  # noqa: A001
    """'' a doubled character, judged by the words around it and by the rest of the document;
    variant ``word`` two or more characters doubled."""
    words = _Words(vocabulary.table("repeated"))
    doubling = Doubling(vocabulary)
    parts = frozenset(options["parts"])
    clean = Clean()

    def run(filed: Filed, context: Context) -> Iterable[Hit | Unchecked]:  # noqa: ARG001
        whole: str | None = None
        left = _CANDIDATES
        for form in filed.forms:
            if not _suspicious(form, clean):
                continue
            for place in places(form):
                if place.part not in parts:
                    continue
                text = place.field.text
                if not text or text in clean or _ANY.search(text) is None:
                    continue
                if place.part == "target" and _is_date(place):
                    continue  # 12月月底 is PM403's
                yield from islice(_words(form, place, text), _MOST)
                if whole is None:
                    whole = _all_texts(filed.forms)
                for hit in _characters(form, place, text, words, doubling, whole):
                    left -= 1
                    if hit is not None:
                        yield hit
                    if not left:
                        yield Unchecked(place.path, "too-many")
                        return

    return run


def _suspicious(form: Form, clean: Clean) -> bool:
    """True if something stands twice in a row in one of the form's texts."""
    found = False
    for text in _texts(form):
        if text not in clean:
            if _TWICE.search(text) is not None:
                found = True
            else:
                clean.note(text)
    return found


def _texts(form: Form) -> Iterator[str]:
    """The texts of the form, without building what only a finding needs."""
    for part in (form.header, form.goals):
        for field in part.values():
            if field.text:
                yield field.text
    for row in form.indicators:
        if row.name.text:
            yield row.name.text
        if row.target.text:
            yield row.target.text
        for field in row.extras.values():
            if field.text:
                yield field.text


def _is_date(place: Place) -> bool:
    parsed = place.indicator.parsed if place.indicator is not None else None
    return parsed is not None and any(isinstance(c, (Deadline, Window)) for c in parsed.clauses)


def _words(form: Form, place: Place, text: str) -> Iterator[Hit]:
    for match in _WORD.finditer(text):
        unit = match[1]
        if unit[0] in _COUNTING or len(set(unit)) == 1:
            continue
        yield _hit(form, place, match.span(), match[0], unit, "word")


def _characters(
    form: Form, place: Place, text: str, words: _Words, doubling: Doubling, whole: str
) -> Iterator[Hit | None]:
    """A hit, or None, for each doubled character that had to be looked up in the whole text."""
    for match in _CHAR.finditer(text):
        i = match.start()
        if match[1] in _COUNTING:
            continue
        if text[i - 1 : i + 3].count(match[1]) > 2 or _pairs(text, i):
            continue  # 认认真真
        allowed = match[0] in words.allowed
        told = doubling.slip(text, i, allowed, "" if allowed else whole)
        if told:
            hit = _hit(form, place, match.span(), match[0], match[1], "")
            yield hit if told == "sure" else replace(hit, severity="info")
            continue
        if allowed and not (words.ends(text, i + 1) and text[i + 2 : i + 3]):
            continue  # 人人, but not the 件件 of 硬件件运维
        if words.ends(text, i + 1) and words.begins(text, i + 1):
            continue  # 项目|目标
        if _stray_second(text, i, words, whole) or _stray_first(text, i, words, whole):
            yield _hit(form, place, match.span(), match[0], match[1], "")
        else:
            yield None


def _pairs(text: str, i: int) -> bool:
    """True if another doubled character stands beside the one at ``i`` (AABB)."""
    before = i >= 2 and text[i - 2] == text[i - 1]
    after = i + 3 < len(text) and text[i + 2] == text[i + 3]
    return before or after


def _stray_second(text: str, i: int, words: _Words, whole: str) -> bool:
    """硬件|件|运维: a word ends with the first, the next begins behind the second."""
    if not words.ends(text, i + 1) or words.begins(text, i + 1):
        return False
    behind = text[i + 2 : i + 3]
    if behind and behind not in _STOP:
        return words.begins(text, i + 2) and text[i - 1 : i + 1] + behind in whole
    return True


def _stray_first(text: str, i: int, words: _Words, whole: str) -> bool:
    """强化|工|工商联: a word ends before the first, the next begins with the second."""
    if not words.begins(text, i + 1) or not words.ends(text, i):
        return False
    three = text[i + 1 : i + 4]
    return len(three) == 3 and whole.count(three) > 2 * whole.count(text[i] + three)


def _all_texts(forms: list[Form]) -> str:
    return "\n".join(text for form in forms for text in _texts(form))[:_WHOLE]


def _hit(
    form: Form, place: Place, span: tuple[int, int], doubled: str, right: str, variant: str
) -> Hit:
    return Hit(
        place.path,
        place.field,
        span,
        {"doubled": doubled, "right": right},
        variant,
        replacement=right,
        form=form.index,
    )
