"""Makes ``docs/rules``: an index by family and a page a rule, Chinese first, English below.

    python tools/rule_pages.py [--check]

The rules' YAML files are the only source; ``--check`` writes nothing and fails if a page is not
what they give.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from pmlint.messages import Messages
from pmlint.rules import load_rules
from pmlint.rules.explained import Explained, explained
from pmlint.rules.spec import Rule

FOLDER = Path(__file__).parent.parent / "docs" / "rules"
ZH, EN = Messages("zh"), Messages("en")
_MADE = "<!-- Made from the rule files by tools/rule_pages.py (make docs). Do not edit. -->\n"


def pages() -> dict[str, str]:
    """File name → content of every page."""
    rules = [rule for rule in load_rules().rules.values() if rule.code.startswith("PM")]
    made = {f"{rule.code}.md": _MADE + "\n".join(_page(rule)) + "\n" for rule in rules}
    made["README.md"] = _MADE + "\n".join(_index(rules)) + "\n"
    return made


def out_of_date() -> list[str]:
    """The pages that are missing, superfluous or not what the rule files give."""
    wanted = pages()
    have = {path.name: path.read_text("utf-8") for path in FOLDER.glob("*.md")}
    return sorted(n for n in wanted.keys() | have.keys() if wanted.get(n) != have.get(n))


def _index(rules: list[Rule]) -> Iterator[str]:
    yield "# 规则 Rules"
    yield ""
    yield f"共 {len(rules)} 条。也可以在命令行查看：`pmlint rules`、`pmlint explain PM304`。"
    for family, members in groupby(rules, lambda rule: rule.family):
        name = f"rules.family.{family}"
        yield ""
        yield f"## {ZH.get(name, family)} {EN.get(name, family)}"
        yield ""
        yield "| 编号 | 名称 | 级别 | 查什么 | Checks |"
        yield "|---|---|---|---|---|"
        for rule in members:
            severity = ZH(f"severity.{rule.severity}")
            cells = (
                f"[{rule.code}]({rule.code}.md)",
                f"`{rule.name}`",
                severity,
                _cell(rule.summary),
                _cell(rule.summary_en),
            )
            yield f"| {' | '.join(cells)} |"


def _page(rule: Rule) -> Iterator[str]:
    told = explained(rule, ZH)
    yield f"# {told.code} {told.summary}"
    yield ""
    yield f"`{told.name}` · " + " · ".join(told.facts)
    if told.aliases:
        yield ""
        yield ZH("explain.aliases", names=", ".join(f"`{a}`" for a in told.aliases))
    yield ""
    yield f"## {_head(ZH('explain.why'))}"
    yield ""
    yield _escaped(told.why)
    if told.basis:
        yield ""
        yield f"## {_head(ZH('explain.basis'))}"
        yield ""
        yield from (f"- {source}" for source in told.basis)
    yield ""
    yield "## 提示的说法"
    yield ""
    yield from _findings(told)
    yield ""
    yield f"## {_head(ZH('explain.examples'))}"
    for example in told.examples:
        yield ""
        yield _head(example.head) + (f"（{example.note}）" if example.note else "") + "："
        yield from _block(example.lines)
        if example.fixed:
            yield ""
            yield _head(ZH("explain.fixed")) + "："
            yield from _block(example.fixed)
    yield ""
    yield from _english(rule)
    yield ""
    yield f"[全部规则 All rules](README.md) · [规则文件 Rule file](../../{told.file})"


def _english(rule: Rule) -> Iterator[str]:
    told = explained(rule, EN)
    yield "---"
    yield ""
    yield f"## {told.code} {told.summary}"
    yield ""
    yield f"`{told.name}` · " + " · ".join(told.facts)
    if rule.why_en:
        yield ""
        yield _escaped(told.why)
    yield ""
    yield from _findings(told, ": ")


def _findings(told: Explained, colon: str = "：") -> Iterator[str]:
    yield from (f"- {f.severity}{colon}{_escaped(f.message)}" for f in told.findings)


def _block(lines: tuple[str, ...]) -> Iterator[str]:
    """Lines as they stand; ``⟦…⟧`` marks what is found."""
    yield ""
    yield "```text"
    yield from lines
    yield "```"


def _head(text: str) -> str:
    return text.strip().rstrip("：:")


def _escaped(text: str) -> str:
    """``text`` for Markdown: signs of comparison and markup stay what they are."""
    for char in "\\*_<|":
        text = text.replace(char, f"\\{char}")
    return text


def _cell(text: str) -> str:
    return _escaped(text)


def main() -> int:
    """Write the pages, or check them."""
    if "--check" in sys.argv[1:]:
        old = out_of_date()
        if old:
            print("docs/rules is not up to date (make docs):", *old, sep="\n  ")
        return int(bool(old))
    FOLDER.mkdir(parents=True, exist_ok=True)
    wanted = pages()
    for path in FOLDER.glob("*.md"):
        if path.name not in wanted:
            path.unlink()
    for name, text in wanted.items():
        (FOLDER / name).write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
