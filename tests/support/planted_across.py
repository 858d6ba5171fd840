"""Mistakes in what looks across subjects, for the program of `planted.py`."""
from __future__ import annotations

from support.planted import Mistake

M = Mistake
OTHER, READY = "net_sales + 5 USD", "seats >= 3"

NAMES = [
    M("among-another", OTHER, "median net_sales among Deal", text="Deal"),
    M("no-such-entity", OTHER, "median net_sales among Partners", text="Partners"),
    M("after-the-scope", READY, "(rank of net_sales among Partner over the last 4 quarters) <= 3",
      text="over the last 4 quarters"),
]
TYPES = [
    M("ratio-compared", READY, "(rank of attainment among Partner) <= 3", text="attainment"),
    M("no-arithmetic", READY, "(rank of joined among Partner) <= 3", text="joined"),
    M("top-out-of-range", READY, "(share of the top 0% of net_sales among Partner) <= 3%", text="0%"),
    M("total-inside-where", "  total amount of deals\n",
      "  total amount of deals where ((median seats among Partner) >= 1)\n", text="median seats among Partner"),
    M("compared-too-wide", READY, "(rank of (quota * seats) among Partner) <= 3", text="quota * seats"),
]
