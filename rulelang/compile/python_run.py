"""Runs a core over a population in generated Python: aggregates, decides, and reads the figures back as outcomes."""
from __future__ import annotations

import functools
from collections.abc import Sequence

from rulelang.compile.facts import facts_of
from rulelang.compile.outcomes import outcomes_of
from rulelang.compile.plan import LIKELY_TOTAL, Plan
from rulelang.compile.planning import make_plan
from rulelang.compile.python import CompiledPass, CompiledPython, Figures, Row, compile_python
from rulelang.compile.python_across import Records, run_across
from rulelang.compile.scalars import REJECTED
from rulelang.core.nodes import Core
from rulelang.core.population import Population, Results, Subject
from rulelang.exact.calendar import Period


def run_python(core: Core, population: Population, period: Period, outcomes: Sequence[str] | None = None) -> Results:
    """The outcomes of every subject, in order of key; all of the core's outcomes unless some are named."""
    for total_limit in (LIKELY_TOTAL, None):
        compiled = compile_python(make_plan(core, period, facts_of(core, population, total_limit), outcomes))
        results = run_compiled(compiled, population)
        if results is not None:
            return results
    raise AssertionError("a plan that promises nothing about totals holds for all of them")


def run_compiled(compiled: CompiledPython, population: Population) -> Results | None:
    """The results of a plan; None when a total is larger than the plan was promised."""
    plan = compiled.plan
    if plan.asides or plan.across:
        of_rows = functools.partial(aggregated_in, compiled)
        return run_across(compiled, population, functools.partial(columns_of, plan), of_rows)
    rows = []
    for subject in sorted(population.subjects, key=lambda s: s.key):
        columns = columns_of(plan, subject)
        slots = aggregated(compiled, subject, columns)
        if slots is None:
            return None
        rows.append((subject.key, outcomes_of(plan, compiled.decide(*columns, *slots))))
    names = tuple(output.name for output in plan.outputs)
    return Results(names, tuple(rows), plan.fold_starts, paid_in=plan.paid_in)


def columns_of(plan: Plan, subject: Subject) -> Figures:
    """The subject's own arguments of `decide`."""
    return tuple(
        column.name in subject.rejected if column.source == REJECTED else subject.fields[column.name]
        for column in plan.columns
    )


def aggregated_in(
    compiled: CompiledPython, subject: Subject, records: Records, columns: Figures, earlier: Figures, stage: int
) -> Figures | None:
    """The slots of the passes of one stage, in order; None when a total leaves its limit. Slots of records become
    fields of theirs in `records`."""
    found: Figures = ()
    for one in compiled.passes:
        if one.stage == stage:
            carried = one.carry(*columns, *earlier) if one.carry else ()
            figures = _filled(one, subject, records, carried)
            if figures is None:
                return None
            found += figures
    return found


def _filled(one: CompiledPass, subject: Subject, records: Records, carried: Figures) -> Figures | None:
    """The slots of a pass; none of one that is of records, which are given them."""
    rows = _rows(subject, records, one.relation)
    if not one.of:
        return _within(one, one.aggregate(rows, *carried))
    of_record: dict[Figures, list[Row]] = {}
    for row in rows:
        of_record.setdefault(tuple(row[name] for name in one.per), []).append(row)
    measured: list[Row] = []
    for record in _rows(subject, records, one.of):
        own = of_record.get(tuple(record[name] for name in one.keys), ())
        figures = _within(one, one.aggregate(own, *carried))
        if figures is None:
            return None
        measured.append({**record, **{slot.name: figure for slot, figure in zip(one.slots, figures, strict=True)}})
    records[one.of] = measured
    return ()


def _rows(subject: Subject, records: Records, relation: str) -> Sequence[Row]:
    return records[relation] if relation in records else subject.records.get(relation, ())


def _within(one: CompiledPass, figures: Figures) -> Figures | None:
    """The slots of a pass; None when a total leaves its limit."""
    for slot, figure in zip(one.slots, figures, strict=True):
        if slot.limit is not None and not -slot.limit <= figure <= slot.limit:
            return None
    return figures


def aggregated(compiled: CompiledPython, subject: Subject, columns: Figures) -> Figures | None:
    """The slots of all passes, in order; None when a total leaves its limit."""
    found: Figures = ()
    records: Records = {}
    for stage in sorted({one.stage for one in compiled.passes}):
        figures = aggregated_in(compiled, subject, records, columns, found, stage)
        if figures is None:
            return None
        found += figures
    return found
