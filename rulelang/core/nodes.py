"""The lowered program: one small typed tree that every engine reads. No sugar, no variants, no optional clauses.

A core is a function of a subject and a period. Everything dated in it (parameter timelines, versions of incentives)
is still dated here; an engine resolves it for the periods it is asked about. Sub-expressions may be shared: the tree
is a directed graph, compared by identity. Every expression has a `type`, the `span` it came from, and perhaps a
`step`, the word by which an explanation presents it.

A value is *unknown* when an input it needs is missing; unknown spreads through arithmetic and comparison, follows
three-valued logic in `Logic`, and carries the set of its `Cause`s. What each node means is defined by
`interpret/evaluate.py` and nothing else.
"""
from __future__ import annotations

import datetime
from fractions import Fraction
from typing import Union

import attrs

from rulelang.source import Span

# ------------------------------------------------------------------------------------------------ types


@attrs.frozen
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


@attrs.frozen
class Ratio:
    """A quotient by data, kept as an exact pair. The value is numerator / denominator, each a `Quantity` of its own.

    A zero denominator makes the value unknown with cause `zero_division`.
    """

    kind: str
    numerator: Quantity
    denominator: Quantity
    currency: str | None = None


@attrs.frozen
class Truth:
    """Yes or no."""


@attrs.frozen
class Choice:
    """One member of an enumeration; members in order. `ordered` allows < and >."""

    enumeration: str
    members: tuple[str, ...]
    ordered: bool = False


@attrs.frozen
class ChoiceSet:
    """A set of members of an enumeration."""

    enumeration: str
    members: tuple[str, ...]


@attrs.frozen
class Day:
    """A calendar date."""


@attrs.frozen
class Words:
    """Text, compared by code point. `country` is true for ISO 3166 codes."""

    country: bool = False


Type = Union[Quantity, Ratio, Truth, Choice, ChoiceSet, Day, Words]

# ------------------------------------------------------------------------------------------------ unknown


@attrs.frozen(order=True)
class Cause:
    """Why a value is unknown.

    `kind` and `thing`: missing `Partner.csat` · rejected `Deal` (a row of that relation was rejected for this subject)
    · uncovered `Deal` (the window reaches outside the dates the data covers) · zero_division `attainment` (the
    definition it stands in) · total_too_large `net_sales` (the definition whose total left its limit).
    """

    kind: str
    thing: str

    def __str__(self) -> str:
        return f"{self.kind}:{self.thing}"


# ------------------------------------------------------------------------------------------------ days and windows


@attrs.frozen
class AtPeriodStart:
    """The first day of the period."""


@attrs.frozen
class AtPeriodEnd:
    """The last day of the period; it is inside it."""


@attrs.frozen
class OnDate:
    """A day that is written."""

    day: datetime.date


@attrs.frozen
class OnField:
    """The day held by a date field of the record (or subject) that reads."""

    field: FieldValue


@attrs.frozen
class BeforePeriodEnd:
    """`count` `unit`s before the last day of the period, clamped to month end. Unit: day, week, month, quarter, half,
    year."""

    count: int
    unit: str


Moment = Union[AtPeriodStart, AtPeriodEnd, OnDate, OnField, BeforePeriodEnd]


@attrs.frozen
class Window:
    """A stretch of days relative to the last day of a period; `exact.calendar.Calendar.resolve` gives the dates.

    Kinds: last, last_full, previous, year_to_date, same_last_year. `ending` drops that many of a unit first.
    """

    kind: str
    count: int = 1
    unit: str = "quarter"
    ending_count: int = 0
    ending_unit: str = ""


# ------------------------------------------------------------------------------------------------ expressions

# Expressions are compared by identity: one that is shared stays one.

@attrs.frozen(eq=False)
class Literal:
    """`value`: Fraction (quantities), bool, str (text, country, member), date, frozenset of members."""

    value: Fraction | bool | str | datetime.date | frozenset[str]
    type: Type
    span: Span
    step: str = ""


@attrs.frozen(eq=False)
class FieldValue:
    """A field of the subject, or of the record being aggregated. Unknown (missing) when optional and absent."""

    entity: str
    field: str
    optional: bool
    type: Type
    span: Span
    step: str = ""


@attrs.frozen(eq=False)
class ParameterValue:
    """The value in force on a day. The checker has proved that there is one (`OnField`: on every day in range)."""

    parameter: str
    day: Moment
    type: Type
    span: Span
    step: str = ""


@attrs.frozen(eq=False)
class DayValue:
    """A moment read as a date, for comparisons such as `joined before 12 months ago`."""

    moment: Moment
    type: Type
    span: Span
    step: str = ""


@attrs.frozen(eq=False)
class PeriodShare:
    """What part of its uncut measured period the measured period is: 1 when it is whole or edges stand as written.

    By months where both ends of the cut are month edges, else by days. Its type's denominator is a common multiple of
    all that can occur.
    """

    type: Type
    span: Span
    step: str = ""


@attrs.frozen(eq=False)
class Arithmetic:
    """`operator`: add, subtract, multiply, divide. A divide by data has a Ratio type; by a constant, a Quantity."""

    operator: str
    left: Expression
    right: Expression
    type: Type
    span: Span
    step: str = ""
    definition: str = ""


@attrs.frozen(eq=False)
class Comparison:
    """`operator`: equal, unequal, less, at_most, more, at_least; between quantities or ratios of one kind, days,
    choices (by position when ordered), text, truths. Exact: nothing is rounded to compare."""

    operator: str
    left: Expression
    right: Expression
    type: Type
    span: Span
    step: str = ""


@attrs.frozen(eq=False)
class Includes:
    """Whether a set has a member."""

    members: Expression
    member: str
    type: Type
    span: Span
    step: str = ""


@attrs.frozen(eq=False)
class Logic:
    """`quantity`: all, any, at_least (`count` of the items), none. Three-valued: all is no as soon as one is no."""

    quantity: str
    items: tuple[Expression, ...]
    count: int
    type: Type
    span: Span
    step: str = ""


@attrs.frozen(eq=False)
class Case:
    """The value of the first branch whose condition is yes; an unknown condition reached before that is unknown."""

    branches: tuple[tuple[Expression, Expression], ...]
    otherwise: Expression
    type: Type
    span: Span
    step: str = ""


@attrs.frozen(eq=False)
class Round:
    """Rounded to units of 1/`denominator` of its type. Modes: half_even, half_up, half_down, up, down, floor,
    ceiling; half_up, half_down, up and down are about distance from zero."""

    value: Expression
    mode: str
    type: Type
    span: Span
    step: str = ""


@attrs.frozen(eq=False)
class Known:
    """Whether a value is known. Never unknown itself."""

    value: Expression
    type: Type
    span: Span
    step: str = ""


@attrs.frozen(eq=False)
class OrElse:
    """The value, or the fallback where it is unknown."""

    value: Expression
    fallback: Expression
    type: Type
    span: Span
    step: str = ""


@attrs.frozen(eq=False)
class Aggregate:
    """Over the subject's records of a relation.

    `function`: total, count, count_distinct, lowest, highest. `value` is None for count. Only rows dated inside the
    period (or the window, anchored at the period's end) take part, when the relation is dated and `valid_at` is not
    given; with `valid_at`, rows valid on that day. `where` is tested row by row; a test or value that is unknown in a
    row that could take part makes the aggregate unknown. Lowest and highest of nothing are unknown (missing).
    A total beyond `limit` units of 1/denominator of its type is unknown (total_too_large). `definition` names where
    it stands.
    """

    relation: str
    function: str
    value: Expression | None
    where: Expression | None
    window: Window | None
    valid_at: Moment | None
    type: Type
    span: Span
    step: str = ""
    definition: str = ""
    limit: int = 10**18


@attrs.frozen(eq=False)
class Read:
    """Another definition (measure or eligibility), for this period or for the window's dates."""

    definition: str
    window: Window | None
    type: Type
    span: Span
    step: str = ""


@attrs.frozen(eq=False)
class TierTest:
    """A ladder's tier in force on a day against a tier: equal, unequal, less, at_most, more, at_least.

    The tier in force is a lowest and a highest possible one. `equal` and `unequal` are unknown unless the two are the
    same; the others are yes or no when both ends give that answer. Unknown carries the ladder's causes.
    """

    ladder: str
    day: Moment
    operator: str
    tier: int
    type: Type
    span: Span
    step: str = ""


Expression = Union[
    Literal, FieldValue, ParameterValue, DayValue, PeriodShare, Arithmetic, Comparison, Includes, Logic, Case, Round,
    Known, OrElse, Aggregate, Read, TierTest,
]

# ------------------------------------------------------------------------------------------------ declarations


@attrs.frozen
class Field:
    """`range` of a quantity is its type's low and high. `question` is asked when an optional field is missing."""

    name: str
    type: Type
    optional: bool
    question: str
    span: Span


@attrs.frozen
class Entity:
    """The subject (no `parent`) or a relation of records that belong to it.

    `relation` is the name the records have under their parent (`deals`). `keys` may be empty for records: then rows
    have no identity. Where `recorded_on` is set, rows with one key are versions of each other.
    """

    name: str
    fields: tuple[Field, ...]
    keys: tuple[str, ...]
    parent: str | None
    relation: str
    dated_by: str | None
    valid_from: str | None
    valid_to: str | None
    recorded_on: str | None
    span: Span

    def field(self, name: str) -> Field:
        """The field of that name; it is there."""
        return next(f for f in self.fields if f.name == name)


@attrs.frozen
class TimelineValue:
    """In force from `start` to `stop`, inclusive; `stop` None is open."""

    start: datetime.date
    stop: datetime.date | None
    value: Fraction | bool | str | datetime.date
    span: Span
    unpublished: bool = False


@attrs.frozen
class Parameter:
    """Values in order of date, no overlap."""

    name: str
    type: Type
    values: tuple[TimelineValue, ...]
    span: Span


@attrs.frozen
class Definition:
    """A measure or eligibility: an expression of the subject and a period."""

    name: str
    kind: str
    value: Expression
    type: Type
    span: Span
    label: str = ""


@attrs.frozen
class TierStep:
    """`requires` is tested for who is below this tier, `keeps` for who is at it or above; None: no requirement."""

    name: str
    requires: Expression | None
    keeps: Expression | None
    span: Span
    label: str = ""


@attrs.frozen
class Ladder:
    """Tiers lowest first. Assessed for each whole `every` of the calendar, on its last day, over `window` (anchored at
    that day) or over that unit itself when None. A partner is at the highest tier whose own requirements hold.

    `has_memory` when some `keeps` differs from its `requires`: then an assessment depends on the one before, and the
    fold starts at the first assessment from `start` on whose windows the data covers, at the lowest tier.
    """

    name: str
    steps: tuple[TierStep, ...]
    every: str
    window: Window | None
    start: datetime.date
    has_memory: bool
    span: Span
    label: str = ""


@attrs.frozen
class IncentiveVersion:
    """The rules of an incentive in force from `start` to `stop` (inclusive, None open).

    `entitlement` is a function of the measured period so far, rounded. `prorated` says what `PeriodShare` is in a
    measured period that `start` or `stop` cuts.
    """

    start: datetime.date
    stop: datetime.date | None
    measured_every: str
    paid_every: str
    prorated: bool
    entitlement: Expression
    span: Span


@attrs.frozen
class Incentive:
    """What is computed for a measured period and paid; `type` bounds one entitlement, in the currency's minor units."""

    name: str
    versions: tuple[IncentiveVersion, ...]
    type: Quantity
    span: Span
    label: str = ""


@attrs.frozen
class Stack:
    """`kind`: all (summed) or best (the largest entitlement to date of items measured over the same periods)."""

    kind: str
    items: tuple[str, ...]


@attrs.frozen
class PayoutVersion:
    """`cap` is applied to what falls due to date within each `cap_every` (None: no cap). Like an entitlement it is a
    function of those days; where prorated, lowering has put `PeriodShare` into it, and engines multiply nothing.
    `round_mode` None: nothing to round; else to units of 1/`round_denominator`, where that is None to those of the
    payout's type. `paid_every` divides `cap_every`."""

    start: datetime.date
    stop: datetime.date | None
    paid_every: str
    stacks: tuple[Stack, ...]
    cap: Expression | None
    cap_every: str | None
    prorated: bool
    round_mode: str | None
    span: Span
    round_denominator: int | None = None


@attrs.frozen
class Payout:
    """What incentives come to together; `type` is in the minor units of the program's currency."""

    name: str
    versions: tuple[PayoutVersion, ...]
    type: Quantity
    span: Span
    label: str = ""


@attrs.frozen
class Core:
    """A program or variant, ready for an engine."""

    name: str
    edition: int
    currency: str
    year_starts: int
    start: datetime.date
    subject: Entity
    relations: tuple[Entity, ...]
    parameters: tuple[Parameter, ...]
    definitions: tuple[Definition, ...]
    ladders: tuple[Ladder, ...]
    incentives: tuple[Incentive, ...]
    payouts: tuple[Payout, ...]
    countries: tuple[str, ...] | None = None
    country_field: str | None = None
    label: str = ""

    def entity(self, name: str) -> Entity:
        """The subject or relation of that name; it is there, as for the others below."""
        return self.subject if self.subject.name == name else next(e for e in self.relations if e.name == name)

    def parameter(self, name: str) -> Parameter:
        """The parameter of that name."""
        return next(p for p in self.parameters if p.name == name)

    def definition(self, name: str) -> Definition:
        """The measure or eligibility of that name."""
        return next(d for d in self.definitions if d.name == name)

    def ladder(self, name: str) -> Ladder:
        """The ladder of that name."""
        return next(x for x in self.ladders if x.name == name)

    def incentive(self, name: str) -> Incentive:
        """The incentive of that name."""
        return next(x for x in self.incentives if x.name == name)

    def payout(self, name: str) -> Payout:
        """The payout of that name."""
        return next(x for x in self.payouts if x.name == name)

    @property
    def outcomes(self) -> tuple[str, ...]:
        """What a run reports, in this order: ladders, eligibilities, incentives, payouts."""
        return (
            *(x.name for x in self.ladders),
            *(d.name for d in self.definitions if d.kind == "eligibility"),
            *(x.name for x in self.incentives),
            *(x.name for x in self.payouts),
        )
