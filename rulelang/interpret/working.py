"""What is at hand while one subject is worked out: its facts, the calendar, and what has been read already.

Knows how a reading is remembered and traced, not what any expression means: that is in the handlers it is given.
"""
from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import attrs

from rulelang.core.nodes import (
    Arithmetic,
    Core,
    DayValue,
    Expression,
    FieldValue,
    Incentive,
    Includes,
    KeyedValue,
    Ladder,
    Literal,
    ParameterValue,
    Payout,
    Read,
    Window,
)
from rulelang.core.population import Population, Subject, Value
from rulelang.core.schedule import (
    InForce,
    Payment,
    PayoutPayment,
    PeriodPart,
    days_in,
    in_force,
    incentive_payments,
    payout_payments,
    remembered,
)
from rulelang.core.walk import may_round, walk
from rulelang.exact.calendar import Calendar, Period
from rulelang.interpret.trace import Standing, Term, Trace

OF_ANY_ROW = (Literal, ParameterValue, KeyedValue, DayValue, FieldValue, Arithmetic, Includes)
"""What may be remembered while rows are gone through, where it reads none of them."""


@attrs.frozen
class Place:
    """Where an expression is read: for a period, beside the one that figures are written for, and perhaps for a
    record; then `outside` is the same without one."""

    period: Period
    part: PeriodPart | None = None
    record: Mapping[str, Value] | None = None
    outside: Place | None = attrs.field(default=None, eq=False, repr=False)

    def of(self, record: Mapping[str, Value]) -> Place:
        """The same for a record."""
        return Place(self.period, self.part, record, self.outside or self)

    def over(self, days: Period) -> Place:
        """The same record, or none, for other days."""
        return Place(days) if self.record is None else Place(days).of(self.record)


@attrs.frozen(eq=False)
class Setting:
    """What all subjects of a run have in common. Schedules are counted once for all of them."""

    core: Core
    calendar: Calendar
    population: Population
    _schedules: dict[tuple[str, Period], Any] = attrs.field(factory=dict)
    _payments: dict[tuple[str, Payment], Payment] = attrs.field(factory=dict)
    _in_force: dict[tuple[str, Period | None, datetime.date], InForce] = attrs.field(factory=dict)
    _days: dict[tuple[Window | Period | None, Period], tuple[Place, ...]] = attrs.field(factory=dict)
    _workings: dict[tuple[Value, ...], Working] = attrs.field(factory=dict)
    _remembered: dict[tuple[int, Period], tuple[Period, ...]] = attrs.field(factory=dict)
    _may_round: dict[Expression, bool] = attrs.field(factory=dict)
    _of_no_row: dict[Expression, bool] = attrs.field(factory=dict)
    compared: dict[object, Any] = attrs.field(factory=dict)
    """By comparison across subjects and period: all subjects in it."""

    @classmethod
    def of(cls, core: Core, population: Population) -> Setting:
        return cls(core, core.calendar, population)

    def among(self, population: Population) -> Setting:
        """The same with other subjects, of whom nothing has been read yet; what is known of dates stays."""
        return attrs.evolve(self, population=population, workings={}, compared={})

    def may_round(self, test: Expression) -> bool:
        """Whether something may be rounded in the test of rows."""
        if test not in self._may_round:
            self._may_round[test] = may_round(test)
        return self._may_round[test]

    def reads_no_row(self, node: Expression) -> bool:
        """Whether an expression that stands in the test or value of rows is the same for all of them."""
        found = self._of_no_row.get(node)
        if found is None:
            subject = self.core.subject.name
            found = self._of_no_row[node] = all(
                isinstance(inside, OF_ANY_ROW) and (not isinstance(inside, FieldValue) or inside.entity == subject)
                for inside in walk(node)
            )
        return found

    def incentive_payments(self, incentive: Incentive, days: Period) -> tuple[Payment, ...]:
        key = (incentive.name, days)
        if key not in self._schedules:
            payments = incentive_payments(self.calendar, incentive, days)
            # One object for one payment, whatever days it was found in: what it comes to is remembered by it.
            self._schedules[key] = tuple(self._payments.setdefault((incentive.name, p), p) for p in payments)
        found: tuple[Payment, ...] = self._schedules[key]
        return found

    def payout_payments(self, payout: Payout, days: Period) -> tuple[PayoutPayment, ...]:
        key = (payout.name, days)
        if key not in self._schedules:
            self._schedules[key] = payout_payments(self.calendar, payout, days)
        found: tuple[PayoutPayment, ...] = self._schedules[key]
        return found

    def in_force(self, ladder: Ladder, given: Period | None, day: datetime.date) -> InForce:
        """The version of a ladder that gives the tier on a day, with its assessments."""
        key = (ladder.name, given, day)
        if key not in self._in_force:
            covered = self.population.covered_from
            self._in_force[key] = in_force(self.calendar, self.core, ladder, covered, given, day)
        return self._in_force[key]

    def days(self, days: Window | Period | None, period: Period) -> tuple[Place, ...]:
        """The days on any of which something may hold, each as the place where it is read."""
        key = (days, period)
        if key not in self._days:
            self._days[key] = tuple(Place(Period(day, day)) for day in days_in(self.calendar, days, period))
        return self._days[key]

    def remembered(self, node: Read, period: Period) -> tuple[Period, ...]:
        """The units through which a definition remembers itself."""
        key = (id(node), period)
        if key not in self._remembered:
            self._remembered[key] = remembered(self.calendar, self.core, node, self.population.covered_from, period)
        return self._remembered[key]

    def working(self, subject: Subject, handlers: Mapping[type, Handler]) -> Working:
        """One subject, worked out once for all who are compared with it."""
        if subject.key not in self._workings:
            self._workings[subject.key] = Working(self, subject, handlers)
        return self._workings[subject.key]


Handler = Callable[["Working", Any, Place], Trace]
Row = Mapping[str, Value]


# Not frozen: it remembers where it read last.
@attrs.define(eq=False)
class Working:
    """One subject being worked out. A reading that needs no record is made once for each node, period and part."""

    setting: Setting
    subject: Subject
    handlers: Mapping[type, Handler]
    standings: dict[tuple[str, datetime.date], Standing] = attrs.field(factory=dict)
    """By ladder and day: the tier in force."""
    assessed: dict[tuple[str, datetime.date], tuple[Standing, int]] = attrs.field(factory=dict)
    """By ladder and last day of the assessed unit: the standing, and the tier that is remembered after it."""
    terms: dict[tuple[int, ...], Term] = attrs.field(factory=dict)
    """By stack of a payout and payments of its incentives: what falls due. Sums to later days hold it again."""
    _read: dict[Period | tuple[Period, PeriodPart], dict[Expression, Trace]] = attrs.field(factory=dict, init=False)
    """By period, with the part it is of another, and expression."""
    _of_records: dict[tuple[str, Period, int], tuple[Row | None, Trace]] = attrs.field(factory=dict, init=False)
    """By name, period and the identity of a record: the measures of records, each with its record. One that was only
    tried would leave its identity to the next, which would be taken for it."""
    _rows_by: dict[tuple[str, tuple[str, ...]], dict[tuple[Value, ...], list[Row]]] = attrs.field(
        factory=dict, init=False
    )
    """By relation and fields: the rows that have the same values of these."""
    _at: Place | None = attrs.field(default=None, init=False)
    _known: dict[Expression, Trace] = attrs.field(factory=dict, init=False)
    """What is remembered of the place of the last reading: parts are read where the whole is."""

    @property
    def core(self) -> Core:
        return self.setting.core

    def read(self, node: Expression, place: Place) -> Trace:
        """The value of an expression at a place, with its trace."""
        if place.outside is not None:
            if not self.setting.reads_no_row(node):
                return self.handlers[type(node)](self, node, place)
            place = place.outside
        if place is not self._at:
            self._go_to(place)
        found = self._known.get(node)
        if found is None:
            known = self._known
            found = known[node] = self.handlers[type(node)](self, node, place)
        return found

    def measured(self, name: str, place: Place) -> Trace:
        """A measure of the record that is looked at, worked out once however often it is read."""
        key = (name, place.period, id(place.record))
        found = self._of_records.get(key)
        if found is None:
            found = self._of_records[key] = place.record, self.read(self.core.definition(name).value, place)
        return found[1]

    def rows_by(self, relation: str, fields: tuple[str, ...]) -> Mapping[tuple[Value, ...], Sequence[Row]]:
        """The subject's rows of a relation by what they hold in some fields, in their order."""
        found = self._rows_by.get((relation, fields))
        if found is None:
            found = self._rows_by[relation, fields] = {}
            for row in self.subject.records.get(relation, ()):
                found.setdefault(tuple(row[field] for field in fields), []).append(row)
        return found

    def _go_to(self, place: Place) -> None:
        # Nearly always the period is whole, and one hash more costs more than all the rest here.
        key = place.period if place.part is None else (place.period, place.part)
        self._at, self._known = place, self._read.setdefault(key, {})

    def readings(self) -> Iterator[tuple[Expression, Place, Trace]]:
        """What was read without a record."""
        for key, known in self._read.items():
            place = Place(key) if isinstance(key, Period) else Place(*key)
            for node, trace in known.items():
                yield node, place, trace
