"""Mistakes in the lists of a payout, for the program of `planted.py`."""
from __future__ import annotations

from support.planted import Mistake

M = Mistake
BEST = "  the best of bonus, extra\n"

TYPES = [
    M("never-reached", BEST, "  the first that applies of bonus, extra\n", text="extra"),
    M("never-reached", BEST, "  the first that applies of (all of bonus), extra\n", text="extra"),
    M("paid-twice", BEST, "  the best of bonus, (all of extra, bonus)\n", text="bonus"),
    M("paid-twice", "\nadaptable\n", "\npayout second of Partner\n  paid every year\n  all of extra\n\nadaptable\n",
      at="all of extra", text="extra"),
    M("no-such-incentive", BEST, "  all of bonus, (the best of extra, rebatee)\n", text="rebatee"),
    M("best-of-two-cadences", BEST, "  the first that applies of bonus if seats >= 3, extra\n", text="extra",
      also=(("incentive extra of Partner\n  paid every year", "incentive extra of Partner\n  paid every quarter"),)),
    M("left-of-what", BEST, "  each on what the earlier ones left: bonus, extra\n", text="extra",
      also=(("  on net_sales\n  each part at its own rate\n    from 0 USD: 2%\n", "  pays 5 USD\n"),)),
    M("left-of-what", BEST, "  each on what the earlier ones left: bonus, extra\n", text="extra",
      also=(("  on net_sales\n  each part at its own rate\n    from 0 USD: 2%\n",
             "  on count deals\n  pays 5 USD per deal\n"),)),
    M("left-of-another", BEST, "  each on what the earlier ones left: bonus, extra\n", text="extra",
      also=(("  on net_sales\n  each part at its own rate\n    from 0 USD: 2%\n", "  on other\n  pays 2%\n"),)),
    M("nothing-left-here", BEST, "  all of bonus, extra on the full amount\n", text="extra on the full amount"),
    M("beyond-38-digits", BEST, "  each on what the earlier ones left: bonus, extra\n", text="extra",
      also=(("  on net_sales\n  each part at its own rate\n    from 0 USD: 1%\n",
             "  on net_sales * 1.000001 * 1.000001\n  pays 0.000000000000001%\n"),
            ("  on net_sales\n  each part at its own rate\n    from 0 USD: 2%\n",
             "  on net_sales * 1.000001 * 1.000001\n  pays 0.000000000000001%\n"))),
    M("nothing-to-pay", "  all of rebate\n", "  less rebate\n", at="payout total_payout", also=((BEST, ""),)),
    M("may-be-together", BEST, "  all of bonus, extra\n  never together bonus, extra\n", at="never together",
      text="extra"),
    M("may-be-together", BEST, "  all of bonus if seats >= 3, extra if seats > 2\n  at most 1 of bonus, extra\n",
      at="at most 1 of", text="extra"),
    M("not-in-payout", BEST, f"{BEST}  never together bonus, base\n", at="never together", text="base"),
    M("excludes-nothing", BEST, f"{BEST}  at most 2 of bonus, extra\n", at="at most 2 of"),
    M("cap-needs-period", BEST, f"{BEST}  never less than 5 USD\n", at="never less"),
    M("cap-shorter-than-payment", BEST, f"{BEST}  never less than 5 USD each month\n", at="never less"),
    M("cap-is-another-kind", BEST, f"{BEST}  never less than 5% each year\n", at="never less", text="5%"),
    M("above-the-cap", BEST, f"{BEST}  never less than 100_001 USD each year\n", at="never less"),
    M("floor-after-cap", BEST, f"{BEST}  never less than 5 USD each year\n", at="never less",
      also=(("  paid every year\n  all of rebate\n", "  paid every quarter\n  all of rebate\n"),
            ("100_000 USD each year", "100_000 USD each quarter"))),
    M("not-a-condition", BEST, "  all of bonus, extra if seats\n", text="seats"),
    M("changes-inside-period", BEST, "  all of bonus, extra if rate > 1%\n", text="rate",
      also=(("  3% from 2026-01-01\n", "  3% from 2026-02-01\n"),)),
]
