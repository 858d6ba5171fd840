"""When things are measured, paid and assessed: cut periods, payments to date, periods of caps, where a fold starts."""
from __future__ import annotations

import datetime
from fractions import Fraction

import attrs
import pytest

from rulelang.core.nodes import Incentive, IncentiveVersion, OnField, Payout, PayoutVersion, Quantity, Window
from rulelang.core.schedule import (
    Entitlement,
    PayoutPayment,
    assessment_period,
    assessments,
    day_of,
    first_days,
    incentive_payments,
    next_due,
    payout_payments,
)
from rulelang.exact.calendar import Calendar, Period
from support.cores import PARTNER, SPAN, field, kaspersky_core, usd

JANUARY = Calendar(1)
MONEY = Quantity("money", 100, 0, 10**9, "USD")


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def days(text: str) -> Period:
    """`2025-01-01..2025-03-31`, or the name of a period of the civil year."""
    start, dots, stop = text.partition("..")
    if dots and len(start) == 10:
        return Period(day(start), day(stop))
    found = JANUARY.parse(text)
    assert found is not None
    return found


def version(
    measured: str, paid: str, start: str = "2025-01-01", stop: str | None = None, *, prorated: bool = False
) -> IncentiveVersion:
    return IncentiveVersion(day(start), day(stop) if stop else None, measured, paid, prorated, usd(0), SPAN)


def share_of(paid: Entitlement | PayoutPayment) -> Fraction:
    return Fraction(1) if paid.part is None else paid.part.share


def incentive(*versions: IncentiveVersion) -> Incentive:
    return Incentive("rebate", versions, MONEY, SPAN)


def payout(
    paid: str, cap_every: str | None, start: str = "2025-01-01", stop: str | None = None, *, prorated: bool = False
) -> Payout:
    rules = PayoutVersion(
        day(start), day(stop) if stop else None, paid, (), usd(100) if cap_every else None, cap_every, prorated, None,
        SPAN,
    )
    return Payout("total", (rules,), MONEY, SPAN)


def paid(thing: Incentive, period: str, calendar: Calendar = JANUARY) -> list[tuple[str, list[str], list[str]]]:
    """Each payment: its day, the measured days it adds, and those it takes off."""
    return [
        (str(p.due), [f"{e.period.start}..{e.period.stop}" for e in p.plus], [str(e.period.stop) for e in p.minus])
        for p in incentive_payments(calendar, thing, days(period))
    ]


# ------------------------------------------------------------------------------------------------ incentives


def test_what_is_measured_and_paid_alike_is_paid_on_the_last_day() -> None:
    assert paid(incentive(version("quarter", "quarter")), "2025-H1") == [
        ("2025-03-31", ["2025-01-01..2025-03-31"], []),
        ("2025-06-30", ["2025-04-01..2025-06-30"], []),
    ]


def test_a_year_paid_by_quarters_is_paid_to_date_less_what_was_paid() -> None:
    assert paid(incentive(version("year", "quarter")), "2025") == [
        ("2025-03-31", ["2025-01-01..2025-03-31"], []),
        ("2025-06-30", ["2025-01-01..2025-06-30"], ["2025-03-31"]),
        ("2025-09-30", ["2025-01-01..2025-09-30"], ["2025-06-30"]),
        ("2025-12-31", ["2025-01-01..2025-12-31"], ["2025-09-30"]),
    ]


def test_payments_less_frequent_than_measuring_sum_what_was_measured() -> None:
    assert paid(incentive(version("month", "quarter")), "2025-Q1") == [
        ("2025-03-31", ["2025-01-01..2025-01-31", "2025-02-01..2025-02-28", "2025-03-01..2025-03-31"], []),
    ]


def test_only_what_falls_due_inside_the_period_is_paid() -> None:
    yearly = incentive(version("year", "year"))

    assert paid(yearly, "2025-Q2") == []
    assert [due for due, _, _ in paid(yearly, "2025-Q4")] == ["2025-12-31"]


def test_nothing_is_due_before_the_rules_hold() -> None:
    assert paid(incentive(version("quarter", "quarter")), "2024") == []


def test_a_change_of_rules_cuts_the_measured_period() -> None:
    cut = incentive(version("year", "year", stop="2025-03-31"), version("year", "quarter", start="2025-04-01"))

    assert paid(cut, "2025") == [
        ("2025-03-31", ["2025-01-01..2025-03-31"], []),
        ("2025-06-30", ["2025-04-01..2025-06-30"], []),
        ("2025-09-30", ["2025-04-01..2025-09-30"], ["2025-06-30"]),
        ("2025-12-31", ["2025-04-01..2025-12-31"], ["2025-09-30"]),
    ]
    assert [p.plus[0].version for p in incentive_payments(JANUARY, cut, days("2025"))] == [0, 1, 1, 1]


@pytest.mark.parametrize(
    ("prorated", "start", "share"),
    [
        (True, "2025-04-01", Fraction(9, 12)),
        (False, "2025-04-01", Fraction(1)),
        (True, "2025-04-16", Fraction(260, 365)),
        (True, "2025-01-01", Fraction(1)),
    ],
)
def test_the_share_of_a_cut_period(prorated: bool, start: str, share: Fraction) -> None:
    yearly = incentive(version("year", "year", start=start, prorated=prorated))

    assert [share_of(e) for p in incentive_payments(JANUARY, yearly, days("2025")) for e in p.plus] == [share]
    assert [share_of(e) for p in incentive_payments(JANUARY, yearly, days("2026")) for e in p.plus] == [Fraction(1)]


def test_payments_to_date_keep_the_share_of_the_whole_cut_period() -> None:
    yearly = incentive(version("year", "quarter", start="2025-04-01", prorated=True))
    payments = incentive_payments(JANUARY, yearly, days("2025"))

    assert {share_of(e) for p in payments for e in (*p.plus, *p.minus)} == {Fraction(3, 4)}


def test_quarters_follow_the_year_of_the_program() -> None:
    by_quarter = incentive(version("quarter", "quarter", start="2025-02-01"))

    assert [due for due, _, _ in paid(by_quarter, "2025-01-01..2025-12-31", Calendar(2))] == [
        "2025-04-30", "2025-07-31", "2025-10-31",
    ]


# ------------------------------------------------------------------------------------------------ payouts


def capped(thing: Payout, period: str) -> list[tuple[str, str, str | None, Fraction]]:
    return [
        (str(p.due), str(p.now.start), str(p.before.stop) if p.before else None, share_of(p))
        for p in payout_payments(JANUARY, thing, days(period))
    ]


def test_a_cap_runs_over_its_own_period() -> None:
    assert capped(payout("quarter", "year"), "2025") == [
        ("2025-03-31", "2025-01-01", None, 1),
        ("2025-06-30", "2025-01-01", "2025-03-31", 1),
        ("2025-09-30", "2025-01-01", "2025-06-30", 1),
        ("2025-12-31", "2025-01-01", "2025-09-30", 1),
    ]
    assert capped(payout("quarter", "year"), "2026-Q1") == [("2026-03-31", "2026-01-01", None, 1)]


def test_without_a_cap_each_payment_stands_alone() -> None:
    assert capped(payout("quarter", None), "2025-H1") == [
        ("2025-03-31", "2025-01-01", None, 1), ("2025-06-30", "2025-04-01", None, 1),
    ]


def test_the_period_of_a_cap_is_cut_with_the_rules() -> None:
    cut = payout("quarter", "year", start="2025-04-01", prorated=True)

    assert capped(cut, "2025") == [
        ("2025-06-30", "2025-04-01", None, Fraction(3, 4)),
        ("2025-09-30", "2025-04-01", "2025-06-30", Fraction(3, 4)),
        ("2025-12-31", "2025-04-01", "2025-09-30", Fraction(3, 4)),
    ]


def test_a_payment_is_cut_where_the_rules_end() -> None:
    assert capped(payout("quarter", "year", stop="2025-05-15"), "2025") == [
        ("2025-03-31", "2025-01-01", None, 1), ("2025-05-15", "2025-01-01", "2025-03-31", 1),
    ]


# ------------------------------------------------------------------------------------------------ what is due next


@pytest.mark.parametrize(
    ("thing", "period", "due"),
    [
        (incentive(version("year", "year")), "2025-Q1", "2025-12-31"),
        (incentive(version("year", "quarter")), "2025-01", "2025-03-31"),
        (incentive(version("quarter", "quarter", stop="2025-06-30")), "2025-Q2", None),
        (incentive(version("year", "year", start="2026-07-01")), "2025", "2026-12-31"),
        (payout("half", "year"), "2025-Q1", "2025-06-30"),
        (payout("year", None, stop="2025-03-31"), "2025-01", "2025-03-31"),
    ],
)
def test_the_next_day_on_which_something_is_due(thing: Incentive | Payout, period: str, due: str | None) -> None:
    assert next_due(JANUARY, thing, days(period)) == (day(due) if due else None)


# ------------------------------------------------------------------------------------------------ ladders

CORE = kaspersky_core()
LEVEL = CORE.ladder("Level")
CALENDAR = Calendar(CORE.year_starts)


def assessed(on: str, covered: str | None = None, *, memory: bool = True, relation: str = "Deal") -> list[str]:
    """The last days of the quarters a fold runs through for the tier in force on a day."""
    ladder = attrs.evolve(LEVEL, has_memory=memory, start=day("2024-01-01"))
    known = {relation: day(covered)} if covered else {}
    return [str(p.stop) for p in assessments(CALENDAR, CORE, ladder, known, day(on))]


def test_a_tier_is_in_force_from_the_last_day_of_its_assessment() -> None:
    assert assessed("2024-06-29") == ["2024-03-31"]
    assert assessed("2024-06-30") == ["2024-03-31", "2024-06-30"]


def test_before_the_first_assessment_there_is_none() -> None:
    assert assessed("2024-03-30") == []


def test_a_ladder_without_memory_needs_the_latest_assessment_alone() -> None:
    assert assessed("2025-06-30", memory=False) == ["2025-06-30"]
    assert assessed("2024-03-30", memory=False) == []


def test_a_fold_starts_at_the_first_assessment_whose_windows_are_covered() -> None:
    assert assessed("2025-06-30", "2023-04-01")[0] == "2024-03-31"
    assert assessed("2025-06-30", "2023-04-02")[0] == "2024-06-30"
    assert assessed("2025-06-30", "2024-04-01") == ["2025-03-31", "2025-06-30"]
    assert assessed("2025-06-30", "2025-01-01") == []


def test_records_valid_on_a_day_are_covered_from_that_day_on() -> None:
    assert assessed("2024-12-31", "2024-09-30", relation="Certificate") == ["2024-09-30", "2024-12-31"]


def test_an_assessment_reads_the_window_of_its_ladder() -> None:
    quarter = days("2025-Q2")

    assert assessment_period(CALENDAR, LEVEL, quarter) == Period(day("2024-07-01"), day("2025-06-30"))
    assert assessment_period(CALENDAR, attrs.evolve(LEVEL, window=None), quarter) == quarter
    previous = attrs.evolve(LEVEL, window=Window("previous", 1, "quarter"))
    assert assessment_period(CALENDAR, previous, quarter) == days("2025-Q1")


def test_the_first_day_that_each_relation_is_looked_at() -> None:
    silver = LEVEL.steps[1].requires
    assert silver is not None
    found = set(first_days(CALENDAR, CORE, silver, days("2025-Q2")))

    assert found == {("Deal", day("2025-04-01")), ("Certificate", day("2025-06-30"))}


def test_a_day_on_a_field_is_read_from_the_record() -> None:
    with pytest.raises(ValueError, match="read from the record"):
        day_of(OnField(field(PARTNER, "joined")), days("2025"))
