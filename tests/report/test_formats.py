"""Every format is held to what its readers demand of it."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from importlib.resources import files
from urllib.parse import unquote
from xml.etree import ElementTree

import jsonschema
import pytest

from pmlint.model.report import Report
from pmlint.report import built_in
from pmlint.report.options import ReportOptions

FORMATS = [reporter.name for reporter in built_in()]


def rendered(name: str, report: Report, options: ReportOptions) -> str:
    reporter = next(r for r in built_in() if r.name == name)
    return "".join(reporter.render(report, options))


def check_schema() -> dict[str, object]:
    text = files("pmlint.report").joinpath("schema/check.schema.json").read_text("utf-8")
    return json.loads(text)


@pytest.mark.parametrize("name", FORMATS)
def test_an_empty_report_renders(name: str, options: ReportOptions) -> None:
    rendered(name, Report([], "0.0.1"), options)


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_report_renders_the_same(
    name: str, report: Report, options: ReportOptions
) -> None:
    assert rendered(name, report, options) == rendered(name, report, options)


@pytest.mark.parametrize("name", [n for n in FORMATS if n not in ("json", "jsonl", "sarif")])
def test_no_file_can_steer_the_terminal(name: str, report: Report, options: ReportOptions) -> None:
    assert "\x1b" not in rendered(name, report, options)


def test_json_keeps_the_contract(report: Report, options: ReportOptions) -> None:
    data = json.loads(rendered("json", report, options))
    jsonschema.Draft202012Validator(check_schema()).validate(data)
    assert data["summary"] == {
        "error": 3,
        "warning": 1,
        "info": 1,
        "waived": 1,
        "not_checked": 1,
        "files": 4,
        "forms": 4,
    }
    first = data["diagnostics"][0]
    assert first["location"] == {
        "kind": "text",
        "line": 27,
        "column": 5,
        "end_line": 27,
        "end_column": 7,
    }
    assert first["fixes"][0]["edits"][0]["new"] == "≥"
    assert [d["waived"] for d in data["diagnostics"]].count("存量") == 1


def test_the_schema_rejects_what_the_contract_forbids() -> None:
    validator = jsonschema.Draft202012Validator(check_schema())
    validator.check_schema(check_schema())
    empty = {
        "schema": 1,
        "tool": {"name": "pmlint", "version": "1"},
        "diagnostics": [],
        "not_checked": [],
        "summary": dict.fromkeys(
            ("error", "warning", "info", "waived", "not_checked", "files", "forms"), 0
        ),
    }
    validator.validate(empty)
    for key in empty:
        broken = {k: v for k, v in empty.items() if k != key}
        assert not validator.is_valid(broken), key
    assert not validator.is_valid(empty | {"diagnostics": [{"code": "PM304"}]})


def test_json_survives_lone_surrogates(report: Report, options: ReportOptions) -> None:
    report.files[3].path = "bad\udc80name.txt"
    report.files[3].not_checked = [
        report.files[0].not_checked[0].__class__("\udc80", 1, "PM1", "x")
    ]
    text = rendered("json", report, options)
    text.encode("utf-8")
    assert json.loads(text)["not_checked"][1]["file"] == "\udc80"


def test_jsonl_is_one_finding_a_line(report: Report, options: ReportOptions) -> None:
    lines = rendered("jsonl", report, options).splitlines()
    whole = json.loads(rendered("json", report, options))
    assert [json.loads(line) for line in lines] == whole["diagnostics"]


def test_concise_is_one_finding_a_line(report: Report, options: ReportOptions) -> None:
    lines = rendered("concise", report, options).splitlines()
    assert lines == [
        "资料/a,b:1.txt:27:5: PM304 satisfaction-direction 错误 满意度“<=90%”应写作“≥90%”",
        "b.xlsx:绩效目标!D13: PM005 markup-residue 提示 残留“<b>”⏎与控制字符·[31m",
        "b.xlsx:t2:3:4: PM205 indicator-misplaced 警告 应列入时效指标",
        "b.xlsx:p3: PM101 funds-total-mismatch 错误 合计不符",
        "没有.txt: PM001 unreadable-file 错误 文件不存在",
    ]


def test_text_marks_the_part_under_full_width_characters(
    report: Report, options: ReportOptions
) -> None:
    lines = rendered("text", report, options).splitlines()
    quoted = next(i for i, line in enumerate(lines) if "满意度<=90%（年度）" in line)
    # three full-width characters take six columns before the mark of five
    assert lines[quoted + 1] == "    │ " + " " * 6 + "^" * 5
    assert lines[quoted + 2] == "  另见第 28 行第 5 列：同组的另一项"
    assert lines[quoted + 3] == "  改法：改为“≥90%”"
    assert "共检查 4 个文件、4 张申报表：错误 3，警告 1，提示 1" in lines
    assert "有 1 个文件未能检查或未能全部检查" in lines


def test_text_is_painted_only_if_asked(report: Report, options: ReportOptions) -> None:
    painted = ReportOptions(say=options.say, color=True)
    text = rendered("text", report, painted)
    assert "\x1b[1;31m错误\x1b[0m" in text
    assert "\x1b[31m" not in text  # that one came from the file
    plain = re.sub(r"\x1b\[[0-9;]*m", "", text)
    assert plain == rendered("text", report, options)


def test_statistics_count_by_rule(report: Report, options: ReportOptions) -> None:
    from pmlint.report.statistics import statistics

    lines = list(statistics(report, options))
    assert lines[0] == "     1  错误    PM001 unreadable-file\n"
    assert len(lines) == 6  # five rules and a blank line


def test_github_escapes_what_would_end_a_property(report: Report, options: ReportOptions) -> None:
    lines = rendered("github", report, options).splitlines()
    assert lines[0] == (
        "::error file=资料/a%2Cb%3A1.txt,line=27,endLine=27,col=5,endColumn=6,"
        "title=PM304 satisfaction-direction::满意度“<=90%25”应写作“≥90%25”"
    )
    assert lines[1].startswith("::notice file=b.xlsx,title=PM005 markup-residue::工作表")
    assert "%0A" in lines[1]
    assert len(lines) == 5


def test_gitlab_has_what_code_quality_demands(report: Report, options: ReportOptions) -> None:
    report.files[1].diagnostics.append(report.files[1].diagnostics[0])
    issues = json.loads(rendered("gitlab", report, options))
    assert len({issue["fingerprint"] for issue in issues}) == len(issues) == 6
    for issue in issues:
        assert issue["severity"] in ("info", "minor", "major", "critical", "blocker")
        assert issue["description"]
        assert issue["check_name"]
        assert issue["location"]["lines"]["begin"] >= 1
        assert not issue["location"]["path"].startswith("./")


@pytest.mark.parametrize("name", ["github", "gitlab", "sarif"])
@pytest.mark.parametrize("shown", ["./表/甲.txt", ".\\表\\甲.txt"])
def test_files_are_named_as_the_repository_names_them(
    name: str, shown: str, report: Report, options: ReportOptions
) -> None:
    """Or the platform would not find the file that the finding is about."""
    found = [replace(item, file=shown) for item in report.files[0].diagnostics]
    report.files[:] = [replace(report.files[0], path=shown, diagnostics=found)]
    text = unquote(rendered(name, report, options))
    assert "表/甲.txt" in text
    assert "./表" not in text


def test_junit_counts_what_it_lists(report: Report, options: ReportOptions) -> None:
    root = ElementTree.fromstring(rendered("junit", report, options))
    assert root.tag == "testsuites"
    assert int(root.get("tests", "")) == len(root.findall(".//testcase")) == 5
    assert int(root.get("failures", "")) == len(root.findall(".//failure")) == 2
    assert int(root.get("errors", "")) == len(root.findall(".//error")) == 1
    for suite in root:
        assert int(suite.get("tests", "")) == len(suite.findall("testcase"))
        assert int(suite.get("failures", "")) == len(suite.findall(".//failure"))
    clean = root.find("testsuite[@name='clean.txt']/testcase")
    assert clean is not None
    assert len(clean) == 0


def test_checkstyle_lists_every_file(report: Report, options: ReportOptions) -> None:
    root = ElementTree.fromstring(rendered("checkstyle", report, options))
    assert [file.get("name") for file in root] == [f.path for f in report.files]
    error = root[0][0]
    assert error.attrib == {
        "line": "27",
        "column": "5",
        "severity": "error",
        "message": "满意度“<=90%”应写作“≥90%”",
        "source": "pmlint.PM304.satisfaction-direction",
    }
    assert "\n" in root[1][0].get("message", "")


def test_csv_opens_in_a_spreadsheet(report: Report, options: ReportOptions) -> None:
    text = rendered("csv", report, options)
    assert text.startswith("\ufeff")
    assert text.count("\r\n") == 7
    rows = list(csv.reader(io.StringIO(text[1:], newline="")))
    assert len({len(row) for row in rows}) == 1
    assert rows[0][0] == "文件"
    # nothing that a spreadsheet would take for a formula
    assert not [cell for row in rows for cell in row if cell[:1] in ("=", "+", "-", "@")]
    assert rows[3][7] == "“=HYPERLINK(1)”"
    report.files[1].diagnostics[0] = replace(report.files[1].diagnostics[0], project="@SUM(1)")
    rows = list(csv.reader(io.StringIO(rendered("csv", report, options)[1:], newline="")))
    assert rows[3][2] == "'@SUM(1)"
    assert rows[2][11] == "存量"


def test_markdown_tables_hold_together(report: Report, options: ReportOptions) -> None:
    text = rendered("markdown", report, options)
    for line in text.splitlines():
        if line.startswith("|"):
            assert len(re.findall(r"(?<!\\)\|", line)) == 7, line
    assert "<b>" not in text
    assert text.count("\n## ") == 4


def test_sarif_has_the_required_structure(report: Report, options: ReportOptions) -> None:
    log = json.loads(rendered("sarif", report, options))
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    assert run["columnKind"] == "unicodeCodePoints"
    rules = run["tool"]["driver"]["rules"]
    assert len(run["results"]) == 6
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in ("error", "warning", "note", "none")
        assert result["message"]["text"]
        uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        assert re.fullmatch(r"[A-Za-z0-9._~/%-]+", uri), uri
    first, waived = run["results"][:2]
    assert first["partialFingerprints"] == {"pmlint/v1": "0123456789abcdef"}
    region = first["fixes"][0]["artifactChanges"][0]["replacements"][0]["deletedRegion"]
    assert region == {"startLine": 27, "startColumn": 5, "endLine": 27, "endColumn": 7}
    assert waived["suppressions"] == [{"kind": "external", "justification": "存量"}]
    (invocation,) = run["invocations"]
    assert invocation["executionSuccessful"] is False
    assert "没有.txt" in invocation["toolExecutionNotifications"][0]["message"]["text"]


def test_many_gaps_are_taken_together(report: Report, options: ReportOptions) -> None:
    gap = report.files[0].not_checked[0]
    report.files[3].not_checked = [
        replace(gap, file="clean.txt", form=form, because=because)
        for form in range(1, 7)
        for because in ("lost", "of a plugin's own")
    ]
    lines = rendered("text", report, options).splitlines()
    begin = lines.index("另有 13 项未能判断：")
    assert lines[begin + 1 : -1] == [
        "  有关的栏目空白，1 项（PM101）",
        "  有关的内容在文字提取中丢失，6 项（PM101）",
        "  of a plugin's own，6 项（PM101）",
        "  以上合计 7 张表，各表的情况见 --format json 的结果",
    ]
    del report.files[3].not_checked[8:]
    lines = rendered("text", report, options).splitlines()
    begin = lines.index("另有 9 项未能判断：")
    assert lines[begin + 1] == "  资料/a,b:1.txt · 表 1：有关的栏目空白，1 项（PM101）"
    assert lines[begin + 2] == "  clean.txt · 表 1：有关的内容在文字提取中丢失，1 项（PM101）"
    assert len(lines[begin + 1 : -1]) == 9
