"""What tier is in force: keep lines, memory, intervals, history, coverage."""
from __future__ import annotations

import datetime

from rulelang.core.nodes import Cause
from rulelang.exact.calendar import Calendar
from rulelang.interpret.evaluate import evaluate
from support.cores import certificate, deal, kaspersky_core, partner, population, steady_partner

CORE = kaspersky_core()


def level(people, period: str):
    results = evaluate(CORE, people, Calendar().parse(period), ["Level"])
    return results.rows[0][1][0]


def yearly_sales(*dollars: int, first: int = 2023, csat: str | None = "4.6"):
    """One deal each December; four certified people."""
    deals = [deal(f"{first + n}-12-10", amount) for n, amount in enumerate(dollars)]
    return partner(deals=deals, certificates=[certificate(f"Holder {n}") for n in range(4)], csat=csat)


def test_highest_tier_whose_own_requirements_hold() -> None:
    assert level(population(steady_partner(people=2)), "2025").value == "silver"
    assert level(population(steady_partner(people=4)), "2025").value == "gold"
    assert level(population(steady_partner(people=1)), "2025").value == "registered"


def test_gold_is_kept_at_less_than_it_is_reached_with() -> None:
    """100_000 reaches gold; 90_000 keeps it, 89_999 does not; 95_000 does not reach it."""
    assert level(population(yearly_sales(100_000, 90_000)), "2024").value == "gold"
    assert level(population(yearly_sales(100_000, 89_999)), "2024").value == "silver"
    assert level(population(yearly_sales(95_000, 95_000)), "2024").value == "silver"


def test_gold_lost_is_not_kept_any_more() -> None:
    assert level(population(yearly_sales(100_000, 80_000, 95_000)), "2025").value == "silver"


def test_a_missing_survey_leaves_silver_or_gold() -> None:
    found = level(population(yearly_sales(100_000, csat=None)), "2023")

    assert (found.value, found.lowest, found.highest) == (None, "silver", "gold")
    assert found.causes == (Cause("missing", "Partner.csat"),)


def test_a_missing_survey_that_gold_does_not_hang_on_changes_nothing() -> None:
    assert level(population(yearly_sales(60_000, csat=None)), "2023").value == "silver"


def test_an_unknown_assessment_leaves_the_memory_as_it_was() -> None:
    """A survey missing from the start: gold was never certain, so 95_000 has to reach it and does not."""
    assert level(population(yearly_sales(100_000, 95_000, csat=None)), "2024").value == "silver"


def test_silver_pays_although_gold_is_unknown() -> None:
    people = population(yearly_sales(100_000, 100_000, csat=None))

    found = evaluate(CORE, people, Calendar().parse("2024"), ["may_deploy", "deploy_rebate"]).rows[0][1]

    assert [outcome.value for outcome in found] == [True, 50_000 * 250 // 100 + 50_000 * 4]


def test_history_is_in_force_until_the_next_assessment_and_is_remembered_by_it() -> None:
    people = population(yearly_sales(92_000, first=2024), Level=("2024-10-01", "2024-12-30", "gold"))

    assert level(people, "2024-11").value == "gold"
    assert level(people, "2024-12").value == "gold"
    assert level(people, "2024-09").value == "registered"
    assert level(population(yearly_sales(92_000, first=2024)), "2024-12").value == "silver"


def test_history_covers_every_day_of_its_period() -> None:
    people = population(partner(), Level=("2024-01-01", "2024-12-31", "silver"))

    assert level(people, "2024-Q2").value == "silver"
    assert level(people, "2024").value == "silver"
    assert level(people, "2025-02").value == "silver"
    assert level(people, "2025-03").value == "registered"


def test_before_the_first_assessment_the_tier_is_the_lowest() -> None:
    assert level(population(steady_partner(years=(2018, 2019))), "2019-02").value == "registered"


def test_the_fold_starts_at_the_first_assessment_that_the_data_covers() -> None:
    """Deals from 2024 on: the first whole year of windows ends in December 2024."""
    people = population(steady_partner(), covered_from={"Deal": "2024-01-01", "Certificate": "2018-01-01"})

    found = evaluate(CORE, people, Calendar().parse("2025"), ["Level"])

    assert found.fold_starts == {"Level": datetime.date(2024, 12, 31)}
    assert level(people, "2024-11").value == "registered"
    assert level(people, "2024-12").value == "silver"


def test_joined_a_year_ago_means_before_the_same_day() -> None:
    core = kaspersky_core(tenure=True)

    def tier(joined: str) -> object:
        people = population(
            partner(
                deals=[deal("2024-12-10", 100_000)], joined=joined,
                certificates=[certificate(f"Holder {n}") for n in range(4)],
            )
        )
        return evaluate(core, people, Calendar().parse("2024"), ["Level"]).rows[0][1][0].value

    assert tier("2023-12-30") == "gold"
    assert tier("2023-12-31") == "silver"
