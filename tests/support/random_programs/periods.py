"""Periods to run: a unit of the calendar or a run of them, during the life of a program."""
from __future__ import annotations

import datetime

from rulelang.core.nodes import Core
from rulelang.core.paid_in import paid_in_two
from rulelang.exact.calendar import Calendar, Period

from .drawing import Draw
from .writing import PAY_UNITS


def a_period(core: Core, seed: object) -> Period:
    """Around a day on which something changes, in half of the cases; never before the program starts."""
    draw = Draw(f"period {seed}")
    calendar = core.calendar
    changes = [v.start for x in (*core.incentives, *core.payouts) for v in x.versions if v.start > core.start]
    changes += [v.start for ladder in core.ladders for v in ladder.versions if v.start > core.start]
    day = datetime.date(2024, 1, 1) + datetime.timedelta(draw.randint(0, 700))
    if changes and draw.odds(80):
        day = draw.choice(changes)
    unit = draw.weighted((9, "month"), (36, "quarter"), (20, "half"), (35, "year"))
    first = calendar.containing(unit, max(day, core.start))
    if draw.odds(4 if unit == "year" else 15):
        more = calendar.shifted(unit, first, draw.randint(1, 3 if unit in PAY_UNITS[:2] else 1))
        return _of_one_currency(core, calendar, Period(first.start, more.stop))
    return _of_one_currency(core, calendar, first)


def _of_one_currency(core: Core, calendar: Calendar, period: Period) -> Period:
    """The period; where something is paid in two currencies in it, the longest unit at its end that is of one."""
    for unit in ("half", "quarter", "month"):
        if not any(paid_in_two(core, core.outcomes, period)):
            return period
        period = calendar.containing(unit, period.stop)
    return period if not any(paid_in_two(core, core.outcomes, period)) else calendar.shifted("month", period, 1)
