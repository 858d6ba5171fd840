"""What the first days of subjects leave out of a run, found and told: records dated before, and who begins after it.

Looks at subjects and rows that were accepted, in memory; DuckDB finds those of files itself. That early records do not
count is decided where totals are taken.
"""
from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence

import attrs

from rulelang.core.life import those_there
from rulelang.core.nodes import Core, Entity
from rulelang.core.population import Population, Subject, Value
from rulelang.data.reading import BeginLater, EarlyRecords, Reading
from rulelang.data.written import written
from rulelang.diagnostics.model import Diagnostic
from rulelang.diagnostics.suggest import in_backticks
from rulelang.exact.calendar import Period

Key = tuple[Value, ...]
Early = tuple[datetime.date, Key, Key, datetime.date]
"""A record: its date, its key, the key of its subject and that one's first day. The least of them is told."""
KEYS_TOLD_MAX = 10
"""How many of those who begin later are named; how many there are is told of all."""


def dated_records(core: Core) -> tuple[tuple[Entity, str], ...]:
    """The relations whose rows count from the first day of their subject on, each with the field of its date; none
    where subjects have no first day."""
    if core.subject.valid_from is None:
        return ()
    return tuple((entity, entity.dated_by) for entity in core.relations if entity.dated_by is not None)


def with_first_days(reading: Reading, core: Core, population: Population, period: Period) -> Reading:
    """What reading a population gave, with what first days leave out of a run of it."""
    if core.subject.valid_from is None:
        return reading
    keys = later_keys(core, population, period)
    later = BeginLater(len(keys), keys[:KEYS_TOLD_MAX])
    return attrs.evolve(reading, early=early_records(core, population, period), later=later)


def later_keys(core: Core, population: Population, period: Period) -> tuple[Key, ...]:
    """The keys of the subjects who begin after a period, in their order."""
    there = {subject.key for subject in those_there(core, population, period).subjects}
    return tuple(subject.key for subject in population.subjects if subject.key not in there)


def early_records(core: Core, population: Population, period: Period) -> tuple[EarlyRecords, ...]:
    """The records of a population, dated up to the end of a period, that count nowhere."""
    found = []
    for entity, dated in dated_records(core):
        early = [each for subject in population.subjects for each in _early(core, subject, entity, dated, period)]
        if early:
            found.append(EarlyRecords(entity.name, len(early), *min(early)))
    return tuple(found)


def _early(core: Core, subject: Subject, entity: Entity, dated: str, period: Period) -> Iterator[Early]:
    first = subject.fields[core.subject.valid_from or ""]
    assert isinstance(first, datetime.date), "the first day of a subject is never missing"
    for row in subject.records[entity.name]:
        day = row[dated]
        if isinstance(day, datetime.date) and day < first and day <= period.stop:
            yield day, tuple(row[name] for name in entity.keys), subject.key, first


def first_days_told(core: Core, reading: Reading, period: Period) -> tuple[Diagnostic, ...]:
    """A warning for each entity that has records before the first day, and one of those who begin after the period."""
    return (*(_early_told(core, each) for each in reading.early), *_later_told(core, reading.later, period))


def family_told(
    core: Core, readings: Sequence[Reading], later: Sequence[Key], period: Period
) -> tuple[Diagnostic, ...]:
    """The same for partners who were read in parts: as if it had been at once."""
    found: dict[str, list[EarlyRecords]] = {}
    for each in (early for reading in readings for early in reading.early):
        found.setdefault(each.entity, []).append(each)
    together = [attrs.evolve(min(parts, key=_place), rows=sum(e.rows for e in parts)) for parts in found.values()]
    reading = Reading(early=tuple(together), later=BeginLater(len(later), tuple(later[:KEYS_TOLD_MAX])))
    return first_days_told(core, reading, period)


def _place(early: EarlyRecords) -> tuple[datetime.date, Key, Key]:
    return early.day, early.key, early.subject


def _early_told(core: Core, early: EarlyRecords) -> Diagnostic:
    entity, subject = core.entity(early.entity), core.subject
    values = {
        "count": early.rows, "entity": entity.name, "key": _key(entity, early.key), "day": early.day,
        "subject": subject.name, "partner": _key(subject, early.subject), "first": early.first_day,
        "dated": entity.dated_by, "from": subject.valid_from,
    }
    named, alone = "" if early.key else "unnamed", "alone" if early.rows == 1 else ""
    return Diagnostic("records-before-first-day", None, values, variant=f"{named}{alone}")


def _later_told(core: Core, later: BeginLater, period: Period) -> Iterator[Diagnostic]:
    if not later.subjects:
        return
    more = f", ... ({later.subjects})" if later.subjects > len(later.keys) else ""
    values = {
        "keys": in_backticks(_key(core.subject, key) for key in later.keys) + more, "last": period.stop,
        "period": core.calendar.name(period), "from": core.subject.valid_from,
    }
    yield Diagnostic("begin-after-period", None, values)


def _key(entity: Entity, key: Key) -> str:
    return ", ".join(written(value, entity.field(n).type) for n, value in zip(entity.keys, key, strict=True))
