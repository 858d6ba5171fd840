"""The statement itself, run on tables in memory: who is in what comes out of it."""
from __future__ import annotations

import attrs
import duckdb

from rulelang.compile.dialects.duckdb import DuckDB
from rulelang.compile.duckdb.run import load
from rulelang.compile.facts import facts_of
from rulelang.compile.plan import LIKELY_TOTAL
from rulelang.compile.planning import make_plan
from rulelang.compile.sql import print_sql
from rulelang.exact.calendar import Calendar
from support.cores import kaspersky_core, partner, population, steady_partner


def test_partners_without_records_are_in_the_results() -> None:
    people = population(
        steady_partner(), attrs.evolve(partner(), key=("P-2",)), attrs.evolve(steady_partner(), key=("P-3",))
    )
    core = kaspersky_core("quarterly")
    plan = make_plan(core, Calendar().parse("2025-Q2"), facts_of(core, people, LIKELY_TOTAL), ("deploy_rebate",))

    with duckdb.connect(":memory:") as connection:
        sources = load(connection, plan, people.subjects)
        rows = connection.execute(print_sql(plan, DuckDB(), sources)).fetchall()

    # 50_000 at 2.5% and 10_000 at 4%
    assert [row[:2] for row in rows] == [(0, 1_650_00), (1, 0), (2, 1_650_00)]
