"""From admitted rows to a population: subjects by key, records by their values, and the dates that are covered."""
from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from types import MappingProxyType

import attrs

from rulelang.core.nodes import ChoiceSet, Core, Entity
from rulelang.core.population import Population, Subject, Value
from rulelang.data.admission import Admitted, admit_records, admit_subjects
from rulelang.data.intake import Intake, Row
from rulelang.data.layout import Layout
from rulelang.data.linking import Linked, admit_linked
from rulelang.exact.calendar import ONE_DAY


@attrs.frozen
class Assembled:
    """A population and, entity by entity, what was admitted to it."""

    population: Population
    admitted: tuple[Admitted, ...]


def assemble(
    core: Core,
    intakes: Mapping[str, Intake],
    until: datetime.date | None,
    accept_rejects: bool,
    covered_from: Mapping[str, datetime.date] = MappingProxyType({}),
) -> Assembled:
    """The population of all rows taken in, by entity name. `until` None: every relation is complete for all dates;
    else a relation is from the day that `covered_from` says of it, or as its rows show."""
    linked = admit_linked(core, intakes) if core.is_linked else None
    if linked is not None:
        subjects = linked.admitted[core.subject.name]
        relations = {each.name: linked.admitted[each.name] for each in core.relations}
        others = tuple(linked.admitted[each.name] for each in core.references)
    else:
        subjects, others = admit_subjects(intakes[core.subject.name]), ()
        relations = {each.name: admit_records(intakes[each.name], subjects) for each in core.relations}
    made = {name: _Maker(intakes[name].layout, linked) for name in intakes}
    marked = {} if accept_rejects else {name: admitted.marked for name, admitted in relations.items()}
    if core.subject.hierarchy is not None and not accept_rejects:
        marked[core.subject.name] = subjects.marked
    people = []
    for key in sorted(subjects.accepted):
        fields = made[core.subject.name].mappings(subjects.accepted[key])[0]
        records = {name: made[name].mappings(admitted.accepted.get(key, ())) for name, admitted in relations.items()}
        rejected = frozenset(name for name, keys in marked.items() if key in keys)
        people.append(Subject(tuple(fields[name] for name in core.subject.keys), fields, records, rejected))
    covered = {} if until is None else {**_coverage(core, intakes, relations, until), **covered_from}
    return Assembled(Population(tuple(people), covered), (subjects, *relations.values(), *others))


def _coverage(
    core: Core, intakes: Mapping[str, Intake], relations: Mapping[str, Admitted], until: datetime.date
) -> dict[str, datetime.date]:
    """For each dated relation the first day of the quarter of its earliest row; without any row, the day after the
    run's last."""
    calendar = core.calendar
    covered = {}
    for name, admitted in relations.items():
        position = intakes[name].layout.dated
        if position is None:
            continue
        days = (row[position] for rows in admitted.accepted.values() for row in rows)
        earliest = min((day for day in days if day is not None), default=None)
        covered[name] = calendar.holding_row("quarter", earliest).start if earliest is not None else until + ONE_DAY
    return covered


class _Maker:
    """Makes mappings of an entity's own fields, and of what it borrows from records that it names, from rows, in an
    order that depends on their values only."""

    def __init__(self, layout: Layout, linked: Linked | None) -> None:
        entity: Entity = layout.entity
        self._names = tuple(field.name for field in entity.fields)
        # Values that are always there and have an order sort as they are; the rest needs a key, which is slower.
        self._plain = not any(field.optional or isinstance(field.type, ChoiceSet) for field in layout.fields)
        self._borrowed = {b.field.name: linked.reader(entity.name, b) for b in entity.borrowed} if linked else {}

    def mappings(self, rows: Sequence[Row]) -> tuple[Mapping[str, Value], ...]:
        if len(rows) > 1:
            rows = sorted(rows) if self._plain else sorted(rows, key=_sortable)
        # The keys of parents stand after the own fields and are left off here.
        made = [dict(zip(self._names, row, strict=False)) for row in rows]
        for name, read in self._borrowed.items():
            for row, held in zip(rows, made, strict=True):
                held[name] = read(row)
        return tuple(made)


def _sortable(row: Row) -> tuple[tuple[bool, object], ...]:
    """Missing values first, sets by their members in order."""
    return tuple((cell is not None, _ordered(cell)) for cell in row)


def _ordered(cell: Value) -> object:
    if isinstance(cell, frozenset):
        return sorted(cell)
    return 0 if cell is None else cell
