"""A program with figures still to be chosen checks and does not run."""
from __future__ import annotations

from pathlib import Path

import pytest

from rulelang import api

PROGRAM = """program p
  language edition 1
  currency USD
  effective from 2025-01-01

entity Partner identified by partner_id
  partner_id text
  seats      count

parameter rate percent
  choose between 15% and 20% from 2025-01-01

measure due of Partner is percent
  rate

eligibility many of Partner
  seats >= 3

example "Nothing is worked out" in 2025-Q1
  given Partner
    partner_id "P-1", seats 3
  expect
    due  is 15%
"""


def test_what_is_not_chosen_keeps_a_program_from_running(tmp_path: Path) -> None:
    (tmp_path / "program.rule").write_text(PROGRAM, encoding="utf-8")
    program = api.load(tmp_path).program()

    assert program.findings == ()
    with pytest.raises(api.Refused) as refused:
        program.evaluate({"partner_id": "P-1", "seats": 3}, "2025-Q1")
    assert [(f.name, f.values["low"], f.values["high"]) for f in refused.value.findings] == [
        ("not-chosen", "15%", "20%")
    ]


def test_nor_its_examples(tmp_path: Path) -> None:
    (tmp_path / "program.rule").write_text(PROGRAM, encoding="utf-8")

    (case,) = api.test(api.load(tmp_path)).cases

    assert not case.passed
    assert "still to be chosen" in case.failures[0]
