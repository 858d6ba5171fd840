"""How long something lasts: in months or in days, which do not compare, since a month has 28 to 31 of them."""
from __future__ import annotations

from collections.abc import Mapping

from rulelang.exact.calendar import MONTHS_IN

UNITS: Mapping[str, Mapping[str, int]] = {"months": MONTHS_IN, "days": {"day": 1, "week": 7}}
"""The units that a duration of each kind may be written in, with how many of the kind there are in one."""
MOST = {"months": 1_200, "days": 36_525}
"""A century. Nothing in a program lasts longer."""


def counted_in(unit: str) -> str:
    """Whether a unit is one of months or of days."""
    return next(kind for kind, units in UNITS.items() if unit in units)


def length_of(count: int, unit: str) -> int:
    """So many units, in months or in days."""
    return count * UNITS[counted_in(unit)][unit]
