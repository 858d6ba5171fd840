"""Whether a run looks at days that the program's own calendar does not cover: found out before anything is computed.

A plan looks at every window there is, whatever the data says, so that each engine refuses the same periods.
"""
from __future__ import annotations

from collections.abc import Sequence

from rulelang.compile.facts import facts_of
from rulelang.compile.planning import make_plan
from rulelang.core.nodes import Core
from rulelang.core.population import Population
from rulelang.exact.calendar import Period
from rulelang.exact.own_calendar import OutsideCalendar


def outside_calendar(core: Core, period: Period, outcomes: Sequence[str]) -> OutsideCalendar | None:
    """The end of the calendar beyond which some outcomes of a period look; None where they do not."""
    if core.own_calendar is None:
        return None
    try:
        make_plan(core, period, facts_of(core, Population(()), None), outcomes)
    except OutsideCalendar as found:
        return found
    return None
