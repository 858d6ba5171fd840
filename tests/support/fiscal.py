"""A calendar of 4, 4 and 5 weeks, with a 53rd in the last month of every sixth year: the table that tests share."""
from __future__ import annotations

import datetime
import functools
from collections.abc import Iterator

from rulelang.exact.own_calendar import OwnCalendar, own_calendar, unit_name

LONG, LONG_STARTS = 2024, datetime.date(2023, 1, 29)
"""A year of 53 weeks, and its first day."""
EVERY = 6
WEEK = datetime.timedelta(7)
PATTERN = (4, 4, 5)
MONTHS_OF_A_QUARTER, MONTHS_OF_A_HALF, MONTHS = 3, 6, 12


def rows(first: int = 2021, last: int = 2027) -> Iterator[tuple[str, str, datetime.date]]:
    """Unit, name and first day of each row, the last one `end`."""
    day = LONG_STARTS - WEEK * sum(map(_weeks, range(first, LONG)))
    for year in range(first, last + 1):
        yield "year", unit_name("year", year, 1), day
        number = 0
        for month in range(MONTHS):
            if month % MONTHS_OF_A_HALF == 0:
                yield "half", unit_name("half", year, month // MONTHS_OF_A_HALF + 1), day
            if month % MONTHS_OF_A_QUARTER == 0:
                yield "quarter", unit_name("quarter", year, month // MONTHS_OF_A_QUARTER + 1), day
            yield "month", unit_name("month", year, month + 1), day
            ends = month == MONTHS - 1
            for _ in range(_weeks(year) - number if ends else PATTERN[month % len(PATTERN)]):
                number += 1
                yield "week", unit_name("week", year, number), day
                day += WEEK
    yield "end", "", day


def _weeks(year: int) -> int:
    return 53 if (year - LONG) % EVERY == 0 else 52


def fiscal_text() -> str:
    """The table as a CSV file."""
    return "\n".join(["unit,name,first_day", *(f"{unit},{name},{day}" for unit, name, day in rows())]) + "\n"


@functools.cache
def fiscal_calendar(first: int = 2021, last: int = 2027) -> OwnCalendar:
    """The table as programs know it."""
    found: dict[str, dict[str, datetime.date]] = {}
    for unit, name, day in rows(first, last):
        found.setdefault(unit, {})[name] = day
    after = found.pop("end")[""]
    return own_calendar(found, after, "fiscal.csv")
