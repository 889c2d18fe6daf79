"""Edits in workbooks: the text changes, its formatting and everything else does not."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.cell.rich_text import CellRichText
from workbooks import package, parts, rows, styles

from pmlint.fix import Refused
from pmlint.fix.xlsx import apply, edit_string
from pmlint.model.diagnostic import Edit
from pmlint.model.grid import Document
from pmlint.model.location import CellLocation
from pmlint.read import read

STRINGS = (
    "<si><t>&lt;=90%</t></si>"
    "<si><r><rPr><b/><sz val='9'/></rPr><t>满意度</t></r>"
    '<r><rPr><i/></rPr><t xml:space="preserve"> &lt;=9</t></r><r><t>0%</t></r></si>'
    '<si><t>目标值</t><rPh sb="0" eb="2"><t>mubiao</t></rPh><phoneticPr fontId="1"/></si>'
    '<si><t xml:space="preserve"> 甲_x000D_\n乙 </t></si>'
)


def made() -> bytes:
    """A workbook with the shared texts above at A1 to D1, A1's once more at A2."""
    cells = "".join(f'<c r="{c}1" s="1" t="s"><v>{n}</v></c>' for n, c in enumerate("ABCD"))
    more = (
        '<c r="A2" t="s"><v>0</v></c><c r="B2" s="1"><v>0.9</v></c>'
        '<c r="C2" t="str"><f>T(A1)</f><v>&lt;=90%</v></c>'
        '<c r="D2" t="inlineStr"><is><t>1 2月</t></is></c>'
    )
    return package(parts(rows(cells, more), strings=STRINGS, styles=styles("@", "0%")))


def at(cell: str, old: str, new: str, start: int | None = None) -> Edit:
    """An edit of a part (``start`` is 1-based) or the whole of a cell."""
    end = None if start is None else start + len(old)
    return Edit(CellLocation("表1", cell, start, end), old, new)


def texts(data: bytes) -> dict[str, str]:
    """Name -> text."""
    document = read("表.xlsx", data)
    assert isinstance(document, Document), document
    return {c.location.cell: c.text for c in document.grids[0].cells()}  # type: ignore[union-attr]


def members(data: bytes) -> dict[str, bytes]:
    """Name -> content of every part."""
    with zipfile.ZipFile(io.BytesIO(data)) as whole:
        return {name: whole.read(name) for name in whole.namelist()}


def cell(data: bytes, name: str) -> Any:
    """A cell by openpyxl, rich text kept."""
    return openpyxl.load_workbook(io.BytesIO(data), rich_text=True).active[name]


def test_a_shared_text_changes_in_its_own_cell_only() -> None:
    data = made()
    out = apply(data, [at("A1", "<=", "≥", 1)])
    after = texts(out)
    assert (after["A1"], after["A2"]) == ("≥90%", "<=90%")
    assert {n: t for n, t in after.items() if n != "A1"} == {
        n: t for n, t in texts(data).items() if n != "A1"
    }
    before, changed = members(data), members(out)
    assert {n for n in before if before[n] != changed[n]} == {"xl/worksheets/sheet1.xml"}
    assert b'<c r="A1" s="1" t="inlineStr">' in changed["xl/worksheets/sheet1.xml"]


def test_a_text_stored_as_a_plain_value_can_be_edited() -> None:
    data = package(parts(rows('<c r="A1" t="str"><v>&lt;=90%</v></c>')))
    out = apply(data, [at("A1", "<=", "≥", 1)])
    assert texts(out)["A1"] == cell(out, "A1").value == "≥90%"


def test_runs_keep_their_formatting() -> None:
    out = apply(made(), [at("B1", "<=90", "≥95", 5)])
    value = cell(out, "B1").value
    assert isinstance(value, CellRichText)
    assert str(value) == "满意度 ≥95%"
    assert value[0].font.b
    assert value[1].font.i
    assert value[1].text == " ≥95"
    assert str(value[2]) == "%"


def test_several_edits_of_one_cell_and_of_others() -> None:
    out = apply(
        made(),
        [at("B1", "满意", "满 意", 1), at("B1", "0%", "5%", 8), at("D2", "1 2月", "12月")],
    )
    after = texts(out)
    assert (after["B1"], after["D2"]) == ("满 意度 <=95%", "12月")


def test_a_whole_text_is_replaced_less_its_blanks() -> None:
    assert texts(apply(made(), [at("D1", "甲\n乙", "丙")]))["D1"] == " 丙 "


def test_line_breaks_around_an_edit_are_kept_as_stored() -> None:
    out = apply(made(), [at("D1", "乙", "丁", 4)])
    assert texts(out)["D1"] == " 甲\n丁 "
    assert "_x000D_\n" in members(out)["xl/worksheets/sheet1.xml"].decode()


def test_insertions_and_deletions() -> None:
    out = apply(made(), [at("A1", "", "约", 3), at("C1", "目", "", 1)])
    after = texts(out)
    assert (after["A1"], after["C1"]) == ("<=约90%", "标值")


def test_phonetic_guides_go_with_the_old_text() -> None:
    out = members(apply(made(), [at("C1", "值", "", 3)]))["xl/worksheets/sheet1.xml"].decode()
    assert "mubiao" not in out
    assert '<phoneticPr fontId="1"/>' in out


@pytest.mark.parametrize(
    ("edit", "why"),
    [
        (at("B2", "90%", "95%"), "数字"),
        (at("C2", "<=90%", "≥90%"), "公式"),
        (at("A1", "≤90%", "≥90%"), ""),
        (at("A1", "<=", "≥", 3), "变动"),
        (at("Z9", "a", "b"), "变动"),
        (at("A1", "<=", "\x00", 1), "控制"),
    ],
)
def test_what_cannot_be_edited_is_refused_with_a_reason(edit: Edit, why: str) -> None:
    with pytest.raises(Refused) as refused:
        apply(made(), [at("D2", "1 2月", "12月"), edit])
    assert list(refused.value.reasons) == [1]
    assert why in refused.value.reasons[1]


def test_literal_escapes_in_new_text_stay_literal() -> None:
    assert texts(apply(made(), [at("A1", "90", "_x000D_", 3)]))["A1"] == "<=_x000D_%"


def test_prefixed_cells_get_prefixed_text() -> None:
    sheet = '<x:sheetData><x:row r="1"><x:c r="A1" t="s"><x:v>1</x:v></x:c></x:row></x:sheetData>'
    data = package(parts(sheet, strings=STRINGS, prefix="x:"))
    out = apply(data, [at("A1", "满意", "满", 1)])
    assert texts(out)["A1"] == "满度 <=90%"
    assert str(cell(out, "A1").value) == "满度 <=90%"


_RUN = st.text(alphabet="甲乙<&>_x0D \n%≥", max_size=6)


@given(st.lists(_RUN, min_size=1, max_size=4), st.data())
def test_any_edit_of_any_runs_gives_the_expected_text(runs: list[str], data: st.DataObject) -> None:
    from pmlint.annotate.xmlspans import xml_text

    inside = "".join(f"<r><t xml:space='preserve'>{xml_text(r)}</t></r>" for r in runs)
    text = "".join(runs)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    new = data.draw(_RUN)
    edit = at("A1", text[start:end], new, start + 1)
    out = edit_string(inside.encode(), "", [edit])
    assert isinstance(out, bytes), out
    cells = f'<c r="A1" t="inlineStr"><is>{out.decode()}</is></c><c r="B1" t="str"><v>乙</v></c>'
    assert texts(package(parts(rows(cells))))["A1"] == text[:start] + new + text[end:]
