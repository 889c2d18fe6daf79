"""The planters: one or more for each rule of the catalogue."""

# ruff: noqa: ARG001 - every planter takes (form, rng)

from __future__ import annotations

import copy
import random
import re
from functools import lru_cache

from accuracy.forms import BENEFIT, HERE, OUTPUT, Made, Row, render, split
from accuracy.planting import (
    Planted,
    as_text,
    defect,
    insert,
    is_count,
    is_rate,
    is_satisfaction,
    number_in,
    once,
    parts,
    pick,
    swapped,
)

# --- reading -------------------------------------------------------------------------------------


@defect("PM001")
def damaged(form: Made, rng: random.Random) -> Planted | None:
    """A workbook cut off, an encrypted one, noise."""
    name, data = render(form)
    kind = rng.choice(("cut", "noise", "old"))
    if kind == "cut":
        if not name.endswith("xlsx"):
            return None
        return Planted(file=(name, data[: rng.randrange(200, len(data) * 3 // 4)]))
    if kind == "noise":
        return Planted(file=("form.xlsx", rng.randbytes(rng.randrange(500, 5000))))
    return Planted(file=("form.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + rng.randbytes(600)))


@defect("PM002")
def no_form(form: Made, rng: random.Random) -> Planted | None:
    """A letter, a list, an empty page."""
    texts = (
        f"关于做好{form.project}工作的通知\n\n各单位：\n{form.overall}\n{form.annual}\n特此通知。\n",
        "序号,姓名,电话\n1,张三,123\n2,李四,456\n",
        f"# {form.project}\n\n{form.overall}\n",
    )
    return Planted(file=("notice.txt", rng.choice(texts).encode()))


@defect("PM003", "PM203")
def label_misread(form: Made, rng: random.Random) -> Planted | None:
    """A level's name as a recogniser misreads it."""
    if form.layout.format != "text":
        return None
    wrong = {"质量指标": "贡量指标", "社会效益指标": "社会双益指标", "时效指标": "吋效指标"}
    level2 = rng.choice(list(wrong))
    rows = form.of(level2)
    if not rows:
        return None
    for row in rows:
        row.level2 = wrong[level2]
    return Planted()


@defect("PM004", "PM006", "PM307", "PM308", "PM503", "PM601")
def sign_read_as_digit(form: Made, rng: random.Random) -> Planted | None:
    """``292%`` for ≥92%, ``=40人1场`` for 40人/场."""
    if form.layout.split:
        return None
    if rng.random() < 0.5:
        got = pick(form, rng, lambda r: is_rate(r) and re.match("≥[5-9]", r.target))
        if got is None:
            return None
        got[1].target = "2" + got[1].target[1:]
        return Planted(got[0])
    got = pick(form, rng, lambda r: is_count(r) and r.target.endswith(("人", "(人)")))
    if got is None:
        return None
    got[1].target = f"={rng.randrange(20, 90)}人1场"
    return Planted(got[0])


@defect("PM005")
def markup(form: Made, rng: random.Random) -> Planted | None:
    """Tags, entities and formula marks left in the text."""
    got = pick(form, rng, lambda r: r.target.startswith("≥") and "%" in r.target)
    if got is None or form.layout.format in ("html", "markdown") or form.layout.split:
        return None
    i, row = got
    number = re.sub(r"[^\d.]", "", row.target)
    row.target, row.name = rng.choice(
        (
            (rf"$\geq {number}\%$", row.name),
            (rf"$>={number}\%$", row.name),
            (f"<b>{row.target}</b>", row.name),
            (row.target, f"<p>{row.name}</p>"),
            (row.target, f"{row.name}<br/>"),
            (row.target, f"{row.name}&nbsp;"),
        )
    )
    return Planted(i)


@defect("PM006", "PM306")
def unreadable_value(form: Made, rng: random.Random) -> Planted | None:
    """Values with digits that are no number, date or comparison."""
    got = pick(form, rng, lambda r: is_rate(r) or is_count(r))
    if got is None or form.layout.split:
        return None
    i, row = got
    sign, number, left, unit, right = parts(row) or ("≥", "95", "", "%", "")
    row.target = rng.choice(
        (
            f"{sign}{number}..5{left}{unit}{right}",
            f"{sign}{number}.{left}{unit}{right}.5",
            f"{sign}{sign}{number}{left}{unit}{right}",
            f"{sign}{left}{unit}{right}{number}/",
        )
    )
    return Planted(i)


# --- funding -------------------------------------------------------------------------------------


def _money(amount: float) -> str:
    return f"{amount:,.2f}"


def _value(text: str) -> float:
    return float(text.replace(",", ""))


@defect("PM101", "PM103")
def total_digits(form: Made, rng: random.Random) -> Planted | None:
    """Transposed digits in the project's total or its fiscal part."""
    if not form.funds.get("项目资金总额"):
        return None
    key = rng.choice(("项目资金总额", "其中：财政资金"))
    amount = swapped(form.funds[key].partition(".")[0].replace(",", ""), rng)
    if amount is None or amount.startswith("0"):
        return None
    form.funds[key] = _money(int(amount))
    return Planted()


@defect("PM102", "PM101", "PM103", "PM106")
def annual_digits(form: Made, rng: random.Random) -> Planted | None:
    """Transposed digits in the year's total or its fiscal part."""
    shanghai = form.layout.shanghai
    names = (
        ("年度资金申请总额", "其中：当年财政拨款")
        if shanghai
        else ("年度资金总额", "其中：财政拨款")
    )
    key = rng.choice(names)
    whole, _, cents = form.funds[key].partition(".")
    amount = swapped(whole.replace(",", ""), rng)
    if amount is None or amount.startswith("0"):
        return None
    form.funds[key] = f"{int(amount):,}.{cents}" if shanghai else f"{amount}.{cents}"
    return Planted()


@defect("PM103", "PM106")
def annual_above_total(form: Made, rng: random.Random) -> Planted | None:
    """The year asks for more than the project has; both add up."""
    if not form.funds.get("项目资金总额"):
        return None
    less = _value(form.funds["项目资金总额"]) * rng.choice((0.5, 0.8, 0.9))
    form.funds["项目资金总额"] = form.funds["其中：财政资金"] = _money(less)
    return Planted()


@defect("PM104")
def no_amounts(form: Made, rng: random.Random) -> Planted | None:
    """All amounts blank."""
    form.funds = dict.fromkeys(form.funds, "")
    return Planted()


@defect("PM105")
def amount_format(form: Made, rng: random.Random) -> Planted | None:
    """Amounts that no one can add up, or with separators that contradict each other."""
    key = rng.choice([k for k, v in form.funds.items() if v and _value(v) >= 1000] or [""])
    if not key:
        return None
    text = form.funds[key].replace(",", "")
    form.funds[key] = rng.choice(
        (
            text[:-4] + "," + text[-4:],  # 1234,5.00
            text.replace(".", "．") + "元元",
            "壹佰万元整",
            "见附件",
            text[:3] + "，" + text[3:],
        )
    )
    return Planted()


@defect("PM106")
def cost_above_funds(form: Made, rng: random.Random) -> Planted | None:
    """The whole project's cost above its funds."""
    rows = form.of("成本指标") or form.of("经济成本指标")
    if not rows:
        return None
    key = "年度资金申请总额" if form.layout.shanghai else "年度资金总额"
    funds = _value(form.funds[key]) * (1 if form.layout.shanghai else 10000)
    if form.funds.get("项目资金总额"):
        funds = max(funds, _value(form.funds["项目资金总额"]))
    more = funds * rng.choice((1.1, 1.5, 2))
    row = rng.choice(rows)
    row.name = rng.choice(("项目总成本", "项目成本控制数", "总成本", "项目总投资", "项目经费总额"))
    row.target = rng.choice((f"≤{more / 10000:.2f}万元", f"≤{more:.0f}元"))
    return Planted(form.rows.index(row))


# --- structure -----------------------------------------------------------------------------------


@defect("PM201", "PM202", "PM209")
def no_benefit(form: Made, rng: random.Random) -> Planted | None:
    """The group of benefits (or outputs) left out."""
    benefit = [r.level1 for r in form.rows if "效益" in r.level1]
    output = [r.level1 for r in form.rows if r.level1 in (OUTPUT, "项目完成指标")]
    gone = rng.choice((benefit, benefit, output))[0]
    form.rows = [r for r in form.rows if r.level1 != gone]
    return Planted()


@defect("PM202", "PM209")
def no_quantity(form: Made, rng: random.Random) -> Planted | None:
    """No 数量指标."""
    form.rows = [r for r in form.rows if r.level2 != "数量指标"]
    return Planted()


@defect("PM203", "PM202", "PM003")
def unknown_level(form: Made, rng: random.Random) -> Planted | None:
    """A 二级指标 that does not exist."""
    level2 = rng.choice(sorted({r.level2 for r in form.rows if r.level1 != "满意度指标"}))
    name = rng.choice(("综合指标", "效率指标", "能力指标", "工作指标", "服务指标", "影响力指标"))
    for row in form.of(level2):
        row.level2 = name
    return Planted()


@defect("PM204", "PM201", "PM202", "PM209")
def wrong_level1(form: Made, rng: random.Random) -> Planted | None:
    """A 二级指标 under a 一级指标 that does not own it."""
    if form.layout.format in ("text", "markdown", "tsv", "csv"):
        return None  # there it is the table that slipped, as far as anyone can tell
    level2, level1 = rng.choice(
        (
            ("质量指标", BENEFIT),
            ("社会效益指标", OUTPUT),
            ("时效指标", BENEFIT),
            ("数量指标", BENEFIT),
        )
    )
    rows = form.of(level2)
    rest = [r for r in form.rows if r.level2 != level2]
    same = [i for i, r in enumerate(rest) if r.level1 == level1]
    if not rows or not same:
        return None
    for row in rows:
        row.level1 = level1
    form.rows = [*rest[: same[-1] + 1], *rows, *rest[same[-1] + 1 :]]
    return Planted()


_MISPLACED = (
    (lambda r: is_satisfaction(r), ("质量指标", "社会效益指标", "数量指标", "可持续影响指标")),
    (
        lambda r: r.name.endswith("人数") and r.level2 == "数量指标",
        ("质量指标", "时效指标", "服务对象满意度指标"),
    ),
    (lambda r: r.name.endswith("及时率"), ("数量指标", "社会效益指标", "服务对象满意度指标")),
    (lambda r: "长效" in r.name, ("服务对象满意度指标", "时效指标")),
    (lambda r: r.name.endswith(("场次", "期数")), ("质量指标", "时效指标", "服务对象满意度指标")),
    (lambda r: r.name.endswith(("合格率", "准确率")), ("时效指标", "服务对象满意度指标")),
)


@defect("PM205", "PM202", "PM209", "PM309", "PM401", "PM206")
def misplaced(form: Made, rng: random.Random) -> Planted | None:
    """An indicator moved to a group that it does not belong to."""
    wanted, places = rng.choice(_MISPLACED)
    got = pick(form, rng, wanted)
    level2 = rng.choice([p for p in places if form.of(p)] or [""])
    if got is None or not level2 or got[1].level2 == level2:
        return None
    row = got[1]
    if len(form.of(row.level2)) < 2 or form.layout.format in ("text",):
        return None  # a text table would make it the scanner's
    form.rows.remove(row)
    last = max(i for i, r in enumerate(form.rows) if r.level2 == level2)
    row.level1, row.level2 = form.rows[last].level1, level2
    form.rows.insert(last + 1, row)
    return Planted(last + 1)


@defect("PM206", "PM209")
def duplicate(form: Made, rng: random.Random) -> Planted | None:
    """A row again, with blanks or punctuation in it, the same value or another."""
    got = pick(form, rng, lambda r: len(r.name) > 4)
    if got is None:
        return None
    i, row = got
    at = rng.randrange(2, len(row.name) - 1)
    name = rng.choice(
        (row.name, insert(row.name, at, " "), insert(row.name, at, "、"), row.name + "。")
    )
    target = row.target
    found = parts(row)
    if (
        rng.random() < 0.3
        and found
        and found[1].isdigit()
        and int(found[1]) > 10
        and "%" not in target
    ):
        target = number_in(target, str(int(found[1]) - 1))
    form.rows.insert(i + 1, Row(row.level1, row.level2, name, target, row.weight))
    return Planted()


@defect("PM207", "PM312")
def no_name(form: Made, rng: random.Random) -> Planted | None:
    """A value without a name."""
    got = pick(form, rng, lambda r: re.search(r"\d", r.target) and len(form.of(r.level2)) > 1)
    if got is None or form.layout.format in ("text",):
        return None  # a text file keeps no cell for it
    got[1].name = ""
    return Planted(got[0])


@defect("PM208", "PM401")
def no_target(form: Made, rng: random.Random) -> Planted | None:
    """A name without a value."""
    got = pick(form, rng, lambda r: len(r.name) > 3)
    if got is None or form.layout.format in ("text", "tsv"):
        return None
    got[1].target = rng.choice(("", "/", "—")) if not form.layout.split else ""
    return Planted(got[0])


@defect("PM209")
def weights(form: Made, rng: random.Random) -> Planted | None:
    """A weight too high or too low."""
    got = pick(form, rng, lambda r: r.weight)
    if got is None:
        return None
    weight = int(got[1].weight)
    got[1].weight = str(max(1, weight + rng.choice((-2, -1, 1, 2, 3))))
    return Planted() if got[1].weight != str(weight) else None


@defect("PM210")
def numbering(form: Made, rng: random.Random) -> Planted | None:
    """Numbers before the names that skip or repeat."""
    rows = form.of("数量指标")
    if len(rows) < 3:
        return None
    mark = rng.choice(("指标{}：", "{}.", "{}、", "（{}）"))
    wrong = list(range(1, len(rows) + 1))
    wrong[-1] = rng.choice((wrong[-1] + 1, wrong[-2], wrong[-1] + 2))
    for number, row in zip(wrong, rows, strict=True):
        row.name = mark.format(number) + row.name
    return Planted()


# --- targets -------------------------------------------------------------------------------------


@defect("PM301")
def no_sign(form: Made, rng: random.Random) -> Planted | None:
    """A bound without its sign."""
    got = pick(
        form,
        rng,
        lambda r: (
            parts(r)
            and r.target[0] in "≥≤"
            and (
                is_satisfaction(r)
                or (r.level2 in ("成本指标", "经济成本指标") and "成本" in r.name)
            )
        ),
    )
    if got is None:
        return None
    got[1].target = got[1].target[1:]
    return Planted(got[0])


@defect("PM302")
def broken_sign(form: Made, rng: random.Random) -> Planted | None:
    """Signs that machines do not know."""
    got = pick(form, rng, lambda r: r.target.startswith("≥"))
    if got is None or form.layout.split:
        return None
    got[1].target = rng.choice(("> =", "≧", "＞＝", "> ＝", "=>", "≥ =")) + got[1].target[1:]
    return Planted(got[0])


@defect("PM303")
def satisfaction_without_unit(form: Made, rng: random.Random) -> Planted | None:
    """Satisfaction without %."""
    got = pick(form, rng, is_satisfaction)
    if got is None:
        return None
    got[1].target = re.sub(r"\(?%\)?", "", got[1].target)
    return Planted(got[0])


@defect("PM304")
def satisfaction_direction(form: Made, rng: random.Random) -> Planted | None:
    """Satisfaction bounded from above, or pinned."""
    got = pick(form, rng, is_satisfaction)
    if got is None:
        return None
    got[1].target = rng.choice("≤=<") + got[1].target[1:]
    return Planted(got[0])


@defect("PM305", "PM308")
def satisfaction_level(form: Made, rng: random.Random) -> Planted | None:
    """Satisfaction that nobody reaches, or everybody."""
    got = pick(form, rng, is_satisfaction)
    if got is None:
        return None
    got[1].target = number_in(got[1].target, rng.choice(("100", "60", "50", "70")))
    return Planted(got[0])


@defect("PM306")
def no_unit(form: Made, rng: random.Random) -> Planted | None:
    """A count or a rate without its unit."""
    got = pick(form, rng, lambda r: is_count(r) or is_rate(r))
    if got is None:
        return None
    sign, number, *_ = parts(got[1]) or ("", "")
    if not number:
        return None
    got[1].target = sign + number
    return Planted(got[0])


@defect("PM307", "PM308", "PM205", "PM401", "PM503")
def wrong_unit(form: Made, rng: random.Random) -> Planted | None:
    """A rate in people or events, a count in per cent, a rate valued with a date."""
    if rng.random() < 0.5:
        got = pick(form, rng, lambda r: is_rate(r) and "及时" not in r.name)
        if got is None:
            return None
        new = rng.choice(
            ("≥30(人)", "≥12(场)", "≥200人", "≥5次", "≥3万元", f"{form.year}年11月底前")
        )
    else:
        got = pick(
            form,
            rng,
            lambda r: (
                is_count(r)
                and r.name.endswith(("人数", "场次", "期数", "次数", "户数", "数量", "个数"))
            ),
        )
        if got is None:
            return None
        new = rng.choice(("≥90%", "=100(%)", "100%", "≥95.00(%)"))
    got[1].target = new
    return Planted(got[0])


@defect("PM308", "PM503")
def rate_range(form: Made, rng: random.Random) -> Planted | None:
    """A share above one hundred per cent."""
    got = pick(
        form,
        rng,
        lambda r: (
            is_rate(r)
            and r.name.endswith(
                (
                    "合格率",
                    "完成率",
                    "覆盖率",
                    "准确率",
                    "及时率",
                    "达标率",
                    "建档率",
                    "公开率",
                    "整改率",
                    "通过率",
                    "处置率",
                    "完好率",
                )
            )
        ),
    )
    if got is None:
        return None
    _, _, left, unit, right = parts(got[1]) or ("", "", "", "%", "")
    number, sign = rng.choice(
        (("110", "≥"), ("105", "≥"), ("120", "="), ("950", "≥"), ("100", "≥"))
    )
    got[1].target = f"{sign}{number}{left}{unit}{right}"
    return Planted(got[0])


@defect("PM309")
def words_for_numbers(form: Made, rng: random.Random) -> Planted | None:
    """A quantity or a rate valued in words."""
    got = pick(form, rng, lambda r: (is_count(r) or is_rate(r)) and "及时" not in r.name)
    if got is None:
        return None
    got[1].target = rng.choice(
        ("按计划完成", "全部完成", "完成", "达标", "符合要求", "应做尽做", "合格", "按实际需要")
    )
    return Planted(got[0])


@defect("PM310", "PM309", "PM401", "PM306")
def vague(form: Made, rng: random.Random) -> Planted | None:
    """About so many; rather good."""
    got = pick(
        form,
        rng,
        lambda r: is_count(r) or r.target in ("健全", "有效", "完善", "明显改善", "有效提升"),
    )
    if got is None:
        return None
    found = parts(got[1])
    if found:
        number, unit = found[1], found[3]
        got[1].target = rng.choice(
            (f"约{number}{unit}", f"{number}{unit}左右", f"大约{number}{unit}")
        )
        if form.layout.split:
            return None
    else:
        got[1].target = rng.choice(
            ("较好", "较高", "良好", "好", "效果明显", "有所提升", "比较好", "影响深远")
        )
    return Planted(got[0])


@defect("PM311", "PM314", "PM306", "PM503")
def trivial(form: Made, rng: random.Random) -> Planted | None:
    """Always true, or never wrong."""
    got = pick(
        form,
        rng,
        lambda r: is_rate(r) and r.target[0] in "≥=" and not re.search("故|下降|增长", r.name),
    )
    if got is None:
        return None
    _, _, left, unit, right = parts(got[1]) or ("", "", "", "%", "")
    got[1].target = rng.choice((f"≥0{left}{unit}{right}", f"≤100{left}{unit}{right}"))
    return Planted(got[0])


_VERBS = ("提升", "提高", "增强", "促进", "改善", "保障", "推动", "加强", "优化", "巩固")


@defect("PM312")
def repeats(form: Made, rng: random.Random) -> Planted | None:
    """提升… → 提升, twice; …健全性 → 健全性."""
    rows = [r for r in form.rows if r.level2 in ("社会效益指标", "可持续影响指标")]
    if len(rows) < 2:
        return None
    if rng.random() < 0.6:
        things = ["公共服务水平", "群众获得感", "区域发展", "服务对象生活质量", "社会影响力"]
        for row, thing in zip(rng.sample(rows, 2), rng.sample(things, 2), strict=True):
            row.target = rng.choice(_VERBS)
            row.name = row.target + thing
    else:
        row = rng.choice(rows)
        row.target = rng.choice(("健全性", "有效性", "稳定性", "完整性"))
        row.name = rng.choice(("管理制度", "工作机制", "保障体系")) + row.target
    return Planted()


@defect("PM313", "PM601")
def other_verb(form: Made, rng: random.Random) -> Planted | None:
    """The value takes up a look-alike of the name's verb."""
    rows = form.of("社会效益指标")
    if not rows:
        return None
    row = rng.choice(rows)
    pairs = (
        "提升 提示 提升 题升 深化 优化 推动 调动 激发 发扬 促进 促近 健全 建全 改善 改扇 提高 提搞"
    )
    words = pairs.split()
    verb, said = rng.choice(list(zip(words[::2], words[1::2], strict=True)))
    row.name = verb + rng.choice(
        ("基层服务能力", "群众文化生活", "行业管理水平", "区域营商环境", "服务保障能力")
    )
    row.target = said
    return Planted(form.rows.index(row))


@defect("PM314", "PM503")
def wrong_direction(form: Made, rng: random.Random) -> Planted | None:
    """A harm bounded from below; a cost too."""
    got = pick(
        form,
        rng,
        lambda r: (
            re.search("事故|故障率|差错率|漏损率|误差率|死亡率|上访|污染事件", r.name)
            or ("成本" in r.name and r.target[0] == "≤")
        ),
    )
    if (
        got is None
        or "下降" in got[1].name
        or "应急" in got[1].name
        or "整改" in got[1].name
        or "节约" in got[1].name
    ):
        return None
    i, row = got
    found = parts(row)
    if found is None:
        return None
    number = found[1] if found[1] not in ("0",) else str(rng.randrange(1, 6))
    row.target = f"≥{number}{found[2]}{found[3]}{found[4]}"
    return Planted(i)


@defect("PM315")
def notation(form: Made, rng: random.Random) -> Planted | None:
    """95% here, 95(%) or 95.00% there."""
    rows = [r for r in form.rows if "%" in r.target and parts(r)]
    if len(rows) < 4 or form.layout.split:
        return None
    way = rng.choice(("brackets", "decimals", "blanks"))
    for row in rng.sample(rows, 2):
        sign, number, left, *_ = parts(row) or ("", "", "")
        if way == "decimals" and "." in number:
            return None
        unit = ("%" if left else "(%)") if way == "brackets" else f"{left}%{')' if left else ''}"
        number += {"decimals": ".00", "blanks": " "}.get(way, "")
        row.target = f"{sign}{number}{unit}"
    return Planted()


@defect("PM316", "PM503")
def fraction(form: Made, rng: random.Random) -> Planted | None:
    """Half a person."""
    got = pick(form, rng, is_count)
    if got is None:
        return None
    number = parts(got[1])[1]  # type: ignore[index]
    got[1].target = number_in(got[1].target, f"{number}.{rng.randrange(1, 10)}")
    return Planted(got[0])


@defect("PM317", "PM209")
def inputs(form: Made, rng: random.Random) -> Planted | None:
    """Spending as an output."""
    rows = form.of(rng.choice(("数量指标", "质量指标", "社会效益指标")))
    if not rows:
        return None
    row = rng.choice(rows)
    row.name, row.target = rng.choice(
        (
            ("预算执行率", "=100%"), ("资金支出率", "≥95%"), ("项目经费支出", "=120万元"),
            ("预算资金执行率", "≥98%"), ("经费投入", "≥50万元"), ("资金使用率", "=100%"),
        )
    )  # fmt: skip
    return Planted(form.rows.index(row))


# --- schedule ------------------------------------------------------------------------------------


@defect("PM401")
def in_time(form: Made, rng: random.Random) -> Planted | None:
    """及时 and nothing else."""
    rows = form.of("时效指标")
    if not rows:
        return None
    row = rng.choice(rows)
    row.name = rng.choice(
        ("项目完成及时性", "工作任务完成情况", "资金拨付及时性", "工作开展及时性")
    )
    row.target = rng.choice(("及时", "按时完成", "按期完成", "及时完成", "按计划完成", "及时拨付"))
    return Planted(form.rows.index(row))


@defect("PM402")
def late(form: Made, rng: random.Random) -> Planted | None:
    """A deadline after the project's end."""
    if not form.layout.shanghai and rng.random() < 0.5:
        return None
    got = pick(form, rng, lambda r: str(form.year) in r.target)
    if got is None:
        return None
    year = form.year + 1
    got[1].target = rng.choice(
        (
            f"{year}年1月底前",
            f"{year}年6月底前",
            f"{year}年12月31日前",
            f"{year}年3月",
            f"{form.year - 1}年12月底前",
        )
    )
    return Planted(got[0])


@defect("PM403", "PM602", "PM402")
def no_such_date(form: Made, rng: random.Random) -> Planted | None:
    """Dates that no calendar has."""
    got = pick(form, rng, lambda r: str(form.year) in r.target)
    if got is None:
        return None
    y = form.year
    got[1].target = rng.choice(
        (
            f"{y}年13月底前",
            f"{y}年2月30日前",
            f"{y}年11月31日前",
            f"{y}年6月31日前",
            f"{y}年第5季度前",
            f"{y}年12月月底前",
            f"{y}年年底前",
        )
    )
    if got[1].target.endswith("年年底前"):
        got[1].target = f"{y}年10月月底前"
    return Planted(got[0])


@defect("PM404", "PM402", "PM505", "PM703")
def project_dates(form: Made, rng: random.Random) -> Planted | None:
    """The end before the start, or another year than the title's."""
    if not form.layout.shanghai:
        return None
    y = form.year
    start, end = rng.choice(
        (
            (f"{y}-12-31", f"{y}-01-01"),
            (f"{y}-07-01", f"{y}-06-30"),
            (f"{y - 1}-01-01", f"{y - 1}-12-31"),
            (f"{y + 1}-01-01", f"{y + 1}-12-31"),
        )
    )
    form.header["计划开始日期"], form.header["计划完成日期"] = start, end
    return Planted()


@defect("PM405")
def frequency(form: Made, rng: random.Random) -> Planted | None:
    """Every month, but not twelve times."""
    what = rng.choice(("补助资金发放", "工资发放", "服务补贴发放", "护理补贴发放", "生活补助发放"))
    times = rng.choice(("=10(次)", "=6次", "=4次", "=11次"))
    quantity, time = form.of("数量指标"), form.of("时效指标")
    if not quantity or not time or form.layout.split:
        return None
    quantity[0].name, quantity[0].target = f"{what}次数", times
    time[0].name, time[0].target = f"{what}时间", rng.choice(("按月发放", "每月发放", "每月15日前"))
    return Planted()


# --- goals ---------------------------------------------------------------------------------------


@defect("PM501", "PM502")
def no_goals(form: Made, rng: random.Random) -> Planted | None:
    """Both goals blank."""
    form.overall = form.annual = ""
    return Planted()


@defect("PM502")
def same_goals(form: Made, rng: random.Random) -> Planted | None:
    """The two goals word for word the same."""
    form.overall = form.annual
    return Planted()


@defect("PM503")
def goal_number(form: Made, rng: random.Random) -> Planted | None:
    """The goals promise another number than the indicator."""
    numbers = {m[1] for r in form.rows if (m := re.match(r"[≥=](\d+)\(?[^%\d]", r.target))}
    found = [
        m
        for m in re.finditer(r"(?<![\d.:])\d+(?=[^\d%.年月:])", form.annual)
        if m[0] in numbers and int(m[0]) > 3
    ]
    if not found:
        return None
    m = rng.choice(found)
    number = int(m[0])
    new = swapped(m[0], rng) if rng.random() < 0.4 else None
    new = new or str(number + max(1, number // rng.choice((4, 5, 10))))
    if int(new) < number // 4:
        return None
    form.annual = form.annual[: m.start()] + new + form.annual[m.end() :]
    return Planted()


@defect("PM504")
def uncovered(form: Made, rng: random.Random) -> Planted | None:
    """A promise that no indicator measures."""
    promise = rng.choice(
        (
            "编制应急预案36份",
            "组织外出考察7次",
            "制作宣传短视频18部",
            "建立专家库210人",
            "印发宣传折页9500份",
            "新建工作室14个",
        )
    )
    form.annual = form.annual.rstrip("。") + "，" + promise + "。"
    return Planted()


@defect("PM505")
def goal_year(form: Made, rng: random.Random) -> Planted | None:
    """A goal of another year."""
    year = form.year + rng.choice((-2, -1, 1))
    text = form.annual.replace(f"{form.year}年", "")
    form.annual = rng.choice((f"{year}年{text}", f"{year}年度，{text}", f"确保{year}年底前{text}"))
    return Planted()


@defect("PM506", "PM505")
def unquantified(form: Made, rng: random.Random) -> Planted | None:
    """Goals without any number."""
    form.overall = rng.choice(("", f"做好{form.project}工作。"))
    form.annual = rng.choice(
        (
            f"做好{form.project}工作。",
            "完成全年工作任务。",
            "保障项目正常开展。",
            f"按照上级要求推进{form.project}，取得良好效果。",
        )
    )
    return Planted()


# --- wording -------------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def _slips() -> list[tuple[str, str]]:
    words = once((HERE / "slips.txt").read_text("utf-8").splitlines())
    pairs = list(zip(words[::2], words[1::2], strict=True))
    return [(a, b) for a, b in pairs if a != b and len(a) == len(b)]


@defect("PM601", "PM313", "PM602", "PM205", "PM307", "PM202", "PM303", "PM304")
def misspelt(form: Made, rng: random.Random) -> Planted | None:
    """A word of the field with a character of like sound or shape."""
    right, wrong = rng.choice(_slips())
    rows = [i for i, r in enumerate(form.rows) if right in r.name]
    if rows:
        i = rng.choice(rows)
        form.rows[i].name = form.rows[i].name.replace(right, wrong, 1)
        return Planted(i)
    if right in form.annual:
        form.annual = form.annual.replace(right, wrong, 1)
        return Planted()
    return None


@defect("PM602", "PM601")
def doubled(form: Made, rng: random.Random) -> Planted | None:
    """A character typed twice."""
    got = pick(form, rng, lambda r: len(r.name) > 5 and "“" not in r.name)
    if got is None:
        return None
    i, row = got
    at = rng.randrange(1, len(row.name) - 1)
    if not "\u4e00" <= row.name[at] <= "\u9fff" or row.name[at] in "年月日人家户天":
        return None
    row.name = insert(row.name, at, row.name[at])
    return Planted(i)


@defect("PM603", "PM703", "PM207", "PM208", "PM006", "PM202")
def template(form: Made, rng: random.Random) -> Planted | None:
    """What the template says where something should have been filled in."""
    kind = rng.choice(("goal", "name", "value", "hint"))
    if kind == "goal":
        form.overall = (
            rng.choice(("（年 - 年）", "(    年-    年)", "（20××年-20××年）")) + form.overall
        )
        return Planted()
    if kind == "name":
        got = pick(form, rng, lambda r: len(form.of(r.level2)) > 1)
        if got is None:
            return None
        got[1].name = "XX" + rng.choice(("项目", "单位", "街道")) + got[1].name
        return Planted(got[0])
    if kind == "hint":
        form.annual += rng.choice(
            ("（请填写年度总体目标）", "（填写说明：不超过500字）", "完成XX项目。", "惠及XX人。")
        )
        return Planted()
    form.annual = form.annual.rstrip("。") + rng.choice(
        ("，完成***项。", "，培训XX人次。", "，涉及____个。")
    )
    return Planted()


@defect("PM604")
def punctuation(form: Made, rng: random.Random) -> Planted | None:
    """Half-width commas, a bracket or quotation mark without its other half."""
    text = form.annual
    new = rng.choice(
        (
            text.replace("，", ",", 1),
            text.rstrip("。") + "（含区级部分。",
            "“" + text if "“" not in text else text,
            text.replace("，", ",") if "，" in text else text,
            text.rstrip("。") + ";并做好总结。",
            text.replace("，", "，，", 1),
        )
    )
    form.annual = new
    return Planted() if new != text else None


# --- header, corpus ------------------------------------------------------------------------------


@defect("PM701", "PM404", "PM402", "PM703")
def header_blank(form: Made, rng: random.Random) -> Planted | None:
    """A field of the head left blank."""
    keys = (
        ("项目名称", "主管部门", "实施单位") if not form.layout.shanghai else tuple(form.header)[3:]
    )
    key = rng.choice(("项目名称", *keys))
    form.header[key] = ""
    return Planted()


@defect("PM702", "PM602")
def header_odd(form: Made, rng: random.Random) -> Planted | None:
    """A value that is in no list; a unit under another name in the second form."""
    if form.layout.shanghai and rng.random() < 0.5:
        key, value = rng.choice(
            (
                ("项目性质", "经营性项目"),
                ("项目性质", "特定目标类"),
                ("项目类别", "特殊目标类"),
                ("项目类别", "经常项目类"),
            )
        )
        form.header[key] = value
        return Planted()
    others = []
    for phase in ("二期", "三期"):
        other = copy.deepcopy(form)
        other.project = other.header["项目名称"] = f"{form.project}（{phase}）"
        for row in other.rows:
            row.name = f"{phase}{row.name}"
        others.append(other)
    unit = form.header["实施单位"]
    at = rng.randrange(2, len(unit) - 1)
    wrong = rng.choice(
        (unit[:at] + unit[at + 1 :], insert(unit, at, " "), insert(unit, at, unit[at]))
    )
    others[1].header["实施单位"] = wrong
    return Planted(forms=(form, *others))


@defect("PM703", "PM603", "PM404", "PM701")
def no_year(form: Made, rng: random.Random) -> Planted | None:
    """Neither title nor dates tell the year."""
    if form.layout.format == "xlsx":
        return None
    text = as_text(form)
    text = text.replace(f"（{form.year}年度）", rng.choice(("（    年度）", "（年度）", "")))
    text = (
        re.sub(rf"{form.year}(-\d\d-\d\d)", "", text)
        .replace(f"{form.year}年", "")
        .replace(f"{form.year}", "")
    )
    return Planted(file=(render(form)[0], text.encode()))


@defect("PM801", "PM702")
def filed_twice(form: Made, rng: random.Random) -> Planted | None:
    """The same project again, somewhat changed."""
    other = copy.deepcopy(form)
    if rng.random() < 0.5:
        other.rows = other.rows[:-1] if len(other.rows) > 8 else other.rows
        if form.layout.weights:
            return None
    return Planted(forms=(form, other))


__all__ = ["split"]
