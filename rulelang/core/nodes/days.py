"""Days and windows of time."""
from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Union

from rulelang.exact.calendar import Length
from rulelang.frozen import frozen
from rulelang.source import Span

if TYPE_CHECKING:
    from rulelang.core.nodes.expressions import FieldValue


@frozen
class HeldAgainst:
    """A base of the growth of a measure that is read for the period of a run, and where it is written."""

    measure: str
    length: Length
    span: Span


@frozen
class AtPeriodStart:
    """The first day of the period."""


@frozen
class AtPeriodEnd:
    """The last day of the period; it is inside it."""


@frozen
class OnDate:
    """A day that is written."""

    day: datetime.date


@frozen
class OnField:
    """The day held by a date field of the record (or subject) that reads."""

    field: FieldValue


@frozen
class BeforePeriodEnd:
    """`count` `unit`s before the last day of the period, clamped to month end. Unit: day, week, month, quarter, half,
    year."""

    count: int
    unit: str


Moment = Union[AtPeriodStart, AtPeriodEnd, OnDate, OnField, BeforePeriodEnd]


@frozen
class Window:
    """A stretch of days relative to the last day of a period; `exact.calendar.Calendar.resolve` gives the dates.

    Kinds: last, last_full, previous, year_to_date, same_last_year. `ending` drops that many of a unit first.
    """

    kind: str
    count: int = 1
    unit: str = "quarter"
    ending_count: int = 0
    ending_unit: str = ""
