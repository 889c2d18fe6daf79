"""Number formats that workbooks name by id only, as Excel with Chinese (PRC) settings has them.

ECMA-376 part 1, 18.8.30. Ids 14, 22 and 37 to 44 depend on the system's settings; 27 to 36 and 50
to 58 are defined for Chinese only and no file ever spells them out.
"""

from __future__ import annotations

_ACCOUNT = '_ * #,##0{d}_ ;_ * -#,##0{d}_ ;_ * "-"{q}_ ;_ @_ '
_MONEY_ACCOUNT = '_ "¥"* #,##0{d}_ ;_ "¥"* -#,##0{d}_ ;_ "¥"* "-"{q}_ ;_ @_ '
_YEAR_MONTH, _MONTH_DAY = 'yyyy"年"m"月"', 'm"月"d"日"'
_HOUR_MINUTE, _TO_SECOND = 'h"时"mm"分"', 'h"时"mm"分"ss"秒"'

BUILTIN: dict[int, str] = {
    0: "General",
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    5: '"¥"#,##0;"¥"-#,##0',
    6: '"¥"#,##0;"¥"-#,##0',
    7: '"¥"#,##0.00;"¥"-#,##0.00',
    8: '"¥"#,##0.00;"¥"-#,##0.00',
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    12: "# ?/?",
    13: "# ??/??",
    14: "yyyy/m/d",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "yyyy/m/d h:mm",
    27: _YEAR_MONTH,
    28: _MONTH_DAY,
    29: _MONTH_DAY,
    30: "m-d-yy",
    31: 'yyyy"年"m"月"d"日"',
    32: _HOUR_MINUTE,
    33: _TO_SECOND,
    34: "上午/下午" + _HOUR_MINUTE,
    35: "上午/下午" + _TO_SECOND,
    36: _YEAR_MONTH,
    37: "#,##0;-#,##0",
    38: "#,##0;-#,##0",
    39: "#,##0.00;-#,##0.00",
    40: "#,##0.00;-#,##0.00",
    41: _ACCOUNT.format(d="", q=""),
    42: _MONEY_ACCOUNT.format(d="", q=""),
    43: _ACCOUNT.format(d=".00", q="??"),
    44: _MONEY_ACCOUNT.format(d=".00", q="??"),
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mm:ss.0",
    48: "##0.0E+0",
    49: "@",
    50: _YEAR_MONTH,
    51: _MONTH_DAY,
    52: _YEAR_MONTH,
    53: _MONTH_DAY,
    54: _MONTH_DAY,
    55: "上午/下午" + _HOUR_MINUTE,
    56: "上午/下午" + _TO_SECOND,
    57: _YEAR_MONTH,
    58: _MONTH_DAY,
}
