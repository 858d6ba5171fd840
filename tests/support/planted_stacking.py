"""Mistakes in the lists of a payout, for the program of `planted.py`."""
from __future__ import annotations

from support.planted import Mistake

M = Mistake
BEST = "  the best of bonus, extra\n"

TYPES = [
    M("never-reached", BEST, "  the first that applies of bonus, extra\n", text="extra"),
    M("never-reached", BEST, "  the first that applies of (all of bonus), extra\n", text="extra"),
    M("paid-twice", BEST, "  the best of bonus, (all of extra, bonus)\n", text="bonus"),
    M("no-such-incentive", BEST, "  all of bonus, (the best of extra, rebatee)\n", text="rebatee"),
    M("best-of-two-cadences", BEST, "  the first that applies of bonus if seats >= 3, extra\n", text="extra",
      also=(("incentive extra of Partner\n  paid every year", "incentive extra of Partner\n  paid every quarter"),)),
    M("not-a-condition", BEST, "  all of bonus, extra if seats\n", text="seats"),
    M("changes-inside-period", BEST, "  all of bonus, extra if rate > 1%\n", text="rate",
      also=(("  3% from 2026-01-01\n", "  3% from 2026-02-01\n"),)),
]
