"""Many files to one report: each through its own pipeline, then the rules that compare them.

Files of one run may go by different configurations. What a rule says of a file, and how grave it
is, is settled by the file's own pipeline, also where it takes the other files to see it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeAlias

from pmlint import __version__
from pmlint.model.report import Checked, Report
from pmlint.pipeline import Outcome, Pipeline, Source
from pmlint.rules.engine import run_corpus
from pmlint.rules.order import ordered

Item: TypeAlias = tuple[Pipeline, Source]
BYTES_PER_WORKER = 1_000_000


def run(
    items: Sequence[Item],
    *,
    jobs: int | None = 1,
    keep_forms: bool = False,
    advance: Callable[[], None] | None = None,
) -> Report:
    """All files, in their order; for the arguments see `Pipeline.run`."""
    pipelines = list({id(pipeline): pipeline for pipeline, _ in items}.values())
    for pipeline in pipelines:  # wrong settings fail before any file is read
        pipeline.ruleset.program(pipeline.settings)
    comparing = any("corpus" in p.program(source.path).by_each for p, source in items)
    outcomes: list[Outcome] = []
    for outcome in _outcomes(items, jobs, keep_forms or comparing):
        outcomes.append(outcome)
        if advance is not None:
            advance()
    by_pipeline = [(item[0], outcome) for item, outcome in zip(items, outcomes, strict=True)]
    if comparing:
        compare(by_pipeline)
    if keep_forms:
        for outcome in outcomes:
            outcome.checked.forms = outcome.forms
    files = [outcome.checked for outcome in outcomes]
    if any(p.waivers for p in pipelines) or any(outcome.comments for outcome in outcomes):
        files += _waive(pipelines, by_pipeline)
    return Report(files, __version__)


def compare(looked: Iterable[tuple[Pipeline, Outcome]]) -> None:
    """Add what the rules that compare files find in files that were looked at."""
    read = [
        (pipeline.program(outcome.checked.path), outcome, outcome.document)
        for pipeline, outcome in looked
        if outcome.document is not None
    ]
    found = run_corpus([(program, document, o.forms) for program, o, document in read])
    for (_, outcome, _), more in zip(read, found, strict=True):
        checked = outcome.checked
        checked.not_checked.extend(more.not_checked)
        checked.complete = checked.complete and more.complete
        if more.diagnostics:
            checked.diagnostics[:] = ordered([*checked.diagnostics, *more.diagnostics])


def _waive(
    pipelines: Sequence[Pipeline], looked: Iterable[tuple[Pipeline, Outcome]]
) -> list[Checked]:
    """Apply the waivers, and return what is to be said of the lists themselves."""
    by_pipeline = {id(pipeline): pipeline.waiving() for pipeline in pipelines}
    for pipeline, outcome in looked:
        pipeline.waive(by_pipeline[id(pipeline)], outcome)
    return [checked for waiving in by_pipeline.values() for checked in waiving.verdict()]


def _outcomes(items: Sequence[Item], jobs: int | None, whole: bool) -> Iterable[Outcome]:
    count = workers([source for _, source in items]) if jobs is None else min(jobs, len(items))
    if count <= 1:
        return map(_look, items)
    from pmlint.parallel import in_order

    # Waivers are of no use to the others, and may be many to send.
    sent = {id(pipeline): replace(pipeline, waivers=()) for pipeline, _ in items}
    work = [(sent[id(pipeline)], source) for pipeline, source in items]
    return in_order(_look if whole else _look_only, work, count)


def _look(item: Item) -> Outcome:
    pipeline, source = item
    return pipeline.look(source)


def _look_only(item: Item) -> Outcome:
    """`_look` without document and forms, which cost as much to send as to make."""
    outcome = _look(item)
    return Outcome(outcome.checked, comments=outcome.comments)


def workers(sources: Sequence[Source]) -> int:
    """As many processes as the work is worth, at most one a processor."""
    total = 0
    for source in sources:
        try:
            data = source.data
            total += len(data) if data is not None else Path(source.path).stat().st_size
        except (OSError, ValueError):
            continue
    return max(1, min(len(sources), os.cpu_count() or 1, total // BYTES_PER_WORKER))
