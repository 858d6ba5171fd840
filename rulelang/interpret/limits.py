"""Floors and caps over another period than the measured one: sums over units, and what a sum to date has grown by."""
from __future__ import annotations

from fractions import Fraction

from rulelang.core.nodes import GainedIn, OverUnits
from rulelang.core.schedule import Stretch, grown_between, units_of
from rulelang.interpret.totals import total_of
from rulelang.interpret.trace import Trace
from rulelang.interpret.unknown import Answer, gathered
from rulelang.interpret.working import Place, Working


def over_units(work: Working, node: OverUnits, place: Place) -> Trace:
    units = units_of(work.setting.calendar, node, place.period)
    inside = tuple(work.read(node.value, Place(unit.days, unit.part)) for unit in units)
    found: Answer | None = gathered(trace.value for trace in inside)
    if found is None:
        found = total_of([trace.value for trace in inside if isinstance(trace.value, Fraction)])
    return Trace(node, place.period, found, inside, place.period)


def gained_in(work: Working, node: GainedIn, place: Place) -> Trace:
    """What a value has grown by; the traces inside are now, then before."""
    now, before = grown_between(work.setting.calendar, node, place.period)
    if node.part == "before":
        return _before(work, node, place, before)
    inside = [work.read(node.value, Place(each.days, each.part)) for each in (now, before) if each is not None]
    unknown = gathered(trace.value for trace in inside)
    if unknown is not None:
        return Trace(node, place.period, unknown, tuple(inside), now.days)
    known = [trace.value for trace in inside if isinstance(trace.value, Fraction)]
    return Trace(node, place.period, known[0] - sum(known[1:]), tuple(inside), now.days)


def _before(work: Working, node: GainedIn, place: Place, before: Stretch | None) -> Trace:
    if before is None:
        return Trace(node, place.period, Fraction(0))
    found = work.read(node.value, Place(before.days, before.part))
    return Trace(node, place.period, found.value, (found,), before.days)
