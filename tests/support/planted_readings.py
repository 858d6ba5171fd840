"""Mistakes in readings of fields, days and members, for the program of `planted.py`."""
from __future__ import annotations

from support.planted import Mistake

M = Mistake
READY = "seats >= 3"

TYPES = [
    M("rounded-as-what", READY, "(net_sales / quota rounded half even to 2 decimals) >= quota / net_sales",
      text="(net_sales / quota rounded half even to 2 decimals)"),
    M("no-date-to-count-from", READY, "(whole months from grade to period end) >= 3", text="grade"),
    M("no-date-to-count-from", READY, "(12 months after grade) before period end", text="grade"),
    M("no-such-number", READY, "net_sales over the last goat quarters >= 3 USD", text="goat"),
    M("number-not-fixed", READY, "net_sales over the last seats quarters >= 3 USD", text="seats"),
    M("number-not-whole", READY, "net_sales over the last euro quarters >= 3 USD", text="euro"),
    M("number-that-changes", "assessed every quarter over the last 4 quarters",
      "assessed every quarter over the last long quarters", text="long",
      also=(("parameter euro number\n",
             "parameter long count\n  4 from 2025-01-01\n  3 from 2026-01-01\n\nparameter euro number\n"),)),
    M("count-of-units", READY, "(grade months after joined) before period end", text="grade"),
    M("count-of-units", READY, "(csat months after joined) before period end", text="csat"),
    M("base-not-before", READY, "(growth of net_sales over the last 2 quarters against over the previous 2 quarters "
      "zero base gives 0%) >= 3%", text="over the previous 2 quarters"),
    M("base-not-before", READY, "(growth of net_sales year to date against year to date ending 5 months ago "
      "zero base gives 0%) >= 3%", text="year to date ending 5 months ago"),
    M("later-or-higher", READY, "(the higher of (joined, period end)) before period end",
      text="the higher of (joined, period end)"),
    M("period-called-otherwise", READY, "half_planned is FY2025-Q1", text="FY2025-Q1",
      also=(("  joined     date\n", "  joined     date\n  half_planned period\n"),)),
    M("later-or-higher", READY, "(the later of (seats, 5)) >= 3", text="the later of (seats, 5)"),
    M("tier-without-a-row", "eligibility trusted of Partner\n",
      "benefit desk of Partner\n  | Level  | desk |\n  | member | mail |\n\neligibility trusted of Partner\n",
      at="| Level  | desk |", text="Level"),
]
