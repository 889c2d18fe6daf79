"""Values of the head that usually come from a list, and are in none of those known."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from pmlint.model.diagnostic import Hit
from pmlint.model.form import Field, Form

_SHORTEST = 3
_OFTEN = 2
"""A slip is rarely made more often than this in one file."""


class Lists:
    """What places print in fields of the head, by field. The lists are open: other values are
    right unless they are one character away from a known one, or another field's."""

    def __init__(self, values: Mapping[str, Sequence[str]], endings: Sequence[str]) -> None:
        self._endings = tuple(endings)
        self._shown = {self._stem(v): v for listed in values.values() for v in listed}
        self._known = {key: {self._stem(v) for v in listed} for key, listed in values.items()}

    def odd(self, forms: list[Form]) -> Iterator[Hit]:
        """One finding for each such value of a document."""
        for key, known in self._known.items():
            said = [(f, f.header[key]) for f in forms if key in f.header and f.header[key].text]
            times = Counter(self._stem(field.text or "") for _, field in said)
            for form, field in said:
                stem = self._stem(field.text or "")
                if not stem or stem in known or not 0 < times[stem] <= _OFTEN:
                    continue
                hit = self._judged(key, stem, form, field)
                if hit is not None:
                    times[stem] = 0
                    yield hit

    def _judged(self, key: str, stem: str, form: Form, field: Field) -> Hit | None:
        arguments = {"label": field.label or "", "value": field.text or ""}
        for other, listed in self._known.items():
            if other != key and stem in listed:
                beside = form.header.get(other)
                if beside is None or not beside.text:
                    return None  # the form has one field for both
                arguments["usual"] = beside.label or ""
                return Hit(f"header.{key}", field, None, arguments, "other", form=form.index)
        near = [known for known in self._shown if _one_off(stem, known)]
        if len(near) != 1 or len(near[0]) < _SHORTEST:
            return None
        arguments["usual"] = self._shown[near[0]]
        return Hit(f"header.{key}", field, None, arguments, "near", form=form.index)

    def _stem(self, text: str) -> str:
        stem = "".join(unicodedata.normalize("NFKC", text).split())
        while (cut := next((e for e in self._endings if stem.endswith(e)), "")) and stem != cut:
            stem = stem.removesuffix(cut)
        return stem


def _one_off(one: str, other: str) -> bool:
    """True if one character is replaced, or missing from one of the two."""
    if len(one) == len(other):
        return sum(a != b for a, b in zip(one, other, strict=True)) == 1
    short, long = sorted((one, other), key=len)
    return any(long[:i] + long[i + 1 :] == short for i in range(len(long)))
