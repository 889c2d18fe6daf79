"""Ruled tables as the provinces print them (layouts A to I of the field)."""

from __future__ import annotations

import pytest

from pmlint.model.form import Form
from pmlint.recover import recover

from .grids import html_document, ruled_document, text_document


def one(*rows: str) -> Form:
    forms = recover(ruled_document(*rows))
    assert len(forms) == 1
    return forms[0]


def table(form: Form) -> list[tuple[str | None, ...]]:
    return [(i.level1.text, i.level2.text, i.name.text, i.target.text) for i in form.indicators]


SHANGHAI = (
    "财政项目支出绩效目标申报表>7",
    "(2023年度)>7",
    "项目名称|党建经费>2|项目性质|经常性项目|项目类别|特定目标类",
    "主管部门|某联合会(汇总)>2|实施单位|某联合会>3",
    "计划开始日期|2023-01-01>2|计划完成日期|2023-12-31>3",
    "项目资金(元)v4|项目资金总额>2|10,000.00|年度资金申请总额|10,000.00>2",
    "^|其中：财政资金>2v2|10,000.00v2|其中：当年财政拨款|10,000.00>2",
    "^|^|^|上年结转资金|0.00>2",
    "^|其他资金>2||其他资金|0.00>2",
    "项目绩效目标v2|项目总目标>3|年度总体目标>3",
    "^|总目标的文字。>3|年度目标的文字。>3",
    "绩效指标v7|一级指标|二级指标|三级指标>2|年度(/项目)指标值>2",
    "^|产出指标v3|数量指标v2|完成活动>2|=10(场)>2",
    "^|^|^|及时完成培训>2|=5(次)>2",
    "^|^|质量指标|合格率>2|=100.00(%)>2",
    "^|效益指标v2|社会效益指标v2|提升意识>2|提升>2",
    "^|^|^|长效机制健全性>2|健全>2",
    "^|满意度指标|服务对象满意度指标|职工满意度>2|≥90.00(%)>2",
)


def test_shanghai() -> None:
    form = one(*SHANGHAI)
    assert (form.title.text, form.year, form.profile) == (
        "财政项目支出绩效目标申报表",
        2023,
        "shanghai-2022",
    )
    assert {k: f.text for k, f in form.header.items()} == {
        "project_name": "党建经费",
        "project_nature": "经常性项目",
        "project_category": "特定目标类",
        "department": "某联合会(汇总)",
        "unit": "某联合会",
        "start_date": "2023-01-01",
        "end_date": "2023-12-31",
    }
    assert {k: f.text for k, f in form.funds.items()} == {
        "unit": "元",
        "total": "10,000.00",
        "fiscal": "10,000.00",
        "other": None,
        "annual_total": "10,000.00",
        "annual_fiscal": "10,000.00",
        "annual_carryover": "0.00",
        "annual_other": "0.00",
    }
    assert form.funds["other"].state == "blank"
    assert form.goals["overall"].text == "总目标的文字。"
    assert form.goals["annual"].text == "年度目标的文字。"


def test_spans_decide_and_cues_do_not() -> None:
    # 及时完成 under 数量 and 长效机制 under 社会效益 are what the author filed
    form = one(*SHANGHAI)
    assert table(form)[1][:2] == ("产出指标", "数量指标")
    assert table(form)[4][:2] == ("效益指标", "社会效益指标")
    assert [i.level2.origin for i in form.indicators[:3]] == ["printed", "filled", "printed"]
    assert not any(i.doubtful_place for i in form.indicators)


def test_merged_cell_cut_by_a_page_continues() -> None:
    rows = [*SHANGHAI[:12], "^|产出指标v2|数量指标|甲>2|=1(个)>2", "^|^|质量指标|乙>2|合格>2"]
    rows[11] = rows[11].replace("v7", "v3")
    first = ruled_document(*rows)
    second = ruled_document(
        "|||丙率>2|=1(%)>2v1",
        "|效益指标|社会效益指标|提升丁>2|提升>2",
    )
    document = html_document("")
    grid = document.grids[0]
    grid.rows = list(first.grids[0].rows)
    shift = len(grid.rows)
    for row in second.grids[0].rows:
        cells = tuple(
            type(c)(c.text, c.location, c.row + shift, c.column, c.rowspan, c.colspan)
            for c in row.cells
        )
        grid.rows.append(type(row)(row.index + shift, cells, "cells", 2))
    (form,) = recover(document)
    assert table(form)[2][:2] == ("产出指标", "质量指标")
    assert form.indicators[2].level2.origin == "filled"
    assert table(form)[3][:2] == ("效益指标", "社会效益指标")


@pytest.mark.parametrize(
    ("headings", "row", "target"),
    [
        ("指标性质|指标值|度量单位|权重", "≥|100|人|20", "≥100人"),
        ("计量单位|指标性质|指标值|权重", "人|≥|100|20", "≥100人"),
        ("指标值|计量单位|计算符号|权重", "100|人|＝|20", "＝100人"),
        ("指标性质|指标值|度量单位|分值", "定性|明显提升||20", "明显提升"),
        ("指标性质|指标值|度量单位|权重", "≥|95%|%|20", "≥95%"),
    ],
)
def test_split_columns_in_any_order(headings: str, row: str, target: str) -> None:
    form = one(
        "项目支出绩效目标表>7",
        "项目名称|甲>6",
        f"一级指标|二级指标|三级指标|{headings}",
        f"产出指标|数量指标|培训|{row}",
    )
    (indicator,) = form.indicators
    assert indicator.target.text == target
    assert indicator.weight is not None
    assert indicator.weight.text == "20"
    assert indicator.value is not None
    for piece in indicator.target.pieces:  # every character maps to its own cell
        stop = piece.start + piece.length
        assert target[piece.start : stop] == piece.cell.text[piece.offset :][: piece.length]


def test_two_halves_side_by_side() -> None:
    form = one(
        "项目支出绩效目标表>7",
        "项目名称|甲>6",
        "一级指标|二级指标（长期）|三级指标（长期）|指标值（长期）|二级指标（年度）|三级指标（年度）|指标值（年度）",
        "产出指标v2|数量指标|||数量指标|工程数量|2个",
        "^|质量指标|验收率|98%|质量指标|工程合格率|100%",
    )
    assert table(form) == [
        ("产出指标", "数量指标", "工程数量", "2个"),
        ("产出指标", "质量指标", "工程合格率", "100%"),
    ]
    extras = {k: f.text for k, f in form.indicators[1].extras.items()}
    assert extras["指标值（长期）"] == "98%"


def test_two_values_for_one_name() -> None:
    form = one(
        "项目支出绩效目标表>5",
        "项目名称|甲>4",
        "一级指标|二级指标|三级指标|实施期指标值|年度指标值",
        "产出指标|数量指标|人数|300人|100人",
    )
    assert form.indicators[0].target.text == "100人"
    assert form.indicators[0].extras["实施期指标值"].text == "300人"


def test_two_halves_one_below_the_other() -> None:
    form = one(
        "项目绩效目标表>5",
        "项目名称|甲>4",
        "项目绩效目标v2|长期目标>2|年度目标>2",
        "^|长期的>2|今年的>2",
        "长期绩效指标v2|一级指标|二级指标|指标内容|指标值",
        "^|产出指标|数量指标|里程|88公里",
        "年度绩效指标v2|一级指标|二级指标|指标内容|指标值",
        "^|产出指标|数量指标|里程|8公里",
    )
    assert table(form) == [("产出指标", "数量指标", "里程", "8公里")]
    assert form.indicators[0].extras["中期指标值"].text == "88公里"
    assert (form.goals["overall"].text, form.goals["annual"].text) == ("长期的", "今年的")


def test_labels_with_additions_and_empty_groups() -> None:
    form = one(
        "2023年某项目支出绩效目标审批表>6",
        "项目名称|甲>2|实施单位|乙>2",
        "年度绩效目标(90分)v5|一级指标|二级指标|三级指标|指标值|分值",
        "^|成本指标\n(0-20)分v2|经济成本指标（必填）|建设成本|≤65万元|10",
        "^|^|社会成本指标|||",
        "^|产出指标(40-50)分|数量指标★|晾晒房|≥300平方米|10",
        "^|满意度指标|服务对象满意度|群众满意度|≥95%|10",
    )
    assert table(form) == [
        ("成本指标", "经济成本指标", "建设成本", "≤65万元"),
        ("产出指标", "数量指标", "晾晒房", "≥300平方米"),
        ("满意度指标", "服务对象满意度指标", "群众满意度", "≥95%"),
    ]
    assert form.indicators[0].level1.printed == "成本指标\n(0-20)分"
    assert form.profile == "national-2021"
    assert [(x.name, x.start, x.end) for x in form.labels if x.name == "社会成本指标"] == [
        ("社会成本指标", 1, 1)
    ]


def test_one_wide_table_of_many_projects() -> None:
    forms = recover(
        ruled_document(
            "部门预算项目绩效目标申报表（2023年度）>10",
            "单位名称|项目名称|预算数(万元)|年度目标|一级指标|二级指标|三级指标|指标性质|指标值|度量单位",
            "林业局v4|工资v2|238.9v2|保障v2|项目完成指标|数量指标|发放率|＝|100|%",
            "^|^|^|^|项目效益指标|社会效益指标|足额率|＝|100|%",
            "^|造林v2|12v2|完成v2|项目完成指标v2|数量指标|面积|≥|500|亩",
            "^|^|^|^|^|质量指标|成活率|≥|90|%",
        )
    )
    assert [f.project for f in forms] == ["工资", "造林"]
    assert [f.header["unit"].text for f in forms] == ["林业局", "林业局"]
    assert [f.funds["annual_total"].text for f in forms] == ["238.9", "12"]
    assert [f.goals["annual"].text for f in forms] == ["保障", "完成"]
    assert [len(f.indicators) for f in forms] == [2, 2]
    assert forms[1].indicators[1].level1.text == "项目完成指标"
    assert {f.profile for f in forms} == {"sichuan"}
    assert [f.index for f in forms] == [1, 2]


def test_projects_one_below_another() -> None:
    project = (
        "项目名称|{}>3",
        "一级指标|二级指标|三级指标|指标值",
        "产出指标|数量指标|人数|≥{}人",
    )
    rows = ["项目支出绩效目标表>4"]
    for name, n in (("甲", 1), ("乙", 2)):
        rows += [r.format(name if "名称" in r else n) for r in project]
    forms = recover(ruled_document(*rows))
    assert [(f.project, f.indicators[0].target.text) for f in forms] == [
        ("甲", "≥1人"),
        ("乙", "≥2人"),
    ]


def test_self_evaluation() -> None:
    form = one(
        "项目支出绩效自评表>8",
        "（2022年度）>8",
        "项目名称|委托业务>7",
        "项目资金（万元）v3||年初预算数|全年预算数|全年执行数|分值|执行率|得分",
        "^|年度资金总额：|95|90|90|10|1|10",
        "^|其中：本年财政拨款|90|89.974|89.974|||",
        "年度总体目标v2|预期目标>3|实际完成情况>4",
        "^|申请90万元。>3|完成89.97万元。>4",
        "绩效指标v3|一级指标|二级指标|三级指标|年度指标值|实际完成值|分值|得分",
        "^|产出指标（50分）|数量指标|业务数量|≥50个|50|8|8",
        "^|满意度指标（10分）|满意度指标|公众满意度|≥90%|95|10|10",
        "总分>6|100|98",
    )
    assert (form.funds["annual_total"].text, form.funds["annual_fiscal"].text) == ("95", "90")
    assert form.funds["unit"].text == "万元"
    assert form.goals["annual"].text == "申请90万元。"
    assert form.goals["result"].text == "完成89.97万元。"
    assert [i.name.text for i in form.indicators] == ["业务数量", "公众满意度"]
    assert form.indicators[0].extras["实际完成值"].text == "50"


def test_flat_form_without_levels() -> None:
    form = one(
        "项目绩效目标表>4",
        "项目名称|警务辅助>3",
        "当年绩效目标|保障警务>3",
        "指标名称|计量单位|指标性质|指标值",
        "辅警人数|人|≥|283",
    )
    assert table(form) == [(None, None, "辅警人数", "≥283人")]
    assert form.indicators[0].level1.state == "absent"
    assert form.profile == "self-made"


def test_capital_investment_keeps_its_own_levels() -> None:
    form = one(
        "中央预算内投资计划绩效目标表>5",
        "项目名称|某工程>4",
        "绩效指标v3|一级指标|二级指标|三级指标|指标值",
        "^|实施效果指标|产出指标|建设规模|≥100平方米",
        "^|过程管理指标|计划管理指标|开工率|100%",
    )
    assert [t[:2] for t in table(form)] == [
        ("实施效果指标", "产出指标"),
        ("过程管理指标", "计划管理指标"),
    ]
    assert form.profile == "central-investment"


def test_whole_department() -> None:
    form = one(
        "部门整体绩效目标>7",
        "部门编码:|316|部门名称:|某县林业局|*联系人:|王某>2",
        "*年度绩效总目标|保证职能实现。>6",
        "一级指标|二级指标|三级指标|计算符号|目标值|度量单位|指标值说明",
        "产出指标v2|数量指标v2|在职职工人数(人)|=|116|人|合理",
        "^|^|湿地保有量(公顷)|=|4900|公顷|合理",
    )
    assert form.profile == "department"
    assert form.header["unit"].text == "某县林业局"
    assert form.goals["annual"].text == "保证职能实现。"
    assert [i.target.text for i in form.indicators] == ["=116人", "=4900公顷"]
    assert form.indicators[1].extras["指标值说明"].text == "合理"


def test_amounts_with_their_unit_in_the_cell() -> None:
    form = one(
        "绩效目标申报表（基础设施建设类）>4",
        "(2022年度)>4",
        "项目名称|高标准农田>3",
        "资金情况 (万元)v3|年度资金总额：|854万(建设400万元,示范454万元)>2",
        "^|其中：财政拨款|854万>2",
        "^|其他资金|>2",
        "总体目标v2|年度目标>3",
        "^|完成主体工程70%>3",
        "绩效指标v2|一级指标|二级指标|三级指标|指标值",
        "^|效益指标|经济效益\n指标|年增粮食|3500公斤",
        "注：各地请根据实际情况选择。>5",
    )
    assert form.funds["annual_total"].text == "854万(建设400万元,示范454万元)"
    assert form.funds["annual_fiscal"].text == "854万"
    assert form.funds["annual_other"].state == "blank"
    assert form.goals["annual"].text == "完成主体工程70%"
    assert form.goals["overall"].state == "absent"
    assert table(form) == [("效益指标", "经济效益指标", "年增粮食", "3500公斤")]


def test_labels_typed_into_the_middle_of_unmerged_groups() -> None:
    form = one(
        "项目支出绩效目标表>4",
        "项目名称|甲>3",
        "一级指标|二级指标|三级指标|指标值",
        "|||",
        "||培训参与人数|≥1人",
        "产出指标|数量指标|走访参与人数|≥2人",
        "||验收合格率|≥90%",
        "|质量指标|考核合格率|≥90%",
    )
    assert [t[1] for t in table(form)] == ["数量指标", "数量指标", "质量指标", "质量指标"]
    assert form.indicators[0].level2.origin == "inferred"


def test_regional_values_take_the_first_region() -> None:
    form = one(
        "专项转移支付绩效目标表>6",
        "专项名称|农田>5",
        "一级指标v2|二级指标v2|三级指标v2|指标解释v2|区域目标值>2",
        "^|^|^|^|甲县|乙县",
        "产出指标|数量指标|面积|新建|≥5万亩|≥3万亩",
    )
    assert form.indicators[0].target.text == "≥5万亩"
    assert form.indicators[0].extras["乙县"].text == "≥3万亩"


def test_split_columns_in_text() -> None:
    (form,) = recover(
        text_document(
            "项目支出绩效目标表\n(2024年度)\n项目名称\t甲项目\t主管部门\t乙局\n"
            "项目资金（万元）\t年度资金总额\t120.00\n\t其中：财政拨款\t100.00\n\t其他资金\t20.00\n"
            "年度目标\t目标文字。\n"
            "一级指标\t二级指标\t三级指标\t指标性质\t指标值\t度量单位\t权重\n"
            "产出指标\t数量指标\t培训人数\t≥\t100\t人\t20\n"
            "\t\t培训场次\t＝\t5\t场\t20\n"
            "\t质量指标\t合格率\t≥\t95\t%\t10\n"
            "效益指标\t社会效益指标\t提升能力\t定性\t明显提升\t\t20\n"
        )
    )
    assert [i.target.text for i in form.indicators] == ["≥100人", "＝5场", "≥95%", "明显提升"]
    assert form.indicators[1].level2.text == "数量指标"
    assert form.funds["annual_other"].text == "20.00"
    assert form.goals["annual"].text == "目标文字。"


SPLIT_HEAD = (
    "项目支出绩效目标表\n(2024年度)\n项目名称\t甲项目\t主管部门\t乙局\n"
    "一级指标\t二级指标\t三级指标\t指标性质\t指标值\t度量单位\t权重\n"
)


@pytest.mark.parametrize(
    ("nameless", "target"),
    [
        ("\t\t\t≥\t280\t人\t20\n", "≥280人"),
        ("\t质量指标\t\t＝\t100\t%\t20\n", "＝100%"),
        ("\t时效指标\t\t定性\t2024年11月底前\t\t20\n", "2024年11月底前"),
        ("\t\t\t\t280\t人\t20\n", "280人"),
    ],
)
def test_a_row_without_a_name_keeps_its_columns_in_a_split_table(
    nameless: str, target: str
) -> None:
    before = "产出指标\t数量指标\t培训人数\t≥\t100\t人\t20\n"
    after = "效益指标\t社会效益指标\t提升能力\t定性\t明显提升\t\t20\n"
    (form,) = recover(text_document(SPLIT_HEAD + before + nameless + after))
    assert not form.doubts
    row = form.indicators[1]
    assert (row.name.text, row.name.state, row.target.text) == (None, "blank", target)
    assert row.weight is not None
    assert row.weight.text == "20"


def test_in_a_slipped_split_table_a_missing_name_is_a_lost_one() -> None:
    rows = (
        "产出指标\t数量指标\t培训人数\t≥\t100\t人\t20\n"
        "\t\t\t≥\t280\t人\t20\n"
        "质量指标\t\t合格率\t≥\t95\t%\t20\n"
        "效益指标\t社会效益指标\t提升能力\t定性\t明显提升\t\t20\n"
    )
    (form,) = recover(text_document(SPLIT_HEAD + rows))
    row = form.indicators[1]
    assert (row.name.text, row.name.state, row.target.text) == (None, "lost", "≥280人")
    assert form.indicators[2].name.text == "合格率"
    assert form.indicators[2].target.text == "≥95%"


def test_in_a_slipped_split_table_a_name_below_its_column_is_no_value() -> None:
    rows = (
        "产出指标\t数量指标\t培训人数\t≥\t100\t人\t20\n"
        "\t\t\t培训场次\t＝\t5\t场\t20\n"
        "效益指标\t社会效益指标\t提升能力\t定性\t明显提升\t\t20\n"
    )
    (form,) = recover(text_document(SPLIT_HEAD + rows))
    assert form.indicators[1].name.text == "培训场次"
    assert form.indicators[1].target.text == "＝5场"


def test_satisfaction_at_both_levels_is_no_doubling() -> None:
    (form,) = recover(
        text_document(
            "项目支出绩效目标申报表\n(2024年度)\n项目名称\t甲项目\t主管部门\t乙局\n"
            "一级指标\t二级指标\t三级指标\t指标性质\t指标值\t度量单位\n"
            "项目完成指标\t数量指标\t培训人数\t≥\t100\t人\n"
            "项目效益指标\t社会效益指标\t受益人数\t≥\t100\t人\n"
            "满意度指标\t满意度指标\t群众满意度\t≥\t95\t%\n"
        )
    )
    assert not form.doubts
    assert table(form)[2] == ("满意度指标", "满意度指标", "群众满意度", "≥95%")


def test_a_name_that_reads_like_a_label_is_a_name_in_its_column() -> None:
    (form,) = recover(
        text_document(
            "项目支出绩效目标表\n(2024年度)\n项目名称\t甲项目\t主管部门\t乙局\n"
            "一级指标\t二级指标\t三级指标\t指标性质\t指标值\t度量单位\t权重\n"
            "产出指标\t数量指标\t培训人数\t≥\t100\t人\t90\n"
            "满意度指标\t服务对象满意度指标\t社会公众满意度\t≥\t95\t%\t10\n"
        )
    )
    assert not form.doubts
    assert table(form)[1] == ("满意度指标", "服务对象满意度指标", "社会公众满意度", "≥95%")


def test_the_satisfaction_of_whoever_is_served_is_that_of_the_served() -> None:
    form = one(
        "项目支出绩效目标表>4",
        "项目名称|卫生院建设|主管部门|某县卫生健康局",
        "年度目标|建设卫生院6所。>3",
        "一级指标|二级指标|三级指标|指标值",
        "产出指标|数量指标|建设卫生院数量|6所",
        "效益指标|群众满意度评价|就诊率|≥90%",
        "满意度v2|患者满意度v2|就诊患者满意度|≥90%",
        "^|^|医务人员满意度|≥85%",
    )
    assert [i.level2.text for i in form.indicators] == [
        "数量指标",
        "群众满意度评价",
        "服务对象满意度指标",
        "服务对象满意度指标",
    ]


def test_a_goal_on_the_lines_below_its_label_in_one_cell() -> None:
    form = one(
        "项目支出绩效目标表>4",
        "项目名称|体育场馆开放|主管部门|某市体育局",
        "二、年度绩效目标\n全年开放330天，接待42万人次。>4",
        "一级指标|二级指标|三级指标|指标值",
        "产出指标|数量指标|开放天数|≥330天",
        "满意度指标|服务对象满意度指标|健身群众满意度|≥90%",
    )
    assert form.goals["annual"].text == "全年开放330天，接待42万人次。"


def test_two_goal_labels_in_one_cell_are_no_goal() -> None:
    form = one(
        "项目支出绩效目标表>4",
        "项目名称|体育场馆开放|主管部门|某市体育局",
        "总体目标\n年度目标|全年开放330天，接待42万人次。>3",
        "一级指标|二级指标|三级指标|指标值",
        "产出指标|数量指标|开放天数|≥330天",
    )
    assert {f.text for f in form.goals.values()} != {"年度目标"}
    assert "年度目标" not in {f.text for f in form.goals.values()}


def test_many_projects_without_a_title_say_so_once() -> None:
    forms = recover(
        ruled_document(
            "项目名称|预算数|绩效目标|一级指标|二级指标|三级指标|指标值",
            "甲项目v2|10v2|培训80人。v2|产出指标v2|数量指标|培训人数|80人",
            "^|^|^|^|质量指标|培训合格率|≥95%",
            "乙项目v2|20v2|检查30次。v2|产出指标v2|数量指标|检查次数|30次",
            "^|^|^|^|质量指标|检查准确率|≥95%",
        )
    )
    said = [d.code for form in forms for d in form.doubts if d.code == "title-missing"]
    assert (len(forms), said) == (2, ["title-missing"])


def test_headings_of_a_plan_are_no_blank_fields_of_the_head() -> None:
    form = one(
        "项目支出绩效目标申报表>4",
        "项目名称|道路硬化|主管部门|某市林业局",
        "阶段|内容|开始时间|结束时间",
        "第一阶段|路基工程|2025年3月|2025年6月",
        "项目绩效总目标|硬化道路12公里。>3",
        "一级指标|二级指标|三级指标|指标值",
        "产出指标|数量指标|硬化道路里程|12公里",
    )
    assert form.header["start_date"].state == form.header["end_date"].state == "absent"
    assert form.goals["overall"].text == "硬化道路12公里。"


def test_a_label_with_room_behind_it_is_blank() -> None:
    form = one(
        "项目支出绩效目标申报表>4",
        "项目名称|道路硬化|主管部门|",
        "开始时间||结束时间|2025年6月",
        "一级指标|二级指标|三级指标|指标值",
        "产出指标|数量指标|硬化道路里程|12公里",
    )
    assert form.header["department"].state == form.header["start_date"].state == "blank"
    assert form.header["end_date"].text == "2025年6月"


def test_headings_that_come_again_on_the_next_page_are_no_project() -> None:
    heading = "项目名称|预算金额|年度绩效目标|一级指标|二级指标|三级指标|指标值"
    forms = recover(
        ruled_document(
            "某区2024年部门预算项目绩效目标公开表>7",
            heading,
            "路灯维护v2|420v2|维护路灯186盏。v2|产出指标|数量指标|维护路灯数量|186盏",
            "^|^|^|满意度指标|服务对象满意度指标|市民满意度|≥90%",
            heading,
            "道路保洁|1260|保洁道路32条。|产出指标|数量指标|保洁道路条数|32条",
        )
    )
    assert [f.header["project_name"].text for f in forms] == ["路灯维护", "道路保洁"]
    assert [len(f.indicators) for f in forms] == [2, 1]


def test_a_unit_whose_line_the_page_has_broken() -> None:
    form = one(
        "项目支出绩效目标申报表>4",
        "申报单位：某市林业局　申报日期：2024年11月5日　单>4",
        "位：万元>4",
        "项目名称|道路硬化|资金总额|486.00",
        "一级指标|二级指标|三级指标|指标值",
        "产出指标|数量指标|硬化道路里程|12公里",
    )
    assert form.funds["unit"].text == "万元"


def test_a_label_merged_beside_amounts_frames_them() -> None:
    form = one(
        "重大政策和项目绩效目标申报表>5",
        "（2026年度）>5",
        "政策（项目）名称|设备更新|项目主管部门|某县卫生健康局>2",
        "项目预算（万元）v2|总预算|1,380.00|其中：财政拨款|1,200.00",
        "^|其他资金|180.00|计划完成日期|2026年11月30日",
        "一级指标|二级指标|三级指标|指标值>2",
        "产出指标|数量指标|更新设备台数|86台>2",
    )
    assert form.header["project_name"].text == "设备更新"
    assert {k: f.text for k, f in form.funds.items() if f.state != "absent"} == {
        "unit": "万元",
        "total": "1,380.00",
        "fiscal": "1,200.00",
        "other": "180.00",
    }
