"""What holds for any records: order changes nothing, payments add up, every trace leads to its value."""
from __future__ import annotations

import datetime
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from rulelang.core.nodes import Aggregate, Arithmetic, Logic, Read
from rulelang.core.population import Subject
from rulelang.exact.calendar import Calendar, Period
from rulelang.interpret.evaluate import evaluate, outcome
from rulelang.interpret.trace import Trace
from rulelang.interpret.unknown import Unknown, gathered
from support.cores import AMERICAS_RATES, PILLAR, STATUS, certificate, deal, kaspersky_core, partner, population

YEAR = Calendar().parse("2025")
DAYS = st.dates(datetime.date(2024, 1, 1), datetime.date(2025, 12, 31))
DEALS = st.lists(
    st.builds(
        lambda day, cents, pillar, status: deal(str(day), Fraction(cents, 100), pillar=pillar, status=status),
        DAYS, st.integers(-2_000_000, 20_000_000), st.sampled_from(PILLAR.members[:2]), st.sampled_from(STATUS.members),
    ),
    max_size=12,
)
PARTNERS = st.builds(
    lambda deals, people, csat, rejected: partner(
        deals=deals, certificates=[certificate(f"Holder {n}") for n in range(people)], csat=csat,
        rejected=("Certificate",) if rejected else (),
    ),
    DEALS, st.integers(0, 5), st.sampled_from([None, "3.9", "4"]), st.integers(0, 9).map(lambda n: n == 0),
)
TO_DATE, YEARLY = kaspersky_core("to date", AMERICAS_RATES[:2]), kaspersky_core("yearly", AMERICAS_RATES[:2])
CUT = kaspersky_core("cut prorated", AMERICAS_RATES, promotions=True)


def reversed_rows(subject: Subject) -> Subject:
    records = {name: rows[::-1] for name, rows in subject.records.items()}
    return Subject(subject.key, subject.fields, records, subject.rejected)


@settings(max_examples=60, deadline=None)
@given(PARTNERS)
def test_the_order_of_records_changes_nothing(subject: Subject) -> None:
    assert evaluate(CUT, population(subject), YEAR) == evaluate(CUT, population(reversed_rows(subject)), YEAR)


@settings(max_examples=60, deadline=None)
@given(PARTNERS)
def test_paying_more_often_pays_the_same_over_a_measured_period(subject: Subject) -> None:
    """The same to the cent, or unknown for the same causes."""
    quarterly = evaluate(TO_DATE, population(subject), YEAR, ["deploy_rebate"])
    yearly = evaluate(YEARLY, population(subject), YEAR, ["deploy_rebate"])

    assert quarterly.rows == yearly.rows


@settings(max_examples=60, deadline=None)
@given(PARTNERS)
def test_a_year_is_the_sum_of_its_quarters(subject: Subject) -> None:
    people = population(subject)
    year, *quarters = (
        evaluate(CUT, people, Calendar().parse(period), ["total_payout"]).rows[0][1][0]
        for period in ("2025", "2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4")
    )

    if year.causes:
        assert set(year.causes) == {cause for quarter in quarters for cause in quarter.causes}
    else:
        assert year.value == sum(quarter.value for quarter in quarters)


@settings(max_examples=60, deadline=None)
@given(PARTNERS)
def test_every_trace_leads_to_its_value(subject: Subject) -> None:
    found = outcome(CUT, population(subject), subject.key, YEAR, "deploy_rebate")
    for payment in found.incentive_payments:
        for earned in payment.plus + payment.minus:
            assert_replays(earned.trace)


def assert_replays(trace: Trace) -> None:
    """What a trace says is what its insides give. Of conditions only an unknown `all of` is checked."""
    values = [inside.value for inside in trace.inside]
    match trace.node:
        case Arithmetic(operator="add") if not isinstance(trace.value, Unknown):
            assert trace.value == values[0] + values[1]
        case Arithmetic(operator="multiply") if not isinstance(trace.value, Unknown):
            assert trace.value == values[0] * values[1]
        case Aggregate(function="total") if not isinstance(trace.value, Unknown):
            assert trace.value == sum(values)
            assert trace.rows == len(values)
        case Logic(quantity="all") if isinstance(trace.value, Unknown):
            assert trace.value == gathered(values)
        case Read():
            assert trace.value == values[0]
    for inside in trace.inside:
        assert_replays(inside)


def test_a_run_is_in_order_of_key_and_asks_only_for_what_is_named() -> None:
    people = population(partner("P-2"), partner("P-1"))

    found = evaluate(TO_DATE, people, Period(YEAR.start, YEAR.stop), ["Level"])

    assert found.outcomes == ("Level",)
    assert [key for key, _ in found.rows] == [("P-1",), ("P-2",)]
