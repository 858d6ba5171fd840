"""What an outcome rests on: the input cells of a subject of which another value, alone, makes it another outcome.

The definition is the evaluation itself: a cell is named when the outcome is worked out again with the cell at another
value that its field may have, and comes out otherwise. Which values are tried is in `other_values`. What a trial
cannot have changed is taken over from the first evaluation: expressions that do not read the field, and rows that are
not the one tried. Where several reasons hold at once, no cell of one of them decides alone, and none is named.
"""
from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

import attrs

from rulelang.core.nodes import Aggregate, Comparison, Core, CountedDay, Expression, WholeBetween
from rulelang.core.population import Outcome, Population, Subject, Value
from rulelang.core.schedule import PeriodPart
from rulelang.core.walk import children, cohorts_of, walk
from rulelang.exact.calendar import Period
from rulelang.interpret.aggregates import part_taken
from rulelang.interpret.days_apart import other_counts, other_origins
from rulelang.interpret.evaluate import HANDLERS, reasoned, subject_of
from rulelang.interpret.fields_read import FieldsRead
from rulelang.interpret.other_values import OtherValues, days_of, gap_of
from rulelang.interpret.touched import Touched
from rulelang.interpret.trace import Trace
from rulelang.interpret.working import Place, Setting, Working


@attrs.frozen
class Cell:
    """One input: a field of the subject, or of the row with that number (from 0) of its records of an entity."""

    entity: str
    field: str
    row: int | None = None


@attrs.frozen
class Named:
    """A cell that an outcome rests on, and a value in its place that makes the outcome another one."""

    cell: Cell
    instead: Value


def cells_of(core: Core, subject: Subject) -> tuple[Cell, ...]:
    """Every input cell of a subject: its own fields but those that are its key, and those of all its records."""
    own = (Cell(core.subject.name, field) for field in subject.fields if field not in core.subject.keys)
    rows = (
        Cell(entity.name, field, number)
        for entity in core.relations
        for number, row in enumerate(subject.records.get(entity.name, ()))
        for field in row
    )
    return (*own, *rows)


def held(core: Core, subject: Subject, cell: Cell) -> Value:
    """What stands in a cell."""
    return subject.fields[cell.field] if cell.row is None else subject.records[cell.entity][cell.row][cell.field]


def with_value(subject: Subject, cell: Cell, value: Value) -> Subject:
    """The subject with another value in a cell."""
    if cell.row is None:
        return attrs.evolve(subject, fields={**subject.fields, cell.field: value})
    rows = list(subject.records[cell.entity])
    rows[cell.row] = {**rows[cell.row], cell.field: value}
    return attrs.evolve(subject, records={**subject.records, cell.entity: tuple(rows)})


def rests_on(
    core: Core, population: Population, key: tuple[Value, ...], period: Period, outcomes: Sequence[str] | None = None
) -> Mapping[str, tuple[Named, ...]]:
    """For each outcome the cells it rests on, in the order of the data. The subject is in the population."""
    names = tuple(core.outcomes if outcomes is None else outcomes)
    trials = _Trials.of(core, population, subject_of(population, key), period, names)
    found: dict[str, list[Named]] = {name: [] for name in names}
    for cell in cells_of(core, trials.first.subject):
        for name, value in trials.of_cell(cell):
            found[name].append(Named(cell, value))
    return {name: tuple(named) for name, named in found.items()}


@attrs.frozen(eq=False)
class _Trials:
    """The first evaluation of a subject, and what it takes to work it out again with one cell changed."""

    population: Population
    first: _First
    period: Period
    outcomes: Mapping[str, Outcome]
    read: FieldsRead
    touched: Touched
    came_from: Mapping[str, int | None]
    """What each outcome came from; None where it may be anything that it reads."""
    compared: Sequence[tuple[Trace, Fraction]]
    """What was compared, and how far apart the two lay."""
    counted: frozenset[Fraction]
    values: OtherValues
    aggregates: Mapping[str, Sequence[tuple[Aggregate, Place, Period | None]]]
    """By relation, the aggregates that were worked out."""
    compares: bool
    nests: bool

    @classmethod
    def of(
        cls, core: Core, population: Population, subject: Subject, period: Period, names: Sequence[str]
    ) -> _Trials:
        first = _First(Setting.of(core, population), subject, HANDLERS)
        found = {name: reasoned(first, name, period) for name in names}
        outcomes = {name: each.outcome for name, each in found.items()}
        read = FieldsRead(core)
        touched = Touched(core, subject, read)
        came_from = {name: touched.of_outcome(each) for name, each in found.items()}
        aggregates: dict[str, list[tuple[Aggregate, Place, Period | None]]] = {}
        gaps: list[tuple[Trace, Fraction]] = []
        ends: set[datetime.date] = set()
        compared: set[datetime.date] = set()
        counted: list[Trace] = []
        for node, place, trace in tuple(first.readings()):
            if isinstance(node, Aggregate):
                aggregates.setdefault(node.relation, []).append((node, place, trace.days))
            elif isinstance(node, Comparison):
                gaps += [(trace, gap) for gap in gap_of(first, node, place)]
                compared |= days_of(first, node, place)
            elif isinstance(node, CountedDay):
                counted.append(trace)
            elif isinstance(node, WholeBetween):
                ends |= {end.value for end in trace.inside if isinstance(end.value, datetime.date)}
        ends |= {place.period.stop for found in aggregates.values() for _, place, _ in found}
        looked = [a for found in aggregates.values() for a, _, _ in found]
        nests = any(isinstance(n, Aggregate) for a in looked for child in children(a) for n in walk(child))
        values = OtherValues.seen_in(first, aggregates, ends, other_origins(counted, compared))
        of_counts = frozenset(other_counts(counted, compared))
        return cls(
            population, first, period, outcomes, read, touched, came_from, gaps, of_counts, values, aggregates,
            bool(cohorts_of(core)), nests,
        )

    def of_cell(self, cell: Cell) -> Iterator[tuple[str, Value]]:
        """The outcomes that are others at another value of a cell, each with the first such value."""
        waiting = [name for name in self.outcomes if self._may_matter(cell, name)]
        if not waiting:
            return
        tried = {self._parts(cell, self.first.subject)}
        before = held(self.first.core, self.first.subject, cell)
        for value in self.values.of(cell.entity, cell.field, before, self._gaps(cell)):
            subject = with_value(self.first.subject, cell, value)
            parts = self._parts(cell, subject)
            if not waiting or (parts is not None and parts in tried):
                continue
            tried.add(parts)
            work = self._again(cell, subject)
            for name in [n for n in waiting if reasoned(work, n, self.period).outcome != self.outcomes[n]]:
                waiting.remove(name)
                yield name, value

    def _may_matter(self, cell: Cell, name: str) -> bool:
        """Whether an outcome reads the field of a cell and, as far as that is known, came from the cell."""
        if (cell.entity, cell.field) not in self.read.of_outcome(name):
            return False
        came_from = self.came_from[name]
        return self.compares or came_from is None or bool(came_from & self._set(cell))

    def _set(self, cell: Cell) -> int:
        return self.touched.cell(cell.entity, cell.field, cell.row)

    def _gaps(self, cell: Cell) -> tuple[Fraction, ...]:
        """How far apart what came from a cell lay from what it was compared with."""
        own = self._set(cell)
        found = {gap for trace, gap in self.compared if self.compares or self.touched.of(trace) & own}
        return tuple(sorted(found | self.counted))

    def _parts(self, cell: Cell, subject: Subject) -> tuple[object, ...] | None:
        """What the row of a cell is to each aggregate that looked at it: where that is the same, so is the outcome.
        None where other things than aggregates may look at the cell."""
        if cell.row is None or self.compares or self.nests:
            return None
        row = subject.records[cell.entity][cell.row]
        looked = self.aggregates.get(cell.entity, ())
        if any(days is None for _, _, days in looked):
            return None
        return tuple(part_taken(self.first, node, place, row, days) for node, place, days in looked if days is not None)

    def _again(self, cell: Cell, subject: Subject) -> Working:
        if self.compares:
            everybody = tuple(subject if s.key == subject.key else s for s in self.population.subjects)
            setting = self.first.setting.among(attrs.evolve(self.population, subjects=everybody))
            return Working(setting, subject, HANDLERS)
        field = (cell.entity, cell.field)
        both = (self.first.subject, subject)
        before, row = (None, None) if cell.row is None else (s.records[cell.entity][cell.row] for s in both)
        kept = {ladder.name for ladder in self.first.core.ladders if field not in self.read.of_ladder(ladder.name)}
        standings = {key: standing for key, standing in self.first.standings.items() if key[0] in kept}
        assessed = {key: found for key, found in self.first.assessed.items() if key[0] in kept}
        return _Again(
            self.first.setting, subject, HANDLERS, standings=standings, assessed=assessed, first=self.first,
            field=field, before=before, row=row, fields_read=self.read, touched=self.touched, cell=self._set(cell),
        )


@attrs.define(eq=False)
class _First(Working):
    """The first evaluation, which remembers what it read of rows too."""

    _of_rows: dict[tuple[Expression, int, Period, PeriodPart | None], tuple[object, Trace]] = attrs.field(factory=dict)

    def reached(self, node: Expression, place: Place) -> Trace | None:
        """What was read without a row at a place, None where nothing was."""
        key = place.period if place.part is None else (place.period, place.part)
        return self._read.get(key, {}).get(node)

    def read_row(self, node: Expression, place: Place) -> Trace:
        """As `read`, of a row, once. The row is kept with it: one that was only tried would leave its identity to the
        next, which would be taken for it."""
        key = (node, id(place.record), place.period, place.part)
        found = self._of_rows.get(key)
        if found is None:
            found = self._of_rows[key] = place.record, self.read(node, place)
        return found[1]


@attrs.define(eq=False, kw_only=True)
class _Again(Working):
    """An evaluation with one cell changed, which takes over what does not read it."""

    first: _First
    field: tuple[str, str]
    before: Mapping[str, Value] | None
    row: Mapping[str, Value] | None
    fields_read: FieldsRead
    touched: Touched
    cell: int

    def read(self, node: Expression, place: Place) -> Trace:
        if place.record is None:
            if self.field not in self.fields_read.of(node):
                return self.first.read(node, place)
            reached = self.first.reached(node, place)
            if reached is not None and not self.touched.of(reached) & self.cell:
                return reached
            if self._adds_up_the_same(node, place):
                return self.first.read(node, place)
            return Working.read(self, node, place)
        if place.outside is not None and self.setting.reads_no_row(node):
            return self.read(node, place.outside)
        elsewhere = self.row is not None and place.record is not self.row
        if elsewhere and self.fields_read.only_of_its_row(node):
            return self.first.read_row(node, place)
        handler: Any = self.handlers[type(node)]
        made: Trace = handler(self, node, place)
        return made

    def _adds_up_the_same(self, node: Expression, place: Place) -> bool:
        """Whether an aggregate of rows that speak for themselves takes the changed row as it took it before."""
        if not isinstance(node, Aggregate) or self.row is None or node.relation != self.field[0]:
            return False
        if not all(self.fields_read.only_of_its_row(child) for child in children(node)):
            return False
        days = self.first.read(node, place).days
        before, after = self.before, self.row
        if days is None or before is None:
            return False
        return part_taken(self.first, node, place, before, days) == part_taken(self.first, node, place, after, days)
