"""A small made-up report that holds one of everything a format must cope with."""

from __future__ import annotations

import pytest

from pmlint.messages import Messages
from pmlint.model.diagnostic import Diagnostic, Edit, Fix, NotChecked
from pmlint.model.location import CellLocation, PageLocation, TableLocation, TextLocation
from pmlint.model.report import Checked, Report
from pmlint.report.options import ReportOptions


@pytest.fixture
def options() -> ReportOptions:
    return ReportOptions(say=Messages("zh"), columns=80)


@pytest.fixture
def report() -> Report:
    where = TextLocation(27, 5, 27, 7)
    direction = Diagnostic(
        code="PM304",
        name="satisfaction-direction",
        severity="error",
        origin="author",
        message="满意度“<=90%”应写作“≥90%”",
        file="资料/a,b:1.txt",
        form=1,
        project="图书流动车",
        field="indicators[3].target",
        text="<=90%",
        location=where,
        related=(("同组的另一项", TextLocation(28, 5, 28, 9)),),
        fixes=(Fix("改为“≥90%”", "safe", (Edit(TextLocation(27, 5, 27, 7), "<=", "≥"),)),),
        fingerprint="0123456789abcdef",
        context="满意度<=90%（年度）",
        span=(3, 8),
    )
    waived = Diagnostic(
        code="PM301",
        name="operator-missing",
        severity="info",
        origin="author",
        message="缺少比较符号",
        file="资料/a,b:1.txt",
        form=1,
        project="图书流动车",
        field="indicators[4].target",
        text="=1+1|<b>",
        location=TextLocation(30, 5, 31, 2),
        fingerprint="fedcba9876543210",
        waived="存量",
    )
    sheet = Diagnostic(
        code="PM005",
        name="markup-residue",
        severity="info",
        origin="extraction",
        message="残留“<b>”\n与控制字符\x1b[31m",
        file="b.xlsx",
        form=1,
        text="=HYPERLINK(1)",
        location=CellLocation("绩效目标", "D13", 1, 4),
        fingerprint="aaaaaaaaaaaaaaaa",
    )
    table = Diagnostic(
        code="PM205",
        name="indicator-misplaced",
        severity="warning",
        origin="unclear",
        message="应列入时效指标",
        file="b.xlsx",
        form=2,
        location=TableLocation(2, 3, 4),
        fixes=(Fix("移至“时效指标”下", "unsafe", ()),),
        fingerprint="bbbbbbbbbbbbbbbb",
    )
    page = Diagnostic(
        code="PM101",
        name="funds-total-mismatch",
        severity="error",
        origin="author",
        message="合计不符",
        file="b.xlsx",
        form=2,
        location=PageLocation(3, (1.0, 2.0, 3.0, 4.0)),
        fingerprint="cccccccccccccccc",
    )
    unread = Diagnostic(
        code="PM001",
        name="unreadable-file",
        severity="error",
        origin="unclear",
        message="文件不存在",
        file="没有.txt",
        fingerprint="dddddddddddddddd",
    )
    gap = NotChecked("资料/a,b:1.txt", 1, "PM101", "blank")
    files = [
        Checked("资料/a,b:1.txt", [direction, waived], [gap], 1),
        Checked("b.xlsx", [sheet, table, page], [], 2),
        Checked("没有.txt", [unread], [], 0, complete=False),
        Checked("clean.txt", [], [], 1),
    ]
    return Report(files, "0.0.1")
