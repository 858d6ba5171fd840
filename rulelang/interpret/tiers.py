"""What tier is in force on a day: assessments folded in order, each remembering the tier before it.

A tier is known as the lowest and the highest it may be. Knows when assessments are from `core.schedule`, and nothing
of money.
"""
from __future__ import annotations

import datetime

from rulelang.core.nodes import Ladder
from rulelang.core.schedule import InForce, assessment_period
from rulelang.exact.calendar import Period
from rulelang.interpret.trace import Assessment, Standing, Tested
from rulelang.interpret.unknown import Unknown, gathered
from rulelang.interpret.working import Place, Working


def standing_on(work: Working, ladder: Ladder, day: datetime.date) -> Standing:
    """The tier in force on a day, found once for each day."""
    key = (ladder.name, day)
    found = work.standings.get(key)
    if found is None:
        given = work.setting.population.history.get(ladder.name)
        in_force = work.setting.in_force(ladder, given[0] if given else None, day)
        found = work.standings[key] = _folded(work, in_force, given)[0]
    return found


def _folded(work: Working, found: InForce, given: tuple[Period, str] | None) -> tuple[Standing, int]:
    """The standing after one assessment after another, and the tier remembered from then on: from history where it is
    given, from where a version before left it, else from the lowest tier on."""
    ladder, units, day = found.ladder, found.units, found.day
    if given and found.remembers:
        remembered = [step.name for step in ladder.steps].index(given[1])
        standing = Standing(ladder, day, remembered, remembered, frozenset(), "history")
        units = tuple(unit for unit in units if unit.stop > given[0].stop)
        if given[0].holds(day):
            return standing, remembered
    # From one day to the next the last assessment is nearly always the one that was made already.
    done = work.assessed.get((ladder.name, units[-1].stop)) if units else None
    if done is not None:
        return done
    if not (given and found.remembers):
        remembered = ladder.lowest if found.earlier is None else _folded(work, found.earlier, given)[1]
        standing = Standing(ladder, day, remembered, remembered, frozenset(), "start")
    for unit in units:
        key = (ladder.name, unit.stop)
        if key not in work.assessed:
            work.assessed[key] = _assessed(work, ladder, unit, remembered)
        standing, remembered = work.assessed[key]
    return standing, remembered


def _assessed(work: Working, ladder: Ladder, unit: Period, remembered: int) -> tuple[Standing, int]:
    """The standing after an assessment, and the tier remembered from then on: as it was where two are possible."""
    period = assessment_period(work.setting.calendar, ladder, unit)
    tested = tuple(_tested(work, ladder, tier, period, remembered) for tier in reversed(range(len(ladder.steps))))
    lowest = max((t.tier for t in tested if t.answer is True), default=0)
    highest = max((t.tier for t in tested if t.answer is not False), default=0)
    above = gathered(t.answer for t in tested if t.tier > lowest)
    causes = above.causes if isinstance(above, Unknown) else frozenset()
    standing = Standing(
        ladder, unit.stop, lowest, highest, causes, "assessed", Assessment(unit, period, remembered, tested)
    )
    return standing, lowest if lowest == highest else remembered


def _tested(work: Working, ladder: Ladder, tier: int, period: Period, remembered: int) -> Tested:
    step = ladder.steps[tier]
    keeping = remembered >= tier
    if step.is_absent:
        return Tested(tier, step, keeping, None, answer=False)
    needed = step.keeps if keeping else step.requires
    if needed is None:
        return Tested(tier, step, keeping, None, answer=True)
    trace = work.read(needed, Place(period))
    return Tested(tier, step, keeping, trace, trace.value)
