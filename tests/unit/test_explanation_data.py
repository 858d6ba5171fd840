"""An explanation as data says what the story says, with the values of a result file."""
from __future__ import annotations

import functools
import json
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import rulelang
from rulelang.program import Program
from support.workspace import REPOSITORY

DATA = REPOSITORY / "programs" / "kaspersky_united" / "data"
PROGRAM = """program acme
  language edition 1
  currency USD
  year starts january
  effective from 2025-01-01

entity Partner identified by partner_id
  partner_id  text
  signed_on   date, optional

entity Deal belongs to Partner as deals, dated by closed_on
  amount     money
  closed_on  date

parameter plan_rates money with 6 decimals by currency
  from 2025-01-01
    | currency | plan_rates   |
    | COP      | 0.000250 USD |
  from 2025-05-01
    | currency | plan_rates   |
    | COP      | 0.000200 USD |

incentive rebate of Partner
  paid every month
  on total amount of deals
  pays 10%
  rounded half even to cents

payout total_payout of Partner
  paid every month
  paid in COP with plan_rates in force at period end
  all of rebate
  rounded half up to 0 decimals

eligibility signed of Partner
  signed_on is known

eligibility early of Partner
  signed_on < 2025-01-01
"""


@functools.cache
def _americas() -> Program:
    return rulelang.load(DATA.parent).program("kaspersky_americas")


def _texts(lines: Sequence[Mapping[str, Any]], depth: int) -> Iterator[str]:
    for line in lines:
        yield f"{'  ' * depth}{line['text']}"
        yield from _texts(line.get("lines", ()), depth + 1)


@pytest.mark.parametrize(("partner", "language"), [("P001", "en"), ("P003", "pt")])
def test_the_lines_are_those_of_the_story(partner: str, language: str) -> None:
    program = _americas()

    told = program.explanation(DATA, "2025-Q2", partner, language=language)

    story = program.explain(DATA, "2025-Q2", partner, language=language).splitlines()
    lines = [told["heading"]]
    for outcome in told["outcomes"]:
        lines += ["", *_texts(outcome["lines"], 0)]
    assert lines == story[: len(lines)]
    assert [line for line in story[len(lines) :] if line and not line.startswith("  ")][1:] == []


def test_the_values_are_those_of_a_result_file(tmp_path: Path) -> None:
    program = _americas()

    told = program.explanation(DATA, "2025-Q2", "P001")

    program.run(DATA, "2025-Q2", partner="P001", engine="interpreter").write(tmp_path / "paid.json")
    (row,) = json.loads((tmp_path / "paid.json").read_text(encoding="utf-8"))
    assert told["subject"] == {"partner_id": row["partner_id"]}
    assert {part["name"]: part["value"] for part in told["outcomes"]}.items() <= row.items()
    reasons = [f"{part['name']}: {part['reason']}" for part in told["outcomes"] if "reason" in part]
    assert "; ".join(reasons) == row["reasons"]
    paid = [part for part in told["outcomes"] if "payments" in part]
    assert paid
    for part in paid:
        assert str(sum(Decimal(payment["value"]) for payment in part["payments"])) == part["value"]


def _acme(tmp_path: Path) -> tuple[Program, Path]:
    (tmp_path / "program.rule").write_text(PROGRAM, encoding="utf-8")
    (tmp_path / "Partner.csv").write_text("partner_id,signed_on\nP-1,\n", encoding="utf-8")
    rows = "partner_id,amount,closed_on\nP-1,1000.00,2025-04-10\nP-1,2000.00,2025-05-10\n"
    (tmp_path / "Deal.csv").write_text(rows, encoding="utf-8")
    return rulelang.load(tmp_path / "program.rule").program(), tmp_path


def test_a_payout_in_another_currency_has_its_payments_in_it(tmp_path: Path) -> None:
    program, data = _acme(tmp_path)

    told = program.explanation(data, "2025-Q2", "P-1", outcome="total_payout")

    (payout,) = told["outcomes"]
    assert (payout["value"], payout["currency"]) == ("1400000.00", "COP")
    assert payout["payments"] == [
        {"due": "2025-04-30", "value": "400000.00", "currency": "COP"},
        {"due": "2025-05-31", "value": "1000000.00", "currency": "COP"},
        {"due": "2025-06-30", "value": "0.00", "currency": "COP"},
    ]


def test_what_is_unknown_has_its_reason_and_what_is_no_is_false(tmp_path: Path) -> None:
    program, data = _acme(tmp_path)

    signed, early = (
        program.explanation(data, "2025-Q2", "P-1", outcome=name)["outcomes"][0] for name in ("signed", "early")
    )

    assert signed["value"] is False
    assert (early["value"], early["reason"]) == (None, "missing Partner.signed_on")


def test_what_outcomes_rest_on_is_listed_by_its_place_and_value(tmp_path: Path) -> None:
    program, data = _acme(tmp_path)

    told = program.explanation(data, "2025-04", "P-1", outcome="rebate", inputs=True)

    amount = next(cell for cell in told["rests_on"]["rebate"] if cell["field"] == "amount")
    assert (amount["entity"], amount["record"], amount["value"]) == ("Deal", 1, "1000.00")
    signed = program.explanation(data, "2025-04", "P-1", outcome="signed", inputs=True)["rests_on"]["signed"]
    assert [(cell["field"], cell["value"]) for cell in signed] == [("signed_on", None)]
    assert "record" not in signed[0]


def test_every_sample_figure_is_listed_and_no_value_tried_is_one() -> None:
    given = rulelang.load(DATA.parent).with_values({"sell_cap": "100 USD"}).program("kaspersky_americas")

    told = given.explanation(DATA, "2025-Q2", "P001", outcome="sell_rebate")

    assert told["set"] == {"sell_cap": "100 USD"}
    assert [each["parameter"] for each in told["unpublished"]] == [
        "class_rate", "class_volume", "sales_cycle", "specialists"
    ]
    rate = {"cell": ["advanced"], "value": "2%", "from": "2025-04-01"}
    assert told["unpublished"][0] == {"parameter": "class_rate", "values": [rate]}
