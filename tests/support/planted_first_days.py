"""Mistakes in what the head of the subject says of a first day, for the program of `planted.py`."""
from __future__ import annotations

from support.planted import Mistake

M = Mistake
HEAD = "entity Partner identified by partner_id\n"
DEALS = "dated by closed_on, recorded on booked_on\n"

FIRST_DAYS = [
    M("first-day-edges-not-said", HEAD, f"{HEAD[:-1]}, valid from joined\n", at="entity Partner", text="joined"),
    M("edges-without-first-day", HEAD, f"{HEAD[:-1]}, bands and caps prorated\n", at="entity Partner",
      text="bands and caps prorated"),
    M("edges-without-first-day", DEALS, f"{DEALS[:-1]}, edges as written\n", at="entity Deal",
      text="edges as written"),
    M("subject-with-last-day", HEAD, f"{HEAD[:-1]}, valid from joined to left_on, bands and caps as written\n",
      at="entity Partner", text="left_on",
      also=(("  joined     date\n", "  joined     date\n  left_on    date, optional\n"),)),
]
