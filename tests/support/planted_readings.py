"""Mistakes in readings of fields, days and members, for the program of `planted.py`."""
from __future__ import annotations

from support.planted import Mistake

M = Mistake
READY = "seats >= 3"

TYPES = [
    M("no-date-to-count-from", READY, "(whole months from grade to period end) >= 3", text="grade"),
    M("tier-without-a-row", "eligibility trusted of Partner\n",
      "benefit desk of Partner\n  | Level  | desk |\n  | member | mail |\n\neligibility trusted of Partner\n",
      at="| Level  | desk |", text="Level"),
]
