"""Days that money hangs on: units of a shifted year, windows, parts of a period, and the text of periods."""
from __future__ import annotations

import datetime
from datetime import date
from fractions import Fraction

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rulelang.exact.calendar import (
    ONE_DAY,
    UNITS,
    Calendar,
    Period,
    add_months,
    add_units,
    share_of,
    whole_months,
)

DAYS = st.dates(datetime.date(1990, 1, 1), datetime.date(2060, 12, 31))
CALENDARS = st.integers(1, 12).map(Calendar)


@attrs.frozen
class Window:
    kind: str
    count: int = 1
    unit: str = "quarter"
    ending_count: int = 0
    ending_unit: str = ""


def days(start: str, stop: str) -> Period:
    return Period(date.fromisoformat(start), date.fromisoformat(stop))


def read(window: Window, day: str, year_starts: int = 1) -> Period:
    stop = date.fromisoformat(day)
    return Calendar(year_starts).resolve(window, Period(stop.replace(day=1), stop))


def test_months_clamp_to_the_end_of_a_month() -> None:
    assert add_months(date(2024, 1, 31), 1) == date(2024, 2, 29)
    assert add_months(date(2024, 3, 31), -1) == date(2024, 2, 29)
    assert add_months(date(2024, 2, 29), 12) == date(2025, 2, 28)
    assert add_months(date(2024, 12, 15), 1) == date(2025, 1, 15)
    assert add_units(date(2024, 1, 1), -2, "week") == date(2023, 12, 18)
    assert add_units(date(2024, 1, 31), 1, "half") == date(2024, 7, 31)


@pytest.mark.parametrize(
    ("start", "stop", "months"),
    [
        (date(2024, 1, 31), date(2024, 2, 29), 1),
        (date(2024, 1, 31), date(2024, 2, 28), 0),
        (date(2024, 2, 29), date(2025, 2, 28), 12),
        (date(2024, 1, 15), date(2024, 1, 15), 0),
        (date(2025, 1, 15), date(2024, 1, 16), -11),
    ],
)
def test_whole_months(start: date, stop: date, months: int) -> None:
    assert whole_months(start, stop) == months


@given(DAYS, DAYS)
def test_whole_months_is_the_largest_that_fits(start: date, stop: date) -> None:
    start, stop = min(start, stop), max(start, stop)
    months = whole_months(start, stop)

    assert add_months(start, months) <= stop < add_months(start, months + 1)
    assert whole_months(stop, start) == -months


@pytest.mark.parametrize(
    ("window", "day", "expected"),
    [
        (Window("last", 6, "month"), "2024-08-15", days("2024-03-01", "2024-08-15")),
        (Window("last", 4, "quarter"), "2025-06-30", days("2024-07-01", "2025-06-30")),
        (Window("last", 1, "week"), "2024-08-15", days("2024-08-12", "2024-08-15")),
        (Window("last_full", 2, "quarter"), "2024-08-15", days("2024-01-01", "2024-06-30")),
        (Window("last_full", 2, "quarter"), "2024-06-30", days("2024-01-01", "2024-06-30")),
        (Window("previous", 1, "quarter"), "2024-06-30", days("2024-01-01", "2024-03-31")),
        (Window("previous", 2, "year"), "2024-08-15", days("2022-01-01", "2023-12-31")),
        (Window("year_to_date"), "2024-08-15", days("2024-01-01", "2024-08-15")),
        (Window("same_last_year", 1, "quarter"), "2024-08-15", days("2023-07-01", "2023-09-30")),
        (Window("same_last_year", 1, "year"), "2024-08-15", days("2023-01-01", "2023-12-31")),
        (Window("same_last_year", 1, "month"), "2025-02-28", days("2024-02-01", "2024-02-29")),
        (Window("last", 12, "month", 1, "month"), "2024-08-15", days("2023-08-01", "2024-07-31")),
        (Window("last", 2, "quarter", 1, "month"), "2024-08-31", days("2024-04-01", "2024-07-31")),
        (Window("last_full", 2, "quarter", 1, "month"), "2024-08-31", days("2024-01-01", "2024-06-30")),
        (Window("year_to_date", 1, "year", 1, "quarter"), "2024-08-15", days("2024-01-01", "2024-06-30")),
    ],
)
def test_windows_of_the_civil_year(window: Window, day: str, expected: Period) -> None:
    assert read(window, day) == expected


def test_windows_of_a_year_that_starts_in_july() -> None:
    assert read(Window("year_to_date"), "2024-08-15", 7) == days("2024-07-01", "2024-08-15")
    assert read(Window("last", 2, "half"), "2024-08-15", 7) == days("2024-01-01", "2024-08-15")
    assert read(Window("same_last_year", 1, "year"), "2024-08-15", 7) == days("2023-07-01", "2024-06-30")


@given(CALENDARS, st.sampled_from(UNITS), DAYS, st.integers(-30, 30))
def test_units_tile_the_calendar(calendar: Calendar, unit: str, day: date, count: int) -> None:
    unit_of_day = calendar.containing(unit, day)
    following = calendar.shifted(unit, unit_of_day, 1)

    assert unit_of_day.holds(day)
    assert following.start == unit_of_day.stop + ONE_DAY
    assert calendar.shifted(unit, calendar.shifted(unit, unit_of_day, count), -count) == unit_of_day
    assert calendar.units(unit, day, following.start) == (unit_of_day, following)


@given(CALENDARS, st.sampled_from(["year", "half", "quarter", "month"]), DAYS)
def test_the_name_of_a_unit_is_read_back(calendar: Calendar, unit: str, day: date) -> None:
    period = calendar.containing(unit, day)

    assert calendar.parse(calendar.name(period)) == period


@pytest.mark.parametrize(
    ("text", "year_starts", "expected"),
    [
        ("2025", 1, days("2025-01-01", "2025-12-31")),
        ("2025-H2", 1, days("2025-07-01", "2025-12-31")),
        ("2025-Q2", 1, days("2025-04-01", "2025-06-30")),
        ("2024-02", 1, days("2024-02-01", "2024-02-29")),
        ("2025-Q1..2025-Q3", 1, days("2025-01-01", "2025-09-30")),
        ("FY2026", 7, days("2025-07-01", "2026-06-30")),
        ("FY2026-Q1", 7, days("2025-07-01", "2025-09-30")),
        ("2025-04", 7, days("2025-04-01", "2025-04-30")),
        ("2025-Q2", 7, None),
        ("2025", 7, None),
        ("FY2025-04", 7, None),
        ("2025-Q5", 1, None),
        ("2025-13", 1, None),
        ("2025-00", 1, None),
        ("2025-04-01", 1, None),
        ("2025-Q3..2025-Q1", 1, None),
        ("2025-Q1..2025-Q2..2025-Q3", 1, None),
        ("0000", 1, None),
        ("FY0001", 7, None),
        ("9999", 1, None),
        ("٢٠٢٥", 1, None),
        ("2025 ", 1, None),
        ("", 1, None),
        ("..", 1, None),
    ],
)
def test_the_text_of_a_period(text: str, year_starts: int, expected: Period | None) -> None:
    assert Calendar(year_starts).parse(text) == expected


@given(st.integers(1, 12), st.text("FY-QH.0123456789", max_size=18))
def test_any_text_is_a_period_or_nothing(year_starts: int, text: str) -> None:
    Calendar(year_starts).parse(text)


def test_parts_of_a_period_by_months_or_by_days() -> None:
    year = days("2025-01-01", "2025-12-31")

    assert share_of(days("2025-04-01", "2025-12-31"), year) == Fraction(3, 4)
    assert share_of(days("2025-04-02", "2025-12-31"), year) == Fraction(274, 365)
    assert share_of(year, year) == 1


def test_periods_that_are_no_unit_are_named_by_their_days() -> None:
    assert Calendar().name(days("2025-04-01", "2025-05-15")) == "2025-04-01..2025-05-15"
    assert Calendar(7).name(days("2025-07-01", "2026-06-30")) == "FY2026"
    assert Calendar(7).name(days("2025-07-01", "2025-12-31")) == "FY2026-H1"
