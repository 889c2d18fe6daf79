"""From rule files to `Rule`s: reading, validating, and errors that show the way out."""

from __future__ import annotations

import json
import string
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from pmlint import data
from pmlint.data import DataError, Marked
from pmlint.plugins import Check
from pmlint.rules import schema
from pmlint.rules.spec import FILTERS, Example, FixSpec, Rule, Variant

NOT_FAMILIES = ("vocab", "profiles", "presets", "examples")
"""Folders of ``rules/`` that hold no rules."""

STANDARD = frozenset({"target", "name", "level1", "level2", "text", "project", "year", "label"})
"""Placeholders every message may use; a check's ARGUMENTS come on top."""


def built_in() -> list[Traversable]:
    """The families of pmlint's own rules."""
    folders = sorted(data.root().iterdir(), key=lambda entry: entry.name)
    return [f for f in folders if f.is_dir() and f.name.isalpha() and f.name not in NOT_FAMILIES]


def load(places: Iterable[Traversable], checks: Mapping[str, Check]) -> dict[str, Rule]:
    """All rules of the files and folders ``places``, by code, sorted.

    Raises `DataError` for the first file that is wrong, with the place and a correct example.
    """
    rules: dict[str, Rule] = {}
    taken: dict[str, str] = {}
    for family, name, entry in _files(places):
        rule = parse(_read(entry, name), name, checks, family)
        for word in (rule.code, rule.name, *rule.aliases):
            if word in taken:
                message = f"“{word}”已经用于 {taken[word]}；代号、名称和别名都不能重复"
                raise DataError(name, 1, 1, "", message)
            taken[word] = name
        rules[rule.code] = rule
    return dict(sorted(rules.items()))


def parse(text: str, file: str, checks: Mapping[str, Check], family: str = "") -> Rule:
    """One rule file. Raises `DataError`."""
    marked = data.load_marked(text, file)
    if not isinstance(marked.value, dict):
        raise marked.error((), "规则文件应由“键: 值”组成，如：\ncode: PM304\nname: …")
    for problem in schema.problems(marked.value, _schema()):
        raise marked.error(problem.path, problem.message, key=problem.on_key)
    return _Reader(marked, checks, family).rule()


class _Reader:
    """Turns the validated content of one file into a `Rule`; what the schema cannot see is
    checked here."""

    def __init__(self, marked: Marked, checks: Mapping[str, Check], family: str) -> None:
        self.marked = marked
        self.raw: dict[str, Any] = marked.value
        self.family = family
        name = self.raw["check"]
        if name not in checks:
            near = schema.nearest(name, checks)
            known = "、".join(sorted(checks))
            raise marked.error(("check",), f"没有名为“{name}”的检查{near}。现有检查：{known}")
        self.check = checks[name]

    def rule(self) -> Rule:
        raw = self.raw
        if raw["each"] not in self.check.EACH:
            each = "、".join(self.check.EACH)
            raise self.marked.error(("each",), f"检查“{self.check.NAME}”只能用于 each: {each}")
        for key in raw.get("where", {}):
            if key not in FILTERS[raw["each"]]:
                allowed = "、".join(FILTERS[raw["each"]]) or "（无）"
                message = f"each: {raw['each']} 不能按“{key}”筛选；可用：{allowed}"
                raise self.marked.error(("where", key), message, key=True)
        english = raw["en"]
        return Rule(
            code=raw["code"],
            name=raw["name"],
            summary=raw["summary"],
            each=raw["each"],
            check=raw["check"],
            options=self._options(),
            variants=self._variants(),
            why=raw["why"],
            examples=tuple(self._examples()),
            since=raw["since"],
            summary_en=english["summary"],
            why_en=english.get("why", ""),
            where={key: _filter(value) for key, value in raw.get("where", {}).items()},
            rests_on=frozenset(raw.get("rests_on", ())),
            basis=tuple(raw.get("basis") or ()),
            aliases=tuple(raw.get("aliases") or ()),
            enabled=raw.get("default", "on") == "on",
            family=self.family,
            file=self.marked.name,
            text=self.marked.text,
        )

    def _options(self) -> Mapping[str, Any]:
        options = with_defaults(self.raw.get("with") or {}, self.check.OPTIONS)
        for problem in schema.problems(options, schema.resolve(self.check.OPTIONS)):
            path = ("with", *problem.path)
            raise self.marked.error(path, problem.message, key=problem.on_key)
        return options

    def _variants(self) -> dict[str, Variant]:
        raw, english = self.raw, self.raw["en"]
        fix = self._fix(("fix",), raw.get("fix"), english.get("fix", ""))
        plain = Variant(raw["severity"], raw["message"], english["message"], fix)
        self._placeholders(("message",), plain.message)
        self._placeholders(("en", "message"), plain.message_en)
        variants = {"": plain}
        for name, over in (raw.get("variants") or {}).items():
            if name not in self.check.VARIANTS:
                known = "、".join(self.check.VARIANTS) or "（无）"
                message = f"检查“{self.check.NAME}”没有变体“{name}”；它的变体：{known}"
                raise self.marked.error(("variants", name), message, key=True)
            over_en = (english.get("variants") or {}).get(name, {})
            if "message" in over and "message" not in over_en:
                where = ("variants", name, "message")
                message = f"缺少英文：en › variants › {name} › message"
                raise self.marked.error(where, message)
            own_fix = fix
            if "fix" in over:
                path = ("variants", name, "fix")
                own_fix = self._fix(path, over["fix"], over_en.get("fix", ""))
            variants[name] = Variant(
                over.get("severity", plain.severity),
                over.get("message", plain.message),
                over_en.get("message", plain.message_en),
                own_fix,
            )
            self._placeholders(("variants", name, "message"), variants[name].message)
            self._placeholders(("en", "variants", name, "message"), variants[name].message_en)
        return variants

    def _fix(self, path: data.Path, raw: Any, title_en: str) -> FixSpec | None:
        if raw is None:
            return None
        spec = FixSpec(raw["applicability"], raw.get("title", ""), title_en, raw.get("new"))
        for key in ("title", "new"):
            if raw.get(key):
                self._placeholders((*path, key), raw[key], extra=("new", "old"))
        return spec

    def _placeholders(self, path: data.Path, template: str, extra: tuple[str, ...] = ()) -> None:
        known = STANDARD | set(self.check.ARGUMENTS) | set(extra)
        try:
            used = [name for _, name, _, _ in string.Formatter().parse(template) if name]
        except ValueError as error:
            raise self.marked.error(
                path, f"花括号不配对；要显示花括号请写两遍（{error}）"
            ) from None
        for name in used:
            if name not in known:
                near = schema.nearest(name, known)
                message = f"不认识占位符“{{{name}}}”{near}；可用：{'、'.join(sorted(known))}"
                raise self.marked.error(path, message)

    def _examples(self) -> Iterator[Example]:
        raw = self.raw["examples"]
        kinds = ["bad" in example for example in raw]
        if not (any(kinds) and not all(kinds)):
            missing = "good（写对的）" if all(kinds) else "bad（写错的，用 ⟦⟧ 标出错处）"
            hint = (
                '\n    - bad:  {三级指标: …, 指标值: "⟦…⟧"}\n    - good: {三级指标: …, 指标值: "…"}'
            )
            raise self.marked.error(("examples",), f"还要有一个例子 {missing}，如：{hint}")
        variants = ("", *self.check.VARIANTS)
        for number, example in enumerate(raw):
            if example.get("variant", "") not in variants:
                path = ("examples", number, "variant")
                raise self.marked.error(path, f"检查“{self.check.NAME}”没有这个变体")
            bad = "bad" in example
            yield Example(
                bad=bad,
                form=example["bad" if bad else "good"],
                line=self.marked.mark(("examples", number)).line,
                fixed=example.get("fixed"),
                variant=example.get("variant", ""),
                severity=example.get("severity"),
                origin=example.get("origin"),
                at=example.get("at"),
                note=example.get("note", ""),
            )


def with_defaults(options: Mapping[str, Any], spec: Mapping[str, Any]) -> dict[str, Any]:
    """``options`` with the defaults of a check's OPTIONS filled in."""
    defaults = {
        key: entry["default"]
        for key, entry in spec.get("properties", {}).items()
        if "default" in entry
    }
    return {**defaults, **options}


def _filter(value: Any) -> tuple[frozenset[str], bool]:
    wanted = not isinstance(value, dict)
    values = value if wanted else value["not"]
    return frozenset([values] if isinstance(values, str) else values), wanted


def _files(places: Iterable[Traversable]) -> Iterator[tuple[str, str, Traversable]]:
    """(family, name for messages, file) of every rule file."""
    for place in places:
        shown = _shown(place)
        if place.is_file():
            yield "", shown, place
        elif place.is_dir():
            for name, entry in data.walk(place):
                yield (
                    (place.name if "/" not in name else name.rpartition("/")[0]),
                    (f"{shown}/{name}"),
                    entry,
                )
        else:
            raise DataError(shown, 0, 0, "", "没有这个规则文件或文件夹")


def _shown(place: Traversable) -> str:
    own = data.root()
    if isinstance(place, Path) and not (isinstance(own, Path) and place.is_relative_to(own)):
        return str(place)
    return f"rules/{place.name}"


def _read(entry: Traversable, name: str) -> str:
    try:
        return entry.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise DataError(name, 0, 0, "", "不是 UTF-8 编码，请另存为 UTF-8") from error
    except OSError as error:
        raise DataError(name, 0, 0, "", f"无法读取：{error.strerror or error}") from error


@lru_cache(maxsize=1)
def _schema() -> Mapping[str, Any]:
    raw = resources.files("pmlint.rules").joinpath("rule.schema.json").read_text(encoding="utf-8")
    resolved: Mapping[str, Any] = schema.resolve(json.loads(raw))
    return resolved
