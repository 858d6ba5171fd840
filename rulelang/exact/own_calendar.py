"""A calendar of a program's own: years, quarters and what else a table names, each from its first day to the next one.

Knows a table that is whole, and nothing of files: the units of each kind follow one another without a hole over the
same days, and lie inside the larger ones. Nothing is known of days outside the table.
"""
from __future__ import annotations

import datetime
import hashlib
import re
from bisect import bisect_right
from collections.abc import Mapping
from functools import cached_property

import attrs

from rulelang.exact.calendar import MONTHS_IN, ONE_DAY, UNITS, Calendar, Length, Period

NAMED_UNITS = ("year", "half", "quarter", "month", "week")
"""What a table may name, the longest first."""
ALWAYS = ("year", "quarter")
"""What every table names."""
NAME = re.compile(r"FY([0-9]{4})(?:-(?:(Q)([1-4])|(H)([12])|(M)(0[1-9]|1[0-2])|(W)(0[1-9]|[1-4][0-9]|5[0-3])))?")
LETTERS = {"half": "H", "quarter": "Q", "month": "M", "week": "W"}


def unit_name(unit: str, year: int, number: int) -> str:
    """What a unit of a year is called: `FY2026`, `FY2026-H1`, `FY2026-Q1`, `FY2026-M01`, `FY2026-W01`."""
    if unit == "year":
        return f"FY{year:04}"
    return f"FY{year:04}-{LETTERS[unit]}{number:0{2 if unit in ('month', 'week') else 1}}"


def unit_named(name: str) -> str | None:
    """The unit that is called in a way; None where none is."""
    match = NAME.fullmatch(name)
    if match is None:
        return None
    return next((unit for unit, letter in LETTERS.items() if letter in match.groups()[1:]), "year")


class OutsideCalendar(Exception):
    """Asked of days that a calendar does not cover: those before its first day, or those after its last."""

    def __init__(self, calendar: OwnCalendar, *, before: bool) -> None:
        self.calendar = calendar
        self.before = before
        super().__init__(f"{calendar.first}..{calendar.last}")


@attrs.frozen(cache_hash=True)
class Named:
    """A unit by its name; `number` is its place in its year, from 1."""

    name: str
    number: int
    days: Period


@attrs.frozen(cache_hash=True)
class OwnCalendar(Calendar):
    """`table` are the units of each kind in order. `file` is where they were read from, as the program says it."""

    table: tuple[tuple[str, tuple[Named, ...]], ...] = ()
    file: str = attrs.field(default="", eq=False)

    @cached_property
    def _units(self) -> Mapping[str, tuple[Named, ...]]:
        return dict(self.table)

    @cached_property
    def _starts(self) -> Mapping[str, tuple[datetime.date, ...]]:
        return {unit: tuple(each.days.start for each in named) for unit, named in self.table}

    @cached_property
    def _names(self) -> Mapping[str, Period]:
        return {each.name: each.days for _, named in self.table for each in named}

    @cached_property
    def digest(self) -> str:
        """SHA-256 of all that the table says, in one order however it was written."""
        rows = (f"{each.name},{each.days.start}\n" for unit in NAMED_UNITS for each in self._units.get(unit, ()))
        return hashlib.sha256("".join([*rows, f"{self.last}\n"]).encode()).hexdigest()

    @property
    def first(self) -> datetime.date:
        """The first day that the table covers."""
        return self._units["year"][0].days.start

    @property
    def last(self) -> datetime.date:
        """The last day that the table covers."""
        return self._units["year"][-1].days.stop

    @property
    def names(self) -> tuple[str, ...]:
        """Every name of the table."""
        return tuple(self._names)

    def offers(self, unit: str) -> bool:
        return unit == "day" or unit in self._units

    def same_in_every_year(self, unit: str) -> bool:
        """Whether each year has as many of a unit as any other."""
        lasts = [each.number for each, after in zip(self._units[unit], (*self._units[unit][1:], None), strict=True)
                 if after is None or after.number == 1]  # fmt: skip
        return len(set(lasts)) == 1

    def containing(self, unit: str, day: datetime.date) -> Period:
        return Period(day, day) if unit == "day" else self._units[unit][self._place(unit, day)].days

    def holding(self, unit: str, day: datetime.date) -> Period:
        if not self.offers(unit) or not self.first <= day <= self.last:
            return Period(day, day)
        return self.containing(unit, day)

    def shifted(self, unit: str, period: Period, count: int) -> Period:
        if unit == "day":
            return super().shifted(unit, period, count)
        place = self._place(unit, period.start) + count
        if not 0 <= place < len(self._units[unit]):
            raise OutsideCalendar(self, before=place < 0)
        return self._units[unit][place].days

    def units(self, unit: str, start: datetime.date, stop: datetime.date) -> tuple[Period, ...]:
        if unit == "day" or stop < start:
            return super().units(unit, start, stop) if unit == "day" else ()
        first, last = self._place(unit, start), self._place(unit, stop)
        return tuple(each.days for each in self._units[unit][first : last + 1])

    def _place(self, unit: str, day: datetime.date) -> int:
        """The place of the unit that holds a day."""
        if not self.first <= day <= self.last:
            raise OutsideCalendar(self, before=day < self.first)
        return bisect_right(self._starts[unit], day) - 1

    def _same_last_year(self, unit: str, anchor: datetime.date) -> Period:
        if unit == "day":
            return super()._same_last_year(unit, anchor)
        number = self._units[unit][self._place(unit, anchor)].number
        year = self.shifted("year", self.containing("year", anchor), -1)
        return self.shifted(unit, self.containing(unit, year.start), number - 1)

    def parse(self, text: str) -> Period | None:
        if ".." not in text:
            return self._names.get(text)
        first, _, last = text.partition("..")
        start, stop = self._names.get(first), self._names.get(last)
        return Period(start.start, stop.stop) if start and stop and start.start <= stop.stop else None

    def name(self, period: Period) -> str:
        for unit in NAMED_UNITS:
            if self.offers(unit) and self.holding(unit, period.start) == period:
                return self._units[unit][self._place(unit, period.start)].name
        return f"{period.start}..{period.stop}"

    def length(self, period: Period) -> Length:
        """In months where it begins and ends with a unit of them: each month of the table is one, however long."""
        for unit in ("month", "quarter"):
            starts = (*self._starts.get(unit, ()), self.last + ONE_DAY)
            if period.start in starts and period.stop + ONE_DAY in starts:
                months = MONTHS_IN[unit] * (starts.index(period.stop + ONE_DAY) - starts.index(period.start))
                return Length(months=months)
        return Length(days=period.days)

    def until(self, day: datetime.date) -> datetime.date:
        return min(day, self.last)


def own_calendar(
    named: Mapping[str, Mapping[str, datetime.date]], after: datetime.date, file: str = ""
) -> OwnCalendar:
    """The calendar of a whole table: for each unit the first day of each name, in order; `after` is the day after the
    last that is covered."""
    table = []
    years = list(named["year"].values())
    for unit in (each for each in UNITS if each in named):
        starts = list(named[unit].values())
        found, number = [], 0
        for name, start, stop in zip(named[unit], starts, (*starts[1:], after), strict=True):
            number = 1 if start in years else number + 1
            found.append(Named(name, number, Period(start, stop - ONE_DAY)))
        table.append((unit, tuple(found)))
    return OwnCalendar(table=tuple(table), file=file)
