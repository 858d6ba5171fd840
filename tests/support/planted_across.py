"""Mistakes in what looks across subjects, for the program of `planted.py`."""
from __future__ import annotations

from support.planted import Mistake

M = Mistake
OTHER, READY = "net_sales + 5 USD", "seats >= 3"
OTHER_OF = "measure other of Partner is money\n  net_sales + 5 USD"

NAMES = [
    M("among-another", OTHER, "median net_sales among Deal", text="Deal"),
    M("no-such-entity", OTHER, "median net_sales among Partners", text="Partners"),
    M("after-the-scope", READY, "(rank of net_sales among Partner over the last 4 quarters) <= 3",
      text="over the last 4 quarters"),
    M("one-in-program", OTHER_OF, "measure other of program is money\n  net_sales + 5 USD", at="net_sales + 5 USD",
      text="net_sales"),
    M("one-in-program", OTHER_OF, "measure other of program is count\n  count deals", at="count deals"),
    M("nobody-to-compare", OTHER_OF, "measure other of program is count\n  rank of seats among Partner",
      at="rank of seats"),
    M("grouped-otherwise", OTHER_OF,
      "measure other of program by country is count\n  total seats among Partner\n\n"
      "measure everybody of program is count\n  other", at="other", text="other"),
]
TYPES = [
    M("ratio-compared", READY, "(rank of attainment among Partner) <= 3", text="attainment"),
    M("no-arithmetic", READY, "(rank of joined among Partner) <= 3", text="joined"),
    M("top-out-of-range", READY, "(share of the top 0% of net_sales among Partner) <= 3%", text="0%"),
    M("total-inside-where", "  total amount of deals\n",
      "  total amount of deals where ((median seats among Partner) >= 1)\n", text="median seats among Partner"),
    M("not-a-group", OTHER_OF, "measure other of program by csat is count\n  total seats among Partner", text="csat"),
    M("compared-too-wide", READY, "(rank of (quota * seats) among Partner) <= 3", text="quota * seats"),
]
