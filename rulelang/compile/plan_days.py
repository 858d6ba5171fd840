"""Grounds how many whole units lie between two days, and the day so many units from another: days or months, of which
several make a unit."""
from __future__ import annotations

from collections.abc import Mapping

from rulelang.compile.plan_state import Handler, Planned, Planner, Setting
from rulelang.compile.rationals import Rational
from rulelang.core.nodes import CountedDay, WholeBetween
from rulelang.exact.calendar import MONTHS_IN


def plan_whole_between(planner: Planner, node: WholeBetween, setting: Setting) -> Planned:
    start, stop = planner.expression(node.start, setting), planner.expression(node.stop, setting)
    s = planner.scalars
    if node.unit in MONTHS_IN:
        apart, size = s.months_between(start.scalar, stop.scalar), MONTHS_IN[node.unit]
    else:
        apart, size = s.days_between(start.scalar, stop.scalar), 7 if node.unit == "week" else 1
    found = s.round_division(apart, s.constant(size), "floor")
    return Planned(Rational(found), s.join(start.causes, stop.causes))


def plan_counted_day(planner: Planner, node: CountedDay, setting: Setting) -> Planned:
    count, origin = planner.expression(node.count, setting), planner.expression(node.origin, setting)
    s = planner.scalars
    size = MONTHS_IN.get(node.unit, 7 if node.unit == "week" else 1)
    assert count.number.denominator == 1, "whole units are counted"
    apart = s.multiply(count.number.units, s.constant(-size if node.back else size))
    later = s.months_later if node.unit in MONTHS_IN else s.days_later
    return Planned(later(origin.scalar, apart), s.join(count.causes, origin.causes))


HANDLERS: Mapping[type, Handler] = {WholeBetween: plan_whole_between, CountedDay: plan_counted_day}
