"""One partner, 60,000 USD of Deploy sales each quarter, in every reading of "measured" and "paid", worked by hand."""
from __future__ import annotations

import pytest

from rulelang.core.population import Outcome
from rulelang.exact.calendar import Calendar
from rulelang.interpret.evaluate import evaluate
from support.cores import AMERICAS_RATES, RATES, deal, kaspersky_core, partner, population, steady_partner

THREE_PERCENT = (("2019-01-01", "3"),)
QUARTERS = ("2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4")


def rebates(core, *periods: str) -> list[Outcome]:
    people = population(steady_partner())
    return [
        evaluate(core, people, Calendar().parse(period), ["deploy_rebate"]).rows[0][1][0] for period in periods
    ]


def cents(core, *periods: str) -> list[object]:
    return [outcome.value for outcome in rebates(core, *periods)]


def test_measured_and_paid_every_year_at_the_base_rate() -> None:
    """240_000: 50_000 at 2.5%, 100_000 at 4%, 90_000 at 6% = 1_250 + 4_000 + 5_400."""
    assert cents(kaspersky_core("yearly"), "2025", "2025-Q4") == [10_650_00, 10_650_00]


def test_not_due_names_the_next_due_date() -> None:
    outcome = rebates(kaspersky_core("yearly"), "2025-Q2")[0]

    assert (outcome.value, outcome.due, str(outcome.next_due)) == (None, False, "2025-12-31")
    assert outcome.causes == ()


def test_measured_every_quarter() -> None:
    """60_000 each time: 50_000 at 3% and 10_000 at 4%."""
    core = kaspersky_core("quarterly", THREE_PERCENT)

    assert cents(core, *QUARTERS) == [1_900_00] * 4
    assert cents(core, "2025") == [7_600_00]


def test_measured_every_year_and_paid_every_quarter() -> None:
    """To date 1_900, 4_300 (1_500 + 70_000 at 4%), 7_300 (5_500 + 30_000 at 6%), 10_900; less what came before."""
    core = kaspersky_core("to date", THREE_PERCENT)

    assert cents(core, *QUARTERS) == [1_900_00, 2_400_00, 3_000_00, 3_600_00]
    assert cents(core, "2025") == [10_900_00]


def test_cut_with_edges_as_written() -> None:
    """January to March 50_000 at 2.5% + 10_000 at 4% = 1_650; April to December 180_000 = 7_300."""
    core = kaspersky_core("cut as written", AMERICAS_RATES)

    assert cents(core, *QUARTERS) == [1_650_00, 1_900_00, 2_400_00, 3_000_00]
    assert cents(core, "2025") == [8_950_00]


def test_cut_with_edges_prorated_by_months() -> None:
    """A quarter of the edges: 12_500 at 2.5%, 25_000 at 4%, 22_500 at 6% = 2_662.50; three quarters: 8_175."""
    core = kaspersky_core("cut prorated", AMERICAS_RATES)

    assert cents(core, "2025-Q1", "2025") == [2_662_50, 10_837_50]
    assert sum(cents(core, *QUARTERS)) == 10_837_50


@pytest.mark.parametrize("cadence", ["yearly", "to date"])
def test_a_cadence_of_payment_changes_no_yearly_sum(cadence: str) -> None:
    assert cents(kaspersky_core(cadence, RATES), "2025") == [10_650_00]


def test_a_return_of_sales_in_a_later_quarter_is_a_debit() -> None:
    """40_000 in January; in April a row of -30_000 leaves 10_000 to date: 1_200 paid, 900 taken back."""
    core = kaspersky_core("to date", THREE_PERCENT)
    rows = [deal("2025-01-10", 40_000), deal("2025-04-10", -30_000), deal("2024-05-01", 30_000)]
    people = population(partner(deals=rows), Level=("2024-01-01", "2025-12-31", "silver"))

    found = [
        evaluate(core, people, Calendar().parse(quarter), ["deploy_rebate"]).rows[0][1][0].value
        for quarter in QUARTERS[:2]
    ]

    assert found == [1_200_00, -900_00]


def test_the_cap_of_a_payout_acts_on_the_sum_to_date() -> None:
    """5_000 a year: 1_900, then 2_400, then what is left, then nothing."""
    core = kaspersky_core("to date", THREE_PERCENT, payout_cap=5_000)
    people = population(steady_partner())

    found = [
        evaluate(core, people, Calendar().parse(quarter), ["total_payout"]).rows[0][1][0].value
        for quarter in QUARTERS
    ]

    assert found == [1_900_00, 2_400_00, 700_00, 0]


def test_a_prorated_cap_of_a_payout_is_that_of_the_days_left() -> None:
    """Three quarters of 6_000 are left from April on: 2_025, then 2_475, then nothing."""
    core = kaspersky_core("cut prorated", AMERICAS_RATES, payout_cap=6_000)
    people = population(steady_partner())

    found = [
        evaluate(core, people, Calendar().parse(quarter), ["total_payout"]).rows[0][1][0].value
        for quarter in QUARTERS
    ]

    assert found == [1_500_00, 2_025_00, 2_475_00, 0]
