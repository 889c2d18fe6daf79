"""What scans do to a text table, each on its own."""

from __future__ import annotations

import time

import pytest

from pmlint.model.form import Form
from pmlint.model.location import TextLocation
from pmlint.recover import recover
from pmlint.recover.export import form_to_json
from pmlint.recover.forms import Context
from pmlint.recover.segment import Block

from .grids import text_document

HEAD = (
    "财政项目支出绩效目标申报表\n(2022年度)\n项目名称\t党建\t项目类别\t经常性项目\t\n"
    "项目资金\t项目资金总额\t80,000\t年度资金申请总额\t80,000\n"
    "\t其中：财政资金\t90,000\t其中：当年财政拨款\t\n\t\t\t上年结转资金\t\n其他资金\t\t其他资金\t\t\n"
    "项目绩效目标\t项目总目标\t\t年度总目标\t\n\t(年 - 年)\t\t\t\n\t\t\t年度目标文字。\t\n"
    "绩效指标\t一级指标\t二级指标\t三级指标\t指标目标值\n"
)


def one(table: str, head: str = HEAD) -> Form:
    forms = recover(text_document(head + table))
    assert len(forms) == 1
    return forms[0]


def rows(form: Form) -> list[tuple[str | None, ...]]:
    return [(i.level1.text, i.level2.text, i.name.text, i.target.text) for i in form.indicators]


def test_head_funds_and_goals() -> None:
    form = one("\t产出指标\t数量指标\t人数\t1人\n")
    assert (form.year, form.title.text) == (2022, "财政项目支出绩效目标申报表")
    assert form.header["project_nature"].state == "absent"
    assert form.funds["fiscal"].text == "90,000"
    assert form.funds["annual_fiscal"].state == "blank"
    assert form.funds["other"].state == form.funds["annual_other"].state == "blank"
    assert form.funds["unit"].state == "absent"
    assert form.goals["overall"].state == "blank"
    assert form.goals["annual"].text == "年度目标文字。"
    assert [c.text for c in form.residue] == ["(年 - 年)"]


def test_a_single_other_funds_label_is_the_years() -> None:
    head = HEAD.replace("其他资金\t\t其他资金\t\t\n", "\t\t\t其他资金\t0.00\t\n")
    form = one("\t产出指标\t数量指标\t人数\t1人\n", head)
    assert form.funds["annual_other"].text == "0.00"
    assert form.funds["other"].state == "lost"
    assert "funds-label-missing" in [d.code for d in form.doubts]


def test_markup_is_taken_off_and_every_character_keeps_its_place() -> None:
    head = HEAD.replace("\t80,000\t年", "\t<b>80,000</b>\t年").replace(
        "年度目标文字。", "<p>甲</p><p>乙</p>"
    )
    form = one("\t产出指标\t数量指标\t人数\t$>=95\\%$\n", head)
    total = form.funds["total"]
    assert total.text == "80,000"
    assert total.cells[0].text == "<b>80,000</b>"
    where = total.locate(0, 2)
    assert isinstance(where, TextLocation)
    assert (where.line, where.column) == (4, 16)
    assert form.goals["annual"].text == "甲\n乙"
    assert form.indicators[0].target.text == "$>=95\\%$"


def test_value_lost_is_not_the_name() -> None:
    form = one(
        "\t产出指标\t数量指标\t人数\t1人\n\t\t\t\t核心项目运行数\n\t\t质量指标\t合格率\t98%\n"
    )
    lost = form.indicators[1]
    assert (lost.name.text, lost.target.text, lost.target.state) == ("核心项目运行数", None, "lost")
    assert "value-lost" in [d.code for d in lost.target.doubts]


def test_name_lost_is_not_the_value() -> None:
    form = one("\t产出指标\t数量指标\t\t≥100(人)\n\t\t\t场次\t=5(场)\n")
    first = form.indicators[0]
    assert (first.name.text, first.name.state, first.target.text) == (None, "lost", "≥100(人)")


def test_a_bounded_number_is_a_value_whatever_unit_it_ends_with() -> None:
    form = one("\t产出指标\t数量指标\t\t≥52000人\n\t\t\t场次\t=5(场)\n")
    first = form.indicators[0]
    assert (first.name.text, first.name.state, first.target.text) == (None, "lost", "≥52000人")


def test_a_value_alone_on_a_row_goes_to_the_row_that_lost_its_own() -> None:
    form = one("\t产出指标\t数量指标\t活动参与人数\t\n\t\t\t\t≥100(人)\n\t\t\t场次\t=5(场)\n")
    assert [r[2:] for r in rows(form)] == [("活动参与人数", "≥100(人)"), ("场次", "=5(场)")]


def test_a_name_like_its_label_stays_a_name() -> None:
    form = one("满意度指标\t服务对象满意度指标\t服务对象满意度\t≥90%\n\t\t群众满意度\t≥85%\n")
    assert [r[2] for r in rows(form)] == ["服务对象满意度", "群众满意度"]
    assert {r[1] for r in rows(form)} == {"服务对象满意度指标"}


def test_two_labels_in_one_cell() -> None:
    form = one(
        "\t产出指标\t数量指标\t参与人数\t1人\n效益指标\t社会效益指标\t提升水平\t提升\n"
        "满意度指标\t可持续影响指标 服务对象满意度指标\t长效机制健全性\t健全\n"
        "\t\t单位满意度\t≥95%\n"
    )
    assert [r[:2] for r in rows(form)][2:] == [
        ("效益指标", "可持续影响指标"),
        ("满意度指标", "服务对象满意度指标"),
    ]


def test_misread_level1_after_a_page_break() -> None:
    form = one(
        "\t产出指标\t数量指标\t参与人数\t1人\n\t效益指标\t社会效益指标\t提升水平\t提升\n\n"
        "\t双星指标\t\t增强凝聚力\t增强\n\t\t可持续影响指标\t长效机制健全性\t健全\n"
    )
    assert [r[0] for r in rows(form)] == ["产出指标", "效益指标", "效益指标", "效益指标"]
    printed = [x.printed for x in form.labels]
    assert "双星指标" in printed
    assert "label-misread" in [d.code for d in form.doubts]


@pytest.mark.parametrize(("printed", "named"), [("量指标", "质量指标"), ("效率指标", "")])
def test_an_unknown_label_is_named_only_if_it_can_be_what_is_left(printed: str, named: str) -> None:
    form = one(
        "\t产出指标\t数量指标\t参与人数\t1人\n"
        f"\t\t{printed}\t完成的情况\t良好\n"
        "\t\t成本指标\t人均成本\t≤3元\n"
        "\t效益指标\t社会效益指标\t受益人数\t≥100人\n"
    )
    assert [x.name for x in form.labels if x.printed == printed] == [named]


def test_label_alone_on_a_row_and_missing_level1() -> None:
    form = one(
        "\t产出指标\t数量指标\t参与人数\t1人\n\t\t质量指标\t合格率\t1%\n\t\t\t\t时效指标\n"
        "及时完成培训\t\t\t2023年12月底前\n\t\t社会效益指标\t提升能力\t提升\n"
    )
    assert [r[:2] for r in rows(form)] == [
        ("产出指标", "数量指标"),
        ("产出指标", "质量指标"),
        ("产出指标", "时效指标"),
        ("效益指标", "社会效益指标"),
    ]
    missing = form.indicators[3].level1
    assert (missing.origin, [d.code for d in missing.doubts]) == ("inferred", ["label-missing"])
    assert "label-alone" in [d.code for d in form.doubts]


def test_level1_without_any_level2_opens_with_its_usual_one() -> None:
    form = one(
        "\t产出指标\t数量指标\t演练次数\t=2(次)\n\t\t时效指标\t演练完成时间\t10月底前\n\n"
        "\t\t效益指标\t增强师生避险本领\t增强\n\t\t\t家长来访批次\t≤2(批次)\n"
        "\t\t可持续影响指标\t演练制度健全性\t健全\n"
    )
    assert [r[:2] for r in rows(form)[2:]] == [
        ("效益指标", "社会效益指标"),
        ("效益指标", "社会效益指标"),
        ("效益指标", "可持续影响指标"),
    ]
    assert form.indicators[2].level2.doubts[0].code == "label-missing"


@pytest.mark.parametrize(
    ("name", "value"), [("引导居民就近看病", "引导"), ("为执法提供线索", "提供")]
)
def test_a_value_that_echoes_its_name_is_a_benefits(name: str, value: str) -> None:
    form = one(
        "\t产出指标\t数量指标\t巡查次数\t=12(次)\n\t\t时效指标\t及时完成巡查\t2022年10月底前\n"
        f"\t{name}\t\t{value}\t\n\t效益指标\t社会效益指标\t提升管理水平\t提升\n"
    )
    assert rows(form)[2][:2] == ("效益指标", "社会效益指标")


@pytest.mark.parametrize(
    ("label", "name"), [("生态效益指标", "改善环境面貌"), ("经济效益指标", "粮食生产能力")]
)
def test_words_that_fit_any_benefit_do_not_take_rows_from_their_own_label(
    label: str, name: str
) -> None:
    form = one(
        "\t产出指标\t数量指标\t清运车次\t=12(次)\n效益指标\t社会效益指标\t提升居民意识\t提升\n\n"
        f"{label}\t{name}\t提高\t\t\n\t回收利用率\t≥42%\t\t\n\t可持续影响指标\t长效机制健全性\t健全\t\n"
    )
    assert rows(form)[2][1] == label


def test_what_a_name_ends_with_tells_what_it_counts() -> None:
    form = one(
        "\t产出指标\t数量指标\t讲座场次\t4场\n\t\t质量指标\t审查合同件数\t≥260件\n"
        "\t\t\t审查意见采纳率\t≥95%\n\t\t\t审查人员持证率\t100%\n"
        "\t\t时效指标\t审查完成及时率\t100%\n提升法治水平\t\t\t提升\t\n"
        "效益指标\t社会效益指标\t增强法治意识\t增强\t\n"
    )
    assert [r[1] for r in rows(form)[1:3]] == ["数量指标", "质量指标"]


def test_first_label_in_place_of_a_lost_heading() -> None:
    head = HEAD.replace("绩效指标\t一级指标", "绩效指标\t产出指标")
    form = one("\t\t数量指标\t参与人数\t1人\n\t\t质量指标\t合格率\t9%\n", head)
    assert {r[0] for r in rows(form)} == {"产出指标"}
    assert "heading-lost" in [d.code for d in form.doubts]


def test_numbered_names_are_kept_and_empty_ones_are_no_rows() -> None:
    form = one("\t产出指标\t数量指标\t指标1：参与人数\t≥1人\n\t\t\t指标2：\t\n\t\t\t……\t\n")
    assert [r[2] for r in rows(form)] == ["指标1：参与人数"]
    assert "指标2：" in [c.text for c in form.residue]


def test_prose_in_the_table_is_no_row() -> None:
    form = one("\t产出指标\t数量指标\t参与人数\t1人\n第 2 页\n\t\t\t场次\t5场\n")
    assert [r[2] for r in rows(form)] == ["参与人数", "场次"]


def test_a_name_that_is_a_head_label_does_not_end_the_table() -> None:
    form = one(
        "\t产出指标\t时效指标\t及时完成率\t1%\n完成时间\t\t\t12月底前\t\n"
        "\t效益指标\t社会效益指标\t提升能力\t提升\n填报人：张三\n"
    )
    assert [r[2] for r in rows(form)] == ["及时完成率", "完成时间", "提升能力"]
    assert form.header["contact"].text == "张三"


def test_a_value_with_a_label_in_it_is_a_value() -> None:
    head = HEAD.replace("项目资金\t", "项目概况\t主要内容：培训党员。\n项目资金\t", 1)
    form = one("\t产出指标\t数量指标\t参与人数\t1人\n", head)
    assert form.header["summary"].text == "主要内容：培训党员。"


def test_goals_in_several_paragraphs() -> None:
    head = HEAD.replace("年度目标文字。\t\n", "第一段。\t\n第二段：培训5场。\n")
    form = one("\t产出指标\t数量指标\t参与人数\t1人\n", head)
    goal = form.goals["annual"]
    assert goal.text == "第一段。\n第二段：培训5场。"
    second = goal.locate(5, 8)
    assert isinstance(second, TextLocation)
    assert (second.line, second.column) == (11, 1)


def test_a_markdown_heading_is_a_title() -> None:
    form = one("\t产出指标\t数量指标\t参与人数\t1人\n", "# " + HEAD)
    assert form.title.text == "财政项目支出绩效目标申报表"


def test_a_form_cut_off() -> None:
    whole = "\t产出指标\t数量指标\t参与人数\t1人\n"
    assert not one(whole).truncated
    assert one(whole + "\t\t质量指标\n").truncated
    assert one("").truncated


def test_forms_follow_each_other_without_titles() -> None:
    body = HEAD.split("\n", 2)[2] + "\t产出指标\t数量指标\t参与人数\t1人\n"
    forms = recover(
        text_document("财政项目支出绩效目标申报表\n" + body + body.replace("党建", "培训"))
    )
    assert [f.project for f in forms] == ["党建", "培训"]
    assert forms[1].title.state == "absent"


def test_mere_mention_of_labels_is_no_form() -> None:
    assert recover(text_document("项目名称要写全称。\n主管部门\t财政局\n数量指标应当量化。")) == []
    assert recover(text_document("")) == []


def test_profile_can_be_fixed() -> None:
    document = text_document(HEAD + "\t产出指标\t数量指标\t参与人数\t1人\n")
    assert recover(document)[0].profile == "shanghai-2022"
    assert recover(document, "sichuan")[0].profile == "sichuan"


def test_json_has_the_contracts_shape() -> None:
    shown = form_to_json(one("\t产出指标\t数量指标\t参与人数\t1人\n"))
    assert list(shown["funds"])[:3] == ["unit", "total", "fiscal"]
    indicator = shown["indicators"][0]
    assert indicator["name"] == {
        "text": "参与人数",
        "location": {"kind": "text", "line": 12, "column": 12, "end_line": 12, "end_column": 16},
        "origin": "printed",
    }
    assert indicator["location"] == indicator["name"]["location"]


def test_shifted_rows_of_a_split_table_are_read_by_look() -> None:
    head = HEAD.replace("指标目标值", "指标性质\t指标值\t度量单位\t权重")
    form = one("\t产出指标\t数量指标\t参与人数\t≥\t100\t人\t20\n场次\t≥\t5\t场\t10\t\t\t\n", head)
    assert [r[2:] for r in rows(form)] == [("参与人数", "≥100人"), ("场次", "≥5场")]
    assert form.indicators[1].weight is not None
    assert form.indicators[1].weight.text == "10"


def test_a_defect_of_ours_takes_one_form_and_not_the_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    import pmlint.recover as package

    genuine = package.build_forms

    def broken(block: Block, context: Context) -> tuple[list[Form], bool]:
        if "坏" in block.lines[0].cells[1].text:
            raise ZeroDivisionError
        return genuine(block, context)

    monkeypatch.setattr(package, "build_forms", broken)
    good = HEAD + "\t产出指标\t数量指标\t参与人数\t1人\n"
    forms = recover(text_document(good.replace("党建", "坏", 1) + good))
    assert [len(f.indicators) for f in forms] == [0, 1]
    assert [d.code for d in forms[0].doubts] == ["recovery-failed"]
    assert [f.index for f in forms] == [1, 2]


def test_every_doubt_has_its_sentence() -> None:
    import re
    from importlib import resources

    from pmlint.data import load

    sentences = load("vocab/doubts.yaml")
    folder = resources.files("pmlint.recover")
    source = "".join(
        f.read_text(encoding="utf-8") for f in folder.iterdir() if f.name.endswith(".py")
    )
    used = set(re.findall(r'Doubt\(\s*"([a-z0-9-]+)"', source))
    assert used
    assert used <= set(sentences)


def test_time_is_linear() -> None:
    def seconds(n: int) -> float:
        table = "".join(
            f"\t产出指标\t{'数量指标' if i % 2 else '质量指标'}\t甲{i}人数\t{i}人\n\t\t\t乙{i}\n"
            for i in range(n)
        )
        start = time.process_time()
        assert len(one(table).indicators) == 2 * n
        return time.process_time() - start

    seconds(100)
    assert seconds(8000) < 40 * max(seconds(800), 0.01)
