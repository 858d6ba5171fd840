"""Days, units and periods of a program's calendar. Knows civil months and the month a year starts in; no clock.

Units are day, week (Monday to Sunday), month, quarter, half and year. Quarters, halves and years follow the program's
year. A period's last day is inside it.
"""
from __future__ import annotations

import calendar as civil
import datetime
import re
from fractions import Fraction
from typing import Protocol

import attrs

MONTHS_IN = {"month": 1, "quarter": 3, "half": 6, "year": 12}
UNITS = ("day", "week", *MONTHS_IN)
ONE_DAY = datetime.timedelta(days=1)
WHOLE = Fraction(1)
"""The share of a period that is not cut."""


@attrs.frozen(order=True, cache_hash=True)
class Period:
    """Days from `start` to `stop`, both inside. Empty when `stop` is before `start`."""

    start: datetime.date
    stop: datetime.date

    def holds(self, day: datetime.date) -> bool:
        return self.start <= day <= self.stop

    @property
    def days(self) -> int:
        return (self.stop - self.start).days + 1


class WindowLike(Protocol):
    """What `resolve` asks of a window; `core.nodes.Window` is one."""

    @property
    def kind(self) -> str: ...

    @property
    def count(self) -> int: ...

    @property
    def unit(self) -> str: ...

    @property
    def ending_count(self) -> int: ...

    @property
    def ending_unit(self) -> str: ...


def add_months(day: datetime.date, months: int) -> datetime.date:
    """Civil months later (earlier when negative), clamped to the end of the month reached."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    month += 1
    if day.day <= 28:
        return datetime.date(year, month, day.day)
    return datetime.date(year, month, min(day.day, civil.monthrange(year, month)[1]))


def add_units(day: datetime.date, count: int, unit: str) -> datetime.date:
    if unit in MONTHS_IN:
        return add_months(day, count * MONTHS_IN[unit])
    return day + ONE_DAY * (count * (7 if unit == "week" else 1))


def counted_from(day: datetime.date, count: int, unit: str) -> datetime.date:
    """The day so many units later (earlier when negative); the first or last of the calendar where it would lie
    beyond."""
    limit = datetime.date.max if count > 0 else datetime.date.min
    try:
        return add_units(day, count, unit)
    except (OverflowError, ValueError):
        return limit


def whole_months(start: datetime.date, stop: datetime.date) -> int:
    """The largest n with start + n months <= stop; minus that of the reverse when stop is earlier."""
    if stop < start:
        return -whole_months(stop, start)
    months = (stop.year - start.year) * 12 + stop.month - start.month
    return months - (add_months(start, months) > stop)


def whole_units(start: datetime.date, stop: datetime.date, unit: str) -> int:
    """The largest n with start + n units <= stop: below zero where stop is earlier."""
    if unit not in MONTHS_IN:
        return (stop - start).days // (7 if unit == "week" else 1)
    size = MONTHS_IN[unit]
    count = ((stop.year - start.year) * 12 + stop.month - start.month) // size
    return count - (add_months(start, count * size) > stop)


def is_month_edge(period: Period) -> bool:
    """Whether a period starts on the first and ends on the last day of civil months."""
    return period.start.day == 1 and (period.stop + ONE_DAY).day == 1


def share_of(part: Period, whole: Period) -> Fraction:
    """What part of `whole` the period `part` is: by months where both ends of the cut are month edges, else by days."""
    if part == whole:
        return WHOLE
    if is_month_edge(part) and is_month_edge(whole):
        months = [whole_months(p.start, p.stop + ONE_DAY) for p in (part, whole)]
        return Fraction(months[0], months[1])
    return Fraction(part.days, whole.days)


@attrs.frozen
class Length:
    """How long a stretch of time is: so many months, or so many days; the year to date has no length of its own."""

    months: int = 0
    days: int = 0


def length_between(period: Period) -> Length:
    """The length of a period: in months where it begins and ends with one."""
    if is_month_edge(period):
        return Length(months=whole_months(period.start, period.stop + ONE_DAY))
    return Length(days=period.days)


PERIOD_TEXT = re.compile(r"(FY)?([0-9]{4})(?:-(?:Q([1-4])|H([12])|([0-9]{2})))?")

# Years a period may be written in: far enough from the ends of the calendar that windows and shifts stay inside it.
FIRST_YEAR, LAST_YEAR = 1000, 9000


@attrs.frozen
class Calendar:
    """Civil months with a year that starts in `year_starts` (1 to 12). `FY2026` is named by the year it ends in."""

    year_starts: int = 1

    def containing(self, unit: str, day: datetime.date) -> Period:
        """The whole calendar unit that a day lies in."""
        if unit == "day":
            return Period(day, day)
        if unit == "week":
            start = day - ONE_DAY * day.weekday()
            return Period(start, start + ONE_DAY * 6)
        size = MONTHS_IN[unit]
        into = (day.month - self.year_starts) % 12 % size
        start = add_months(day.replace(day=1), -into)
        return Period(start, add_months(start, size) - ONE_DAY)

    def holding(self, unit: str, day: datetime.date) -> Period:
        """The same, of a day that is written in a program: outside a calendar, or in a unit that it does not have, the
        day stands for itself."""
        return self.containing(unit, day)

    def holding_row(self, unit: str, day: datetime.date) -> Period:
        """The same, of a day that stands in a row of data: one outside the years that can be counted, such as the
        9999-12-31 of an export that means no end, stands for itself as well."""
        return self.holding(unit, day) if FIRST_YEAR <= day.year <= LAST_YEAR else Period(day, day)

    def offers(self, unit: str) -> bool:
        """Whether there are such units."""
        return unit in UNITS

    def length(self, period: Period) -> Length:
        """How long a period is: in months where it begins and ends with one."""
        return length_between(period)

    def until(self, day: datetime.date) -> datetime.date:
        """A day to look ahead to, or the last one that is known."""
        return day

    def shifted(self, unit: str, period: Period, count: int) -> Period:
        """The whole unit that lies `count` units after the whole unit `period`."""
        return self.containing(unit, add_units(period.start, count, unit))

    def units(self, unit: str, start: datetime.date, stop: datetime.date) -> tuple[Period, ...]:
        """The whole units that touch the days from start to stop, in order."""
        found, at = [], self.containing(unit, start)
        while at.start <= stop:
            found.append(at)
            at = self.shifted(unit, at, 1)
        return tuple(found)

    def resolve(self, window: WindowLike, period: Period) -> Period:
        """The days a window means when it is read for a period: anchored at the period's last day.

        `ending 1 month ago` first moves the anchor to the last day of the month before the one that holds it.
        """
        anchor = period.stop
        if window.ending_count:
            holds = self.containing(window.ending_unit, anchor)
            anchor = self.shifted(window.ending_unit, holds, -window.ending_count).stop
        if window.kind == "year_to_date":
            return Period(self.containing("year", anchor).start, anchor)
        if window.kind == "same_last_year":
            return self._same_last_year(window.unit, anchor)
        last = self.containing(window.unit, anchor)
        if window.kind == "previous" or (window.kind == "last_full" and last.stop != anchor):
            last = self.shifted(window.unit, last, -1)
        first = self.shifted(window.unit, last, 1 - window.count)
        return Period(first.start, min(last.stop, anchor))

    def _same_last_year(self, unit: str, anchor: datetime.date) -> Period:
        """The unit of the same number in the year before, whatever its length."""
        if unit == "year":
            return self.shifted(unit, self.containing(unit, anchor), -1)
        return self.containing(unit, add_months(self.containing(unit, anchor).start, -12))

    def parse(self, text: str) -> Period | None:
        """`2025`, `2025-H1`, `2025-Q2`, `2025-04`, with `FY` before the year for the program's year, or `A..B`.

        None when the text is no period, or when `2025-Q2` is ambiguous because the year does not start in January.
        """
        if ".." in text:
            first, _, last = text.partition("..")
            start, stop = self.parse(first), None if ".." in last else self.parse(last)
            return Period(start.start, stop.stop) if start and stop and start.start <= stop.stop else None
        match = PERIOD_TEXT.fullmatch(text)
        if not match or not FIRST_YEAR <= int(match[2]) <= LAST_YEAR:
            return None
        fiscal, year, quarter, half, month = match[1], int(match[2]), match[3], match[4], match[5]
        if month:
            if fiscal or not 1 <= int(month) <= 12:
                return None
            return self.containing("month", datetime.date(year, int(month), 1))
        if not fiscal and self.year_starts != 1:
            return None
        return self._numbered(year, int(quarter or 0), int(half or 0))

    def _numbered(self, year: int, quarter: int, half: int) -> Period:
        first_year = year if self.year_starts == 1 else year - 1
        start = datetime.date(first_year, self.year_starts, 1)
        if quarter:
            return self.containing("quarter", add_months(start, 3 * (quarter - 1)))
        if half:
            return self.containing("half", add_months(start, 6 * (half - 1)))
        return self.containing("year", start)

    def name(self, period: Period) -> str:
        """The shortest name of a period: `2025-Q2`, `2025`, or its two dates."""
        for unit in ("year", "half", "quarter", "month"):
            if self.containing(unit, period.start) == period:
                return self._unit_name(unit, period)
        return f"{period.start}..{period.stop}"

    def _unit_name(self, unit: str, period: Period) -> str:
        if unit == "month":
            return f"{period.start:%Y-%m}"
        year = self.containing("year", period.start)
        number = (period.start.month - self.year_starts) % 12 // MONTHS_IN[unit] + 1
        suffix = {"year": "", "half": f"-H{number}", "quarter": f"-Q{number}"}[unit]
        return f"{'FY' if self.year_starts != 1 else ''}{year.stop.year}{suffix}"
