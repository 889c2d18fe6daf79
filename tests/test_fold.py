"""Folding: one plain spelling, character for character."""

from __future__ import annotations

import pytest

from pmlint.fold import fold


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("９０．５％", "90.5%"),
        ("＞＝９０", ">=90"),
        ("≧≦⩾⩽", "≥≤≥≤"),
        ("（场）", "(场)"),
        ("１，０００人", "1,000人"),
        ("1—2–3−4～5〜6", "1-2-3-4~5~6"),
        ("a\u3000b\xa0c\u200bd\ufeffe\x1cf\x1fg\th", "a b c d e f g h"),
        ("$>=95\\%$", " >=95 % "),
        ("\\geq90", ">  =90"),
        ("\\leq 5", "<  = 5"),
        ("<b>95%</b>", "   95%    "),
        ("<BR/>1", "     1"),
        ("&ge;90&nbsp;", ">  =90      "),
        ("&gt;=90", ">   =90"),
        ("<90%", "<90%"),
        ("a<b", "a<b"),
        ("人•次", "人·次"),
        ("提升", "提升"),
    ],
)
def test_folding(text: str, folded: str) -> None:
    assert fold(text) == folded
    assert len(folded) == len(text)


def test_not_nfkc() -> None:
    assert fold("㎡½№") == "㎡½№"
