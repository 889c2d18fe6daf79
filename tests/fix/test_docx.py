from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from word_made import document, docx, p, package, r, tbl, tc, tr

from pmlint.fix import Refused
from pmlint.fix.docx import apply
from pmlint.model.diagnostic import Edit
from pmlint.model.location import TableLocation
from pmlint.read.docx import read


def main(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        return parts.read("word/document.xml").decode()


def cell(content: str) -> bytes:
    return docx(tbl(tr(tc(content))))


def edit(start: int, old: str, new: str) -> Edit:
    return Edit(TableLocation(1, 1, 1, start + 1, start + 1 + len(old)), old, new)


def text(data: bytes) -> str:
    return read(data, "表.docx").grids[0].rows[0].cells[0].text


def refuses(data: bytes, change: Edit) -> None:
    with pytest.raises(Refused) as caught:
        apply(data, [change])
    assert list(caught.value.reasons) == [0]


def test_only_the_faulty_characters_change() -> None:
    data = cell(p(r("&gt;=90%", "<w:b/>")))
    after = apply(data, [edit(0, ">=90%", "≥90%")])
    assert main(after) == main(data).replace("&gt;=90%", "≥90%")


def test_text_over_several_runs_keeps_their_formatting() -> None:
    data = cell(p(r("约&gt;", "<w:b/>") + r("=", "<w:i/>") + r("90%", "<w:u/>")))
    after = apply(data, [edit(1, ">=90%", "≥90%")])
    assert text(after) == "约≥90%"
    wanted = main(data).replace("约&gt;", "约≥").replace(">=</w:t>", "></w:t>")
    assert main(after) == wanted


def test_insertions_and_deletions() -> None:
    data = cell(p(r("9", "<w:b/>") + r("0%")))
    assert text(apply(data, [edit(0, "", "≥")])) == "≥90%"
    assert text(apply(data, [edit(3, "", "以上")])) == "90%以上"
    assert main(apply(data, [edit(1, "", ".")])).count("9.</w:t>") == 1
    assert text(apply(data, [edit(1, "0", "")])) == "9%"


def test_a_place_without_a_part_is_the_whole_text() -> None:
    data = cell(p(r(" 100% ")))
    after = apply(data, [Edit(TableLocation(1, 1, 1), "100%", "=100%")])
    assert text(after) == " =100% "


def test_several_edits_at_once_in_one_run() -> None:
    data = cell(p(r("&gt;=90 &lt; 100")))
    after = apply(data, [edit(5, "<", "≤"), edit(0, ">=", "≥")])
    assert text(after) == "≥90 ≤ 100"


def test_characters_that_markup_needs_are_written_as_entities() -> None:
    after = apply(cell(p(r("甲"))), [edit(0, "甲", "<&>")])
    assert text(after) == "<&>"


def test_blanks_that_come_to_an_edge_are_preserved() -> None:
    data = cell("<w:p><w:r><w:t>甲 乙</w:t></w:r></w:p>")
    after = apply(data, [edit(0, "甲", ""), edit(2, "乙", "")])
    assert '<w:t xml:space="preserve"> </w:t>' in main(after)


def test_paragraphs_outside_tables() -> None:
    data = docx(p(r("(2023年度)")))
    after = apply(data, [Edit(TableLocation(0, 1, 1, 1, 2), "(", "（")])
    assert text(after) == "（2023年度)"


def test_what_is_not_plain_text_is_refused() -> None:
    equation = p("<m:oMath><m:r><m:t>≥100%</m:t></m:r></m:oMath>")
    refuses(cell(equation), edit(0, "≥", "="))
    refuses(cell(p('<w:r><w:sym w:font="Symbol" w:char="F0B3"/></w:r>')), edit(0, "≥", "="))
    refuses(cell(p(r("一")) + p(r("二"))), edit(0, "一\n二", "三"))
    refuses(cell(p("<w:r><w:t>一</w:t><w:br/><w:t>二</w:t></w:r>")), edit(0, "一\n二", "三"))
    refuses(cell("<w:p><w:r><w:t><![CDATA[甲]]></w:t></w:r></w:p>"), edit(0, "甲", "乙"))
    refuses(cell(p(r("甲"))), edit(0, "甲", "乙\n丙"))
    refuses(cell(""), edit(0, "", "0.00"))


def test_text_that_changed_meanwhile_is_refused() -> None:
    refuses(cell(p(r("≥90%"))), edit(0, ">=", "≥"))
    refuses(cell(p(r("甲"))), Edit(TableLocation(7, 1, 1, 1, 2), "甲", "乙"))


def test_nothing_is_done_if_one_edit_is_refused() -> None:
    with pytest.raises(Refused) as caught:
        apply(cell(p(r("甲乙"))), [edit(0, "甲", "丙"), edit(1, "丁", "戊")])
    assert list(caught.value.reasons) == [1]


def test_every_other_part_keeps_its_bytes() -> None:
    extra = {
        "word/media/image1.png": bytes(range(256)) * 20,
        "word/vbaProject.bin": b"\0macro",
        "word/charts/chart1.xml": "<c/>",
    }
    data = package(document(p(r("甲"))), extra)
    after = apply(data, [Edit(TableLocation(0, 1, 1, 1, 2), "甲", "乙")])
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(io.BytesIO(after)) as new:
        assert new.testzip() is None
        assert old.namelist() == new.namelist()
        changed = [name for name in old.namelist() if old.read(name) != new.read(name)]
    assert changed == ["word/document.xml"]


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.text(st.sampled_from("甲>=<&90%𠀀"), max_size=5), min_size=1, max_size=4),
    st.data(),
)
def test_any_edit_reads_back_and_touches_nothing_else(runs: list[str], data: st.DataObject) -> None:
    def escaped(value: str) -> str:
        return value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")

    source = docx(tbl(tr(tc(p("".join(r(escaped(run)) for run in runs))), tc("邻"))))
    whole = "".join(runs)
    start = data.draw(st.integers(0, len(whole)))
    end = data.draw(st.integers(start, len(whole)))
    new = data.draw(st.text(st.sampled_from("≥乙<&5"), max_size=3))
    change = edit(start, whole[start:end], new)
    if not whole:
        refuses(source, change)
        return
    after = apply(source, [change])
    assert text(after) == whole[:start] + new + whole[end:]
    assert read(after, "").grids[0].rows[0].cells[1].text == "邻"
    shape = [main(x).count("<") for x in (source, after)]
    assert shape[0] == shape[1]
