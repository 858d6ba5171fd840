"""How far two days lie apart in whole units, and which other days it takes for the figure to be another one."""
from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from fractions import Fraction

from rulelang.core.nodes import Comparison, Expression, Literal, WholeBetween
from rulelang.exact.calendar import FIRST_YEAR, LAST_YEAR, ONE_DAY, add_units, whole_units
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
