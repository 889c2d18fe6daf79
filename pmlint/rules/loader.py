"""From rule files to `Rule`s: reading, validating, and errors that show the way out."""

from __future__ import annotations

import json
import string
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pmlint import data
from pmlint.data import DataError, Marked
from pmlint.messages import Sentence, did_you_mean, nearest
from pmlint.plugins import Check
from pmlint.resources import files
from pmlint.rules import schema
from pmlint.rules.spec import FILTERS, Example, FixSpec, Rule, Variant

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

NOT_FAMILIES = ("vocab", "profiles", "presets", "examples")
"""Folders of ``rules/`` that hold no rules."""

STANDARD = frozenset({"target", "name", "level1", "level2", "text", "project", "year", "label"})
"""Placeholders every message may use; a check's ARGUMENTS come on top."""

_EXAMPLE = """
    - bad:  {三级指标: …, 指标值: "⟦…⟧"}
    - good: {三级指标: …, 指标值: "…"}"""


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
                twice = Sentence("rule.taken", word=word, file=taken[word])
                raise DataError(name, 1, 1, "", twice)
            taken[word] = name
        rules[rule.code] = rule
    return dict(sorted(rules.items()))


def parse(text: str, file: str, checks: Mapping[str, Check], family: str = "") -> Rule:
    """One rule file. Raises `DataError`."""
    marked = data.load_marked(text, file)
    if not isinstance(marked.value, dict):
        raise marked.error((), Sentence("rule.not_keys"))
    for problem in schema.problems(marked.value, _schema()):
        raise marked.error(problem.path, problem.sentence, key=problem.on_key)
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
            near = did_you_mean(nearest(name, checks))
            unknown = Sentence("rule.no_check", name=name, near=near, known=sorted(checks))
            raise marked.error(("check",), unknown)
        self.check = checks[name]

    def rule(self) -> Rule:
        raw = self.raw
        if raw["each"] not in self.check.EACH:
            wrong = Sentence("rule.each", check=self.check.NAME, each=self.check.EACH)
            raise self.marked.error(("each",), wrong)
        for key in raw.get("where", {}):
            if key not in FILTERS[raw["each"]]:
                known = FILTERS[raw["each"]] or Sentence("rule.none")
                wrong = Sentence("rule.where", each=raw["each"], word=key, known=known)
                raise self.marked.error(("where", key), wrong, key=True)
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
            raise self.marked.error(path, problem.sentence, key=problem.on_key)
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
                raise self.marked.error(("variants", name), self._no_variant(name), key=True)
            over_en = (english.get("variants") or {}).get(name, {})
            if "message" in over and "message" not in over_en:
                where = ("variants", name, "message")
                raise self.marked.error(where, Sentence("rule.no_english", variant=name))
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

    def _no_variant(self, name: str) -> Sentence:
        known = self.check.VARIANTS or Sentence("rule.none")
        return Sentence("rule.no_variant", check=self.check.NAME, name=name, known=known)

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
            raise self.marked.error(path, Sentence("rule.braces", detail=error)) from None
        for name in used:
            if name not in known:
                near = did_you_mean(nearest(name, known))
                unknown = Sentence("rule.placeholder", name=name, near=near, known=sorted(known))
                raise self.marked.error(path, unknown)

    def _examples(self) -> Iterator[Example]:
        raw = self.raw["examples"]
        kinds = ["bad" in example for example in raw]
        if not (any(kinds) and not all(kinds)):
            key = "rule.no_good_example" if all(kinds) else "rule.no_bad_example"
            raise self.marked.error(("examples",), Sentence(key, example=_EXAMPLE))
        variants = ("", *self.check.VARIANTS)
        for number, example in enumerate(raw):
            if example.get("variant", "") not in variants:
                path = ("examples", number, "variant")
                raise self.marked.error(path, self._no_variant(example["variant"]))
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
            raise DataError(shown, 0, 0, "", Sentence("rule.no_file"))


def _shown(place: Traversable) -> str:
    own = data.root()
    if isinstance(place, Path) and not (isinstance(own, Path) and place.is_relative_to(own)):
        return str(place)
    return f"rules/{place.name}"


def _read(entry: Traversable, name: str) -> str:
    try:
        return entry.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise DataError(name, 0, 0, "", Sentence("data.not_utf8")) from error
    except OSError as error:
        detail = error.strerror or str(error)
        raise DataError(name, 0, 0, "", Sentence("data.unreadable", detail=detail)) from error


@lru_cache(maxsize=1)
def _schema() -> Mapping[str, Any]:
    raw = files("pmlint.rules").joinpath("rule.schema.json").read_text(encoding="utf-8")
    resolved: Mapping[str, Any] = schema.resolve(json.loads(raw))
    return resolved
