"""How far two days lie apart in whole units, the day that lies so many from another, and which other days it takes for
the figure to be another one."""
from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from fractions import Fraction

from rulelang.core.nodes import Comparison, CountedDay, Expression, Literal, WholeBetween
from rulelang.exact.calendar import FIRST_YEAR, LAST_YEAR, ONE_DAY, add_units, counted_from, whole_units
from rulelang.interpret.trace import Trace
from rulelang.interpret.unknown import Answer, gathered
from rulelang.interpret.working import Place, Working


def whole_between(work: Working, node: WholeBetween, place: Place) -> Trace:
    """The number of whole units; unknown where one of the days is."""
    start, stop = work.read(node.start, place), work.read(node.stop, place)
    answer: Answer | None = gathered((start.value, stop.value))
    if answer is None:
        assert isinstance(start.value, datetime.date)
        assert isinstance(stop.value, datetime.date)
        answer = Fraction(whole_units(start.value, stop.value, node.unit))
    return Trace(node, place.period, answer, (start, stop))


def counted_day(work: Working, node: CountedDay, place: Place) -> Trace:
    """The day counted from another; unknown where that or the count is."""
    count, origin = work.read(node.count, place), work.read(node.origin, place)
    answer: Answer | None = gathered((count.value, origin.value))
    if answer is None:
        assert isinstance(count.value, Fraction)
        assert isinstance(origin.value, datetime.date)
        answer = counted_from(origin.value, int(-count.value if node.back else count.value), node.unit)
    return Trace(node, place.period, answer, (count, origin))


def tipping_days(written: Iterable[Expression], days: Iterable[datetime.date]) -> Iterator[datetime.date]:
    """The days at which a number of units from or to one of some days becomes another one, and those beside them: one
    unit away, and as many as a number that is compared with the figure says."""
    spans = set()
    for node in written:
        match node:
            case WholeBetween(unit=unit):
                spans.add((unit, 1))
            case Comparison(left=WholeBetween(unit=unit), right=Literal(value=Fraction() as value)):
                spans.add((unit, int(value)))
    for day in days:
        for unit, count in spans:
            for sign in (1, -1):
                if FIRST_YEAR < day.year + sign * count < LAST_YEAR:
                    found = add_units(day, sign * count, unit)
                    yield from (found - ONE_DAY, found, found + ONE_DAY)


Counted = tuple[datetime.date, int, str]
"""What a day was counted from, how many units, below zero before it, and which."""


def _counted(traces: Iterable[Trace]) -> Iterator[Counted]:
    for trace in traces:
        node, (count, origin) = trace.node, (each.value for each in trace.inside)
        if isinstance(node, CountedDay) and isinstance(count, Fraction) and isinstance(origin, datetime.date):
            yield origin, int(-count if node.back else count), node.unit


def other_origins(counted: Iterable[Trace], compared: Iterable[datetime.date]) -> Iterator[datetime.date]:
    """The days from which a counted day would be one that was compared, and those near them: up to three days more are
    added to months that end early."""
    compared = tuple(compared)
    for _, count, unit in _counted(counted):
        for day in compared:
            found = counted_from(day, -count, unit).toordinal()
            last = datetime.date.max.toordinal()
            yield from (datetime.date.fromordinal(max(1, min(found + near, last))) for near in range(-2, 5))


def other_counts(counted: Iterable[Trace], compared: Iterable[datetime.date]) -> Iterator[Fraction]:
    """How many units more or less it takes for a counted day to be one that was compared."""
    compared = tuple(compared)
    for origin, count, unit in _counted(counted):
        for day in compared:
            yield from (Fraction(whole_units(origin, day, unit) + more - count) for more in (0, 1))
