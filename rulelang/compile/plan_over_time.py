"""Grounds what is read for other days than the reader's: a window's, or one day after another.

Every day is planned; days on which nothing has changed give the same scalars, which are made once.
"""
from __future__ import annotations

from collections.abc import Mapping

from rulelang.compile.plan_state import Handler, Planned, Planner, Setting
from rulelang.compile.plan_values import planned_logic
from rulelang.compile.scalars import Scalar
from rulelang.core.nodes import Covered, Expression, FieldValue, FromFirstDay, InWindow, OnAnyDay
from rulelang.core.schedule import covers, days_in, first_day_of_all
from rulelang.exact.calendar import Period


def plan_in_window(planner: Planner, node: InWindow, setting: Setting) -> Planned:
    return planner.expression(node.value, Setting(planner.calendar.resolve(node.window, setting.period)))


def plan_covered(planner: Planner, node: Covered, setting: Setting) -> Planned:
    """The same for all subjects, so that it is known before anything runs; but for their first days."""
    found = covers(planner.calendar, planner.core, node.value, planner.facts.covered_from, setting.period)
    s = planner.scalars
    known = s.truth(yes=found)
    if node.since is not None:
        known = s.all(known, s.invert(_is_before(planner, node.value, node.since, setting)))
    return Planned(known, planner.clear)


def plan_from_first_day(planner: Planner, node: FromFirstDay, setting: Setting) -> Planned:
    inside = planner.expression(node.value, setting)
    too_early = planner.when(
        _is_before(planner, node.value, node.since, setting), planner.cause("before_first_day", node.since.entity)
    )
    return Planned(inside.value, planner.first_of(too_early, inside.causes))


def _is_before(planner: Planner, value: Expression, since: FieldValue, setting: Setting) -> Scalar:
    """Whether a value looks at records of days before the first of the subject."""
    s = planner.scalars
    earliest = first_day_of_all(planner.calendar, planner.core, value, setting.period)
    if earliest is None:
        return s.truth(yes=False)
    return s.compare("<", s.constant(earliest), planner.expression(since, setting).scalar)


def plan_on_any_day(planner: Planner, node: OnAnyDay, setting: Setting) -> Planned:
    different: dict[object, Planned] = {}
    for day in days_in(planner.calendar, node.days, setting.period):
        found = planner.expression(node.value, Setting(Period(day, day)))
        different[found.scalar.number, found.causes.number] = found
    if not different:
        return Planned(planner.scalars.truth(yes=False), planner.clear)
    return planned_logic(planner, "any", list(different.values()))


HANDLERS: Mapping[type, Handler] = {
    InWindow: plan_in_window, OnAnyDay: plan_on_any_day, Covered: plan_covered, FromFirstDay: plan_from_first_day,
}
