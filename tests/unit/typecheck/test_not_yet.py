"""What is read and does not run yet, and only names and types can tell: the checker names it, and nothing else."""
from __future__ import annotations

import pytest

from rulelang.names.resolve import resolve
from rulelang.source import SourceFile
from rulelang.syntax import read
from rulelang.typecheck.check import check

HEAD = """program p
  language edition 1
  currency USD
  effective from 2020-01-01

type Rank is one of low, high

entity Partner identified by partner_id
  partner_id text
  joined     date
  rank       Rank
  {partner_field}

entity Customer identified by customer_id
  customer_id text
  market      text

entity Deal identified by deal_id, belongs to Partner as deals{deal_head}, dated by closed_on
  deal_id    text
  amount     money
  closed_on  date
  {deal_field}

tiers Level of Partner, lowest first
  assessed every quarter
  tier registered
  tier silver
    requires net_sales >= 5 USD

measure net_sales of Partner is money
  total amount of deals
"""
PLACES = {"deal_head": "", "partner_field": "seats count", "deal_field": "units count"}


def names(declaration: str = "", **places: str) -> list[str]:
    text = HEAD.format(**PLACES | places)
    if not any("Customer" in value for value in places.values()):
        start, stop = text.index("entity Customer"), text.index("entity Deal")
        text = text[:start] + text[stop:]
    module, findings = read(SourceFile("p.rule", text + declaration))
    assert findings == ()
    resolved, findings = resolve([module])
    assert resolved is not None
    assert findings == ()
    _, findings = check(resolved)
    return [finding.name for finding in findings]


def test_the_program_around_them_checks() -> None:
    assert names() == []


@pytest.mark.parametrize(
    "declaration",
    [
        "measure m of Partner is money\n  total amount of deals where net_sales > 5 USD\n",
    ],
)
def test_readings_that_do_not_run_are_named(declaration: str) -> None:
    assert names(declaration) == ["not-yet"]
