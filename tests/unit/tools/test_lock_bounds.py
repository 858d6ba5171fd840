"""The lines of `adaptable` in the lock file: what each lets move, and how far."""
from __future__ import annotations

import json
from pathlib import Path

import rulelang
from rulelang.tools.lock import lock_text

PROGRAM = """program acme
  language edition 1
  currency USD
  year starts january
  effective from 2025-01-01

entity Partner identified by partner_id
  partner_id  text
  country     country

entity Deal identified by deal_id, belongs to Partner as deals, dated by closed_on
  deal_id    text
  seats      count
  closed_on  date

incentive per_seat of Partner
  paid every quarter
  on total seats of deals
  each part at its own rate
    from 0: 5 USD per seat

incentive reached of Partner
  paid every quarter
  on total seats of deals
  a fixed amount when reached
    from 10: 50 USD

payout total_payout of Partner
  paid every quarter
  all of per_seat, reached

adaptable
  per_seat:         may replace bands within 3 USD to 6 USD per seat
  reached:          may replace bands within 3 USD to 6 USD
  everything else:  fixed
"""
VARIANT = "variant acme_andes of acme\n  for country CO\n  effective from 2025-01-01\n"


def test_the_lock_says_for_each_of_what_an_amount_may_be(tmp_path: Path) -> None:
    (tmp_path / "program.rule").write_text(PROGRAM, encoding="utf-8")
    (tmp_path / "variants").mkdir()
    (tmp_path / "variants" / "andes.rule").write_text(VARIANT, encoding="utf-8")
    said = json.loads(lock_text(rulelang.load(tmp_path)))["variants"]["acme_andes"]["said"]

    assert said["adaptable acme per_seat: may replace bands"] == "3 USD to 6 USD per seat"
    assert said["adaptable acme reached: may replace bands"] == "3 USD to 6 USD"
