"""Grounds floors and caps over another period than the measured one: the units are counted, each is planned by
itself."""
from __future__ import annotations

from collections.abc import Mapping

from rulelang.compile.plan_money import total
from rulelang.compile.plan_state import Handler, Planned, Planner, Setting
from rulelang.core.nodes import GainedIn, OverUnits
from rulelang.core.schedule import Stretch, grown_between, units_of


def plan_over_units(planner: Planner, node: OverUnits, setting: Setting) -> Planned:
    units = units_of(planner.calendar, node, setting.period)
    return total(planner, [_read(planner, node, unit) for unit in units])


def plan_gained_in(planner: Planner, node: GainedIn, setting: Setting) -> Planned:
    now, before = grown_between(planner.calendar, node, setting.period)
    if node.part == "before":
        return total(planner, []) if before is None else _read(planner, node, before)
    return total(planner, [_read(planner, node, now)], [] if before is None else [_read(planner, node, before)])


def _read(planner: Planner, node: OverUnits | GainedIn, stretch: Stretch) -> Planned:
    return planner.expression(node.value, Setting(stretch.days, stretch.part))


HANDLERS: Mapping[type, Handler] = {OverUnits: plan_over_units, GainedIn: plan_gained_in}
