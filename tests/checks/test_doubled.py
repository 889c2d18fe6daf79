"""Doubled characters, judged by the words of the field."""

from __future__ import annotations

import re

import pytest

from pmlint.checks.doubled import Doubling
from pmlint.rules import Settings, load_rules

DOUBLING = Doubling(load_rules().program(Settings()).vocabulary)
ALLOWED = ("人人", "事事", "时时", "处处", "安安", "老老", "天天")


def judge(text: str) -> str:
    found = re.search(r"([\u4e00-\u9fff])\1", text)
    assert found is not None
    return DOUBLING.slip(text, found.start(), found[0] in ALLOWED)


@pytest.mark.parametrize(
    "text",
    [
        "修缮工程验收合合格率",
        "公益培训培训班结结业时间",
        "参保保对象满意度",
        "经常参加体体育锻炼人数",
        "辖区治安安案件查处率",
        "专家检查查劳务费标准",
        "安全事故发发生数",
        "享受居家养老老上门服务老年人数",
        "竣工验收通通过率",
        "适龄儿童国国家免疫规划",
    ],
)
def test_slips(text: str) -> None:
    assert judge(text) == "sure"


@pytest.mark.parametrize(
    "text",
    [
        "救助对象审核准准确率",
        "接待查档利用用人次",
        "受益师生生人数",
        "主体工程完工工时间",
        "物业费费支付时间",
        "更新影像图套套数",
        "完成除险加固水库座座数",
    ],
)
def test_words_that_leave_more_over_than_without_the_second_are_likely_slips(text: str) -> None:
    assert judge(text) == "likely"


@pytest.mark.parametrize(
    "text",
    [
        "项目目标完成率",
        "农村饮用水水质达标率",
        "更新新能源公交车数量",
        "城区供水水源保护区巡查次数",
        "服务务工人员人数",
        "老年人人数",
        "残疾人人均补助标准",
        "项目负责人人选确定",
        "人人享有康复服务",
        "干部事事关心群众",
        "企业业主满意度",
        "管理员员额",
        "审计计划完成率",
        "文化化解矛盾",
        "李莉莉工作室",
        "我国国家级非遗项目",
        "举办讲座座数",
        "发放手册册数",
        "物业费费率核定及时率",
        "低保户户均补助标准",
        "时时关注困难群众",
        "设计计划书编制数",
        "用户户外活动场次",
        "中小学学生营养改善",
        "建设用地地块数量",
        "公共共享设施完好率",
        "课程程度适宜",
        "每个社区区域面积",
        "驻村工作队队员人数",
        "城市市容整治数量",
        "残疾人人员经费",
        "企业业务培训人次",
        "引导公众参与与支持环保",
        "节水技术普及及应用面积",
        "实现教育均等等目标",
    ],
)
def test_good_text(text: str) -> None:
    assert judge(text) == ""


@pytest.mark.parametrize(
    ("whole", "wanted"),
    [
        ("配置分类收运车辆24辆。\n配置分类收运运车辆数", "sure"),
        ("配置分类收运运车辆24辆，收运车辆24辆。\n配置分类收运运车辆数", ""),
        ("分类收运处理。\n配置分类收运运车辆数", ""),
    ],
)
def test_of_words_nobody_knows_the_rest_of_the_document_tells(whole: str, wanted: str) -> None:
    text = "配置分类收运运车辆数"
    assert DOUBLING.slip(text, text.index("运运"), False, whole) == wanted
