"""What is read on many ways is looked at once: programs whose readings double at every step are as quick as others.

Nothing is timed; without the sharing these would not end.
"""
from __future__ import annotations

from pathlib import Path

import pytest

import rulelang
from rulelang.api import Program

STEPS = 40
HEAD = """program p
  language edition 1
  currency USD
  effective from 2020-01-01

entity Partner identified by partner_id
  partner_id text

entity Deal belongs to Partner as deals, dated by closed_on
  amount    money
  closed_on date

measure m0 of Partner is money
  total amount of deals
"""
TAIL = """
tiers Level of Partner, lowest first
  assessed every quarter over the last 4 quarters
  tier low
  tier high
    requires top >= 5 USD, to keep 4 USD

eligibility big of Partner
  all of
    top >= m0
    Level in force at period end is high

incentive bonus of Partner
  paid every quarter
  when big
  on top
  each part at its own rate
    from 0 USD: 2%
  rounded half even to cents
"""


def chain() -> str:
    """Each measure reads the one before it twice."""
    steps = [
        f"measure m{n} of Partner is money\n  the higher of (m{n - 1}, m{n - 1} + 1 USD)\n" for n in range(1, STEPS)
    ]
    return "\n".join(["", *steps, f"measure top of Partner is money\n  m{STEPS - 1}\n"])


def nest() -> str:
    """Each value stands twice in the core of the one around it."""
    value = "m0"
    for _ in range(STEPS - 1):
        value = f"the higher of ({value}, {value if len(value) < 20 else 'm0'} + 1 USD)"
    return f"\nmeasure top of Partner is money\n  {value}\n"


@pytest.fixture(params=[chain, nest])
def program(request: pytest.FixtureRequest, tmp_path: Path) -> Program:
    (tmp_path / "program.rule").write_text(HEAD + request.param() + TAIL, encoding="utf-8")
    program = rulelang.load(tmp_path).program()
    assert program.findings == ()
    return program


@pytest.mark.parametrize("engine", ["interpreter", "python", "duckdb"])
def test_readings_that_double_are_computed_once(program: Program, engine: str) -> None:
    deals = [{"amount": "100", "closed_on": "2025-02-02"}]
    found = program.evaluate({"partner_id": "P"}, "2025-Q1", records={"deals": deals}, engine=engine)

    assert found["Level"].value == "high"
    assert found["bonus"].value >= 200


def test_their_explanation_looks_at_each_once(program: Program, tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    (data / "Partner.csv").write_text("partner_id\nP\n", encoding="utf-8")
    (data / "Deal.csv").write_text("partner_id,amount,closed_on\nP,100,2025-02-02\n", encoding="utf-8")

    assert "top (2025-01-01 to 2025-03-31)" in program.explain(data, "2025-Q1", "P")


def test_their_hash_is_written_once(program: Program) -> None:
    assert len(program.semantic_hash) == 64
