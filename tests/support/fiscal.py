"""A calendar of 4, 4 and 5 weeks, of which the last month of one year has six: the table that tests share."""
from __future__ import annotations

import datetime
import functools
from collections.abc import Iterator

from rulelang.exact.own_calendar import OwnCalendar, own_calendar, unit_name

FIRST = datetime.date(2020, 2, 2)
WEEKS = {2021: 52, 2022: 52, 2023: 52, 2024: 53, 2025: 52, 2026: 52, 2027: 52}
"""How many weeks each year has."""
PATTERN = (4, 4, 5)
MONTHS_OF_A_QUARTER, MONTHS_OF_A_HALF, MONTHS = 3, 6, 12


def rows() -> Iterator[tuple[str, str, datetime.date]]:
    """Unit, name and first day of each row, the last one `end`."""
    day, week = FIRST, datetime.timedelta(7)
    for year, weeks in WEEKS.items():
        yield "year", unit_name("year", year, 1), day
        number = 0
        for month in range(MONTHS):
            if month % MONTHS_OF_A_HALF == 0:
                yield "half", unit_name("half", year, month // MONTHS_OF_A_HALF + 1), day
            if month % MONTHS_OF_A_QUARTER == 0:
                yield "quarter", unit_name("quarter", year, month // MONTHS_OF_A_QUARTER + 1), day
            yield "month", unit_name("month", year, month + 1), day
            last = month == MONTHS - 1
            for _ in range(weeks - number if last else PATTERN[month % len(PATTERN)]):
                number += 1
                yield "week", unit_name("week", year, number), day
                day += week
    yield "end", "", day


def fiscal_text() -> str:
    """The table as a CSV file."""
    return "\n".join(["unit,name,first_day", *(f"{unit},{name},{day}" for unit, name, day in rows())]) + "\n"


@functools.cache
def fiscal_calendar() -> OwnCalendar:
    """The table as programs know it."""
    found: dict[str, dict[str, datetime.date]] = {}
    for unit, name, day in rows():
        found.setdefault(unit, {})[name] = day
    after = found.pop("end")[""]
    return own_calendar(found, after, "fiscal.csv")
