"""A payout that adds the best of several: compared on the entitlements to date, not payment by payment."""
from __future__ import annotations

from rulelang.core.nodes import Cause
from rulelang.exact.calendar import Calendar
from rulelang.interpret.evaluate import evaluate
from support.cores import deal, kaspersky_core, partner, population

QUARTERS = ("2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4")
ROWS = (
    deal("2025-02-01", 10_000, pillar="sell"),
    deal("2025-05-01", 4_000, pillar="manage"),
    deal("2025-08-01", 20_000, pillar="sell"),
)


def outcomes(quarter: str, csat: str | None):
    core = kaspersky_core("to date", promotions=True)
    names = ["growth_bonus", "launch_promo", "total_payout"]
    return evaluate(core, population(partner(deals=ROWS, csat=csat)), Calendar().parse(quarter), names).rows[0][1]


def test_the_best_is_found_on_what_is_earned_to_date() -> None:
    """Growth to date 100, 140, 340, 340; launch 0, 200, 200, 200; the larger 100, 200, 340, 340."""
    found = [[outcome.value for outcome in outcomes(quarter, "4")] for quarter in QUARTERS]

    assert found == [
        [100_00, 0, 100_00],
        [40_00, 200_00, 100_00],
        [200_00, 0, 140_00],
        [0, 0, 0],
    ]


def test_one_unknown_candidate_makes_the_best_unknown() -> None:
    growth, launch, total = outcomes("2025-Q2", None)

    assert growth.value == 40_00
    assert launch.causes == total.causes == (Cause("missing", "Partner.csat"),)
    assert total.value is None
    assert total.due
