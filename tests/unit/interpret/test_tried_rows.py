"""Rows that are only tried: what was read of one is never taken for what would be read of the next."""
from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import rulelang
from rulelang.core.population import Population, Subject
from rulelang.exact.calendar import Calendar
from rulelang.interpret.evaluate import HANDLERS
from rulelang.interpret.resting import _First
from rulelang.interpret.working import Place, Setting

PROGRAM = """program acme
  language edition 1
  currency USD
  effective from 2024-01-01

entity Partner identified by partner_id
  partner_id  text

entity Visit belongs to Partner as visits
  amount  money

measure worth of Visit is money
  amount * 2

eligibility may of Partner
  at least 1 of visits have (worth >= 10 USD)
"""
TRIED = 200
WORTH = [Fraction(2 * cents, 100) for cents in range(TRIED)]


def first(folder: Path) -> _First:
    (folder / "program.rule").write_text(PROGRAM, encoding="utf-8")
    core = rulelang.load(folder).program().ready
    subject = Subject(("P-1",), {"partner_id": "P-1"}, {"Visit": ()})
    return _First(Setting.of(core, Population((subject,))), subject, HANDLERS)


def test_a_measure_of_a_row_that_is_gone_is_not_that_of_the_next(tmp_path: Path) -> None:
    work, place = first(tmp_path), Place(Calendar(1).parse("2024-Q1"))

    # Each row is let go before the next is made, so Python may put the next in its place.
    found = [work.measured("worth", place.of({"amount": amount})).value for amount in range(TRIED)]

    assert found == WORTH


def test_a_reading_of_a_row_that_is_gone_is_not_that_of_the_next(tmp_path: Path) -> None:
    work, place = first(tmp_path), Place(Calendar(1).parse("2024-Q1"))
    value = work.core.definition("worth").value

    found = [work.read_row(value, place.of({"amount": amount})).value for amount in range(TRIED)]

    assert found == WORTH
