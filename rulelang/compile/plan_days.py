"""Grounds how many whole units lie between two days: days apart, or months apart, of which several make a unit."""
from __future__ import annotations

from collections.abc import Mapping

from rulelang.compile.plan_state import Handler, Planned, Planner, Setting
from rulelang.compile.rationals import Rational
from rulelang.core.nodes import WholeBetween
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


HANDLERS: Mapping[type, Handler] = {WholeBetween: plan_whole_between}
