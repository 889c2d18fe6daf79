"""What scanning does to forms, kind by kind, and how well they come back.

``python -m tests.recover.damage [KIND…] [--tuning] [--wrong] [--forms N]`` prints the accuracy of
the held-out forms (of the others with ``--tuning``) by kind of damage, and what came out wrong.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from random import Random

from pmlint.data import load
from pmlint.model.grid import Document
from pmlint.read import read
from pmlint.recover import recover

from .papers import Paper, Row, paper, score

Damage = Callable[[Random, Paper], None]
KINDS: dict[str, Damage] = {}


def kind(damage: Damage) -> Damage:
    KINDS[damage.__name__] = damage
    return damage


@kind
def clean(random: Random, p: Paper) -> None:
    pass


@kind
def inside(random: Random, p: Paper, often: float = 0.5) -> None:
    """A label stands on a later row of its span."""
    for column in (1, 2):
        for rows in p.groups(column):
            if len(rows) > 1:
                move(rows[0], random.choice(rows[1:]), column, often, random)


@kind
def above(random: Random, p: Paper, often: float = 0.4) -> None:
    """A 二级指标 stands on the last row, or last but one, of the group above."""
    groups = p.groups(2)
    for before, rows in pairwise(groups):
        back = 1 + (random.random() < 0.2)
        if len(before) > back and before[-back].level1 == rows[0].level1:
            move(rows[0], before[-back], 2, often, random)
    left(random, p, 0.1)  # (without any other trace it would be the author's own filing)


@kind
def page(random: Random, p: Paper) -> None:
    """A page ends within a group, whose labels stand before or behind the break."""
    cuts = [i for i in range(1, len(p.rows)) if p.rows[i].level2 == p.rows[i - 1].level2]
    if not cuts:
        return
    cut = p.rows[random.choice(cuts)]
    cut.break_before = True
    for column in (1, 2):
        rows = next(g for g in p.groups(column) if cut in g)
        if rows[0] is not cut:
            move(rows[0], cut, column, 0.5, random)


@kind
def alone(random: Random, p: Paper, often: float = 0.15) -> None:
    """A 二级指标 stands on a line of its own, above its rows or below its only row."""
    for rows in p.groups(2):
        if rows[0].cells[2] and random.random() < often:
            line = Row(["", "", rows[0].cells[2], "", ""], "", "", indicator=False)
            rows[0].cells[2] = ""
            behind = len(rows) == 1 and random.random() < 0.4
            line.level1, line.level2 = rows[0].level1, rows[0].level2
            p.rows.insert(p.rows.index(rows[0]) + behind, line)


@kind
def left(random: Random, p: Paper, often: float = 0.3) -> None:
    """Leading empty cells are lost; or the name alone slides to the first column."""
    for row in p.rows:
        if random.random() < often:
            blank = next(i for i, c in enumerate(row.cells) if c)
            if blank == 3 and random.random() < 0.5:
                row.cells[0], row.cells[3] = row.cells[3], ""
            else:
                row.slide(-random.randint(1, max(1, blank)))


@kind
def right(random: Random, p: Paper, often: float = 0.12) -> None:
    """The row stands a column too far right, and its value is cut off."""
    for row in p.rows:
        if random.random() < often and row.indicator:
            if row.cells[1]:  # only what stands behind the 一级指标 slides
                row.cells.insert(2, "")
            else:
                row.slide(1)
            if p.wide:
                continue  # the empty column took it up
            row.cells.pop()
            row.value = None


@kind
def doubled(random: Random, p: Paper, often: float = 0.3) -> None:
    """The 二级指标 stands in the column of the 一级指标 too."""
    for row in p.rows:
        if row.cells[2] and random.random() < (often * 0.3 if row.cells[1] else often):
            row.cells[1] = row.cells[2]


@kind
def joined(random: Random, p: Paper) -> None:
    """一级 and 二级指标 stand in one cell."""
    for row in p.rows:
        if row.cells[1] and row.cells[2] and random.random() < 0.5:
            row.cells[1:3] = random.sample([f"{row.cells[1]} {row.cells[2]}", ""], 2)


@cache
def _alike() -> dict[str, list[str]]:
    found: dict[str, set[str]] = {}
    for word in load("vocab/shapes.yaml")["shapes"].split():
        for c in word:
            found.setdefault(c, set()).update(set(word) - {c})
    return {c: sorted(others) for c, others in found.items()}


def spoilt(random: Random, label: str) -> str:
    places = [i for i, c in enumerate(label) if c in _alike()]
    if not places:
        return label
    at = random.choice(places)
    return label[:at] + random.choice(_alike()[label[at]]) + label[at + 1 :]


def spread(random: Random, label: str) -> str:
    at = random.randint(1, len(label) - 1)
    return f"{label[:at]} {label[at:]}"


@kind
def misread(random: Random, p: Paper, often: float = 0.25) -> None:
    """One character of a label is taken for one that looks like it."""
    relabel(random, p, often, lambda label: spoilt(random, label))


@kind
def cut(random: Random, p: Paper, often: float = 0.15) -> None:
    """The first or the last character of a label is cut off."""
    relabel(random, p, often, lambda x: random.choice([x[1:], x[:-1]]) if len(x) > 4 else x[:-1])


@kind
def spaced(random: Random, p: Paper, often: float = 0.4) -> None:
    """Blanks stand within a label."""
    relabel(random, p, often, lambda label: spread(random, label))


@kind
def no_top(random: Random, p: Paper) -> None:
    """A 一级指标 is lost."""
    rows = [r for r in p.rows if r.cells[1]]
    random.choice(rows).cells[1] = ""


@kind
def no_two(random: Random, p: Paper) -> None:
    """A 二级指标 is lost."""
    rows = [r for r in p.rows if r.cells[2]]
    random.choice(rows).cells[2] = ""


@kind
def heading(random: Random, p: Paper) -> None:
    """A heading is lost, and the first 一级指标 stands in its place."""
    p.heading[1], p.rows[0].cells[1] = p.rows[0].cells[1] or p.heading[1], ""
    inside(random, p, 0.1)


@kind
def tails(random: Random, p: Paper) -> None:
    """Trailing empty cells are lost, or there are some too many."""
    if random.random() < 0.5:
        p.trailing = False
    else:
        for row in p.rows:
            row.cells += [""] * random.randint(0, 2)
    left(random, p, 0.1)


@kind
def value(random: Random, p: Paper, often: float = 0.12) -> None:
    """A value is lost."""
    for row in p.rows:
        if random.random() < often and row.indicator:
            row.cells[-1], row.value = "", None


@kind
def odd_name(random: Random, p: Paper, often: float = 0.25) -> None:
    """The name stands beside its usual column."""
    for row in p.rows:
        at = row.cells.index(row.name) if row.name in row.cells else 0
        if not row.indicator or random.random() > often:
            continue
        if at == 3 and not row.cells[2]:
            row.cells[2], row.cells[3] = row.cells[3], ""
        elif p.wide and at == 3 and not row.cells[4]:
            row.cells[3], row.cells[4] = "", row.cells[3]


@kind
def head(random: Random, p: Paper) -> None:
    """In the header and the funds cells slide, labels are misread or spaced."""
    goals_at = next(i for i, cells in enumerate(p.head) if "项目总目标" in cells)
    for cells in p.head[1:goals_at]:
        labels = [i for i, c in enumerate(cells) if c in HEAD_LABELS]
        for i in labels:
            if random.random() < 0.1:
                cells[i] = random.choice([spoilt, spread])(random, cells[i])
        if random.random() < 0.2:
            cells.insert(random.choice([0, *(i + 1 for i in labels)]), "")
        elif random.random() < 0.2:
            while not cells[-1]:
                cells.pop()
        elif random.random() < 0.2 and not cells[0]:
            cells.pop(0)


HEAD_LABELS = (
    *("项目名称", "项目性质", "项目类别", "主管部门", "实施单位", "计划开始日期", "计划完成日期"),
    *("项目资金总额", "年度资金申请总额", "其中：财政资金", "其中：当年财政拨款", "上年结转资金"),
    "其他资金",
)


@kind
def funds(random: Random, p: Paper) -> None:
    """其他资金 slides, or its left label is gone; amounts lose separators, gain markup."""
    at = next(i for i, cells in enumerate(p.head) if "其他资金" in cells)
    p.head[at] = random.choice(
        [
            ["其他资金", "", "其他资金", "0.00", "", ""],
            ["", "", "", "其他资金", "0.00", ""],
            ["", "其他资金", "", "", "其他资金", "0.00"],
            ["其他资金", "", "", "其他资金", "0.00", ""],
            ["", "其他资金", "", "其他资金", "0.00"],
        ]
    )
    if random.random() < 0.5:
        for cells in p.head[4 : at + 1]:
            for i, cell in enumerate(cells):
                if cell[:1].isdigit():
                    cells[i] = f"<b>{cell}</b>"
    if random.random() < 0.3:
        cells = p.head[at - 2]
        cells[1], cells[3] = cells[1].replace("：", ": "), cells[3].replace("：", ":")


@kind
def goals(random: Random, p: Paper) -> None:
    """The goals stand under other columns, after a template's blank, in paragraphs."""
    at = next(i for i, cells in enumerate(p.head) if "项目总目标" in cells)
    overall, annual = p.goals["overall"] or "", p.goals["annual"] or ""
    shape = random.randrange(5)
    if shape == 0:
        p.head[at] = ["项目 绩效 目标", "项目总目标", "年度总目标"]
        p.head[at + 1] = ["", overall, annual]
        if not overall:
            p.head[at + 1] = ["", "", annual]
    elif shape == 1:
        p.head.insert(at + 1, ["", "(年 - 年)", "", "", ""])
    elif shape == 2:
        p.head[at][1] = "项目总体目标 (2023年-2023年)"
        p.head[at + 1] = ["", overall and f"<p>{overall}</p>", "", f"<p>{annual}</p>", "", ""]
    elif shape == 3 and overall:
        p.head[at + 1] = [overall, "", annual, "", ""]
    else:
        p.head[at] = ["", *p.head[at][1:]]
        p.head[at + 1] = ["项目绩效目标", *p.head[at + 1][1:]]


@kind
def markup(random: Random, p: Paper) -> None:
    """LaTeX, HTML tags, rules as of Markdown tables."""
    for row in p.rows:
        if row.cells[-1] and random.random() < 0.2 and row.value:
            row.cells[-1] = f"<b>{row.value}</b>"
        if random.random() < 0.05:
            row.rule_before = True


NATURAL: Sequence[tuple[float, Damage]] = (
    # how often, by form; rates within a form as in real documents
    (0.3, lambda r, p: inside(r, p, 0.12)),
    (0.3, lambda r, p: above(r, p, 0.3)),
    (0.3, page),
    (0.3, lambda r, p: doubled(r, p, 0.2)),
    (0.05, lambda r, p: alone(r, p, 0.1)),
    (0.08, no_two),
    (0.3, no_top),
    (0.02, misread),
    (0.1, lambda r, p: spaced(r, p, 0.2)),
    (0.06, heading),
    (0.3, lambda r, p: right(r, p, 0.06)),
    (0.5, lambda r, p: left(r, p, 0.2)),
    (0.3, tails),
    (0.4, funds),
    (0.4, goals),
)


@kind
def natural(random: Random, p: Paper) -> None:
    """All of it, about as often as in the documents at hand."""
    for often, damage in NATURAL:
        if random.random() < often:
            damage(random, p)


def move(source: Row, target: Row, column: int, often: float, random: Random) -> None:
    """Move a label, if there is one and room for it, as ``often`` as told."""
    if not source.cells[column] or target.cells[column] or random.random() >= often:
        return
    target.cells[column], source.cells[column] = source.cells[column], ""


def relabel(random: Random, p: Paper, often: float, spoil: Callable[[str], str]) -> None:
    for row in p.rows:
        for column in (1, 2):
            if row.cells[column] and random.random() < often:
                row.cells[column] = spoil(row.cells[column])


def markdown(papers: Sequence[Paper]) -> str:
    """The papers as Markdown tables, their titles as headings."""
    out: list[str] = []
    for p in papers:
        title, *lines = [x for x in p.text().split("\n") if x]
        out += [f"# {title}", ""]
        width = max(x.count("\t") for x in lines) + 1
        for n, line in enumerate(lines):
            cells = (line.split("\t") + [""] * width)[:width]
            out.append(f"| {' | '.join(cells)} |")
            if n == 0:
                out.append("|" + "---|" * width)
        out.append("")
    return "\n".join(out)


WRITINGS: dict[str, Callable[[Sequence[Paper]], str]] = {
    "markdown": markdown,
    "crlf": lambda papers: "".join(p.text() for p in papers).replace("\n", "\r\n"),
}
NAMES = (*KINDS, *WRITINGS)


@dataclass
class Tally:
    """Right and all answers by field, and the wrong ones."""

    right: Counter[str] = field(default_factory=Counter)
    all: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)

    def add(self, part: str, good: bool, said: str = "") -> None:
        self.all[part] += 1
        self.right[part] += good
        if not good:
            self.wrong[f"{part}: {said}"] += 1

    def rate(self, part: str) -> float:
        return self.right[part] / self.all[part] if self.all[part] else 1.0


def measure(name: str, documents: int, *, held_out: bool = True, seed: int = 1) -> Tally:
    """The score of ``documents`` files of three forms: two damaged by ``name`` and one clean, or
    (natural, and the ways of writing) all three."""
    random, tally = Random(f"{name} {seed}"), Tally()
    for _ in range(documents):
        papers = [paper(random, held_out) for _ in range(3)]
        for p in papers if name == "natural" else papers[1:]:
            KINDS.get(name, natural)(random, p)
        write = WRITINGS.get(name, lambda found: "".join(p.text() for p in found))
        found = recover(read_text(write(papers)))
        tally.add("forms", len(found) == len(papers), str(len(found)))
        for form, truth in zip(found, papers, strict=False):
            for part, good, said in score(form, truth):
                tally.add(part, good, said)
    return tally


def read_text(text: str) -> Document:
    found = read("x.txt", text.encode())
    assert isinstance(found, Document)
    return found


PARTS = ("forms", "header", "funds", "goals", "found", "no extra", "target", "level1", "level2")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("kinds", nargs="*", choices=[[], *NAMES])
    options.add_argument("--tuning", action="store_true")
    options.add_argument("--wrong", action="store_true")
    options.add_argument("--forms", type=int, default=60)
    options.add_argument("--seed", type=int, default=1)
    given = options.parse_args()
    print(f"{'':10}" + "".join(f"{p:>9}" for p in PARTS))
    for name in given.kinds or NAMES:
        tally = measure(name, given.forms, held_out=not given.tuning, seed=given.seed)
        print(f"{name:10}" + "".join(f"{100 * tally.rate(p):9.2f}" for p in PARTS), flush=True)
        if given.wrong:
            for said, times in tally.wrong.most_common(60):
                print(f"{times:5} {said}")


if __name__ == "__main__":
    main()
