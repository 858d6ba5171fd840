"""Grounds what part a measured period is of the one that figures are written for, also where a day that differs by
subject cuts it.

Months and days are told apart by the day itself: a cut on the first of a month is told in months where the period ends
with one.
"""
from __future__ import annotations

from collections.abc import Mapping

from rulelang.compile.plan_state import Handler, Planned, Planner, Setting
from rulelang.compile.rationals import Rational
from rulelang.compile.scalars import Scalar
from rulelang.core.nodes import PeriodShare
from rulelang.core.schedule import PeriodPart
from rulelang.exact.calendar import ONE_DAY, add_months, is_month_edge


def plan_share(planner: Planner, node: PeriodShare, setting: Setting) -> Planned:
    if setting.part is None:
        return Planned(planner.rationals.constant(PeriodPart(setting.period, setting.period).share), planner.clear)
    if node.since is None:
        return Planned(planner.rationals.constant(setting.part.share), planner.clear)
    first = planner.expression(node.since, setting)
    s, stop = planner.scalars, setting.part.part.stop
    return Planned(_from_day(planner, setting.part, s.days_between(first.scalar, s.constant(stop))), first.causes)


def _from_day(planner: Planner, part: PeriodPart, left: Scalar) -> Rational:
    """The share where so many days follow the first one: constants for all days at or before the first of the period,
    and for the firsts of months; else the days, of which one is left at least."""
    s, r = planner.scalars, planner.rationals
    days, whole = part.part, part.whole
    branches = [(s.compare(">=", left, s.constant(days.days - 1)), r.constant(part.share))]
    month = add_months(days.start.replace(day=1), 1)
    while month < days.stop and is_month_edge(whole) and (days.stop + ONE_DAY).day == 1:
        begins = s.compare("=", left, s.constant((days.stop - month).days))
        branches.append((begins, r.constant(part.from_day(month).share)))
        month = add_months(month, 1)
    counted = Rational(s.add(left, s.constant(1)), whole.days)
    branches.append((s.compare(">=", left, s.constant(0)), counted))
    return r.case(branches, r.constant(part.from_day(days.stop).share))


HANDLERS: Mapping[type, Handler] = {PeriodShare: plan_share}
