"""What the labels of a form say: the closed vocabulary, and tolerant look-up in it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from typing import Any

from pmlint.data import load
from pmlint.model.value import value
from pmlint.regex import regex

_SPACE = regex(r"[\s\u200b\ufeff]+")
_BRACKETS = regex(r"[(\[【〔<《{][^)\]】〕>》}]*[)\]】〕>》}]?")
_ADDITION = regex(
    r"(?:\d+(?:\.\d+)?(?:[-~—]\d+(?:\.\d+)?)?分?|(?<=指标)[分项类]|必填(?:硬性)?|选填|必选)$"
)
_ORNAMENT = " ：:*★☆▲·.、。，,;；|#"
_LEAD = regex(
    r"^(?:其中[:,、]?|[具基]中[:,、]|[一二三四五六七八九十]{1,2}[、.]|\d{1,2}[、.)](?!\d)|[一二三四五六七八九十]是)"
)
_FURTHER = regex(r"(?<=[\s:：])([^\s:：]{2,14})[:：]")
"""A further label in a cell, behind white space or an empty value."""
_UNIT_LABELS = frozenset({"单位", "金额单位", "计量单位", "货币单位"})
_LONGEST_LABEL = 30
_MEMO_LIMIT = 60_000
_LONGEST_KEPT = 200


@value
class Sign:
    """What a cell says if it is a label.

    ``kind``: title, header, funds, goal, side, heading, level. ``key``: the output's name for it
    (``annual_total``), a column's role, or a level's canonical name ('' if the level's name is not
    known). ``label``: the printed text without additions. ``value_at``: where in the cell's text a
    value begins (``项目名称：甲``), 0 if none does. ``how``: exact, bare (a level without 指标),
    misread or unknown. ``levels``: 1 and/or 2.
    """

    kind: str
    key: str
    label: str
    value_at: int = 0
    how: str = "exact"
    levels: tuple[int, ...] = ()
    unit: str = ""


_NO_FIELD = Sign("side", "", "")

Signs = tuple[Sign, ...]
"""One cell's readings; several level signs stand for several labels in one cell."""


def squeeze(text: str) -> str:
    """``text`` as labels are compared: NFKC, no white space, no brackets with what is in them, no
    ornaments, no leading 其中 or numbering."""
    text = _SPACE.sub("", unicodedata.normalize("NFKC", text))
    if "(" in text or "<" in text or "[" in text or "【" in text or "〔" in text:
        text = _BRACKETS.sub("", text)
    text = text.replace("/", "").strip(_ORNAMENT)
    return _LEAD.sub("", text).strip(_ORNAMENT)


class Lexicon:
    """The vocabulary of ``labels.yaml`` and ``levels.yaml``, indexed."""

    def __init__(self) -> None:
        labels: dict[str, Any] = load("vocab/labels.yaml")
        levels: dict[str, Any] = load("vocab/levels.yaml")
        self.labels = labels
        title = labels["title"]
        self._title = regex(title["pattern"])
        self._title_not = tuple(title["not"])
        self._title_without = regex(title["without"])
        self._title_longest = int(title["longest"])
        self._exact: dict[str, list[Sign]] = {}
        self._ends: dict[tuple[str, int], list[Sign]] = {}  # by first or last character and length
        for kind in ("header", "funds", "goals", "side", "headings"):
            self._index(kind, labels[kind])
        self.halves: dict[str, dict[str, Any]] = labels["funds"]
        self.units: frozenset[str] = frozenset(labels["units"])
        self._foot: frozenset[str] = frozenset(labels["foot"])
        self._foot_starts = frozenset(w[0] for w in self._foot)
        self.half_words: dict[str, tuple[str, ...]] = {
            k: tuple(v) for k, v in labels["halves"].items()
        }
        self.names: dict[str, dict[str, Any]] = levels["names"]
        self.kinds: dict[str, str] = {n: d["kind"] for n, d in self.names.items()}
        self.owners: dict[str, list[str]] = levels["owners"]
        self.default_child: dict[str, str] = levels["default"]
        self._confusable: dict[str, str] = levels["confusables"]
        self._suffixes: tuple[str, ...] = tuple(levels["suffixes"])
        self._levels: dict[str, str] = {}
        self._bare: dict[str, str] = {}
        for name, entry in self.names.items():
            self._levels[name] = name
            for stem in (name.removesuffix("指标"), *entry["variants"]):
                self._bare.setdefault(stem, name)
                for suffix in self._suffixes:
                    self._levels.setdefault(stem.removesuffix(suffix) + suffix, name)
        self._cut = self._cut_short()
        self._memo: dict[str, Signs] = {}

    def _cut_short(self) -> dict[str, str]:
        """Level names without their first or last character, where that leaves no doubt."""
        found: dict[str, set[str]] = {}
        for shown, name in self._levels.items():
            if (shown == name or len(shown) > 5) and shown.endswith("标"):
                for left in (shown[1:], shown[:-1]):
                    found.setdefault(left, set()).add(name)
        return {left: names.pop() for left, names in found.items() if len(names) == 1}

    def _index(self, kind: str, entries: dict[str, Any]) -> None:
        sign_kind = {"goals": "goal", "headings": "heading"}.get(kind, kind)
        for key, entry in entries.items():
            for label in entry["labels"] if isinstance(entry, dict) else entry:
                sign = Sign(sign_kind, key, label)
                self._exact.setdefault(label, []).append(sign)
                if sign_kind in ("header", "funds", "goal"):
                    self._ends.setdefault((label[0], len(label)), []).append(sign)
                    self._ends.setdefault((label[-1], -len(label)), []).append(sign)

    def read(self, text: str) -> Signs:
        """What ``text`` says as a label; empty if it is none. Remembered."""
        if len(text) > _LONGEST_KEPT:
            return self._read(text)
        found = self._memo.get(text)
        if found is None:
            if len(self._memo) >= _MEMO_LIMIT:
                self._memo.clear()
            found = self._memo[text] = self._read(text)
        return found

    def kind_of(self, name: str) -> str:
        """What a level's canonical name means (``quantity`` …); '' if unknown."""
        return self.kinds.get(name, "")

    def is_scrap(self, text: str) -> bool:
        """True for the end of a level's name that a page break has cut off (指标)."""
        return squeeze(text) in self._suffixes

    def is_foot(self, text: str) -> bool:
        """True for a word that ends the table (合计, 填报说明), with a colon and text behind or
        not."""
        head = text[:20].lstrip(" \u3000*★0123456789.、（(")
        if head[:1] not in self._foot_starts:
            return False
        return squeeze(re.split(r"[:：]", head, maxsplit=1)[0]) in self._foot

    def _read(self, text: str) -> Signs:
        if len(text) > 4 * _LONGEST_LABEL:
            return self._with_value(text)
        key = squeeze(text)
        if not key or len(key) > _LONGEST_LABEL:
            title = self._as_title(text)
            return (title,) if title else self._with_value(text)
        signs = [
            Sign(s.kind, s.key, key, 0, "exact", (), self._unit(text))
            for s in self._exact.get(key, ())
        ]
        level = self._level(key)
        if level:
            signs.append(level)
        if signs:
            if not level and signs[0].kind == "side" and (title := self._as_title(text)):
                signs.append(title)
            return tuple(signs)
        parts = self._several_levels(text)
        if parts:
            return parts
        title = self._as_title(text)
        if title:
            return (title,)
        valued = self._with_value(text)
        if valued:
            return valued
        misread = self._misread(key)
        return (misread,) if misread else ()

    def _as_title(self, text: str) -> Sign | None:
        shown = _SPACE.sub("", text)
        if len(shown) > self._title_longest or not self._title.search(shown):
            return None
        if any(word in shown for word in self._title_not) or self._title_without.search(shown):
            return None
        return Sign("title", "title", shown)

    def _with_value(self, text: str) -> Signs:
        """``项目名称：甲``: a header, funds or goal label with its value in the same cell; a goal
        may also stand on the lines below its label."""
        head = text[:40]
        at = min((i for i in map(head.find, "：:\n") if i > 0), default=0)
        if not at or not (behind := text[at + 1 :].strip()) or behind in self._exact:
            return ()
        kinds = ("goal",) if head[at] == "\n" else ("header", "funds", "goal")
        return tuple(
            Sign(s.kind, s.key, s.label, at + 1, "exact", (), self._unit(text[:at]))
            for s in self._exact.get(squeeze(text[:at]), ())
            if s.kind in kinds
        )

    def pairs_in(self, text: str, first: Sign) -> list[tuple[Sign, int]]:
        """All labels with a value in a cell that begins with ``first``, each with the end of its
        value: ``填报单位：甲局　联系人：乙　单位：万元`` holds three."""
        if first.kind == "goal" or len(text) > _LONGEST_KEPT:
            return [(first, len(text))]
        found = [(first, len(text))]
        for match in _FURTHER.finditer(text, first.value_at):
            label = squeeze(match[1])
            sign = next((s for s in self._exact.get(label, ()) if s.kind == "header"), None)
            if sign is None and label not in _UNIT_LABELS:
                continue
            found[-1] = (found[-1][0], match.start())
            found.append((replace(sign or _NO_FIELD, value_at=match.end()), len(text)))
        return [(s, end) for s, end in found if s is not _NO_FIELD and s.key]

    def _unit(self, text: str) -> str:
        """The 元/万元 within a label such as ``项目资金 (元)``."""
        if "元" not in text:
            return ""
        match = re.search(r"[(（]\s*(?:单位[:：]\s*)?((?:亿|万|千)?元)\s*[)）]", text)
        return match[1] if match else ""

    def _level(self, key: str) -> Sign | None:
        name, how = self._levels.get(key), "exact"
        if name is None:
            trimmed = _ADDITION.sub("", key)
            name = self._levels.get(trimmed)
            if name is None:
                name, how = self._bare.get(trimmed), "bare"
        return self._sign(name, key, how) if name else None

    def _sign(self, name: str, key: str, how: str) -> Sign:
        return Sign("level", name, key, 0, how, tuple(self.names[name]["level"]))

    def _several_levels(self, text: str) -> Signs:
        """Two or more level names in one cell, in their order."""
        if "指标" not in text:
            return ()
        rest = squeeze(text)
        signs: list[Sign] = []
        while rest:
            cut = rest.find("指标") + 2
            name = self._levels.get(rest[:cut]) if cut > 2 else None
            if name is None:
                return ()
            signs.append(self._sign(name, rest[:cut], "exact"))
            rest = rest[cut:]
        return tuple(signs) if len(signs) > 1 else ()

    def _misread(self, key: str) -> Sign | None:
        """A level's or a head label's name with a character wrong, missing or too many."""
        if len(key) < 3 or len(key) > 14:
            return None
        name = self._cut.get(key)
        if name is None and len(key) > 3:
            name = self._levels.get("".join(self._confusable.get(c, c) for c in key))
        if name is None and (key[-1] == "标" or key[-2] == "指"):
            name = _only(n for v, n in self._levels.items() if self._alike(key, v))
        if name is None and key.endswith("指标"):
            stem = key[:-2]
            if len(stem) > 2:
                name = _only(n for v, n in self._levels.items() if _one_off(stem, v[:-2]))
            if name is None and len(key) <= 10:
                return Sign("level", "", key, 0, "unknown", (1, 2))
        if name:
            return self._sign(name, key, "misread")
        if (alike := self._alike_label(key)) is not None:
            return alike
        if not _hard(key):
            return None
        near_labels = [
            s[0]
            for v, s in self._exact.items()
            if len(v) > 3
            and abs(len(v) - len(key)) < 2
            and _one_off(key, v)
            and s[0].kind in ("header", "funds")
        ]
        if len({(s.kind, s.key) for s in near_labels}) == 1:
            found = near_labels[0]
            return Sign(found.kind, found.key, key, 0, "misread")
        return None

    def _alike_label(self, key: str) -> Sign | None:
        """A label of the head with one character taken for one that looks like it."""
        if len(key) < 4:
            return None
        found: dict[tuple[str, str], Sign] = {}
        for sign in (
            *self._ends.get((key[0], len(key)), ()),
            *self._ends.get((key[-1], -len(key)), ()),
        ):
            wrong = [(a, b) for a, b in zip(key, sign.label, strict=True) if a != b]
            if len(wrong) == 1 and wrong[0][0] in _shapes().get(wrong[0][1], ""):
                found[sign.kind, sign.key] = replace(sign, label=key, how="misread")
        return found.popitem()[1] if len(found) == 1 else None

    def _alike(self, key: str, name: str) -> bool:
        """True if each character is the name's or one that recognition takes for it, or all but
        one are and that looks like the name's."""
        if len(key) != len(name):
            return False
        wrong = [(a, b) for a, b in zip(key, name, strict=True) if a != b]
        if all(self._confusable.get(a) == b for a, b in wrong):
            return True
        return len(wrong) == 1 and wrong[0][0] in _shapes().get(wrong[0][1], "")


def _hard(key: str) -> bool:
    """True if ``key`` begins as head labels do, so that a near miss is a label and not content."""
    return key[:2] in ("项目", "主管", "实施", "计划", "年度", "当年", "上年", "其他", "财政")


def _only(names: Iterable[str]) -> str | None:
    """The name that all of ``names`` are; None if they differ or there is none."""
    found = set(names)
    return found.pop() if len(found) == 1 else None


@cache
def _shapes() -> dict[str, str]:
    """The characters that each character may be mistaken for."""
    found: dict[str, str] = {}
    for group in load("vocab/shapes.yaml")["shapes"].split():
        for c in group:
            found[c] = found.get(c, "") + group
    return found


def _one_off(a: str, b: str) -> bool:
    """True if ``a`` and ``b`` are one substitution, insertion or deletion apart."""
    if a == b or abs(len(a) - len(b)) > 1:
        return False
    if len(a) > len(b):
        a, b = b, a
    i = next((k for k in range(len(a)) if a[k] != b[k]), len(a))
    return a[i:] == b[i + 1 :] or (len(a) == len(b) and a[i + 1 :] == b[i + 1 :])


@cache
def lexicon() -> Lexicon:
    """The one lexicon of this process."""
    return Lexicon()
