"""The types of values; quantities with their exact scale and range."""
from __future__ import annotations

from typing import Union

from rulelang.exact.calendar import Calendar
from rulelang.exact.own_calendar import OwnCalendar
from rulelang.frozen import frozen

OWN_CURRENCY = "*"
"""What the currency of money in its own currency begins with; after it stands the field that says which one it is."""


REGION = "region"
"""The enumeration of the regions that a program declares: what a field of kind `region` holds one of."""

IN_REGION, OUT_OF_REGION = "in region ", "not in region "
"""How the step of a list of conditions begins that says where a place lies; the region's name follows."""


@frozen
class Quantity:
    """A numeric kind: count, number, percent, points or money (then `currency` is set).

    A value is an integer of units of 1/`denominator`; `low` and `high` bound that integer, inclusive. A percent of
    2.5 % is the value 25/1000. The denominator is a power of ten unless a division by a constant made it otherwise.
    """

    kind: str
    denominator: int
    low: int
    high: int
    currency: str | None = None


@frozen
class Ratio:
    """A quotient by data, kept as an exact pair. The value is numerator / denominator, each a `Quantity` of its own.

    A zero denominator makes the value unknown with cause `zero_division`.
    """

    kind: str
    numerator: Quantity
    denominator: Quantity
    currency: str | None = None


@frozen
class Truth:
    """Yes or no."""


@frozen
class Choice:
    """One member of an enumeration; members in order. `ordered` allows < and >."""

    enumeration: str
    members: tuple[str, ...]
    ordered: bool = False


@frozen
class ChoiceSet:
    """A set of members of an enumeration."""

    enumeration: str
    members: tuple[str, ...]


@frozen
class Day:
    """A calendar date."""


@frozen
class Words:
    """Text, compared by code point. `country` is true for ISO 3166 codes, `is_currency` for those of ISO 4217.
    `year_starts` is set for periods by their names: the month that the calendar's year starts in. `own_calendar` is
    the table that names them, where a program has one."""

    country: bool = False
    is_currency: bool = False
    year_starts: int = 0
    own_calendar: OwnCalendar | None = None

    @property
    def calendar(self) -> Calendar:
        """What gives periods their names."""
        return self.own_calendar or Calendar(self.year_starts)


def in_own_currency(kind: Type | None) -> bool:
    """Whether a value is money whose currency each row says for itself."""
    return isinstance(kind, (Quantity, Ratio)) and (kind.currency or "").startswith(OWN_CURRENCY)


Type = Union[Quantity, Ratio, Truth, Choice, ChoiceSet, Day, Words]
