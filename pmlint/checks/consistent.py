"""consistent: fields of the head that differ between the forms of one file by a slip only."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from pmlint.checks.context import Context, Filed
from pmlint.checks.listed import Lists
from pmlint.model.diagnostic import Hit
from pmlint.model.form import Field, Form
from pmlint.plugins import Options

NAME = "consistent"
EACH = ("document",)
OPTIONS: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "fields": {
            "type": "array",
            "items": {"type": "string"},
            "default": ["department", "unit"],
            "description": "Fields of the head that forms of one file share.",
        },
        "conflicts": {
            "type": "array",
            "items": {"type": "object"},
            "default": [],
            "description": "Values of two fields of one form that contradict each other.",
            "examples": [[{"in": ["project_nature"], "has": "经常性", "name": "第一年"}]],
        },
        "values": {
            "type": "object",
            "default": {},
            "description": "What fields of the head usually hold; other values are odd if they are "
            "one character away from one of these, or another field's.",
            "examples": [{"project_nature": ["经常性项目", "一次性项目"]}],
        },
        "endings": {
            "type": "array",
            "items": {"type": "string"},
            "default": ["项目", "类"],
            "description": "What `values` may end in or not.",
        },
    },
}
ARGUMENTS = ("printed", "usual", "count", "word", "value")
VARIANTS = ("spacing", "conflict", "near", "other")
_SHORTEST = 6


def compile(options: Options, vocabulary: Any) -> Callable[..., Iterable[Hit]]:  # noqa: A001, ARG001
    """'' a character more or less than the other forms have; ``spacing`` blanks and widths only;
    ``conflict`` a project's name against its nature or category; ``near`` and ``other`` a value
    that is nearly a usual one, or another field's."""
    keys: list[str] = options["fields"]
    conflicts = [
        (tuple(entry["in"]), entry["has"], re.compile(entry["name"]))
        for entry in options["conflicts"]
    ]

    lists = Lists(options["values"], options["endings"])

    def run(filed: Filed, context: Context) -> Iterable[Hit]:  # noqa: ARG001
        hits: list[Hit] = []
        for form in filed.forms:
            for fields, has, name in conflicts:
                match = name.search(form.project)
                if match is not None:
                    hits.extend(_conflict(form, fields, has, match))
        hits.extend(lists.odd(filed.forms))
        if len(filed.forms) > 1:
            for key in keys:
                hits.extend(_differing(key, filed.forms))
        return hits

    return run


def _conflict(form: Form, fields: tuple[str, ...], has: str, match: re.Match[str]) -> Iterator[Hit]:
    for key in fields:
        field = form.header.get(key)
        if field is not None and field.text and has in field.text:
            where = field.location
            yield Hit(
                "header.project_name",
                form.header["project_name"],
                match.span(),
                {"word": match[0], "value": field.text},
                "conflict",
                related=((f"{field.label or ''} {field.text}".strip(), where),) if where else (),
                form=form.index,
            )


def _differing(key: str, forms: list[Form]) -> Iterator[Hit]:
    fields = [(form, form.header[key]) for form in forms if key in form.header]
    printed: Counter[str] = Counter(field.text for _, field in fields if field.text)
    if len(printed) < 2:
        return
    plain: Counter[str] = Counter()
    for text, count in printed.items():
        plain[_plain(text)] += count
    usual, often = plain.most_common(1)[0]
    for form, field in fields:
        own = _plain(field.text or "")
        if own and plain[own] == 1 and often > 1 and _slipped(own, usual):
            yield _hit(key, form, field, next(t for t in printed if t and _plain(t) == usual), "")
    yield from _spacing(key, fields, printed)


def _spacing(
    key: str, fields: list[tuple[Form, Field]], printed: Mapping[str, int]
) -> Iterator[Hit]:
    """One finding a field for all that are written otherwise than most."""
    odd: list[tuple[Form, Field, str]] = []
    for form, field in fields:
        same = [t for t in printed if t and field.text and _plain(t) == _plain(field.text)]
        if len(same) > 1 and field.text:
            usual = max(same, key=lambda t: (printed[t], t))
            if usual != field.text:
                odd.append((form, field, usual))
    if odd:
        form, field, usual = odd[0]
        others = [(f.text or "", f.location) for _, f, _ in odd[1:]]
        yield _hit(
            key,
            form,
            field,
            usual,
            "spacing",
            tuple((text, where) for text, where in others if where is not None),
        )


def _hit(
    key: str, form: Form, field: Field, usual: str, variant: str, related: tuple[Any, ...] = ()
) -> Hit:
    arguments = {"printed": field.text or "", "usual": usual, "count": str(len(related) + 1)}
    return Hit(
        f"header.{key}",
        field,
        None,
        arguments,
        variant,
        related=related,
        replacement=usual,
        form=form.index,
    )


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def _slipped(one: str, other: str) -> bool:
    """True if one has one or two characters within that the other lacks (not at the end: 本级)."""
    short, long = sorted((one, other), key=len)
    if not 0 < len(long) - len(short) <= 2 or len(short) < _SHORTEST or long.startswith(short):
        return False
    rest = iter(long)
    return all(char in rest for char in short)
