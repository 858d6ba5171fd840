"""Periods as values: `2025-Q2`, `FY2026-H1`, `2025-04`, each by the one name it has in a calendar.

A period is held by that name, so two are the same where their names are. Knows names, not what they stand beside.
"""
from __future__ import annotations

from rulelang.exact.calendar import FIRST_YEAR, LAST_YEAR, Calendar
from rulelang.exact.own_calendar import OwnCalendar


def period_name(calendar: Calendar, text: str) -> str | None:
    """The name of a month, quarter, half or year that is written; None where no such period is, or where it depends
    on when the year starts."""
    found = None if ".." in text else calendar.parse(text)
    if found is None:
        return None
    return text if isinstance(calendar, OwnCalendar) else calendar.name(found)


def period_pattern(calendar: Calendar) -> str:
    """What the names of periods look like, as a regular expression; `FY` may stand before a year from January too."""
    if isinstance(calendar, OwnCalendar):
        return "|".join(calendar.names)
    months = "[0-9]{4}-(0[1-9]|1[0-2])"
    years = "(FY)?[0-9]{4}" if calendar.year_starts == 1 else "FY[0-9]{4}"
    return f"{months}|{years}(-(Q[1-4]|H[12]))?"


def years_with_periods() -> tuple[int, int]:
    """The first and the last year of which there are periods."""
    return FIRST_YEAR, LAST_YEAR


def example_period(calendar: Calendar) -> str:
    """A quarter, as it is called."""
    if isinstance(calendar, OwnCalendar):
        return calendar.name(calendar.containing("quarter", calendar.last))
    return "2025-Q2" if calendar.year_starts == 1 else "FY2026-Q2"
