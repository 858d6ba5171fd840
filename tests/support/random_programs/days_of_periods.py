"""Dates held against a quarter or a year instead of a day. Draws nothing: the day that was drawn decides."""
from __future__ import annotations

import datetime

from .world import World

UNITS = ("quarter", "year")


def day_or_period(world: World, day: datetime.date) -> str:
    """The day, or the name of what holds it."""
    return str(day) if day.day % 3 else _name(world, day)


def between(world: World, first: datetime.date, last: datetime.date) -> str:
    """The days from one to another, of which either may be a period, or those in one period or outside it."""
    if first.day % 2:
        return f"between {day_or_period(world, first)} and {day_or_period(world, last)}"
    return f"{'is in' if first.day % 4 else 'is not in'} {_name(world, first)}"


def _name(world: World, day: datetime.date) -> str:
    unit = UNITS[day.month % 2]
    return world.calendar.name(world.calendar.containing(unit, day))
