"""What plans print as, kept beside the tests: a change of plan or printer is read as a change of text.

`RULELANG_UPDATE=1` writes the files anew.
"""
from __future__ import annotations

import datetime
import os
from pathlib import Path

import pytest

from rulelang.api import load
from rulelang.compile.dialects.duckdb import DuckDB
from rulelang.compile.duckdb.run import sources_of
from rulelang.compile.plan import Facts, Plan
from rulelang.compile.planning import make_plan
from rulelang.compile.python import compile_python
from rulelang.compile.sql import print_sql
from rulelang.exact.calendar import Calendar
from support.cores import kaspersky_core

TESTS = Path(__file__).parent.parent.parent
GOLDEN = TESTS / "golden" / "plan"
COVERED = {"Deal": datetime.date(2024, 1, 1), "Certificate": datetime.date(2018, 1, 1)}


def quarter_run() -> Plan:
    program = load(TESTS / "bench" / "quarter_run.rule").program()
    return make_plan(program.ready, program.period("2025-Q1"), Facts(COVERED))


def paid_to_date() -> Plan:
    """A ladder with memory, payments that are differences, a survey that may be missing."""
    return make_plan(kaspersky_core("to date"), Calendar().parse("2025-Q2"), Facts(COVERED))


def rejects_and_large_totals() -> Plan:
    facts = Facts(COVERED, rejected=frozenset({"Deal"}), total_limit=None)
    return make_plan(kaspersky_core("quarterly"), Calendar().parse("2025-Q2"), facts, ("deploy_rebate",))


PLANS = {"quarter_run": quarter_run, "paid_to_date": paid_to_date, "rejects": rejects_and_large_totals}


@pytest.mark.parametrize("name", PLANS)
@pytest.mark.parametrize("suffix", ["py.txt", "sql"])
def test_a_plan_prints_as_it_did(name: str, suffix: str) -> None:
    plan = PLANS[name]()
    text = compile_python(plan).source if suffix == "py.txt" else print_sql(plan, DuckDB(), sources_of(plan)) + "\n"
    path = GOLDEN / f"{name}.{suffix}"
    if os.environ.get("RULELANG_UPDATE"):
        path.write_text(text, "utf-8")
    assert text == path.read_text("utf-8")


def test_a_plan_prints_the_same_each_time() -> None:
    first, second = (compile_python(paid_to_date()).source for _ in "ab")
    assert first == second
