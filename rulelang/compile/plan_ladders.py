"""Grounds ladders: the assessments of a fold one after another, and tests of the tier in force on a day.

A tier is two index scalars, the lowest and the highest it may be; they are the same object where nothing that decides
between tiers can be unknown.
"""
from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence

import attrs

from rulelang.compile.plan_state import Handler, Planned, Planner, Setting
from rulelang.compile.plan_values import SIGNS, plan_day
from rulelang.compile.scalars import Scalar
from rulelang.core.nodes import Expression, FieldValue, Ladder, OnField, TierTest, TierValue
from rulelang.core.schedule import InForce, assessment_period, day_of, in_force
from rulelang.core.walk import children
from rulelang.exact.calendar import ONE_DAY, Period


@attrs.frozen(eq=False)
class Standing:
    """The tier in force: between `lowest` and `highest`, both indices of steps, with the causes where they differ.
    `remembered` is the tier that the next assessment takes the subject to be at."""

    lowest: Scalar
    highest: Scalar
    causes: Scalar
    remembered: Scalar


def standing_on(planner: Planner, ladder: Ladder, day: datetime.date) -> Standing:
    """The tier in force on a day."""
    given = planner.facts.history.get(ladder.name)
    period = given[0] if given else None
    return _folded(planner, in_force(planner.calendar, planner.core, ladder, planner.facts.covered_from, period, day))


def _folded(planner: Planner, found: InForce) -> Standing:
    """The tier after every assessment in turn, from the lowest, or from where the version before left it."""
    ladder, units, day = found.ladder, found.units, found.day
    given = planner.facts.history.get(ladder.name)
    first = planner.scalars.constant(ladder.lowest)
    if found.earlier is not None:
        first = _folded(planner, found.earlier).remembered
    if given and found.remembers:
        first = planner.scalars.constant([step.name for step in ladder.steps].index(given[1]))
        units = () if given[0].holds(day) else tuple(unit for unit in units if unit.stop > given[0].stop)
    standing = Standing(first, first, planner.clear, first)
    for unit in units:
        key = (ladder.name, unit, standing.remembered.number)
        if key not in planner.standings:
            planner.standings[key] = _assessed(planner, ladder, unit, standing.remembered)
        standing = planner.standings[key]
    return standing


def _assessed(planner: Planner, ladder: Ladder, unit: Period, remembered: Scalar) -> Standing:
    """The standing after an assessment: each tier's own list decides, kept or required by the tier remembered."""
    s = planner.scalars
    setting = Setting(assessment_period(planner.calendar, ladder, unit))
    lowest = highest = s.constant(0)
    causes = planner.clear
    for tier in range(1, len(ladder.steps)):
        held = _list(planner, ladder, tier, setting, remembered)
        index = s.constant(tier)
        lowest = s.case([(planner.certain(held), index)], lowest)
        highest = s.case([(planner.possible(held), index)], highest)
        causes = s.case([(planner.certain(held), planner.clear)], s.join(held.causes, causes))
    if causes.is_constant and causes.payload == 0:
        highest = lowest
    name = f"{ladder.name}_{unit.stop:%Y_%m_%d}"
    s.named(lowest, name if highest is lowest else f"{name}_lowest")
    s.named(highest, f"{name}_highest")
    after = s.case([(s.compare("=", lowest, highest), lowest)], remembered)
    return Standing(lowest, highest, causes, s.named(after, f"{name}_remembered"))


def _list(planner: Planner, ladder: Ladder, tier: int, setting: Setting, remembered: Scalar) -> Planned:
    """A tier's requirements for this subject: to keep it when at it or above, else to reach it."""
    s = planner.scalars
    step = ladder.steps[tier]
    if step.is_absent:
        return Planned(s.truth(yes=False), planner.clear)
    keeping = s.compare(">=", remembered, s.constant(tier))
    if not ladder.has_memory and not remembered.payload:
        keeping = s.truth(yes=False)
    required = _tested(planner, step.requires, setting)
    if step.keeps is step.requires or (keeping.is_constant and not keeping.payload):
        return required
    kept = _tested(planner, step.keeps, setting)
    certain = s.case([(keeping, planner.certain(kept))], planner.certain(required))
    possible = s.case([(keeping, planner.possible(kept))], planner.possible(required))
    value = s.case([(keeping, kept.scalar)], required.scalar)
    return Planned(value, s.case([(keeping, kept.causes)], required.causes), certain, possible)


def _tested(planner: Planner, requirement: Expression | None, setting: Setting) -> Planned:
    if requirement is None:
        return Planned(planner.scalars.truth(yes=True), planner.clear)
    return planner.expression(requirement, setting)


# ------------------------------------------------------------------------------------------------ tests


def plan_tier_test(planner: Planner, node: TierTest, setting: Setting) -> Planned:
    """The answer that the lowest and the highest tier both give, else unknown; `is` needs both to be one tier."""
    ladder = planner.core.ladder(node.ladder)
    if not isinstance(node.day, OnField):
        return _against(planner, node, standing_on(planner, ladder, day_of(node.day, setting.period)))
    day = plan_day(planner, node.day, setting)
    found = _on_data(planner, node, ladder, day.scalar)
    return Planned(found.scalar, planner.first_of(day.causes, found.causes))


def _against(planner: Planner, node: TierTest, standing: Standing) -> Planned:
    s = planner.scalars
    sign, tier = SIGNS[node.operator], s.constant(node.tier)
    answer = s.compare(sign, standing.lowest, tier)
    if standing.lowest is standing.highest:
        return Planned(answer, planner.clear)
    if sign in ("=", "<>"):
        agreed = s.compare("=", standing.lowest, standing.highest)
        return Planned(answer, s.case([(agreed, planner.clear)], standing.causes))
    # The lowest is never above the highest, so only one of the two can be yes alone.
    other = s.compare(sign, standing.highest, tier)
    certain, possible = (answer, other) if sign in (">", ">=") else (other, answer)
    agreed = s.any(certain, s.invert(possible))
    return Planned(answer, s.case([(agreed, planner.clear)], standing.causes), certain, possible)


def _on_data(planner: Planner, node: TierTest, ladder: Ladder, day: Scalar) -> Planned:
    """A test on a day that is data."""
    assert isinstance(node.day, OnField)
    standings = standings_between(planner, ladder, node.day.field)
    answers = [(start, _against(planner, node, standing)) for start, standing in standings]
    return since_each(planner, answers, day) or Planned(planner.scalars.truth(yes=False), planner.clear)


def standings_between(
    planner: Planner, ladder: Ladder, field: FieldValue
) -> Sequence[tuple[datetime.date, Standing]]:
    """The standings from the first to the last day that a field holds, each with its first day; none where the field
    holds no day at all."""
    days = planner.facts.days.get((field.entity, field.field))
    if days is None:
        return ()
    return [(start, standing_on(planner, ladder, start)) for start in (days.start, *_changes(planner, ladder, days))]


def since_each(
    planner: Planner, answers: Sequence[tuple[datetime.date, Planned]], day: Scalar
) -> Planned | None:
    """What holds on a day that is data: of several answers, each from its day on; None where there are none."""
    if not answers:
        return None
    s = planner.scalars
    value, causes = answers[0][1].scalar, answers[0][1].causes
    for start, then in answers[1:]:
        since = s.compare(">=", day, s.constant(start))
        value, causes = s.case([(since, then.scalar)], value), s.case([(since, then.causes)], causes)
    return Planned(value, causes)


def _changes(planner: Planner, ladder: Ladder, days: Period) -> Sequence[datetime.date]:
    """The days after the first on which another standing may begin."""
    spans = [planner.calendar.units(version.every, days.start, days.stop) for version in ladder.versions]
    ends = {unit.stop for units in spans for unit in units}
    ends |= {version.start - ONE_DAY for version in ladder.versions if version.splits}
    given = planner.facts.history.get(ladder.name)
    if given:
        ends.add(given[0].start)
    return sorted(day for day in ends if days.start < day <= days.stop)


def dated_ladders(roots: Sequence[Expression]) -> frozenset[tuple[str, str]]:
    """The date fields, as entity and name, on whose days a tier is asked for somewhere below some expressions."""
    found: set[tuple[str, str]] = set()
    seen: set[int] = set()
    waiting = list(roots)
    while waiting:
        node = waiting.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        if isinstance(node, TierTest | TierValue) and isinstance(node.day, OnField):
            found.add((node.day.field.entity, node.day.field.field))
        waiting.extend(children(node))
    return frozenset(found)


HANDLERS: Mapping[type, Handler] = {TierTest: plan_tier_test}
