"""What the database calls the parts of a statement, where a program has a measure of the same name."""
from __future__ import annotations

import re
from pathlib import Path

from rulelang import api
from rulelang.compile.dialects.duckdb import DuckDB
from rulelang.compile.duckdb.run import sources_of
from rulelang.compile.facts import Facts
from rulelang.compile.planning import make_plan
from rulelang.compile.sql import print_sql

PROGRAM = """program acme
  language edition 1
  currency USD
  year starts january
  effective from 2024-01-01

entity Partner identified by partner_id
  partner_id text
  least      money
  usual      money

entity Deal identified by deal_id, belongs to Partner as deals, dated by closed_on
  deal_id   text
  amount    money
  closed_on date

measure part of Partner is money
  total amount of deals where amount > (the higher of (Partner.least * 30, Partner.usual * 25))

measure rest of Partner is money
  total amount of deals where amount <= (2 * (the higher of (Partner.least * 30, Partner.usual * 25)))

measure over of Partner is money
  part - rest - (the higher of (least * 30, usual * 25))
"""


def test_a_shared_part_is_not_called_as_the_total_that_is_joined_to_it(tmp_path: Path) -> None:
    (tmp_path / "program.rule").write_text(PROGRAM, encoding="utf-8")
    program = api.load(tmp_path).program("acme")
    plan = make_plan(program.ready, program.period("2024-Q2"), Facts(), ("part", "rest", "over"))
    sql = print_sql(plan, DuckDB(), sources_of(plan))

    assert len(re.findall(r" as part\b", sql)) == 1, sql
    assert " as part_2" in sql
