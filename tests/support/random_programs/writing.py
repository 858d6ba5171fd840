"""Literals, days, units and windows as they are written. Knows the notation only."""
from __future__ import annotations

import datetime
from fractions import Fraction

import attrs

from rulelang.core import nodes as core
from rulelang.exact.calendar import Calendar, Period
from rulelang.exact.currencies import minor_digits

MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)
UNIT_WORDS = {
    "day": "day", "week": "week", "month": "month", "quarter": "quarter", "half": "half year", "year": "year",
}
PAY_UNITS = ("month", "quarter", "half", "year")
ROUND_MODES = {
    "half_even": "half even", "half_up": "half up", "half_down": "half down", "up": "up", "down": "down",
    "floor": "to the floor", "ceiling": "to the ceiling",
}


def plural(count: int, unit: str) -> str:
    return f"{count} {UNIT_WORDS[unit]}{'s' if count != 1 else ''}"


def digits_of(value: Fraction, least: int = 0) -> str:
    """A decimal with at least so many digits after the point, thousands grouped."""
    places = least
    while (value * 10**places).denominator != 1:
        places += 1
    if places == 3:
        places = 4  # three digits after a point could be thousands in some regions
    units = int(abs(value) * 10**places)
    sign = "-" if value < 0 else ""
    whole, rest = divmod(units, 10**places)
    return f"{sign}{whole:_}" + (f".{rest:0{places}d}" if places else "")


def literal(kind: str, value: Fraction, currency: str | None = None) -> str:
    """A literal of a kind: `2.5%` for the value 25/1000."""
    match kind:
        case "money":
            return f"{digits_of(value)} {currency}"
        case "percent":
            return f"{digits_of(value * 100)}%"
        case "number" | "share":
            return digits_of(value, 1)
        case "points":
            return f"{digits_of(value)} points"
        case _:
            return digits_of(value)


def rounding(mode: str, kind: str, places: int | None) -> str:
    """`rounded half even to cents` where no places are given."""
    return f"rounded {ROUND_MODES[mode]} to {'cents' if places is None else f'{places} decimals'}"


def minor(currency: str) -> int:
    return minor_digits(currency) or 0


@attrs.frozen
class Timeline:
    """A calendar and the days from which and until which the program's life is told."""

    calendar: Calendar
    start: datetime.date

    def edges(self, unit: str, first: datetime.date, last: datetime.date) -> list[datetime.date]:
        return [p.start for p in self.calendar.units(unit, first, last) if first <= p.start <= last]

    def whole(self, unit: str, day: datetime.date) -> Period:
        return self.calendar.containing(unit, day)


Numeric = core.Quantity | core.Ratio
