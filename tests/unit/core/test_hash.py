"""What the semantic hash sees: every figure and every word that pays somebody else, and no way of writing them."""
from __future__ import annotations

import pytest

from rulelang.core.hash import semantic_hash
from rulelang.core.lower import lower
from rulelang.names.resolve import resolve
from rulelang.source import SourceFile
from rulelang.syntax import read
from rulelang.typecheck.check import check

PROGRAM = """
program acme
  currency USD
  effective from 2024-01-01

type Status is one of won, lost

entity Partner identified by partner_id
  partner_id  text

entity Deal identified by deal_id, belongs to Partner as deals, dated by closed_on
  deal_id    text
  amount     money
  status     Status
  closed_on  date

parameter base_rate percent
  2%  from 2024-01-01

measure sales of Partner is money
  total amount of deals where status is won

tiers Level of Partner, lowest first
  assessed every quarter
  tier registered
  tier silver
    requires sales >= 100 USD, to keep 80 USD
  promotion at once

incentive rebate of Partner "Rebate"
  measured every year
  paid every quarter
  on sales
  each part at its own rate
    from      0 USD: base_rate in force at period end
    from 50_000 USD: 4%
  at most 5_000 USD
  rounded half even to cents
"""


def hash_of(text: str) -> str:
    module, findings = read(SourceFile("program.rule", text))
    resolved, more = resolve([module])
    assert resolved is not None
    checked, last = check(resolved)
    assert checked is not None, (findings, more, last)
    return semantic_hash(lower(checked))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("  2%  from", "  3%  from"),
        ("from 2024-01-01\n\nmeasure", "from 2023-01-01\n\nmeasure"),
        ("50_000 USD: 4%", "50_000 USD: 5%"),
        ("from 50_000 USD", "from 60_000 USD"),
        ("at most 5_000 USD", "at most 6_000 USD"),
        ("half even", "half up"),
        ("paid every quarter", "paid every year"),
        ("measured every year", "measured every quarter"),
        (">= 100 USD", "> 100 USD"),
        ("to keep 80 USD", "to keep 90 USD"),
        ("status is won", "status is lost"),
        ("period end", "period start"),
        ("total amount", "highest amount"),
    ],
)
def test_it_sees_what_changes_a_result(old: str, new: str) -> None:
    assert PROGRAM.count(old) == 1
    assert hash_of(PROGRAM.replace(old, new)) != hash_of(PROGRAM)


PAID_IN = f"""{PROGRAM}
parameter plan_rates money with 6 decimals by currency
  from 2024-01-01
    | currency | plan_rates |
    | EUR      | 1.10 USD   |
    | MXN      | 0.05 USD   |

payout paid_out of Partner
  paid every quarter
  all of rebate
  paid in EUR with plan_rates in force at period end
  rounded half up to cents
"""


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("  paid in EUR with plan_rates in force at period end\n", ""),
        ("paid in EUR", "paid in MXN"),
        ("plan_rates in force at period end", "plan_rates in force at period start"),
        ("1.10 USD", "1.20 USD"),
    ],
)
def test_it_sees_what_is_paid_in(old: str, new: str) -> None:
    assert PAID_IN.count(old) == 1
    assert hash_of(PAID_IN.replace(old, new)) != hash_of(PAID_IN)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (' "Rebate"', ' "Sales rebate"'),
        ("from 50_000 USD: 4%", "from 50000.00 USD: 4.0%"),
        ("tiers Level", "# a ladder\n\n\ntiers Level"),
    ],
)
def test_it_sees_no_way_of_writing(old: str, new: str) -> None:
    assert PROGRAM.count(old) == 1
    assert hash_of(PROGRAM.replace(old, new)) == hash_of(PROGRAM)
