"""``python -m accuracy [N]``: measures, prints the tables and writes ``docs/accuracy.md``.

N forms are made for each kind of defect (100).
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from accuracy.annotated import Tally, acceptance, examples
from accuracy.forms import LAYOUTS, bank
from accuracy.measure import Result, all_results, clean_findings

PAGE = Path(__file__).parent.parent / "docs" / "accuracy.md"
_SHOWN = 5


def main() -> int:
    """Measure everything; the exit status is 0 whatever comes out (the tests hold thresholds)."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    results = all_results(number)
    text = "\n".join(_page(results, number)) + "\n"
    print(text)
    print("\n".join(_missed(results)))
    if number >= 100:
        PAGE.write_text(text, encoding="utf-8")
    return 0


def _page(results: list[Result], number: int) -> Iterator[str]:
    yield "# 准确度 Accuracy"
    yield ""
    yield (
        "由 `make accuracy` 测得。查得准不准比查得全不全更要紧：没有问题的表不应报出错误或警告。"
        "Measured by `make accuracy`; the same every time."
    )
    yield from _clean()
    yield from _planted(results, number)
    yield ""
    yield "## 人工标注的文档 Annotated documents"
    yield from _annotated("示例 `examples/forms`", examples())
    tally = acceptance()
    if tally is not None:
        yield from _annotated("公开的申报表 Public forms", tally)


def _clean() -> Iterator[str]:
    projects = bank()
    rows = sum(len(v) for p in projects for v in p.values() if isinstance(v, list)) - 2 * len(
        projects
    )
    counts: Counter[str] = Counter()
    strong: list[str] = []
    for layout, project, found in clean_findings():
        counts[f"{found.code} {found.severity}"] += 1
        if found.severity != "info":
            strong.append(f"{layout} {project}: {found.code} {found.message}")
    yield ""
    yield "## 没有问题的表 Clean forms"
    yield ""
    yield (
        f"{len(projects)} 个项目、{rows} 个指标，各按 {len(LAYOUTS)} 种格式做成表，共 "
        f"{len(projects) * len(LAYOUTS)} 张：错误和警告 {len(strong)} 条。"
    )
    yield ""
    yield f"提示 info: {', '.join(f'{k} ×{n}' for k, n in sorted(counts.items()) if 'info' in k)}"
    if strong:
        yield ""
        yield from (f"- {line}" for line in strong)


def _planted(results: list[Result], number: int) -> Iterator[str]:
    yield ""
    yield "## 植入的问题 Planted defects"
    yield ""
    yield (
        f"每种问题植入 {number} 张没有问题的表，字词、位置和格式随机（固定种子）。"
        "“查出”：应报的规则在该处报出，级别不论；"
        "“误报”：其他规则多报的错误和警告。"
    )
    yield ""
    yield "| 规则 | 植入 | planted | 查出 found | % | 误报 others |"
    yield "|---|---|---|---|---|---|"
    for one in results:
        others = ", ".join(f"{code} ×{n}" for code, n in sorted(one.others.items())) or "0"
        told = (one.defect.plant.__doc__ or "").strip().rstrip(".").replace("|", "\\|")
        yield (
            f"| {one.defect.code} | {told} | {one.planted} | {one.found} | "
            f"{one.recall:.0%} | {others} |"
        )
    planted, found = sum(r.planted for r in results), sum(r.found for r in results)
    others = sum(r.others.total() for r in results)
    yield f"| | | {planted} | {found} | {found / planted:.1%} | {others} |"


def _annotated(title: str, tally: Tally) -> Iterator[str]:
    yield ""
    yield f"### {title}"
    yield ""
    yield (
        f"错误和警告 {tally.hits.total()} 条，标注认可 {tally.confirmed.total()} 条"
        f"（精确率 precision {tally.precision:.1%}）；确定的问题 {tally.sure.total()} 处，查出 "
        f"{tally.found.total()} 处（召回率 recall {tally.recall:.1%}）。"
    )
    yield ""
    yield "| 规则 | 报出 hits | 认可 confirmed |"
    yield "|---|---|---|"
    yield from (f"| {c} | {n} | {tally.confirmed[c]} |" for c, n in sorted(tally.hits.items()))
    yield ""
    yield "| 问题 defect | 标注 sure | 查出 found |"
    yield "|---|---|---|"
    yield from (f"| {c} | {n} | {tally.found[c]} |" for c, n in sorted(tally.sure.items()))
    for head, lines in (("未查出 Missed", tally.missed), ("未认可 Unconfirmed", tally.unconfirmed)):
        if lines:
            yield ""
            yield f"{head}:"
            yield ""
            yield from (f"- {line}" for line in lines)


def _missed(results: list[Result]) -> Iterator[str]:
    """For the terminal only: what to look at next."""
    for one in results:
        for line in one.missed[:_SHOWN]:
            yield f"{one.defect.code} missed: {line[:200]}"
        for code, line in one.shown.items():
            yield f"{one.defect.code} brought {code}: {line[:200]}"


if __name__ == "__main__":
    sys.exit(main())
