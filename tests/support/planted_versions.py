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


SCORE = (
    "scorecard total of Partner{day}\n  category all\n    metric trained measures people linear up to 20 points at 4\n"
    "  designation better from 5 points\n  designation good from 10 points\n\n"
)
LATER_PAYOUT = "payout total_payout of Partner, from 2025-08-15\n  paid every year\n  all of rebate\n\n"


EURO = (("  1.1 from 2025-01-01\n", "  1.1 from 2025-01-01\n  1.2 from 2025-05-15\n"),)


def _rows(pays: str, by: str = "closed_on") -> str:
    """An incentive that pays each row by its own date."""
    return (
        f"incentive own of Partner\n  paid every quarter\n{pays}\n  multiplied by euro\n  each row by its own {by}\n"
        "  rounded half even to cents\n\n"
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
    M("version-inside-period", INCENTIVE,
      "measure net_sales of Partner is money, from 2025-08-15\n  2 * paid_out\n\n" + INCENTIVE,
      at="measure net_sales of Partner is money, from", also=(("measure other of Partner is money\n",
      "measure paid_out of Partner is money\n  total amount of deals\n\nmeasure other of Partner is money\n"),)),
    M("version-inside-period", "payout total_payout", "payout total_payout", at="payout total_payout of Partner, from",
      also=(("adaptable\n", LATER_PAYOUT + "adaptable\n"),)),
    M("version-of-another-kind", INCENTIVE,
      "measure people of Partner is money, from 2026-01-01\n  total amount of deals\n\n" + INCENTIVE,
      at="measure people of Partner is money", text="money"),
    M("no-version-in-force", "eligibility ready of Partner", "eligibility ready of Partner, from 2025-02-01",
      text="ready"),
    M("declared-twice", INCENTIVE, "eligibility ready of Partner\n  seats >= 4\n\n" + INCENTIVE,
      at="eligibility ready"),
    M("memory-gains-digits", "  net_sales + 5 USD", "  50% of (other in the previous quarter or else 0 USD)",
      at="50% of", text="50% of (other in the previous quarter or else 0 USD)"),
    M("memory-leaves-its-range", "  net_sales + 5 USD", "  5 USD + (other in the previous quarter or else 0 USD)",
      at="5 USD +"),
    M("reads-itself", "  net_sales + 5 USD", "  other over the previous 2 quarters", at="other over"),
    M("version-of-another-kind", INCENTIVE,
      "benefit perk of Partner, from 2026-01-01\n  gives \"a desk\"\n\n" + INCENTIVE, at='gives "a desk"'),
    M("no-version-in-force", "benefit perk of Partner", "benefit perk of Partner, from 2025-02-01", text="perk"),
    M("declared-twice", INCENTIVE, SCORE.format(day="") + INCENTIVE, at="scorecard total of Partner"),
    M("said-twice", INCENTIVE, ladder("2025-08-15", "the version at its end", "split at the change") + INCENTIVE,
      at="split at the change"),
]
ROWS = [
    M("no-rate-of-a-row", INCENTIVE,
      _rows("  on total amount of deals\n  each part at its own rate\n    from 0 USD: rate") + INCENTIVE,
      at="each row by its own", text="closed_on", also=EURO),
    M("rows-of-what", INCENTIVE, _rows("  on other\n  pays rate") + INCENTIVE, at="on other", text="other", also=EURO),
    M("rows-by-another-date", INCENTIVE, _rows("  on total amount of deals\n  pays rate", "booked_on") + INCENTIVE,
      at="each row by its own", text="booked_on", also=EURO),
    M("versions-limit-differently", INCENTIVE,
      "incentive own of Partner\n  paid every quarter\n  on total amount of deals\n  pays 2%\n"
      "  multiplied by euro\n  rounded half even to cents\n\n"
      + _rows("  on total amount of deals\n  pays 3%\n  at most 5 USD")
      .replace("Partner\n", "Partner, from 2025-08-15\n")
      + INCENTIVE, at="each row by its own"),
    M("left-by-row", "  the best of bonus, extra\n", "  each on what the earlier ones left: bonus, extra\n",
      text="extra", also=(("  on net_sales\n  each part at its own rate\n    from 0 USD: 2%\n",
             "  on total amount of deals\n  pays rate\n  multiplied by euro\n  each row by its own closed_on\n"),
            *EURO)),
]
NEVER = [
    M("version-never-in-force", INCENTIVE, INCENTIVE, at="incentive bonus of Partner", text="bonus",
      also=(("payout total_payout", LATER_PAYOUT.replace("payout total_payout", "incentive bonus")
      .replace("2025-08-15", "2025-01-01").replace("all of rebate", "pays 5 USD") + "payout total_payout"),)),
    M("version-never-in-force", "eligibility ready of Partner",
      "eligibility ready of Partner, from 2024-07-01\n  seats >= 5\n\neligibility ready of Partner",
      at="eligibility ready of Partner", text="ready"),
    M("version-never-in-force", INCENTIVE, ladder("2025-01-01") + INCENTIVE, at="tiers Level of Partner, lowest first",
      text="Level"),
]
SCORES = [
    M("designations-reordered", INCENTIVE, SCORE.format(day=", from 2026-01-01") + INCENTIVE, at="designation good",
      text="good", also=(("  designation good from 15 points\n",
      "  designation good from 15 points\n  designation better from 20 points\n"),)),
    *NEVER,
    *ROWS,
    M("weights-not-whole", INCENTIVE, SCORE.format(day=", from 2026-01-01").replace("all\n", "all weighs 90%\n")
      + INCENTIVE, at="category all weighs 90%", text="90%"),
]
VARIANTS = [
    M("cell-of-what", "set rebate: paid every quarter", "set rebate(gold): paid every quarter"),
    M("version-never-in-force", "set rate: 3%", "benefit desk of Partner\n  gives \"a desk\"\n\n"
      "benefit desk of Partner, from 2025-04-01\n  gives \"two desks\"\n\nset rate: 3%", at="benefit desk of Partner",
      text="desk"),
    M("before-the-variant", "set rate: 3%",
      ladder("2025-01-15").replace("Level", "Rank").replace("member", "low").replace("select", "mid")
      .replace("elite", "high") + "set rate: 3%", at="tiers Rank"),
]
