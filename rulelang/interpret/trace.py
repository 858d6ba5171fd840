"""What an evaluation leaves behind: each value with what it came from. Plain products, no meaning, no wording.

The evaluator makes a `Trace` for every expression that it reaches, so an explanation reads the very steps that gave
the result. A shared expression that is read twice for one period is one trace, found twice.
"""
from __future__ import annotations

import datetime
from collections.abc import Mapping

import attrs

from rulelang.core.nodes import Case, Cause, Composed, Expression, Ladder, PaidIn, Stack, TierStep
from rulelang.core.population import Outcome, Value
from rulelang.core.schedule import Entitlement, PayoutPayment
from rulelang.exact.calendar import Period
from rulelang.interpret.unknown import Answer


# Made by the million, so not frozen, which would make the making of one take twice as long; nothing changes one.
@attrs.define(eq=False)
class Trace:
    """The value of an expression for a period, and the traces of what it was made from, in order.

    `inside` holds only what was reached: of a `Case` the conditions up to the branch that was taken and its value; of
    an aggregate the values of the rows that took part, which are `taken`; those whose value is unknown are `lost`, each
    with what is unknown of it; where something is rounded in the test of rows, `tested` are all rows with their tests.
    `days` are the days an aggregate or a reading looked at, `rows` how many records took
    part. `standing` is the tier that a tier test compared. `below` are those who counted in a roll-up along a
    hierarchy, or were compared across subjects, by key, each with what its value was made of.
    """

    node: Expression
    period: Period
    value: Answer
    inside: tuple[Trace, ...] = ()
    days: Period | None = None
    rows: int = 0
    standing: Standing | None = None
    below: tuple[tuple[tuple[Value, ...], Trace], ...] = ()
    taken: tuple[Mapping[str, Value], ...] = ()
    lost: tuple[tuple[Mapping[str, Value], Trace], ...] = ()
    tested: tuple[tuple[Mapping[str, Value], Trace], ...] = ()


def in_force(trace: Trace) -> Trace:
    """Of a value that has versions, the one that was in force."""
    while isinstance(trace.node, Case) and trace.node.told == "versions":
        trace = trace.inside[-1]
    return trace


# ------------------------------------------------------------------------------------------------ tiers


@attrs.frozen(eq=False)
class Tested:
    """A tier's requirements at an assessment: those for staying when `keeping`. `trace` is None where it has none."""

    tier: int
    step: TierStep
    keeping: bool
    trace: Trace | None
    answer: Answer


@attrs.frozen(eq=False)
class Assessment:
    """One assessment: the unit at whose end it takes place, the days it looks at, the tier remembered from before,
    and the tiers tested, from the top."""

    unit: Period
    period: Period
    remembered: int
    tested: tuple[Tested, ...]


@attrs.frozen(eq=False)
class Standing:
    """A ladder's tier in force: the lowest and the highest it may be, as indices of the ladder's steps.

    `day` is the day asked about, of an assessed standing the day from which it is in force. `origin`: start (not
    assessed before that day, so the lowest tier), history (given as a fact) or assessed (then `assessment` is the
    latest one).
    """

    ladder: Ladder
    day: datetime.date
    lowest: int
    highest: int
    causes: frozenset[Cause]
    origin: str
    assessment: Assessment | None = None


# ------------------------------------------------------------------------------------------------ money


@attrs.frozen(eq=False)
class Earned:
    """An incentive's entitlement from the start of a measured period to a day inside it."""

    incentive: str
    entitlement: Entitlement
    trace: Trace


@attrs.frozen(eq=False)
class PaidIncentive:
    """One payment of an incentive: the sum of `plus` less the sum of `minus`."""

    due: datetime.date
    plus: tuple[Earned, ...]
    minus: tuple[Earned, ...]
    value: Answer


@attrs.frozen(eq=False)
class Term:
    """What one stack adds for one due date. There is one group of candidates for each entitlement that counts: all
    of a group are added in an `all` stack, the largest is taken in a `best` one, and a list that is as one incentive
    is the only one."""

    stack: Stack | Composed
    due: datetime.date
    plus: tuple[tuple[Earned, ...], ...]
    minus: tuple[tuple[Earned, ...], ...]
    value: Answer


@attrs.frozen(eq=False)
class Floored:
    """What falls due inside the days over which a floor runs: by its terms, and as much as the floor at least."""

    days: Period
    sum: Answer
    floor: Trace
    value: Answer


@attrs.frozen(eq=False)
class ToDate:
    """What falls due inside some days: `sum` by its terms, `raised` with every floor, `capped` after the cap, `value`
    rounded."""

    days: Period
    terms: tuple[Term, ...]
    sum: Answer
    floored: tuple[Floored, ...]
    raised: Answer
    cap: Trace | None
    capped: Answer
    value: Answer


@attrs.frozen(eq=False)
class Exchanged:
    """A payment in another currency than the program's: the `amount` in the program's, the `rate`, what that makes
    before it is rounded."""

    amount: Answer
    rate: Trace
    exact: Answer
    paid_in: PaidIn


@attrs.frozen(eq=False)
class PaidPayout:
    """One payment of a payout: what is due to date in the cap's period, less the same at the payment before, perhaps
    in another currency."""

    payment: PayoutPayment
    now: ToDate
    before: ToDate | None
    value: Answer
    exchanged: Exchanged | None = None


# ------------------------------------------------------------------------------------------------ outcomes


@attrs.frozen(eq=False)
class Reasoned:
    """An outcome with what it came from: a ladder has a `standing`, an eligibility a `trace`, money its payments."""

    name: str
    period: Period
    outcome: Outcome
    standing: Standing | None = None
    trace: Trace | None = None
    incentive_payments: tuple[PaidIncentive, ...] = ()
    payout_payments: tuple[PaidPayout, ...] = ()
