"""Dates of the head, and the days a moment can mean."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmlint.checks.dates import day, span_of_moment
from pmlint.model.target import Moment


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("2024-01-01", date(2024, 1, 1)),
        ("2024年12月31日", date(2024, 12, 31)),
        ("2024.2.29", date(2024, 2, 29)),
        ("2024/1/5 00:00:00", date(2024, 1, 5)),
        ("２０２４－０１－０１", date(2024, 1, 1)),
        ("2023-02-29", None),
        ("2024-13-01", None),
        ("长期", None),
        ("", None),
        (None, None),
    ],
)
def test_days(text: str | None, wanted: date | None) -> None:
    assert day(text) == wanted


def test_a_month_is_its_first_or_last_day() -> None:
    assert day("2024年2月") == date(2024, 2, 1)
    assert day("2024年2月", last=True) == date(2024, 2, 29)


@pytest.mark.parametrize(
    ("moment", "wanted"),
    [
        (Moment((0, 1), year=2024), (date(2024, 1, 1), date(2024, 12, 31))),
        (Moment((0, 1), year=2024, edge="底"), (date(2024, 12, 1), date(2024, 12, 31))),
        (Moment((0, 1), year=2024, edge="初"), (date(2024, 1, 1), date(2024, 1, 31))),
        (Moment((0, 1), quarter=4), (date(2025, 10, 1), date(2025, 12, 31))),
        (Moment((0, 1), half=1), (date(2025, 1, 1), date(2025, 6, 30))),
        (Moment((0, 1), month=2), (date(2025, 2, 1), date(2025, 2, 28))),
        (Moment((0, 1), month=2, day=3), (date(2025, 2, 3), date(2025, 2, 3))),
        (Moment((0, 1), month=13), None),
        (Moment((0, 1), month=2, day=30), None),
        (Moment((0, 1), quarter=5), None),
        (Moment((0, 1), month=2, yearly=True), None),
        (Moment((0, 1), event="验收"), None),
    ],
)
def test_moments(moment: Moment, wanted: tuple[date, date] | None) -> None:
    assert span_of_moment(moment, 2025) == wanted


def test_a_moment_without_any_year_means_nothing() -> None:
    assert span_of_moment(Moment((0, 1), month=2), None) is None


@given(
    st.builds(
        Moment,
        span=st.just((0, 1)),
        year=st.none() | st.integers(-5, 99_999),
        half=st.none() | st.integers(-1, 9),
        quarter=st.none() | st.integers(-1, 9),
        month=st.none() | st.integers(-1, 99),
        day=st.none() | st.integers(-1, 99),
        edge=st.sampled_from(["", "底", "初", "上旬"]),
    )
)
def test_any_moment_is_days_in_order_or_nothing(moment: Moment) -> None:
    days = span_of_moment(moment, 2024)
    assert days is None or days[0] <= days[1]


@given(st.text(max_size=25))
def test_any_text_is_a_day_or_not(text: str) -> None:
    assert day(text) is None or isinstance(day(text), date)
