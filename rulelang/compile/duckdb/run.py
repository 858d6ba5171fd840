"""Runs a core over a population that is in memory, in DuckDB: typed tables, one statement, the figures read back."""
from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import attrs

from rulelang.compile.dialects.duckdb import GUARD, DuckDB
from rulelang.compile.duckdb.session import be_quiet, plan_in_time
from rulelang.compile.facts import facts_of
from rulelang.compile.outcomes import outcomes_of, program_of, sizes_of
from rulelang.compile.plan import LIKELY_TOTAL, Plan
from rulelang.compile.planning import make_plan
from rulelang.compile.scalars import DAY, INTEGER, REJECTED, SET, TRUTH, Column
from rulelang.compile.sql import Sources, print_sql
from rulelang.compile.sql_text import held_set
from rulelang.core.nodes import Core
from rulelang.core.population import Population, Results, Subject
from rulelang.exact.calendar import Period

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

TYPES = {INTEGER: "BIGINT", TRUTH: "BOOLEAN", DAY: "DATE"}
BATCH = 50_000
"""Rows handed over at a time."""


@attrs.frozen
class Ran:
    """Results, and the statement that gave them."""

    results: Results
    sql: str


def run_duckdb(core: Core, population: Population, period: Period, outcomes: Sequence[str] | None = None) -> Results:
    """The outcomes of every subject, in order of key; all of the core's outcomes unless some are named."""
    return run_population(core, population, period, outcomes).results


def run_population(core: Core, population: Population, period: Period, outcomes: Sequence[str] | None = None) -> Ran:
    """The same with the statement that gave it."""
    import duckdb

    for total_limit in (LIKELY_TOTAL, None):
        plan = make_plan(core, period, facts_of(core, population, total_limit), outcomes)
        with duckdb.connect(":memory:") as connection:
            lock(connection)
            try:
                return _run(connection, plan, population)
            except duckdb.InvalidInputException as error:
                if GUARD not in str(error):
                    raise
    raise AssertionError("a plan that promises nothing about totals holds for all of them")


def lock(connection: DuckDBPyConnection) -> None:
    """No files, no network, no extensions, and no way back: rules and data reach SQL as text."""
    plan_in_time(connection)
    be_quiet(connection)
    connection.execute("set enable_external_access = false")
    connection.execute("set lock_configuration = true")


def _run(connection: DuckDBPyConnection, plan: Plan, population: Population) -> Ran:
    subjects = sorted(population.subjects, key=lambda s: s.key)
    sql = print_sql(plan, DuckDB(), load(connection, plan, subjects))
    rows = connection.execute(sql).fetchall()
    found = tuple(
        (subject.key, outcomes_of(plan, row[1:])) for subject, row in zip(subjects, rows, strict=True)
    )
    sizes = sizes_of(plan, rows[0] if rows else None)
    names = tuple(output.name for output in plan.outputs)
    results = Results(names, found, plan.fold_starts, sizes, program_of(plan, rows), plan.paid_in)
    return Ran(results, sql)


def sources_of(plan: Plan) -> Sources:
    """Tables in memory: the subject's place in the order of keys is the key."""
    columns = {c: f"held_{n}" for n, c in enumerate(plan.columns, 1)}
    relations = {}
    for number, relation in enumerate(plan.relations, 1):
        columns.update({c: f"held_{n}" for n, c in enumerate(plan.fields_of(relation), 1)})
        relations[relation] = f"rows_{number}"
    return Sources("subjects", ("subject",), relations, columns)


def load(connection: DuckDBPyConnection, plan: Plan, subjects: Sequence[Subject]) -> Sources:
    """Makes and fills the tables of what a plan reads."""
    sources = sources_of(plan)
    of_subjects = ((at, *(_of_subject(s, c) for c in plan.columns)) for at, s in enumerate(subjects))
    _fill(connection, sources.subject, plan.columns, of_subjects)
    for relation, table in sources.relations.items():
        fields = plan.fields_of(relation)
        rows = (
            (at, *(_held(row[c.name], c) for c in fields))
            for at, subject in enumerate(subjects)
            for row in subject.records.get(relation, ())
        )
        _fill(connection, table, fields, rows)
    return sources


def _of_subject(subject: Subject, column: Column) -> object:
    if column.source == REJECTED:
        return column.name in subject.rejected
    return _held(subject.fields[column.name], column)


def _held(value: object, column: Column) -> object:
    if column.kind == SET and isinstance(value, frozenset):
        return held_set(value)
    return value


def _fill(
    connection: DuckDBPyConnection, table: str, columns: Sequence[Column], rows: Iterable[tuple[Any, ...]]
) -> None:
    """A table of a place and some columns, filled in batches, each column as one list."""
    types = ["BIGINT", *(TYPES.get(c.kind, "VARCHAR") for c in columns)]
    names = ["subject", *(f"held_{n}" for n in range(1, len(columns) + 1))]
    declared = ", ".join(f"{name} {kind}" for name, kind in zip(names, types, strict=True))
    connection.execute(f"create table {table} ({declared})")
    lists = ", ".join(f"unnest(${n}::{kind}[])" for n, kind in enumerate(types, 1))
    batch: list[tuple[Any, ...]] = []
    for row in rows:
        batch.append(row)
        if len(batch) == BATCH:
            connection.execute(f"insert into {table} select {lists}", [list(x) for x in zip(*batch, strict=True)])
            batch = []
    if batch:
        connection.execute(f"insert into {table} select {lists}", [list(x) for x in zip(*batch, strict=True)])


