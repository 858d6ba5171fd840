"""Which other values a cell might hold, a few for each kind: enough to find out whether any of them matters.

Of an amount the lowest and the highest it may be, zero, one unit more or less, what it is compared with, and what it
takes for two figures that were compared to be equal, or just not; every other member; every date at which a window or a
parameter begins or has ended; of a text others that occur.
"""
from __future__ import annotations

import datetime
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

import attrs

from rulelang.core.nodes import (
    Aggregate,
    Choice,
    ChoiceSet,
    Comparison,
    Core,
    Day,
    DayValue,
    Expression,
    FieldValue,
    KeyedValue,
    Literal,
    OnDate,
    OnField,
    ParameterValue,
    Quantity,
    Truth,
    Type,
    Words,
)
from rulelang.core.population import Subject, Value
from rulelang.core.schedule import day_of
from rulelang.core.walk import expressions_of, walk
from rulelang.exact.calendar import Period
from rulelang.interpret.days_apart import tipping_days
from rulelang.interpret.working import Place, Working

ONE_DAY = datetime.timedelta(days=1)
ANOTHER = "?"
"""A text that stands nowhere else."""

Looked = Mapping[str, Sequence[tuple[Aggregate, Place, "Period | None"]]]
"""By relation, the aggregates that were worked out, where, and the days they looked at."""


@attrs.frozen(eq=False)
class OtherValues:
    """The days, texts and amounts of one evaluation that other values are chosen from."""

    subject: Subject
    core: Core
    days: tuple[datetime.date, ...]
    texts: tuple[str, ...]
    amounts: Mapping[tuple[str, str], frozenset[Fraction]]

    @classmethod
    def seen_in(
        cls, work: Working, looked: Looked, ends: Iterable[datetime.date], origins: Iterable[datetime.date]
    ) -> OtherValues:
        """Those of what was read in an evaluation; `ends` are days from or to which units were counted, `origins` those
        from which a day would be another one."""
        written = {id(node): node for root in expressions_of(work.core) for node in walk(root)}
        found = [*_days_written(work, written.values()), *_days_looked_at(looked)]
        found += [day for day in work.subject.fields.values() if isinstance(day, datetime.date)]
        days = {near for day in found for near in (day, day + ONE_DAY)}
        days |= {min(days) - ONE_DAY} if days else set()
        days |= set(tipping_days(written.values(), ends)) | set(origins)
        texts = (node.value for node in written.values() if isinstance(node, Literal) and isinstance(node.type, Words))
        equal: dict[tuple[str, str], frozenset[Fraction]] = {}
        for node in written.values():
            match node:
                case Comparison(left=FieldValue() as field, right=Literal(value=Fraction() as value)):
                    key = (field.entity, field.field)
                    equal[key] = equal.get(key, frozenset()) | {value}
        seen = tuple(sorted(days)), tuple(sorted(map(str, texts)))
        return cls(work.subject, work.core, *seen, equal)

    def of(self, entity: str, field: str, held: Value, gaps: Iterable[Fraction]) -> Iterator[Value]:
        """A few other values that a field may have in place of the one that is held, none of them twice. `gaps` lie
        between figures that were compared and that the field adds to."""
        declared = self.core.entity(entity).field(field)
        candidates = self._of_type(declared.type, entity, field, held, gaps)
        values = dict.fromkeys([*candidates, *([None] if declared.optional else [])])
        return (value for value in values if value != held)

    def _of_type(
        self, kind: Type, entity: str, field: str, held: Value, gaps: Iterable[Fraction]
    ) -> Iterable[Value]:
        match kind:
            case Truth():
                return (True, False)
            case Choice(members=members):
                return members
            case ChoiceSet(members=members):
                before = held if isinstance(held, frozenset) else frozenset()
                return [before ^ {member} for member in members]
            case Day():
                return self.days
            case Quantity():
                near = (held + 1, held - 1) if isinstance(held, int) else ()
                equal = (int(value * kind.denominator) for value in self.amounts.get((entity, field), ()))
                tipping = _tipping(held, kind, gaps) if isinstance(held, int) else ()
                return [v for v in (kind.high, kind.low, 0, *near, *equal, *tipping) if kind.low <= v <= kind.high]
            case Words(country=True):
                return [text for text in ("AQ", *self.texts) if len(text) == 2 and text.isupper()]
        rows = self.subject.records.get(entity, ())
        return [ANOTHER, *self.texts, *(text for row in rows if isinstance(text := row.get(field), str))]


def gap_of(work: Working, node: Comparison, place: Place) -> set[Fraction]:
    """How far the figures of a comparison that was worked out lie apart; nothing where they are no figures."""
    left, right = (work.read(side, place).value for side in (node.left, node.right))
    if not isinstance(left, Fraction) or not isinstance(right, Fraction) or left == right:
        return set()
    return {right - left}


def days_of(work: Working, node: Comparison, place: Place) -> set[datetime.date]:
    """The days that a comparison that was worked out was between."""
    sides = (work.read(side, place).value for side in (node.left, node.right))
    return {day for day in sides if isinstance(day, datetime.date)}


def _tipping(held: int, kind: Quantity, gaps: Iterable[Fraction]) -> Iterator[int]:
    """What an amount has to be for a figure that it adds to, or is taken from, to reach another one, or just not to."""
    for gap in gaps:
        units = math.floor(gap * kind.denominator)
        yield from (held + sign * units + more for sign in (1, -1) for more in (-1, 0, 1))


def _days_written(work: Working, nodes: Iterable[Expression]) -> Iterator[datetime.date]:
    """Days that a program names, and those from which a parameter is another one."""
    for node in nodes:
        match node:
            case Literal(value=datetime.date() as day) | DayValue(moment=OnDate(day=day)):
                yield day
            case ParameterValue(parameter=name, day=OnField()):
                yield from (value.start for value in work.core.parameter(name).values)
            case KeyedValue(parameter=name, day=OnField()):
                yield from (table.start for table in work.core.keyed_parameter(name).tables)


def _days_looked_at(looked: Looked) -> Iterator[datetime.date]:
    """The edges of windows, and days such as `period end` in the tests of rows and beside them."""
    for node, place, days in (each for found in looked.values() for each in found):
        yield from (days.start, days.stop) if days is not None else ()
        yield from (place.period.start, place.period.stop)
        for inside in walk(node):
            if isinstance(inside, DayValue) and not isinstance(inside.moment, OnField):
                yield day_of(inside.moment, place.period)
