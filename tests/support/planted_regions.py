"""Mistakes in regions, durations, periods beside dates, and in asking for several values, for the program of
`planted.py`."""
from __future__ import annotations

from support.planted import Mistake

M = Mistake
READY = "seats >= 3"
REGION = "region andes is (CO, PE)"
AREA = (("  seats      count\n", "  seats      count\n  area       region\n"),)

REGIONS = [
    M("region-for-a-country", READY, "country is andes", text="andes"),
    M("no-such-region", READY, "country is in ande", text="ande"),
    M("not-a-place", READY, "seats is in andes", text="seats"),
    M("not-a-region", READY, "country is in seats", text="seats"),
    M("no-region-inside", READY, "area is in DE", text="DE", also=AREA),
    M("no-such-region", READY, "area is ande", text="ande", also=AREA),
    M("region-like-a-country", REGION, REGION + "\nregion DE is (DE, AT)", at="region DE", text="DE"),
    M("kinds-compared", READY, "seats >= 3 months"),
    M("kinds-compared", READY, "(whole years from joined to period end) >= 12 months"),
    M("kinds-differ", "net_sales + 5 USD", "net_sales + 5 days"),
    M("length-out-of-range", READY, "12 months >= 101 years", text="101 years"),
    M("list-of-what", "  seats      count\n", "  seats      count\n  visits     list of Visit\n", at="visits",
      text="Visit"),
    M("list-of-what", "  seats      count\n", "  seats      count\n  visits     list of Deals\n", at="visits",
      text="Deals"),
    M("list-of-what", "  seats      count\n", "  seats      count\n  grades     list of Grade\n", at="grades",
      text="list of Grade"),
    M("list-of-what", "parameter euro number", "parameter euro list of Deal", text="list of Deal"),
    M("list-said-twice", "  seats      count\n", "  seats      count\n  others     list of Deal\n", at="others"),
    M("day-is-a-period", READY, "joined is 2025-Q2"),
    M("day-is-a-period", READY, "joined is not 2025"),
    M("no-day-in-a-period", READY, "seats is in 2025-Q2", text="seats"),
    M("no-day-in-a-period", READY, "quota is not in 2025", text="quota"),
    M("value-without-condition", READY, "country is CO or PE", text="PE"),
]
