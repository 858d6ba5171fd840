"""Growth over a window that is written: the base lies before it, or says itself how long ago it ends.

`over the previous 2 quarters` ends before this quarter, `over the last 2 quarters` with it: readers of the two side by
side take them for four quarters, and they are three. Knows no measures and no lengths.
"""
from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import TYPE_CHECKING

from rulelang.core import nodes as core
from rulelang.exact.calendar import Calendar, Period
from rulelang.exact.own_calendar import OutsideCalendar, OwnCalendar
from rulelang.syntax import nodes

if TYPE_CHECKING:
    from rulelang.typecheck.expressions import Checker

SAMPLE = (2024, 2025)
"""Years of which every month's end is looked at: one of them has a 29 February."""
MONTHS_OF_A_YEAR = 12


def lies_before(checker: Checker, node: nodes.Growth) -> bool:
    """Whether the base of a growth lies before what it is held against, where that has a window of its own."""
    now, base = getattr(node.now, "window", None), getattr(node.base, "window", None)
    if now is None or base is None:
        return True
    if now.kind == "year_to_date":
        return _is_a_year_earlier(checker, node, base)
    calendar = checker.resolved.calendar
    for day in _ends_of_months(calendar):
        try:
            looked_at, against = (calendar.resolve(_resolvable(each), Period(day, day)) for each in (now, base))
        except OutsideCalendar:
            continue  # a run that looks there is refused
        said = base.ending is not None and against.start < looked_at.start
        if against.stop >= looked_at.start and not said:
            checker.report.add(
                "base-not-before", base.span, labels=[(now.span, "now")], name=node.now.span.text, read=day,
                now=_days(looked_at), base=_days(against), variant="days",
            )  # fmt: skip
            return False
    return True


def _is_a_year_earlier(checker: Checker, node: nodes.Growth, base: nodes.Window) -> bool:
    """A year so far is as long as another only up to the same month."""
    ending = base.ending
    if base.kind != "year_to_date":
        return True  # no base of another kind is as long, which is told where lengths are held to one another
    if ending is not None and ending.unit == "month" and ending.count % MONTHS_OF_A_YEAR == 0:
        return True
    checker.report.add("base-not-before", base.span, variant="to_date", name=node.now.span.text)
    return False


def _ends_of_months(calendar: Calendar) -> Iterator[datetime.date]:
    """From the last on, so that the first that is found ends whole quarters and years."""
    if isinstance(calendar, OwnCalendar):
        smallest = "month" if calendar.offers("month") else "quarter"
        yield from (each.stop for each in reversed(calendar.units(smallest, calendar.first, calendar.last)))
        return
    for year in reversed(SAMPLE):
        for month in range(MONTHS_OF_A_YEAR, 0, -1):
            yield calendar.containing("month", datetime.date(year, month, 1)).stop


def _days(period: Period) -> str:
    return f"{period.start}..{period.stop}"


def _resolvable(window: nodes.Window) -> core.Window:
    """A window as a calendar reads it."""
    ending = window.ending
    count, unit = (ending.count, ending.unit) if ending is not None else (0, "")
    return core.Window(window.kind, window.count, window.unit or "year", count, unit)
