"""Both compiled engines against amounts worked out by hand, on the hand-made core."""
from __future__ import annotations

import pytest

from rulelang.compile.duckdb import run_duckdb
from rulelang.compile.python_run import run_python
from rulelang.core.nodes import Cause
from rulelang.core.population import Outcome
from rulelang.exact.calendar import Calendar
from support.cores import AMERICAS_RATES, certificate, deal, kaspersky_core, partner, population, steady_partner

ENGINES = pytest.mark.parametrize("run", [run_python, run_duckdb], ids=["python", "duckdb"])


def outcome(run, core, people, period, name) -> Outcome:
    """An outcome of the first partner."""
    results = run(core, people, Calendar(core.year_starts).parse(period), (name,))
    return results.rows[0][1][0]


@ENGINES
@pytest.mark.parametrize(
    ("cadence", "rates", "cents"),
    [
        ("yearly", (("2019-01-01", "2.5"),), 10_650_00),
        ("quarterly", (("2019-01-01", "3"),), 4 * 1_900_00),
        ("to date", (("2019-01-01", "3"),), 10_900_00),
        ("cut as written", AMERICAS_RATES, 8_950_00),
        ("cut prorated", AMERICAS_RATES, 10_837_50),
    ],
)
def test_sixty_thousand_a_quarter_pays_by_cadence(run, cadence, rates, cents) -> None:
    people = population(steady_partner())
    assert outcome(run, kaspersky_core(cadence, rates), people, "2025", "deploy_rebate") == Outcome(cents)


@ENGINES
def test_payments_to_date_differ_by_quarter_and_sum_to_the_year(run) -> None:
    core, people = kaspersky_core("to date", (("2019-01-01", "3"),)), population(steady_partner())
    paid = [outcome(run, core, people, f"2025-Q{n}", "deploy_rebate").value for n in (1, 2, 3, 4)]
    assert paid == [1_900_00, 2_400_00, 3_000_00, 3_600_00]


@ENGINES
def test_money_that_is_not_due_says_when_it_is(run) -> None:
    found = outcome(run, kaspersky_core("yearly"), population(steady_partner()), "2025-Q1", "deploy_rebate")
    assert (found.value, found.due, str(found.next_due)) == (None, False, "2025-12-31")


@ENGINES
def test_the_cap_of_a_payout_runs_over_its_payments(run) -> None:
    core = kaspersky_core("quarterly", (("2019-01-01", "3"),), payout_cap=4_000)
    people = population(steady_partner())
    paid = [outcome(run, core, people, f"2025-Q{n}", "total_payout").value for n in (1, 2, 3, 4)]
    assert paid == [1_900_00, 1_900_00, 200_00, 0]


@ENGINES
def test_a_missing_survey_leaves_two_tiers_and_pays_what_the_lower_earns(run) -> None:
    core = kaspersky_core("quarterly")
    people = population(steady_partner(people=5, csat=None))
    cause = (Cause("missing", "Partner.csat"),)
    assert outcome(run, core, people, "2025-Q2", "Level") == Outcome(None, cause, "silver", "gold")
    assert outcome(run, core, people, "2025-Q2", "deploy_rebate") == Outcome(1_650_00)


@ENGINES
def test_days_before_the_data_are_uncovered(run) -> None:
    core = kaspersky_core("quarterly")
    people = population(steady_partner(), covered_from={"Deal": "2025-04-01"})
    found = outcome(run, core, people, "2025-Q1", "deploy_rebate")
    assert (found.value, found.causes) == (0, ()), "no assessment is covered, so nobody is silver and none may earn"
    gold = ("2024-10-01", "2024-12-31", "gold")
    history = population(steady_partner(), covered_from={"Deal": "2025-04-01"}, Level=gold)
    assert outcome(run, core, history, "2025-Q1", "deploy_rebate").causes == (Cause("uncovered", "Deal"),)


@ENGINES
def test_a_rejected_record_makes_what_reads_it_unknown(run) -> None:
    core = kaspersky_core("quarterly")
    deals = [deal("2024-11-10", 60_000), deal("2025-02-10", 60_000)]
    people = population(
        partner("P-1", deals, [certificate("Ana"), certificate("Bo")], rejected=["Deal"]), steady_partner("P-2")
    )
    results = run(core, people, Calendar().parse("2025-Q1"), ("Level", "total_payout"))
    level, paid = results.rows[0][1]
    assert level.causes == (Cause("rejected", "Deal"),)
    assert paid.causes == (Cause("rejected", "Deal"),)
    assert results.rows[1][1] == (Outcome("silver"), Outcome(1_650_00))


@ENGINES
def test_a_total_beyond_the_likely_limit_is_planned_again(run) -> None:
    core = kaspersky_core("quarterly")
    huge = [deal("2025-02-10", 10**13, key=f"D-{n}") for n in range(3)]
    people = population(partner("P-1", [deal("2024-11-10", 60_000), *huge], [certificate("Ana"), certificate("Bo")]))
    assert outcome(run, core, people, "2025-Q1", "deploy_rebate") == Outcome(100_000_00)


@ENGINES
def test_a_total_beyond_any_limit_is_unknown(run) -> None:
    core = kaspersky_core("quarterly")
    huge = [deal("2025-02-10", 10**13, key=f"D-{n}") for n in range(1_001)]
    people = population(partner("P-1", [deal("2024-11-10", 60_000), *huge], [certificate("Ana"), certificate("Bo")]))
    found = outcome(run, core, people, "2025-Q1", "deploy_rebate")
    assert found.causes == (Cause("total_too_large", "deploy_rebate"),)


@ENGINES
def test_nobody_gives_nothing(run) -> None:
    results = run(kaspersky_core(), population(), Calendar().parse("2025"), None)
    assert results.rows == ()
