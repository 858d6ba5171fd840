"""Incentives and payouts, dated."""
from __future__ import annotations

import datetime

from rulelang.core.nodes.expressions import Expression
from rulelang.core.nodes.types import Quantity
from rulelang.frozen import frozen
from rulelang.source import Span


@frozen
class IncentiveVersion:
    """The rules of an incentive in force from `start` to `stop` (inclusive, None open).

    `entitlement` is a function of the measured period so far, rounded. `prorated` says what `PeriodShare` is in a
    measured period that `start` or `stop` cuts; where `by_first_day`, it also is in one that the first day of the
    subject cuts.
    """

    start: datetime.date
    stop: datetime.date | None
    measured_every: str
    paid_every: str
    prorated: bool
    entitlement: Expression
    span: Span
    by_first_day: bool = False


@frozen
class Incentive:
    """What is computed for a measured period and paid; `type` bounds one entitlement, in the currency's minor units."""

    name: str
    versions: tuple[IncentiveVersion, ...]
    type: Quantity
    span: Span


@frozen
class Stack:
    """`kind`: all (summed), less (taken off) or best (the largest entitlement to date of items measured over the same
    periods)."""

    kind: str
    items: tuple[str, ...]


@frozen
class Composed:
    """A list whose items are measured and paid alike, as one incentive: for a measured period so far `together` is what
    the items come to. `kind` is the word of the list: best, first, rest (each on what the earlier ones left) or item
    (one, under a condition of its own). `items` are what each comes to by itself, version by version, as nodes inside
    `together`."""

    kind: str
    together: Incentive
    items: tuple[tuple[str, tuple[Expression, ...]], ...]


@frozen
class PaidIn:
    """What a payment is paid in where that is not the program's currency. It is multiplied by `rate`, or divided by it
    where `inverse`, before it is rounded; `rate` is read for the days that the payment is for. `type` bounds one
    payment, in the minor units of `currency`."""

    currency: str
    rate: Expression
    inverse: bool
    type: Quantity


@frozen
class PayoutVersion:
    """`cap` is applied to what falls due to date within each `cap_every` (None: no cap). Like an entitlement it is a
    function of those days; where prorated, lowering has put `PeriodShare` into it, and engines multiply nothing.
    `round_mode` None: nothing to round; else to units of 1/`round_denominator`, where that is None to those of the
    payout's type. `paid_every` divides `cap_every`. `floor` comes before the cap: within each `floor_every`, which
    `paid_every` divides and which divides `cap_every`, no less falls due to date. Where there is `paid_in`, it is each
    payment that is rounded, once it is converted, and not what falls due to date."""

    start: datetime.date
    stop: datetime.date | None
    paid_every: str
    stacks: tuple[Stack | Composed, ...]
    cap: Expression | None
    cap_every: str | None
    prorated: bool
    round_mode: str | None
    span: Span
    round_denominator: int | None = None
    floor: Expression | None = None
    floor_every: str | None = None
    by_first_day: bool = False
    paid_in: PaidIn | None = None


@frozen
class Payout:
    """What incentives come to together; `type` is in the minor units of the program's currency."""

    name: str
    versions: tuple[PayoutVersion, ...]
    type: Quantity
    span: Span
