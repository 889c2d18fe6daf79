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
    ],
)
def test_slips(text: str) -> None:
    assert judge(text) == "sure"


@pytest.mark.parametrize(
    "text",
    [
        "项目目标完成率",
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
    ],
)
def test_good_text(text: str) -> None:
    assert judge(text) == ""
