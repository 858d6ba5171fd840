"""Mistakes about what nobody reaches or what is easier than it looks, to plant into the small program."""
from __future__ import annotations

from support.planted import Mistake

M = Mistake

OF_A_FIELD = """tiers Rank of Partner, lowest first
  assessed every quarter over the last 4 quarters
  tier first_rank
  tier second_rank
    requires csat >= 3

"""
TYPES = [
    M("ladder-window-on-undated", "benefit perk of Partner\n", f"{OF_A_FIELD}benefit perk of Partner\n",
      at="assessed every quarter over", text="over the last 4 quarters"),
    M("line-without-dates", "      csat >= 4.0\n", "      csat >= 4.0\n      (count certificates) >= 1\n",
      at="(count certificates)"),
    M("easier-higher-up", "net_sales >= 500_000 USD", "net_sales >= 50_000 USD", text="50_000 USD"),
    M("easier-higher-up", "      net_sales >= 500_000 USD\n", "      net_sales >= 500_000 USD, to keep 80_000 USD\n",
      text="80_000 USD"),
    M("never-holds", "  seats >= 3\n", "  seats < 0\n", text="seats < 0"),
    M("never-holds", "      csat >= 4.0\n", "      csat >= 4.0\n      net_sales < 100 USD\n",
      at="net_sales < 100 USD"),
    M("never-holds", "joined before 2015-01-01: 3", "grade is one of (gold) and grade is silver: 3",
      at='except "loyal"', text="grade is silver"),
    M("at-least-none", "  seats >= 3\n", "  at least 0 of deals have (amount > 5 USD)\n",
      text="at least 0 of deals have (amount > 5 USD)"),
    M("at-least-none", "  seats >= 3\n", "  at least 0 of\n    seats >= 3\n    csat >= 4.0\n", at="at least 0 of"),
    M("never-holds", "  seats >= 3\n", "  at least 3 of\n    seats >= 3\n    csat >= 4.0\n", at="at least 3 of",
      text="at least 3 of\n    seats >= 3\n    csat >= 4.0"),
    M("otherwise-never", "  net_sales + 5 USD", "  when seats < 3: 5 USD\n  when seats >= 3: 6 USD\n  otherwise: 7 USD",
      at="otherwise: 7 USD", text="7 USD"),
    M("band-out-of-reach", "  on net_sales\n  each part at its own rate\n    from 0 USD: 1%\n",
      "  on net_sales\n  rate found by csat\n  whole amount at the rate reached\n    from 0: 1%\n    from 6: 2%\n",
      at="from 6: 2%", text="6"),
]
