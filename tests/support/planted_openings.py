"""Mistakes in lines of `adaptable` that could let nothing through, for the program of `planted.py`."""
from __future__ import annotations

from support.planted import Mistake

M = Mistake
RATES = "each part at its own rate\n    from 0 USD: 2%"
AMOUNTS = "a fixed amount when reached\n    from 0 USD: 20 USD"

OPENINGS = [
    M("bounds-of-other-bands", "  euro: fixed\n", "  extra: may replace bands within 0 USD to 500 USD\n",
      text="may replace bands within 0 USD to 500 USD"),
    M("bound-by-name", "  euro: fixed\n", "  extra: may replace bands within 0% to rate\n", text="rate"),
    M("bounds-of-other-bands", "  euro: fixed\n", "  extra: may replace bands within 0% to 500 USD\n", at="extra: may"),
    M("bounds-of-other-bands", "  euro: fixed\n", "  extra: may replace bands within 0 USD to 500 EUR\n",
      at="extra: may", also=((RATES, AMOUNTS),)),
    M("bounds-of-other-bands", "  euro: fixed\n", "  extra: may replace bands within 0 USD to 500 USD per seat\n",
      at="extra: may", also=((RATES, AMOUNTS),)),
    M("share-of-no-cap", "  euro: fixed\n", "  extra: between 50% and 100% of the global value\n",
      text="between 50% and 100% of the global value"),
    M("share-of-no-cap", "  euro: fixed\n", "  extra: between 50% and 100% of the global value\n",
      text="between 50% and 100% of the global value",
      also=(("    from 0 USD: 2%\n", "    from 0 USD: 2%\n  at most 5% of net_sales\n"),)),
    M("bounds-reversed", "  euro: fixed\n", "  extra: between 10 USD and 5 USD\n", text="between 10 USD and 5 USD"),
    M("another-kind-of-value", "  euro: fixed\n", "  extra: between 1 EUR and 5 USD\n", text="1 EUR"),
    M("bound-by-name", "  rate: between 1% and 6%\n", "  rate: between 1% and rate\n", text="rate"),
    M("no-bands-to-replace", "  euro: fixed\n", "  extra: may replace bands within 0% to 8%\n",
      text="may replace bands within 0% to 8%", also=((RATES, "pays 2%"),)),
    M("bounds-reversed", "  euro: fixed\n", "  extra: may replace bands within 8% to 0%\n",
      text="may replace bands within 8% to 0%"),
]
