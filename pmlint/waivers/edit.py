"""Changing the list of waivers as text, so that the user's comments and order stay."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Iterator, Sequence

from pmlint.data import DataError, Marked
from pmlint.messages import Sentence
from pmlint.model.value import value
from pmlint.waivers.listed import marked

HEAD = """\
# pmlint 豁免清单：下列问题已有人看过，同意保留，检查时不再计入。
# 用 pmlint waive 添加，用 pmlint waive --prune 清理；也可以手工增删，各项的含义见 README.zh.md。
waivers:
"""
_KEYS = ("rule", "file", "project", "field", "fingerprint", "about", "reason", "who", "date",
         "expires")  # fmt: skip
_EMPTY = re.compile(r"^(waivers:)[ \t]*(?:\[[ \t]*\]|null|~)?([ \t]*(?:#.*)?)$", re.MULTILINE)
_PLAIN = re.compile(r"[A-Za-z\u4e00-\u9fff][A-Za-z0-9\u4e00-\u9fff_./()（）、，。—-]*")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_WORDS = frozenset({"null", "true", "false"})
_UNSAFE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")


@value
class NewWaiver:
    """An entry to be written; what is '' is left out. For the meaning see `Waiver`; ``about`` is
    for people only."""

    rule: str
    file: str
    project: str = ""
    field: str = ""
    fingerprint: str = ""
    about: str = ""
    reason: str = ""
    who: str = ""
    date: str = ""
    expires: str = ""


def changed(text: str, name: str, add: Iterable[NewWaiver] = (), drop: Collection[int] = ()) -> str:
    """The list ``text`` (called ``name`` in messages; '' for a new one) without the entries
    numbered ``drop`` (0-based), and with ``add`` at its end. All else stays as it is.

    Raises `DataError` if the list is broken, or written in such a way that it cannot be changed
    without rewriting it.
    """
    before = marked(text or HEAD, name)
    old = list(before.value["waivers"] or ())
    new = list(add)
    wanted = [entry for number, entry in enumerate(old) if number not in drop]
    wanted.extend(_entry(waiver) for waiver in new)
    try:
        result = _without(before, drop)
        if new:
            result = _with(result, before, new)
        after = marked(result, name).value["waivers"] or []
    except DataError:
        after = None
    if after != wanted:
        raise before.error(("waivers",), Sentence("waivers.not_editable"), key=True)
    return result


def _without(found: Marked, drop: Collection[int]) -> str:
    lines = found.text.splitlines(keepends=True)
    starts = [found.mark(("waivers", n)).line for n in range(len(found.value["waivers"] or ()))]
    gone: set[int] = set()
    for number in drop:
        first = starts[number]
        last = starts[number + 1] - 1 if number + 1 < len(starts) else len(lines)
        indent = len(lines[first - 1]) - len(lines[first - 1].lstrip(" "))
        # Comments and blank lines in front of the next entry belong to that one.
        while last > first and _idle(lines[last - 1], indent):
            last -= 1
        gone.update(range(first, last + 1))
    kept = "".join(line for number, line in enumerate(lines, 1) if number not in gone)
    return kept if len(drop) < len(starts) or not drop else _EMPTY.sub(r"\1 []\2", kept, count=1)


def _idle(line: str, indent: int) -> bool:
    """True for a blank line or a comment; what is deeper than the entry's dash belongs to it."""
    bare = line.strip()
    return not bare or (bare.startswith("#") and len(line) - len(line.lstrip(" ")) <= indent)


def _with(text: str, before: Marked, new: Sequence[NewWaiver]) -> str:
    found = marked(text, before.name)
    indent = ""
    if found.value["waivers"]:
        mark = found.mark(("waivers", 0))
        line = text.splitlines()[mark.line - 1]
        indent = line[: len(line) - len(line.lstrip(" "))]
    else:
        text = _EMPTY.sub(r"\1\2", text, count=1)
    end = "\r\n" if "\r\n" in text else "\n"
    if text and not text.endswith("\n"):
        text += end
    return text + "".join(indent + line + end for waiver in new for line in _lines(waiver))


def _lines(waiver: NewWaiver) -> Iterator[str]:
    for number, (key, text) in enumerate(_entry(waiver).items()):
        yield f"{'  ' if number else '- '}{key}: {_scalar(text)}"


def _entry(waiver: NewWaiver) -> dict[str, str]:
    return {key: getattr(waiver, key) for key in _KEYS if getattr(waiver, key)}


def _scalar(text: str) -> str:
    """``text`` as YAML: plain where nothing in it could be taken for something else."""
    if _DATE.fullmatch(text) or (_PLAIN.fullmatch(text) and text not in _WORDS):
        return text
    quoted = json.dumps(text, ensure_ascii=False)
    return _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", quoted)
