"""Mistakes about later versions of what is declared, to plant into the small program and its variant."""
from __future__ import annotations

from support.planted import Mistake

M = Mistake
INCENTIVE = "incentive rebate of Partner"
LADDER = (
    "tiers Level of Partner, lowest first, from {day}\n  assessed every quarter over the last 4 quarters\n"
    "  tier member\n  tier select\n    requires net_sales >= 100_000 USD\n  tier elite\n"
    "    requires net_sales >= 900_000 USD\n"
)


def ladder(day: str, *clauses: str) -> str:
    """A later version of the ladder, with a line between it and what follows."""
    return LADDER.format(day=day) + "".join(f"  {clause}\n" for clause in clauses) + "\n"


NAMES = [
    M("version-inside-period", INCENTIVE, ladder("2025-08-15") + INCENTIVE, at="tiers Level of Partner, lowest"),
    M("version-of-what", "  promotion at once\n", "  promotion at once\n  the version at its end\n",
      at="the version at its end"),
    M("tiers-by-row", INCENTIVE, ladder("2025-07-01", "each row by its own closed_on") + INCENTIVE,
      at="each row by its own"),
    M("declared-twice", INCENTIVE, 2 * ladder("2025-07-01") + INCENTIVE, at="tiers Level of Partner, lowest"),
    M("tiers-reordered", INCENTIVE,
      ladder("2025-07-01").replace("select", "other").replace("elite", "select").replace("other", "elite") + INCENTIVE,
      at="tier select"),
    M("said-twice", INCENTIVE, ladder("2025-08-15", "the version at its end", "split at the change") + INCENTIVE,
      at="split at the change"),
]
VARIANTS = [
    M("before-the-variant", "set rate: 3%",
      ladder("2025-01-15").replace("Level", "Rank").replace("member", "low").replace("select", "mid")
      .replace("elite", "high") + "set rate: 3%", at="tiers Rank"),
]
