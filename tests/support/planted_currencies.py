"""Mistakes about amounts in currencies of their own, and tables of rates, to plant into the small program."""
from __future__ import annotations

from support.planted import Mistake

M = Mistake
FIELD = ("  seats      count\n", "  seats      count\n  fee        money in its own currency\n")
OWN = ("  discount  percent\n", "  discount  percent\n  local     money in its own currency\n")
OTHER = "net_sales + 5 USD"
HEAD = "entity Partner identified by partner_id"
TEXT = "\n  partner_id text\n"
BELOW = (HEAD + TEXT, f"{HEAD}, belongs to Partner as below{TEXT}  parent Partner, optional\n")
RATES = (
    "parameter euro number",
    """parameter worth money with 6 decimals by currency
  from 2025-01-01
    | currency | worth    |
    | EUR      | 1.10 USD |

parameter euro number""",
)


def _rate(cell: str, code: str = "EUR") -> str:
    return RATES[1].replace("| EUR      | 1.10 USD |", f"| {code}      | {cell} |")


def _own_table(code: str, cell: str) -> str:
    return RATES[1].replace("worth money with 6 decimals", "unit money in its own currency").replace(
        "| currency | worth    |\n    | EUR      | 1.10 USD |", f"| currency | unit |\n    | {code}      | {cell} |"
    )


TYPES = [
    M("currencies-may-differ", OTHER, "fee + 5 USD", text="fee + 5 USD", also=(FIELD,)),
    M("currencies-may-differ", "  seats >= 3\n", "  fee >= 3 USD\n", text="fee >= 3 USD", also=(FIELD,)),
    M("currencies-may-differ", OTHER, "the higher of (fee, 5 USD)", text="the higher of (fee, 5 USD)", also=(FIELD,)),
    M("own-currency-over-rows", "  total amount of deals\n", "  total local of deals\n", text="local", also=(OWN,)),
    M("own-currency-over-rows", OTHER, "(median fee among Partner) converted to USD with worth in force at period end",
      text="fee", also=(RATES, FIELD)),
    M("own-currency-over-rows", OTHER, "(total fee of below) converted to USD with worth in force at period end",
      text="fee", also=(RATES, FIELD, BELOW)),
    M("own-currency-of-what", "measure other of Partner is money\n",
      "measure other of Partner is money in its own currency\n", text="money in its own currency"),
    M("own-currency-of-what", "  seats      count\n",
      "  seats      count\n  fee        money in its own currency between 0 USD and 5 USD\n", at="fee"),
    M("nothing-to-convert", OTHER, "quota converted to USD with worth in force at period end", text="quota",
      also=(RATES,)),
    M("nothing-to-convert", OTHER, "seats converted to USD with worth in force at period end", text="seats",
      also=(RATES,)),
    M("no-such-rates", OTHER, "fee converted to USD with worths in force at period end", text="worths",
      also=(RATES, FIELD)),
    M("rates-of-another", OTHER, "fee converted to EUR with worth in force at period end", text="worth",
      also=(RATES, FIELD)),
    M("rate-cannot-be", RATES[0], _rate("0 USD"), at="| EUR", text="0 USD"),
    M("rate-cannot-be", RATES[0], _rate("2 USD", "USD"), at="| USD", text="2 USD"),
    M("own-currency-of-what", RATES[0], _own_table("EUR", "100 EUR").replace("by currency", "by country").replace(
        "| currency |", "| country |").replace("| EUR      |", "| ES |"), text="money in its own currency"),
    M("cell-in-another-currency", RATES[0], _own_table("EUR", "100 USD"), at="| EUR", text="100 USD"),
    M("currencies-may-differ", OTHER, "the higher of (unit(fee.currency), 5 USD)",
      text="the higher of (unit(fee.currency), 5 USD)",
      also=(FIELD, (RATES[0], _own_table("EUR", "100 EUR")))),
]
