"""Mistakes in what an incentive pays, for the program of `planted.py`."""
from __future__ import annotations

from support.planted import Mistake

M = Mistake
BONUS = "  on net_sales\n  each part at its own rate\n    from 0 USD: 1%\n"
PARTS = "each part at its own rate"
RATES = "  each part at its own rate\n    from 0 USD: 1%\n"
WHOLE = "  whole amount at the rate reached\n    from 0 USD: 1%\n"

TYPES = [
    M("two-ways-to-pay", RATES, f"{RATES}  pays 20%\n", at="pays 20%"),
    M("no-rate-to-find", BONUS, f"  on net_sales\n  rate found by seats\n{RATES}", at="rate found by"),
    M("no-base", BONUS, "  pays 20%\n", at="incentive bonus"),
    M("amount-wanted", BONUS, "  on net_sales\n  a fixed amount when reached\n    from 5 USD: 10%\n",
      at="from 5 USD", text="10%"),
    M("amount-wanted", BONUS, "  pays seats\n", text="seats"),
    M("amount-wanted", RATES, f"{RATES}  plus 5 EUR\n", at="plus 5 EUR", text="5 EUR"),
    M("amount-wanted", RATES, f"{RATES}  never less than 5%\n", at="never less", text="5%"),
    M("rate-is-another-kind", RATES, f'{RATES}  except "large" when seats >= 50: 5 USD\n', at="except", text="5 USD"),
    M("rate-is-another-kind", BONUS, "  on net_sales\n  pays attainment\n", at="pays", text="attainment"),
    M("base-without-use", BONUS, "  on net_sales\n  pays 5 USD\n"),
    M("pays-no-money", BONUS, "  on seats\n  pays 5%\n", at="incentive bonus", text="bonus"),
    M("per-what", BONUS, "  pays 5 USD per contract\n", text="contract"),
    M("per-what", BONUS, "  on net_sales\n  pays 5 USD per deal\n", text="net_sales"),
    M("per-what", BONUS, "  on total amount of deals\n  pays 5 USD per amount\n", at="pays 5 USD", text="amount"),
    M("percent-wanted", RATES, f"{RATES}  plus seats percentage points\n", at="plus seats", text="seats"),
    M("percent-wanted", RATES, f"{RATES}  at most seats of net_sales\n", at="at most seats", text="seats"),
    M("step-above-zero", BONUS, "  on net_sales\n  an amount for every full step of 0 USD: 5 USD\n", at="an amount",
      text="0 USD"),
    M("edge-is-another-kind", BONUS, "  on net_sales\n  an amount for every full step of 5: 5 USD\n", at="an amount",
      text="5"),
    M("edge-is-another-kind", BONUS, f"  on net_sales\n  rate found by seats\n{WHOLE}", at="from 0 USD: 1%",
      text="0 USD"),
    M("unit-not-counted", BONUS, f"  on seats\n  {PARTS}\n    from 0: 5 USD per deal\n", at="from 0:", text="deal"),
    M("unit-not-counted", BONUS, f"  on net_sales\n  {PARTS}\n    from 0 USD: 5 USD per deal\n", at="from 0 USD: 5",
      text="deal"),
    M("unit-here-not-there", BONUS,
      f"  on seats\n  {PARTS}\n    from 0: 5 USD per seat\n    from 9: 4 USD\n  at most 900 USD\n",
      at="from 9", text="4 USD"),
    M("unit-here-not-there", RATES, f'{RATES}  except "large" when seats >= 50: 5 USD per seat\n', at="except",
      text="seat"),
    M("rate-is-another-kind", BONUS, f"  on seats\n  {PARTS}\n    from 0: 5 USD\n", at="from 0: 5", text="5 USD"),
    M("no-rate-to-raise", BONUS, "  pays 5 USD\n  plus 2 percentage points\n", at="plus 2"),
    M("factor-is-no-number", RATES, f"{RATES}  multiplied by 5 USD\n", at="multiplied", text="5 USD"),
    M("not-a-condition", RATES, f"{RATES}  multiplied by 2 if seats\n", at="multiplied", text="seats"),
    M("above-the-cap", RATES, f"{RATES}  never less than 9 USD\n  at most 8 USD\n", at="never less"),
    M("above-the-cap", RATES, f"{RATES}  at most 8 USD\n  pays nothing under 9 USD, forfeited\n", at="pays nothing"),
    M("floor-after-cap", RATES, f"{RATES}  never less than 9 USD each year\n  at most 90 USD each month\n",
      at="never less"),
    M("said-twice", RATES, f"{RATES}  at most 9 USD each month\n  at most 8 USD each month\n", at="at most 8"),
    M("not-a-paying-unit", RATES, f"{RATES}  at most 9 USD each day\n", at="at most 9"),
    M("exceptions-may-meet", RATES,
      f'{RATES}  except "a" when seats >= 50: 5%\n  except "b" when csat >= 4: 6%\n', at='except "b"'),
    M("exceptions-never-meet", RATES, f"{RATES}  when exceptions meet they add\n", at="when exceptions"),
    M("said-twice", RATES, f"{RATES}  never less than 9 USD\n  never less than 8 USD\n", at="never less than 8"),
]
