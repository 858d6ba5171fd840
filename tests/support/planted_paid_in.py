"""Mistakes about what payouts are paid in, to plant into the small program."""
from __future__ import annotations

from support.planted import Mistake
from support.planted_currencies import RATES

M = Mistake
LIST = "  all of rebate\n"
ROUNDED = "  at most 100_000 USD each year\n  rounded half even to cents\n"
PAYOUT = (
    "payout total_payout of Partner\n  paid every year\n  all of rebate\n  the best of bonus, extra\n" + ROUNDED + "\n"
)
IN_EURO = RATES[1].replace("with 6 decimals", "in EUR").replace("| EUR      | 1.10 USD |", "| USD | 0.90 EUR |")
NO_MONEY = f"""parameter perks number by currency
  from 2025-01-01
    | currency | perks |
    | EUR      | 2     |

{RATES[0]}"""


def _paid_in(code: str, rates: str = "worth") -> str:
    return f"  paid in {code} with {rates} in force at period end\n"


NAMES = [
    M("paid-in-own-currency", LIST, f"{LIST}{_paid_in('USD')}", at="paid in USD", also=(RATES,)),
    M("paid-in-of-what", "  currency USD\n", f"  currency USD\n{_paid_in('EUR')}", at="paid in EUR",
      also=(RATES, (PAYOUT, ""))),
    M("said-twice", LIST, f"{LIST}{_paid_in('EUR')}{_paid_in('JPY')}", at="paid in JPY", also=(RATES,)),
    M("no-such-currency", LIST, f"{LIST}{_paid_in('EUX')}", at="paid in EUX", also=(RATES,)),
]
TYPES = [
    M("no-such-rates", LIST, f"{LIST}{_paid_in('EUR', 'worths')}", at="paid in EUR", text="worths", also=(RATES,)),
    M("rates-of-neither", LIST, f"{LIST}{_paid_in('JPY')}", at="paid in JPY", text="worth",
      also=((RATES[0], IN_EURO),)),
    M("rates-of-neither", LIST, f"{LIST}{_paid_in('EUR', 'perks')}", at="paid in EUR", text="perks",
      also=((RATES[0], NO_MONEY),)),
    M("paid-in-not-rounded", ROUNDED, f"  at most 100_000 USD each year\n{_paid_in('EUR')}", at="paid in EUR",
      also=(RATES,)),
    M("paid-in-finer", ROUNDED, ROUNDED.replace("cents", "2 decimals") + _paid_in("JPY"), at="paid in JPY",
      also=(RATES,)),
]
