"""promised: numbers of the goals against the indicators that measure the same thing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from typing import Any

from pmlint.checks.context import Context
from pmlint.checks.dates import project_span
from pmlint.checks.narrative import Narrative, Promise, counted, unitless
from pmlint.checks.values import UPWARD, direction, only_comparison
from pmlint.checks.vocabulary import Vocabulary
from pmlint.model.diagnostic import Hit, Unchecked
from pmlint.model.form import Field, Form, Indicator
from pmlint.model.target import Unit
from pmlint.plugins import Options
from pmlint.regex import regex

NAME = "promised"
EACH = ("form",)
OPTIONS: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["report"],
    "properties": {
        "report": {
            "enum": ["mismatch", "uncovered"],
            "description": "Other numbers than the indicator's, or no indicator at all.",
        },
        "alike": {
            "type": "number",
            "default": 0.75,
            "description": "From this likeness of noun and name on they speak of the same thing.",
        },
        "unlike": {
            "type": "number",
            "default": 0.3,
            "description": "Below it nothing measures what is promised.",
        },
    },
}
ARGUMENTS = ("said", "label", "name", "target", "sum", "parts", "word")
VARIANTS = ("unit", "sum", "sum-about", "task", "many")
_Row = tuple[Indicator, Unit, Decimal, Decimal]
_Fit = Callable[[Promise, Indicator], float]
_BRACKET = regex(r"[^，。；、,;（）()]{0,12}[（(]([^（）()]*)[）)]")
_DIGITS = frozenset("0123456789０１２３４５６７８９")


def compile(options: Options, vocabulary: Vocabulary) -> Callable[..., Iterable[Hit | Unchecked]]:  # noqa: A001
    """``mismatch``: '' another number, ``unit`` persons against attendances, ``sum`` parts in
    brackets that do not add up (``sum-about``: roughly), ``task`` one thing to do in the goal,
    another in the rows. ``uncovered``: '' or ``many``."""
    narrative = Narrative(vocabulary.table("narrative")["promises"])
    tasks = [
        tuple(regex(entry[key]) for key in ("goal", "measured", "wanted"))
        for entry in vocabulary.table("narrative")["tasks"]
    ]
    alike, unlike = float(options["alike"]), float(options["unlike"])
    mismatch = options["report"] == "mismatch"

    def run(form: Form, context: Context) -> Iterable[Hit | Unchecked]:  # noqa: ARG001
        found = _goal(form)
        if found is None:
            return ()
        path, goal = found
        text = goal.text or ""
        other = _other_task(path, goal, text, form, tasks) if mismatch else ()
        if _DIGITS.isdisjoint(text):
            return other
        promises = list(narrative.promises(text))
        if not promises:
            return other
        project = form.header.get("project_name")
        called = (project.text if project else None) or ""

        def fit(promise: Promise, row: Indicator) -> float:
            return narrative.fit(promise, row.name.text or "", called)

        rows: list[_Row] = []
        bare: list[Indicator] = []
        for row in form.indicators:
            value = counted(row)
            if value is not None and row.name.text:
                rows.append((row, *value))
            elif row.name.text and unitless(row):
                bare.append(row)
        if mismatch:
            hits = [*other, *_mismatches(path, goal, promises, rows, bare, fit, narrative, alike)]
            hits.extend(_sums(path, goal, text, promises, narrative))
            return hits
        return _uncovered(path, goal, promises, form, rows, fit, narrative, alike, unlike)

    return run


def _goal(form: Form) -> tuple[str, Field] | None:
    """The goal whose numbers are the form's: the year's; the overall one of a one-year project
    that has no other."""
    annual = form.goals.get("annual")
    if annual is not None and annual.text:
        return "goals.annual", annual
    overall = form.goals.get("overall")
    start, end = project_span(form)
    short = start is not None and end is not None and (end - start).days <= 366
    return ("goals.overall", overall) if overall is not None and overall.text and short else None


def _other_task(
    path: str, goal: Field, text: str, form: Form, tasks: list[tuple[re.Pattern[str], ...]]
) -> list[Hit]:
    hits = []
    for asked, measured, wanted in tasks:
        match = asked.search(text)
        if match is None:
            continue
        names = [row.name.text for row in form.indicators if row.name.text]
        told = [found[0] for name in names if (found := measured.search(name)) is not None]
        if len(told) < 2 or any(wanted.search(name) for name in names):
            continue
        arguments = {"said": match[1], "word": told[0]}
        hits.append(Hit(path, goal, match.span(1), arguments, "task"))
    return hits


def _mismatches(
    path: str,
    goal: Field,
    promises: list[Promise],
    rows: list[_Row],
    bare: list[Indicator],
    fit: _Fit,
    narrative: Narrative,
    alike: float,
) -> Iterator[Hit]:
    """``bare``: rows with a number without unit, which can only keep a promise from others."""
    for promise in promises:
        kind = promise.unit.kind
        if kind == "rate":
            near = [r for r in rows if promise.noun and promise.noun in (r[0].name.text or "")]
            near = near if len(near) == 1 and len(promise.noun) > 2 else []
        else:
            near = _best(promise, rows, fit, narrative, alike)
            near = near or _shorter(promise, rows, promises, narrative)
            best = max((fit(promise, r[0]) for r in near), default=1.0)
            if any(fit(promise, b) > best for b in bare):
                continue
            near = [r for r in near if not _taken(r, promise, promises, fit)]
        same = [r for r in near if r[1].kind == kind]
        if promise.exact:
            same = [r for r in same if r[1].text == promise.unit.text]
        if any(promise.agrees(r[2], r[3]) for r in same) or (
            len(same) > 1 and promise.agrees(sum(r[2] for r in same), sum(r[3] for r in same))  # type: ignore[arg-type]
        ):
            continue
        if len(same) == 1:
            yield _hit(path, goal, promise, same[0][0], "")
        elif not same and len(near) == 1 and frozenset((kind, near[0][1].kind)) in narrative.rivals:
            yield _hit(path, goal, promise, near[0][0], "unit")


def _taken(row: _Row, promise: Promise, promises: list[Promise], fit: _Fit) -> bool:
    """True if the row keeps another promise, which it fits better."""
    return any(
        p.unit.kind == row[1].kind
        and p.agrees(row[2], row[3])
        and fit(p, row[0]) > fit(promise, row[0])
        for p in promises
        if p is not promise
    )


def _best(
    promise: Promise, rows: list[_Row], fit: _Fit, narrative: Narrative, alike: float
) -> list[_Row]:
    """The rows that speak of what is promised: of comparable units, and none nearly as like."""
    kind = promise.unit.kind
    scored = [
        (fit(promise, row[0]), row)
        for row in rows
        if row[1].kind == kind or frozenset((kind, row[1].kind)) in narrative.rivals
    ]
    best = max((score for score, _ in scored), default=0.0)
    return [row for score, row in scored if score >= max(alike, best - 0.1)]


def _shorter(
    promise: Promise, rows: list[_Row], promises: list[Promise], narrative: Narrative
) -> list[_Row]:
    """The row whose name says in fewer words what is promised (环保设施公众开放日: 公众开放日), if
    nothing else in the goal or in the table is called so. It may count more than is promised, or
    be a lower bound, but not count less."""
    cores = [(narrative.core(row[0].name.text or ""), row) for row in rows]
    for core, row in cores:
        if len(core) < 4 or not promise.noun.endswith(core) or row[1].kind != promise.unit.kind:
            continue
        called = sum(core in other for other, _ in cores) + sum(core in p.noun for p in promises)
        found = only_comparison(row[0])
        bounded = found is None or direction(found) in UPWARD
        if called == 2 and row[3] < promise.low and not bounded:
            return [row]
    return []


def _sums(
    path: str, goal: Field, text: str, promises: list[Promise], narrative: Narrative
) -> Iterator[Hit]:
    """培训教师100名（骨干教师20名、青年教师90名): the parts in the bracket behind a number."""
    for whole in promises:
        bracket = _BRACKET.match(text, whole.span[1])
        if bracket is None or whole.exact:
            continue
        parts = list(narrative.promises(bracket[1]))
        if len(parts) < 2 or any(p.unit.kind != whole.unit.kind for p in parts):
            continue
        low, high = sum(p.low for p in parts), sum(p.high for p in parts)
        if whole.low <= high and whole.high >= low:
            continue
        arguments = {
            "said": whole.text,
            "sum": f"{low:f}" if low == high else f"{low:f}至{high:f}",
            "parts": "、".join(p.text for p in parts),
        }
        rough = whole.about or any(p.about for p in parts)
        yield Hit(path, goal, whole.span, arguments, "sum-about" if rough else "sum")


def _uncovered(
    path: str,
    goal: Field,
    promises: list[Promise],
    form: Form,
    rows: list[_Row],
    fit: _Fit,
    narrative: Narrative,
    alike: float,
    unlike: float,
) -> Iterable[Hit]:
    """The promises without indicator, where the table takes up others: a goal that shares nothing
    with it is another matter."""
    named = [row for row in form.indicators if row.name.text]
    taken = [
        (p, r)
        for p in promises
        for r in rows
        if r[1].kind == p.unit.kind and p.agrees(r[2], r[3]) and fit(p, r[0]) >= alike
    ]
    if not taken:
        return ()

    def measures(row: _Row, promise: Promise) -> bool:
        """The number is the promise's, and not that of another thing by chance."""
        if promise.unit.kind != row[1].kind or not promise.agrees(row[2], row[3]):
            return False
        units = {promise.unit.text, row[1].text}
        if promise.unit.kind == "item" and len(units) > 1 and not units & narrative.generic:
            return False
        return not any(r is row and p is not promise for p, r in taken)

    open_ones = [
        promise
        for promise in promises
        if promise.unit.kind != "rate"
        and not promise.exact
        and len(promise.noun) > 2
        and not any(measures(r, promise) for r in rows)
        and all(fit(promise, row) < unlike for row in named)
    ]
    if not open_ones:
        return ()
    first = open_ones[0]
    places = [(p.text, goal.locate(*p.span)) for p in open_ones[1:]]
    arguments = {"said": "、".join(p.text for p in open_ones)}
    return (
        Hit(
            path,
            goal,
            first.span,
            arguments,
            "many" if places else "",
            related=tuple((said, where) for said, where in places if where is not None),
        ),
    )


def _hit(path: str, goal: Field, promise: Promise, row: Indicator, variant: str) -> Hit:
    where = row.target.location
    name, target = row.name.text or "", row.target.text or ""
    return Hit(
        path,
        goal,
        promise.span,
        {"said": promise.text, "label": goal.label or "", "name": name, "target": target},
        variant,
        related=((f"{name} {target}", where),) if where is not None else (),
    )
