"""Between forms: heads that differ by a slip, projects filed twice; and marks in the text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmlint.checks.consistent import _slipped
from pmlint.checks.punctuation import _HALF, _mended, _unpaired
from pmlint.rules import Settings, load_rules, run, run_corpus
from pmlint.rules.miniform import build

RULES = load_rules()


@pytest.mark.parametrize(
    ("one", "other", "slip"),
    [
        ("某区社服务中心", "某区社区服务中心", True),
        ("某区工商业联合会", "某区工商联合会", True),
        ("某区第一小学", "某区第二小学", False),
        ("某区教育局本级", "某区教育局", False),
        ("某区民政局", "某区财政局", False),
    ],
)
def test_names_that_differ_by_a_slip(one: str, other: str, slip: bool) -> None:
    assert _slipped(one, other) is slip
    assert _slipped(other, one) is slip


@pytest.mark.parametrize(
    ("nature", "category", "wanted"),
    [
        ("经常性项目", "特定目标类", []),
        ("一次性项目", "其它运转类", []),
        ("经常性", "人员类项目", []),
        ("日常性项目", "专项资金类", []),
        ("非经常性项目", "公用经费", []),
        ("经营性项目", "特定目标类", ["“经营性项目”不在常见的取值中，可能是“经常性项目”"]),
        ("经常性项目", "特殊目标类", ["“特殊目标类”不在常见的取值中，可能是“特定目标类”"]),
        ("经常性项目", "经常项目类", ["“经常项目类”不在常见的取值中，可能是“经常性项目”"]),
        ("特定目标类", "特定目标类", ["填的是“特定目标类”，这是“项目类别”的取值"]),
        ("一次性项目", "经常性项目", ["填的是“经常性项目”，这是“项目性质”的取值"]),
        ("", "经常性项目", []),
    ],
)
def test_values_of_the_head_that_are_in_no_list(
    nature: str, category: str, wanted: list[str]
) -> None:
    case = build({"项目性质": nature, "项目类别": category})
    found = run(RULES, Settings(select=("PM702",)), *case.files[0]).diagnostics
    assert [d.severity for d in found] == ["info"] * len(wanted)
    assert all(text in d.message for text, d in zip(wanted, found, strict=True))


def test_a_value_that_many_forms_have_is_in_the_offices_list() -> None:
    def heads(*natures: str) -> int:
        forms = [{"项目名称": f"第{n}类", "项目性质": x} for n, x in enumerate(natures)]
        case = build({"表": forms})
        return len(run(RULES, Settings(select=("PM702",)), *case.files[0]).diagnostics)

    assert heads("经营性项目", "经常性项目", "经营性项目", "经常性项目") == 1
    assert heads(*["经营性项目"] * 3, "经常性项目") == 0


def test_projects_filed_twice_in_several_files() -> None:
    same = {"项目名称": "社区助餐", "实施单位": "某街道"}
    other_year = {**same, "年度": "2025"}
    case = build({"文件": [same, other_year, {**same, "项目名称": "社区 助餐"}]})
    program = RULES.program(Settings(select=("PM801",)))
    found = run_corpus([(program, *filed) for filed in case.files])
    assert [len(outcome.diagnostics) for outcome in found] == [0, 0, 1]


def test_each_file_is_compared_by_its_own_parameters() -> None:
    case = build({"文件": [{"实施单位": unit} for unit in ("甲街道", "乙街道", "丙街道")]})
    strict = Settings(select=("PM801",))
    loose = Settings(select=("PM801",), options={"PM801": {"same": ["project_name"]}})
    programs = [RULES.program(settings) for settings in (loose, strict, loose)]
    found = run_corpus([(p, *filed) for p, filed in zip(programs, case.files, strict=True)])
    assert [len(outcome.diagnostics) for outcome in found] == [0, 0, 1]


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("甲（乙）", None),
        ("甲(乙）", None),
        ("甲（乙", 1),
        ("甲）乙", 1),
        ("“甲", 0),
        ('甲"乙', 1),
        ("《甲》“乙”", None),
    ],
)
def test_brackets_and_quotes_without_partner(text: str, at: int | None) -> None:
    assert _unpaired(text) == at


@given(st.text(alphabet="培训甲乙,;:.!？，。（）“”1a \n", max_size=30))
def test_mended_text_keeps_all_but_marks(text: str) -> None:
    marks = [match.start(1) for match in _HALF.finditer(text)]
    if marks:
        start, end = marks[0], marks[-1] + 1
        new = text[:start] + _mended(text, start, end) + text[end:]
        assert [c for c in new if c.isalnum()] == [c for c in text if c.isalnum()]
        assert not list(_HALF.finditer(new)) or len(list(_HALF.finditer(new))) < len(marks)
