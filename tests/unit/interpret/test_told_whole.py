"""Stories of what is rounded twice, and of what is missing as a whole."""
from __future__ import annotations

from pathlib import Path

import rulelang

HEAD = """program acme
  language edition 1
  currency USD
  year starts january
  effective from 2024-01-01

"""
ROUNDED = """entity Partner identified by partner_id
  partner_id  text

entity Deal belongs to Partner as deals, dated by closed_on
  amount     money
  closed_on  date

incentive rebate of Partner
  measured every quarter
  paid every quarter
  on total amount of deals
  pays 1%
  rounded to the ceiling to 1 decimals
  at most 12.34 USD each year
"""
ADDRESS = """record Address
  city  text

entity Partner identified by partner_id
  partner_id  text
  home        Address, optional

eligibility local of Partner
  home.city is "Lima"
"""


def _story(folder: Path, text: str, deals: str = "") -> list[str]:
    (folder / "program.rule").write_text(HEAD + text, encoding="utf-8")
    header = "partner_id,home.city\nP-1,\n" if "Address" in text else "partner_id\nP-1\n"
    (folder / "Partner.csv").write_text(header, encoding="utf-8")
    if deals:
        (folder / "Deal.csv").write_text(f"partner_id,amount,closed_on\n{deals}", encoding="utf-8")
    return rulelang.load(folder / "program.rule").program().explain(folder, "2024-Q1", "P-1").splitlines()


def test_a_sum_rounded_to_fewer_digits_than_the_currency_is_told_once_with_its_limit(tmp_path: Path) -> None:
    story = _story(tmp_path, ROUNDED, "P-1,2000.00,2024-02-01\n")

    told = [line.strip() for line in story if "->" in line]
    assert told == ["Capped: 20.00 USD -> 12.34 USD", "Rounded to the ceiling: 12.34 USD -> 12.40 USD"]


def test_a_record_that_is_missing_as_a_whole_is_told(tmp_path: Path) -> None:
    story = _story(tmp_path, ADDRESS)

    assert story[2:4] == ["local: unknown", "  Partner.home is missing"]
