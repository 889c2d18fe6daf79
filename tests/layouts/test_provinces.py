"""Every layout in every format: what an officer reads in it is what is recovered."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

import pytest

from pmlint.model.form import Field, Form
from pmlint.model.grid import Document
from pmlint.read import read
from pmlint.recover import recover

from .expected import annotation
from .render import MAKERS, load_cases

KEYS = {
    "项目名称": "project_name",
    "项目性质": "project_nature",
    "项目类别": "project_category",
    "主管部门": "department",
    "实施单位": "unit",
    "计划开始日期": "start_date",
    "计划完成日期": "end_date",
    "unit": "unit",
    "项目资金总额": "total",
    "财政资金": "fiscal",
    "其他资金": "other",
    "年度资金申请总额": "annual_total",
    "当年财政拨款": "annual_fiscal",
    "上年结转资金": "annual_carryover",
    "年度其他资金": "annual_other",
    "总目标": "overall",
    "年度目标": "annual",
}
CASES = load_cases()


def _plain(text: str | None) -> str | None:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text)) if text else None


def _parts(want: dict[str, str | None], found: dict[str, Field]) -> tuple[Any, Any]:
    return (
        {key: _plain(value) for key, value in want.items()},
        {key: _plain(found[KEYS[key]].text) for key in want},
    )


def _rows(form: Form) -> list[tuple[str | None, ...]]:
    return [
        tuple(_plain(f.text) for f in (i.level1, i.level2, i.name, i.target))
        for i in form.indicators
    ]


@pytest.mark.parametrize(
    ("name", "kind"),
    [(name, kind) for name, case in CASES.items() for kind in case.get("formats", MAKERS)],
)
def test_recovery(name: str, kind: str) -> None:
    case = CASES[name]
    document = read(f"{name}.{kind}", MAKERS[kind](case))
    assert isinstance(document, Document)
    forms = recover(document)
    wanted = annotation(case, "")["forms"]
    assert len(forms) == len(wanted)
    for form, want in zip(forms, wanted, strict=True):
        assert form.year == want["year"]
        for part in ("header", "funds", "goals"):
            expected, got = _parts(want[part], getattr(form, part))
            assert got == expected
        keys = ("level1", "level2", "level3", "target")
        assert _rows(form) == [tuple(_plain(i[k]) for k in keys) for i in want["indicators"]]
        for indicator in form.indicators:  # what is said of a cell stands in that cell
            for field in (indicator.name, indicator.target):
                for piece in field.pieces:
                    said = (field.text or "")[piece.start : piece.start + piece.length]
                    assert said == piece.cell.text[piece.offset :][: piece.length]
