"""A calendar from a table of 52 and 53 weeks: where a day lies, what comes before, what a period is called."""
from __future__ import annotations

import datetime
from itertools import pairwise

import attrs
import pytest

from rulelang.exact.calendar import ONE_DAY, Length, Period
from rulelang.exact.own_calendar import OutsideCalendar, unit_named
from support.fiscal import fiscal_calendar

FISCAL = fiscal_calendar()


@attrs.frozen
class Window:
    kind: str
    count: int = 1
    unit: str = "quarter"
    ending_count: int = 0
    ending_unit: str = ""


def days(text: str) -> Period:
    found = FISCAL.parse(text)
    assert found is not None
    return found


@pytest.mark.parametrize("unit", ["year", "half", "quarter", "month", "week", "day"])
def test_the_units_follow_one_another_over_all_days(unit: str) -> None:
    found = FISCAL.units(unit, FISCAL.first, FISCAL.last)

    assert (found[0].start, found[-1].stop) == (FISCAL.first, FISCAL.last)
    assert all(after.start == before.stop + ONE_DAY for before, after in pairwise(found))
    assert all(FISCAL.containing(unit, day) == each for each in found for day in (each.start, each.stop))
    assert FISCAL.shifted(unit, found[0], len(found) - 1) == found[-1]
    assert FISCAL.shifted(unit, found[-1], 1 - len(found)) == found[0]


def test_a_period_is_called_by_the_longest_unit_it_is() -> None:
    names = ("FY2024", "FY2024-H1", "FY2024-Q4", "FY2024-M12", "FY2024-W53")

    assert [FISCAL.name(days(name)) for name in names] == list(names)
    assert [unit_named(name) for name in names] == ["year", "half", "quarter", "month", "week"]
    assert FISCAL.name(Period(FISCAL.first, FISCAL.first + ONE_DAY)) == f"{FISCAL.first}..{FISCAL.first + ONE_DAY}"


@pytest.mark.parametrize("text", ["2024", "2024-Q1", "2024-04", "FY2024-Q5", "FY2024-W54", "FY2090", "FY2025..FY2024"])
def test_what_no_row_names_is_no_period(text: str) -> None:
    assert FISCAL.parse(text) is None


def test_a_run_of_periods() -> None:
    assert FISCAL.parse("FY2024-Q4..FY2025-Q1") == Period(days("FY2024-Q4").start, days("FY2025-Q1").stop)


@pytest.mark.parametrize(
    ("window", "first", "last"),
    [
        (Window("last", 4), "FY2024-Q2", "FY2025-Q1"),
        (Window("last_full", 2), "FY2024-Q4", "FY2025-Q1"),
        (Window("previous", 3), "FY2024-Q2", "FY2024-Q4"),
        (Window("last", 2, "month", 1, "month"), "FY2025-M01", "FY2025-M02"),
        (Window("last", 2, "week"), "FY2025-W12", "FY2025-W13"),
        (Window("year_to_date"), "FY2025-Q1", "FY2025-Q1"),
        (Window("same_last_year"), "FY2024-Q1", "FY2024-Q1"),
        (Window("same_last_year", 1, "year"), "FY2024", "FY2024"),
        (Window("same_last_year", 1, "month"), "FY2024-M03", "FY2024-M03"),
    ],
)
def test_windows(window: Window, first: str, last: str) -> None:
    assert FISCAL.resolve(window, days("FY2025-Q1")) == Period(days(first).start, days(last).stop)


def test_the_same_quarter_last_year_has_the_same_number_and_a_week_more() -> None:
    found = FISCAL.resolve(Window("same_last_year"), days("FY2025-Q4"))

    assert found == days("FY2024-Q4")
    assert (found.days, days("FY2025-Q4").days) == (98, 91)


def test_a_window_is_cut_at_the_end_of_what_reads_it() -> None:
    day = days("FY2025-Q1").start + ONE_DAY * 10

    assert FISCAL.resolve(Window("last", 2), Period(day, day)) == Period(days("FY2024-Q4").start, day)


@pytest.mark.parametrize(("day", "before"), [(FISCAL.first - ONE_DAY, True), (FISCAL.last + ONE_DAY, False)])
def test_days_outside_are_refused_and_stand_for_themselves_where_they_are_written(
    day: datetime.date, before: bool
) -> None:
    with pytest.raises(OutsideCalendar) as refused:
        FISCAL.containing("quarter", day)

    assert refused.value.before is before
    assert FISCAL.holding("quarter", day) == Period(day, day)


def test_no_unit_comes_before_the_first_or_after_the_last() -> None:
    for name, count in (("FY2021-Q2", -2), ("FY2027-Q4", 1)):
        with pytest.raises(OutsideCalendar):
            FISCAL.shifted(unit_named(name) or "", days(name), count)


def test_lengths_are_as_they_are_written() -> None:
    assert FISCAL.length(days("FY2024-Q4")) == FISCAL.length(days("FY2025-Q4")) == Length(months=3)
    assert FISCAL.length(days("FY2025")) == Length(months=12)
    assert FISCAL.length(days("FY2025-W01")) == Length(days=7)
    without_months = attrs.evolve(FISCAL, table=tuple((u, named) for u, named in FISCAL.table if u != "month"))
    assert without_months.length(days("FY2024-Q4")) == Length(months=3)


def test_only_weeks_are_not_as_many_in_every_year() -> None:
    counted = {unit: FISCAL.same_in_every_year(unit) for unit, _ in FISCAL.table}

    assert counted == {"week": False, "month": True, "quarter": True, "half": True, "year": True}


def test_the_digest_is_of_the_rows_and_not_of_the_file() -> None:
    assert attrs.evolve(FISCAL, file="other.csv").digest == FISCAL.digest
    assert attrs.evolve(FISCAL, table=FISCAL.table[1:]).digest != FISCAL.digest
