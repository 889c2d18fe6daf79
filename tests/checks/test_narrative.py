"""Numbers and years of the goals: what counts as a promise, what it is held against."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmlint.checks.narrative import Narrative
from pmlint.checks.vocabulary import Vocabulary
from pmlint.rules import Settings, load_rules, run
from pmlint.rules.miniform import build

NARRATIVE = Narrative(Vocabulary().table("narrative")["promises"])
RULES = load_rules()
GOALS = Settings(select=("PM503", "PM504", "PM505"))


def found(goal: str, *rows: tuple[str, str], **more: str) -> list[tuple[str, str | None]]:
    indicators = [{"二级指标": "数量指标", "三级指标": n, "指标值": v} for n, v in rows]
    case = build({"指标": indicators, "年度总目标": goal, **more} if rows else {"年度总目标": goal})
    return [(d.code, d.text) for d in run(RULES, GOALS, *case.files[0]).diagnostics]


@pytest.mark.parametrize(
    "text",
    [
        "根据某政发〔2019〕15号文和某委发[2017]38号文",
        "《2021年行动计划》第3届博览会，“5+1”保障",
        "全区现有低保对象3200户，上年培训500人",
        "支付补贴300万元，每人每月200元",
        "搭建一个平台，建成一支队伍",
        "每季度巡查2次，每月检查4次",
    ],
)
def test_what_is_no_promise(text: str) -> None:
    assert list(NARRATIVE.promises(text)) == []


def test_promises_with_noun_and_unit() -> None:
    text = "完成民营企业家教育培训工作2场、参与人数200人，修建农村公路1.5万米。"
    assert [(p.text, p.noun, p.unit.kind, int(p.low)) for p in NARRATIVE.promises(text)] == [
        ("2场", "民营企业家教育培训", "event", 2),
        ("200人", "民营企业家教育培训", "person", 200),
        ("1.5万米", "修建农村公路", "length", 15000),
    ]


@pytest.mark.parametrize(
    ("goal", "name", "value"),
    [
        ("新建农村公路12公里", "农村公路新建里程", "=10(公里)"),
        ("为1200名老年人提供免费体检", "老年人免费体检人数", "≥1000(人)"),
        ("巡查河道120次", "河道巡查次数", "≥100(次)"),
        ("配备辅警50名", "辅警配备人数", "=45(人)"),
        ("参与志愿者300人次", "志愿者参与人数", "≥300(人)"),
        ("免疫接种率达到95%", "适龄儿童免疫接种率", "≥90(%)"),
        ("举办展览15场", "举办展览场次", "≥12(场)"),
        ("服务群众51万人次", "服务群众人次", "≥15(万人次)"),
        ("签约项目33个", "签约项目数", "≥30(个)"),
        ("新建工作室14个", "新建工作室个数", "=12(个)"),
        ("为2160名老年人提供居家养老上门服务", "享受居家养老上门服务老年人人数", "≥1800(人)"),
        ("为有需求的残疾人提供康复服务1010人", "残疾人康复服务人数", "≥1100(人)"),
        ("投入运营车辆352辆", "运营公交车辆数", "≥320(辆)"),
        ("保障办公区21处", "物业服务办公区处数", "=12(处)"),
        ("公共体育场馆免费开放303天", "公共体育场馆免费开放天数", "≥330(天)"),
        ("测绘1:500地形图216平方千米", "测绘1:500地形图面积", "≥180(平方千米)"),
        ("开展信访干部业务培训2期、参训120人", "信访干部业务培训人数", "=150(人)"),
        ("开展信访干部业务培训2期、参训120人", "参训人数", "=150(人)"),
        ("组织气象台站公众开放日活动12次", "公众开放日活动次数", "=10(次)"),
        ("对辖区300名困境青少年开展结对帮扶", "困境青少年帮扶人数", "=250(人)"),
    ],
)
def test_other_numbers_for_the_same_thing(goal: str, name: str, value: str) -> None:
    assert [code for code, _ in found(goal, (name, value))] == ["PM503"]


@pytest.mark.parametrize(
    ("goal", "rows"),
    [
        ("高标准农田建设1.5万亩", [("高标准农田建设面积", "≥15000(亩)")]),
        ("举办招聘会10场，其中大型招聘会2场", [("招聘会举办场次", "=10(场)")]),
        ("培训教师100人", [("骨干教师培训人数", "=40(人)"), ("青年教师培训人数", "=60(人)")]),
        ("现有低保家庭3200户", [("低保家庭保障户数", "≥3000(户)")]),
        ("约培训医师100名", [("医师培训人数", "≥95(人)")]),
        ("第3届运动会保障", [("运动会保障场次", "=12(场)")]),
        ("公共体育场馆免费开放300天", [("公共体育场馆春节免费开放天数", "≥5(天)")]),
        ("报修后30分钟内到场，5天内办结", [("报修办结时限", "≤3(天)")]),
        ("免费开放10个月", [("免费开放天数", "≥300(天)")]),
        ("培训教师100人、学生200人", [("学生满意人数", "≥150(人)")]),
        ("新增14个", [("工作室建设个数", "=12(个)")]),
        ("建设保障房120套", [("房屋维修套数", "=80(套)")]),
        ("配备保安46名、保洁62名", [("配备保安人数", "≥46(人)")]),
        (
            "为有需求的残疾人提供康复服务1100人，残疾儿童康复救助95名",
            [("残疾儿童康复救助人数", "≥95(人)")],
        ),
        ("配备保安46名", [("配备保安人数", "≥46"), ("配备保洁人数", "≥62(人)")]),
        ("举办展览15场", [("春节期间举办展览场次", "=3(场)")]),
        ("参与群众300人次", [("服务群众人次", "≥500(人次)")]),
        ("培训骨干教师100人", [("教师培训人数", "=300(人)")]),
        ("实现师生比1:20，培训50人", [("师生人数", "=300(人)")]),
        ("开展业务培训2期、参训120人", [("业务培训期数", "=2(期)"), ("干部参训人数", "=120(人)")]),
        ("开展骨干教师培训100人", [("教师培训人数", "=300(人)")]),
        (
            "维修通村农村公路20公里，新建旅游农村公路15公里",
            [("农村公路里程", "=15(公里)")],
        ),
    ],
)
def test_no_contradiction(goal: str, rows: list[tuple[str, str]]) -> None:
    assert [code for code, _ in found(goal, *rows) if code == "PM503"] == []


def test_things_listed_share_their_verb() -> None:
    rows = [("生猪强制免疫数量", "≥32(万头)"), ("家禽强制免疫数量", "≥180(万羽)")]
    assert found("全年免疫生猪32万头、家禽108万羽", *rows) == [("PM503", "108万羽")]
    assert found("全年免疫生猪32万头、家禽180万羽", *rows) == []
    assert found("全年免疫生猪32万头，家禽108万羽", *rows) == []


def test_what_the_project_is_called_by_narrows_nothing() -> None:
    goal, row = "发放公租房租赁补贴858户", ("发放租赁补贴户数", "≥780(户)")
    assert found(goal, row, 项目名称="公租房租赁补贴") == [("PM503", "858户")]
    assert found(goal, row, 项目名称="住房保障") == []


@pytest.mark.parametrize(
    ("goal", "texts"),
    [
        ("举办健康讲座40场，新建工作室14个", ["14个"]),
        ("举办健康讲座40场，受益人口3.6万人，新建工作室14个", ["14个"]),
        ("举办健康讲座40场，编制应急预案36份", ["36份"]),
        ("举办健康讲座40场，安装消防设施18套，制作宣传短视频18部", ["18部"]),
        ("举办健康讲座40场，检修涵闸36个", []),
        ("举办健康讲座40场，公共体育场馆免费开放303天", []),
    ],
)
def test_a_number_of_other_things_measures_no_promise(goal: str, texts: list[str]) -> None:
    rows = [
        ("健康讲座场次", "=40(场)"),
        ("桥梁定期检查座数", "=36(座)"),
        ("安装消防设施套数", "=18(套)"),
    ]
    assert [text for code, text in found(goal, *rows) if code == "PM504"] == texts


@pytest.mark.parametrize(
    ("goal", "years"),
    [
        ("2023年举办健康讲座40场", ["2023年"]),
        ("到2023年底前举办健康讲座40场", ["2023年底"]),
        ("自2021年起每年举办，2024年举办健康讲座40场", []),
        ("招收2025级学员，做好2023年度决算", []),
        ("到2025年覆盖全区", []),
        ("实施“2023年行动”（2023年印发）", []),
        ("2023年修缮区级以上文物保护单位4处", ["2023年"]),
        ("2023年印刷公开出版物40册", ["2023年"]),
        ("更新2020年第3版教材，服务2023年第12届博览会", []),
        ("2023年采购的设备支付尾款，2023年度决算审计5家", []),
        ("支付尾款，2023年采购设备5台已到货", []),
    ],
)
def test_years(goal: str, years: list[str]) -> None:
    assert [text for code, text in found(goal) if code == "PM505"] == years


@pytest.mark.parametrize(
    ("goal", "severities"),
    [
        ("2023年完成政府投资审计项目38个，聘请中介机构6家", ["info"]),
        ("2025年采购正版办公软件1500套", ["info"]),
        ("2023年补贴公交线路45条", ["info"]),
        ("2023年完成招标的项目38个支付尾款", []),
        ("2023年采购设备5台，2024年支付尾款", []),
        ("2023年完成招标采购，支付尾款", []),
    ],
)
def test_a_count_that_opens_the_goal_is_the_tasks_of_its_year(
    goal: str, severities: list[str]
) -> None:
    form = build({"年度总目标": goal}).files[0]
    assert [d.severity for d in run(RULES, GOALS, *form).diagnostics if d.code == "PM505"] == (
        severities
    )


@given(st.text(alphabet="0123456789年月人次场%第级（）(〔〕“”《》，。、约培训教师 ", max_size=40))
def test_any_goal_is_read(goal: str) -> None:
    for promise in NARRATIVE.promises(goal):
        start, end = promise.span
        assert goal[start:end] == promise.text
    if goal.strip():
        found(goal, ("教师培训人数", "≥100(人)"))
