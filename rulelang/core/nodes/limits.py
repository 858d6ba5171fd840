"""What floors and caps over another period than the measured one are made of. Knows no money and no cadence."""
from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from rulelang.core.nodes.types import Type
from rulelang.frozen import frozen
from rulelang.source import Span

if TYPE_CHECKING:
    from rulelang.core.nodes.expressions import Expression


@frozen(eq=False)
class OverUnits:
    """The sum of a value over the units that the reader's period is made of, each no further than that goes: the last
    one may be to date. Rules end on `stop`; `PeriodShare` is that of each unit, as `prorated` and `by_first_day` say it
    of an incentive's versions. `definition` names the incentive."""

    unit: str
    value: Expression
    stop: datetime.date | None
    prorated: bool
    type: Type
    span: Span
    step: str = ""
    definition: str = ""
    by_first_day: bool = False


@frozen(eq=False)
class GainedIn:
    """How much a value has grown in the reader's period: it is read from the first day of the unit that the period
    lies in, but no earlier than `start`, up to the last day of the period, less the same up to the day before the
    period, where there is one. `part` before: that which is taken off, nothing where there is no such day."""

    unit: str
    value: Expression
    start: datetime.date
    stop: datetime.date | None
    prorated: bool
    part: str
    type: Type
    span: Span
    step: str = ""
    definition: str = ""
    by_first_day: bool = False
