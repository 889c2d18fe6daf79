"""What a number shows through its format. Expected texts are Excel's with Chinese settings, set
by hand from its documentation and from what it is known to print."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmlint.read.numbuiltin import BUILTIN
from pmlint.read.numdigits import general
from pmlint.read.numfmt import compile_format, decimal_of, show_number, show_text

SHOWN = [
    (-12, "[DBNum1]0", "-一二"),
    (-5, '[>=100]0"次以上";0"次"', "5次"),
    (0.9, "0%", "90%"),
    (0.125, "0%", "13%"),
    (0.955, "0.00%", "95.50%"),
    (24300, "#,##0.00", "24,300.00"),
    (4, '0"批次"', "4批次"),
    (100, '0"%"', "100%"),
    (150, '[>=100]0"次以上";0"次"', "150次以上"),
    (50, '[>=100]0"次以上";0"次"', "50次"),
    (45291, BUILTIN[31], "2023年12月31日"),
    (45291, BUILTIN[14], "2023/12/31"),
    (45291, BUILTIN[27], "2023年12月"),
    (45291, BUILTIN[58], "12月31日"),
    (0, ";;;", ""),
    (5, ";;;", ""),
    (-5, BUILTIN[40], "-5.00"),
    (-5, BUILTIN[43], "-5.00"),
    (0, BUILTIN[43], "-"),
    (1234567, '0.00,"千"', "1234.57千"),
    (12345678, '0!.0,"万"', "1234.6万"),
    (1234567, "#,##0,", "1,235"),
    (0.30000000000000004, "General", "0.3"),
    (1.005, "0.00", "1.01"),
    (2.675, "0.00", "2.68"),
    (123456789012, "General", "1.23457E+11"),
    (12345678901, "General", "12345678901"),
    (1.234e-05, "General", "1.234E-05"),
    (0.0001234, "General", "0.0001234"),
    (0.3333333333333333, "General", "0.333333333"),
    (33.333333333333336, "General", "33.33333333"),
    (1234567.891, "General", "1234567.891"),
    (-0.5, "General", "-0.5"),
    (123, "[DBNum1]General", "一百二十三"),
    (1203, "[DBNum2]General", "壹仟贰佰零叁"),
    (10203, "[DBNum1]", "一万〇二百〇三"),
    (45291, '[DBNum1][$-804]yyyy"年"m"月"d"日"', "二〇二三年十二月三十一日"),
    (2023, "[DBNum1]0", "二〇二三"),
    (123, "[DBNum3]General", "１百２十３"),
    (0.5, "h:mm", "12:00"),
    (45291.75, "yyyy-mm-dd hh:mm", "2023-12-31 18:00"),
    (1.5, "[h]:mm", "36:00"),
    (0.75, BUILTIN[34], "下午6时00分"),
    (45291, "[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", "2023年12月31日"),
    (45291, "aaaa", "星期日"),
    (45291, "[$-804]dddd", "星期日"),
    (45291, 'e"年"m"月"', "2023年12月"),
    (45291, BUILTIN[17], "Dec-23"),
    (60, "yyyy/m/d", "1900/2/29"),
    (59, "yyyy/m/d", "1900/2/28"),
    (61, "yyyy/m/d", "1900/3/1"),
    (1, "yyyy/m/d", "1900/1/1"),
    (-1, "yyyy/m/d", "########"),
    (12345.678, "0.00E+00", "1.23E+04"),
    (12345, "##0.0E+0", "12.3E+3"),
    (0.5, "# ?/?", "1/2"),
    (1.25, "# ??/??", "1 1/4"),
    (1.5, "# ?/8", "1 4/8"),
    (0, "#", ""),
    (0, "#,##0.00;;", ""),
    (5, "000", "005"),
    (13812345678, "000-0000-0000", "138-1234-5678"),
    (1234.5, '"¥"#,##0.00', "¥1,234.50"),
    (1234.5, "[$¥-804]#,##0.00", "¥1,234.50"),
    (1234.5, "[$￥-804]#,##0.00;[Red][$￥-804]-#,##0.00", "￥1,234.50"),
    (0.5, "#.##", ".5"),
    (1, "0.##", "1."),
    (95, 'General"%"', "95%"),
    (95, '≥0"%"', "≥95%"),
    (0.95, "≥0%", "≥95%"),
    (0.95, '">="0.00%', ">=95.00%"),
    (-0.001, "0.00", "0.00"),
    (-5, "0", "-5"),
    (-5, "0;(0)", "(5)"),
    (10, "[DBNum1]General", "一十"),
    (5, "@", "5"),
    (5, "0;0;0;@", "5"),
    (1000000000000000.0, "0", "1000000000000000"),
    (123456789012345678, "0", "123456789012346000"),
    (45291.999999, "yyyy-m-d h:mm:ss", "2024-1-1 0:00:00"),
    (1.1574e-05, "ss.00", "01.00"),
    (3, '"第"0"批"', "第3批"),
    (3.0, '0"场"/"年"', "3场/年"),
    (3, "0次/年", "3次/年"),
    (10000, "0.0,万", "10.0万"),
    (123456, "0.00,,", "0.12"),
    (5, "[红色]0", "5"),
    (5, "[Color 10]0", "5"),
    (5, '0\\ "人"', "5 人"),
    (5, '_(* #,##0_);_(* (#,##0);_(* "-"_);_(@_)', "5"),
    (-5, '_(* #,##0_);_(* (#,##0);_(* "-"_);_(@_)', "(5)"),
    (1000000, "#,##0.00_ ;[Red]\\-#,##0.00\\ ", "1,000,000.00"),
    (-5, "[<100]0;0", "-5"),
    (1234.5, '#,##0.00"元"', "1,234.50元"),
    (0.05, "0.0#%", "5.0%"),
    (12, '00":"00', "00:12"),
    (0.5, '上午/下午h"时"', "下午12时"),
    (2.5, "General", "2.5"),
    (1e-10, "General", "1E-10"),
    (99999999999.9, "General", "1E+11"),
    (0.99999999999, "General", "1"),
]


@pytest.mark.parametrize(("number", "code", "shown"), SHOWN)
def test_a_number_is_shown_as_excel_shows_it(number: float, code: str, shown: str) -> None:
    assert show_number(decimal_of(number), code) == shown


@pytest.mark.parametrize(
    ("text", "code", "shown"),
    [
        ("≥90%", "General", "≥90%"),
        ("≥90%", "@", "≥90%"),
        ("≥90%", "0.00%", "≥90%"),
        ("六", '@"次"', "六次"),
        ("六", '0;-0;0;"第"@', "第六"),
        ("六", ";;;", ""),
        ("六", BUILTIN[43], "六"),
        (" 六 ", "General", " 六 "),
    ],
)
def test_a_text_is_altered_by_a_text_section_only(text: str, code: str, shown: str) -> None:
    assert show_text(text, code) == shown


def test_the_1904_system_counts_from_another_day() -> None:
    assert show_number(Decimal(43829), "yyyy-mm-dd", date1904=True) == "2023-12-31"


def test_every_built_in_format_compiles_and_shows_something() -> None:
    for number, code in BUILTIN.items():
        assert show_number(Decimal("45291.75"), code), number


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_general_reads_back_as_nearly_the_same_number(number: float) -> None:
    value = decimal_of(number)
    back = Decimal(general(value))
    assert abs(back - value) <= abs(value) * Decimal("1e-5")


@given(st.decimals(-(10**10), 10**10, places=4), st.integers(0, 4))
def test_fixed_decimals_round_half_up(value: Decimal, places: int) -> None:
    shown = show_number(value, "0." + "0" * places if places else "0")
    assert abs(Decimal(shown) - value) * 2 <= Decimal(1).scaleb(-places)


@given(st.decimals(-(10**12), 10**12, places=2))
def test_thousands_are_grouped_by_three(value: Decimal) -> None:
    shown = show_number(value, "#,##0.00")
    whole = shown.lstrip("-").split(".")[0].split(",")
    assert all(len(group) == 3 for group in whole[1:])
    assert 1 <= len(whole[0]) <= 3
    assert Decimal(shown.replace(",", "")) == value.quantize(Decimal("0.01"))


@given(st.text(max_size=40), st.floats(allow_nan=False, allow_infinity=False))
def test_no_format_code_raises(code: str, number: float) -> None:
    assert isinstance(show_number(decimal_of(number), code), str)
    assert isinstance(show_text("文字", code), str)
    assert compile_format(code)


@given(st.text(alphabet='0#?.,%;[]<>=Eymdhs"\\_*@/年月日DBNum1-+$ ', max_size=30))
def test_no_scrambled_format_code_raises(code: str) -> None:
    for number in (0, -1, 0.125, 45291.5, -1e20, 1e300):
        assert isinstance(show_number(decimal_of(number), code), str)
