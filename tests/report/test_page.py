"""The HTML page: whole, self-contained, and marking what the findings are about."""

from __future__ import annotations

import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import pytest

from pmlint import Settings
from pmlint.messages import Messages
from pmlint.pipeline import Pipeline, Source
from pmlint.report.options import ReportOptions
from pmlint.report.page import render

FORM = (Path(__file__).parents[1] / "cli" / "form.txt").read_text(encoding="utf-8")
ONLY_SUMS = Settings(select=("PM101", "PM103"))
VOID = {"meta", "br", "input", "rect"}


class Balanced(HTMLParser):
    """Checks that elements close in order; remembers tags, attributes, ids and text."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: Counter[str] = Counter()
        self.attributes: list[tuple[str, str, str]] = []
        self.marked: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "mark" in self.open:
            self.marked.append(data)


def page(text: str, settings: Settings | None = None) -> tuple[str, Balanced]:
    pipeline = Pipeline(settings or Settings())
    report = pipeline.run([Source("表.txt", text.encode())], keep_forms=True)
    html = "".join(render(report, ReportOptions(say=Messages("zh"), rules=pipeline.rules())))
    parser = Balanced()
    parser.feed(html)
    parser.close()
    assert parser.open == []
    return html, parser


def test_the_page_is_whole_and_needs_no_network() -> None:
    html, parser = page(FORM)
    assert html.startswith("<!DOCTYPE html>")
    assert not parser.tags.keys() & {"script", "link", "img", "iframe", "object"}
    outside = [v for _, n, v in parser.attributes if n in ("src", "href") and not v.startswith("#")]
    assert outside == []
    assert not re.search(r"url\(|@import|@font-face", html)
    ids = [v for _, n, v in parser.attributes if n == "id"]
    assert len(ids) == len(set(ids))
    links = {v[1:] for _, n, v in parser.attributes if n == "href"}
    assert links <= set(ids)


def test_the_faulty_part_is_marked_and_numbered() -> None:
    html, parser = page(FORM, Settings(select=("PM304",)))
    assert parser.marked == ["<=90%"]
    assert re.search(
        r'<td class="error printed"><mark>&lt;=90%</mark><sup class="error">1</sup>', html
    )
    assert html.count("<li class=") == 1


def test_every_finding_has_a_number_in_the_form() -> None:
    bad = FORM.replace("云川县图书馆", "").replace(
        "360,000.00\t其中：当年", "350,000.00\t其中：当年"
    )
    bad = bad.replace("≥1500(册)", "").replace("质量指标", "质素指标")
    html, _ = page(bad, Settings(preset="strict"))
    numbers = re.findall(r'<sup class="\w+">(\d+)</sup>', html)
    assert sorted(map(int, numbers)) == list(range(1, html.count("<li class=") + 1))


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "\x1b[31m\u202e&amp;<b>", "'\"><"])
def test_nothing_in_a_form_becomes_markup(text: str) -> None:
    hostile = FORM.replace("读者满意度", text).replace("流动图书车运行经费", text)
    html, parser = page(hostile)
    assert "script" not in parser.tags
    assert "\x1b" not in html
    assert "\u202e" not in html


def test_a_file_without_forms_is_still_reported() -> None:
    html, _ = page("只是一封通知")
    assert "PM002" in html


def test_what_could_not_be_judged_stands_beside_its_form() -> None:
    html, _ = page(FORM.replace("项目资金总额\t360,000.00", "项目资金总额\t"), ONLY_SUMS)
    beside = html.partition('<div class="sheet">')[2]
    gaps = re.search(r'<div class="gaps">.*?</div>', beside, re.DOTALL)
    assert gaps is not None
    assert gaps[0] == (
        '<div class="gaps"><b>未能判断</b>\n<ul>\n'
        "<li>有关的栏目空白，2 项（项目资金 PM101、PM103）</li>\n</ul></div>"
    )
    assert 'class="gaps"' not in page(FORM, ONLY_SUMS)[0]
