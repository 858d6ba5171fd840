"""Everything that has a value, for a subject and a period."""
from __future__ import annotations

import datetime
from fractions import Fraction
from typing import Union

from rulelang.core.nodes.days import Moment, Window
from rulelang.core.nodes.limits import GainedIn, OverUnits
from rulelang.core.nodes.types import Type
from rulelang.exact.calendar import Period
from rulelang.frozen import frozen
from rulelang.source import Span

# Expressions are compared by identity: one that is shared stays one.

@frozen(eq=False)
class Every:
    """One value for each of the `members` of a type: `total ... over every Area`. Only told; the sum, quotient or case
    that it stands beside is what it means."""

    function: str
    type: str
    members: tuple[str, ...]


@frozen(eq=False)
class Excepted:
    """What a case of exceptions says of itself. Only told; the case that it stands beside is what it means.

    `titles` are those of the exceptions that the case tries, `meeting` what holds where several do: apart (they
    exclude each other), wins (`winner` does), higher, add; one of several that stand together is `one`.
    """

    titles: tuple[str, ...]
    meeting: str
    winner: str = ""


@frozen(eq=False)
class Literal:
    """`value`: Fraction (quantities), bool, str (text, country, member), date, frozenset of members."""

    value: Fraction | bool | str | datetime.date | frozenset[str]
    type: Type
    span: Span
    step: str = ""


@frozen(eq=False)
class FieldValue:
    """A field of the subject, or of the record being aggregated. Unknown (missing) when optional and absent."""

    entity: str
    field: str
    optional: bool
    type: Type
    span: Span
    step: str = ""


@frozen(eq=False)
class ParameterValue:
    """The value in force on a day. The checker has proved that there is one (`OnField`: on every day in range)."""

    parameter: str
    day: Moment
    type: Type
    span: Span
    step: str = ""


@frozen(eq=False)
class KeyedValue:
    """The value of one cell in force on a day. Unknown (missing) where there is none for the keys, or none on that day.
    """

    parameter: str
    keys: tuple[Expression, ...]
    day: Moment
    type: Type
    span: Span
    step: str = ""


@frozen(eq=False)
class TierValue:
    """A ladder's tier in force on a day, by its name. Unknown unless the lowest and the highest possible tier are the
    same. It stands only as a key of a `KeyedValue`."""

    ladder: str
    day: Moment
    type: Type
    span: Span
    step: str = ""


@frozen(eq=False)
class DayValue:
    """A moment read as a date, for comparisons such as `joined before 12 months ago`."""

    moment: Moment
    type: Type
    span: Span
    step: str = ""


@frozen(eq=False)
class PeriodShare:
    """What part of its uncut measured period the measured period is: 1 when it is whole or edges stand as written.

    By months where both ends of the cut are month edges, else by days. Its type's denominator is a common multiple of
    all that can occur. Where `since` is set, that day cuts the period too: the first of the subject.
    """

    type: Type
    span: Span
    step: str = ""
    since: FieldValue | None = None


@frozen(eq=False)
class Arithmetic:
    """`operator`: add, subtract, multiply, divide. A divide by data has a Ratio type; by a constant, a Quantity.
    `told`, here and in a case, is what was written, where that was something else: `growth_of`, `average`."""

    operator: str
    left: Expression
    right: Expression
    type: Type
    span: Span
    step: str = ""
    definition: str = ""
    told: str | Every = ""


@frozen(eq=False)
class Comparison:
    """`operator`: equal, unequal, less, at_most, more, at_least; between quantities or ratios of one kind, days,
    choices (by position when ordered), text, truths. Exact: nothing is rounded to compare."""

    operator: str
    left: Expression
    right: Expression
    type: Type
    span: Span
    step: str = ""


@frozen(eq=False)
class Includes:
    """Whether a set has a member."""

    members: Expression
    member: str
    type: Type
    span: Span
    step: str = ""


@frozen(eq=False)
class Logic:
    """`quantity`: all, any, at_least (`count` of the items), none. Three-valued: all is no as soon as one is no."""

    quantity: str
    items: tuple[Expression, ...]
    count: int
    type: Type
    span: Span
    step: str = ""


@frozen(eq=False)
class Case:
    """The value of the first branch whose condition is yes; an unknown condition reached before that is unknown."""

    branches: tuple[tuple[Expression, Expression], ...]
    otherwise: Expression
    type: Type
    span: Span
    step: str = ""
    told: str | Every | Excepted = ""


@frozen(eq=False)
class Round:
    """Rounded to units of 1/`denominator` of its type. Modes: half_even, half_up, half_down, up, down, floor,
    ceiling; half_up, half_down, up and down are about distance from zero."""

    value: Expression
    mode: str
    type: Type
    span: Span
    step: str = ""


@frozen(eq=False)
class Known:
    """Whether a value is known. Never unknown itself."""

    value: Expression
    type: Type
    span: Span
    step: str = ""


@frozen(eq=False)
class Call:
    """A function's body with its inputs in their places: `value` is all that it means. `inputs` are what was given, by
    name, to tell it."""

    function: str
    inputs: tuple[tuple[str, Expression], ...]
    value: Expression
    type: Type
    span: Span
    step: str = ""


@frozen(eq=False)
class OrElse:
    """The value, or the fallback where it is unknown."""

    value: Expression
    fallback: Expression
    type: Type
    span: Span
    step: str = ""


@frozen(eq=False)
class Aggregate:
    """Over the subject's records of a relation.

    `function`: total, count, count_distinct, median, lowest, highest, first, latest; of a `value` that is a truth also
    all, any, none, at_least (then `needed` is set). `value` is None for count. Only rows dated inside the period (or
    the window, anchored at the period's end) take part, when the relation is dated and `valid_at` is not given; with
    `valid_at`, rows valid on that day. `where` is tested row by row; a test or value that is unknown in a row that
    could take part makes the aggregate unknown. The median of an even number of rows is half the sum of the middle two.
    First and latest go by `order`: a date and then the key, so that no two rows are in one place. Median, lowest,
    highest, first and latest of nothing are unknown (missing). All, any, none and at_least are three-valued, as
    `Logic`, and so is a row of theirs: a `where` that is unknown says nothing about a row whose value would not count
    against all, or not count for the others. A total beyond `limit` units of 1/denominator of its type is unknown
    (total_too_large). `definition` names where it stands. Where `since` is set, rows dated before that day, the first
    of the subject, take no part.

    In a measure of records `of` is their entity and `per` the fields of a row that hold the key of the record it
    belongs to: only the rows of the record that is looked at take part.
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
    order: tuple[Expression, ...] = ()
    needed: int = 0
    since: FieldValue | None = None
    of: str = ""
    per: tuple[FieldValue, ...] = ()


@frozen(eq=False)
class Read:
    """Another definition (measure or eligibility), for this period or for the window's dates; a measure of records, of
    the record that is looked at.

    Where `since` is set it is the definition's own value in an earlier unit: unknown (missing) in a unit that begins
    before that day, or on days that the data does not cover.
    """

    definition: str
    window: Window | None
    type: Type
    span: Span
    step: str = ""
    since: datetime.date | None = None


@frozen(eq=False)
class Paid:
    """What an incentive or payout pays in the period: the sum of the payments that fall due in it, 0 where none does.

    Stands in claims only.
    """

    name: str
    type: Type
    span: Span
    step: str = ""


@frozen(eq=False)
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


@frozen(eq=False)
class Cohort:
    """Across all subjects of a population, each read for the reader's period.

    The members are the subjects for whom `where` is yes and `value` is known; with `by` set, those of the reader's own
    group: who has the same values of these fields.

    `function`: own (the reader's value), rank (1 and the number of members with a greater value: equals share the best
    place), below (the number of members with a smaller value), count, total, median (half the sum of the middle two of
    an even number), lowest, highest, top_total (the total of the `top` part of the members, rounded up, with the
    greatest values). Own, rank and below are unknown for a reader who is no member: with the causes of its value and
    test, or because it stands outside. Median, lowest and highest of nobody are unknown (missing). A total beyond
    `limit` units of 1/denominator of its type is unknown (total_too_large). Without the whole population everything
    is unknown (cohort). `definition` names where it stands.
    """

    function: str
    value: Expression
    where: Expression | None
    by: tuple[FieldValue, ...]
    top: Fraction
    type: Type
    span: Span
    step: str = ""
    definition: str = ""
    limit: int = 10**18


@frozen(eq=False)
class Rollup:
    """Over the subjects below the reader in the hierarchy, without the reader, each read for the reader's period.

    `levels` is how far down, None as far as the hierarchy goes. Those count for whom `where` is yes. `function`: total,
    count (`value` is None), lowest, highest. Where the value or the test of one of them is unknown the figure is, with
    the causes of all such; so it is where a row was rejected that names the reader, or one of those on the levels above
    the last, as the one above it (rejected). Lowest and highest of nobody are unknown (missing). A total beyond `limit`
    units of 1/denominator of its type is unknown (total_too_large). Without the whole population everything is unknown
    (cohort). `definition` names where it stands.
    """

    function: str
    value: Expression | None
    where: Expression | None
    levels: int | None
    type: Type
    span: Span
    step: str = ""
    definition: str = ""
    limit: int = 10**18


@frozen(eq=False)
class InWindow:
    """A value for the days of a window, which is anchored at the end of the reader's period: what is inside has those
    days for its own period."""

    window: Window
    value: Expression
    type: Type
    span: Span
    step: str = ""


@frozen(eq=False)
class OverMembers:
    """Over the members of the type `members`, one value for each.

    `function`: total, count (no `values`), lowest, highest, median. Those count whose test is yes; all where there are
    no `tests`. A test that is unknown, or the value of one that counts, makes the figure unknown, with the causes of
    all such. The median of an even number is half the sum of the middle two. Median, lowest and highest of none are
    unknown (missing). `each` are the members by name, to tell them.
    """

    function: str
    values: tuple[Expression, ...]
    tests: tuple[Expression, ...]
    members: str
    type: Type
    span: Span
    step: str = ""
    each: tuple[str, ...] = ()


@frozen(eq=False)
class WholeBetween:
    """The largest n with `start` + n units <= `stop`; below zero where `stop` is earlier. Months are added as
    everywhere: clamped to month end. Unit: day, week, month, quarter, half, year."""

    unit: str
    start: Expression
    stop: Expression
    type: Type
    span: Span
    step: str = ""


@frozen(eq=False)
class CountedDay:
    """The day `count` units after `origin`, before it where `back`. Months are added clamped to month end. No day lies
    before the first of the calendar or after the last: it is that one. Unit: day, week, month, quarter, half, year."""

    count: Expression
    unit: str
    origin: Expression
    back: bool
    type: Type
    span: Span
    step: str = ""


@frozen(eq=False)
class Covered:
    """Whether the data covers every day of the records that a value looks at, but for records valid on a day that is
    itself data. Never unknown; `value` itself is not worked out. Where `since` is set, days before it, the first of the
    subject, are not covered either."""

    value: Expression
    type: Type
    span: Span
    step: str = ""
    since: FieldValue | None = None


@frozen(eq=False)
class FromFirstDay:
    """A value, unknown (before_first_day) where it looks at records of days before `since`, the first of the subject.
    `since` alone is as the value is."""

    value: Expression
    since: FieldValue
    type: Type
    span: Span
    step: str = ""


@frozen(eq=False)
class OnAnyDay:
    """Whether a condition holds on some day, each read as a period of one day. Three-valued, as `Logic` any.

    `days` is a period that is written, a window, or None for the reader's period; never days after its end.
    """

    days: Window | Period | None
    value: Expression
    type: Type
    span: Span
    step: str = ""


OWN_GROUP = "own group"
"""The step of a field by which a comparison looks at the reader's own group, where that is written as a test."""
OF_THE_READER = frozenset({"own", "rank", "below"})
"""The functions of a cohort that compare the reader with its members; the others are the same for everybody."""

Expression = Union[
    Literal, FieldValue, ParameterValue, DayValue, PeriodShare, Arithmetic, Comparison, Includes, Logic, Case, Round,
    Known, Call, OrElse, Aggregate, Read, Paid, TierTest, KeyedValue, TierValue, Cohort,
    Rollup, InWindow, OnAnyDay, Covered, FromFirstDay, WholeBetween, OverMembers, CountedDay, OverUnits,
    GainedIn,
]
