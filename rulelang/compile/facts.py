"""The facts of a population that is at hand. Looks only at what a plan asks for."""
from __future__ import annotations

import datetime

from rulelang.compile.plan import Facts
from rulelang.compile.plan_ladders import dated_ladders
from rulelang.core.nodes import Core
from rulelang.core.population import Population, Subject, Value
from rulelang.core.walk import expressions_of
from rulelang.exact.calendar import Period


def facts_of(core: Core, population: Population, total_limit: int | None) -> Facts:
    """What a plan may know of a population; `total_limit` None promises nothing about totals."""
    rejected = frozenset(name for subject in population.subjects for name in subject.rejected)
    days = {}
    for entity, field in sorted(dated_ladders(expressions_of(core))):
        held = [day for subject in population.subjects for day in _days(core, subject, entity, field)]
        if held:
            days[entity, field] = Period(min(held), max(held))
    return Facts(
        population.covered_from, population.history, rejected, total_limit, days, population.whole,
        _deepest(core, population),
    )


def _deepest(core: Core, population: Population) -> int:
    """How many levels below another somebody stands at most."""
    hierarchy = core.subject.hierarchy
    if hierarchy is None:
        return 0
    above = {subject.key[0]: subject.fields[hierarchy.link] for subject in population.subjects}
    found: dict[Value, int] = {}
    for start in list(above):
        key, path = start, dict[Value, None]()
        while key in above and key not in found and key not in path:
            path[key] = None
            key = above[key]
        level = found.get(key, -1)
        for each in reversed(path):
            level += 1
            found[each] = level
    return max(found.values(), default=0)


def _days(core: Core, subject: Subject, entity: str, field: str) -> list[datetime.date]:
    rows = (subject.fields,) if entity == core.subject.name else subject.records.get(entity, ())
    return [day for row in rows if isinstance(day := row[field], datetime.date)]
