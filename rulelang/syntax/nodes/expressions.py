"""Days, windows, and everything that has a value."""
from __future__ import annotations

from typing import Union

from rulelang.frozen import frozen
from rulelang.source import Span
from rulelang.syntax.nodes.by_member import OverEvery, OverMembers, Reported, TheMember
from rulelang.syntax.nodes.derived import MemberOf, OfGroup, OfVersions, PartOf, Told, Within
from rulelang.syntax.nodes.exceptions import Excepted
from rulelang.syntax.nodes.literals import Date, Duration, Money, Number, Percent, PeriodLiteral, Points, Text, YesNo
from rulelang.syntax.nodes.shared import Name, NotYet, span_field


@frozen
class PeriodStart:
    span: Span = span_field()


@frozen
class PeriodEnd:
    span: Span = span_field()


@frozen
class Ago:
    """`12 months ago`, counted back from the last day of the period."""

    duration: Duration
    span: Span = span_field()


@frozen
class Window:
    """The period a reading looks at.

    `kind`: last (`over the last 4 quarters`), last_full (`over the last 5 full months`), previous (`over the previous
    5 months`, `in the previous quarter` with count 1), year_to_date, same_last_year (`same quarter last year`).
    `ending` is set for `ending 1 month ago`.
    """

    kind: str
    count: int = 1
    unit: str = ""
    ending: Duration | None = None
    figure: Expression | None = None
    span: Span = span_field()


@frozen
class Reading:
    """A name, perhaps of a parent or reference (`Partner.category` has path of two), in a window or at a day."""

    path: tuple[Name, ...]
    window: Window | None = None
    day: Day | None = None
    span: Span = span_field()


@frozen
class Call:
    """`accelerator(attainment, level)`, `rate(Level) in force on closed_on`, `rated(margin)`: a function, a parameter
    by key or a measure by member, told apart by its name alone. `window` as of a reading."""

    name: Name
    arguments: tuple[Expression, ...]
    day: Day | None = None
    window: Window | None = None
    span: Span = span_field()


@frozen
class Arithmetic:
    """`operator` is one of + - * /. `every` is the type that has a value for each of its members, where the sum or the
    average of these was written as one figure."""

    operator: str
    left: Expression
    right: Expression
    span: Span = span_field()
    every: str = ""


@frozen
class PercentOf:
    """`15% of net_sales`, `deploy_rate of net_sales`."""

    percent: Expression
    value: Expression
    span: Span = span_field()


@frozen
class Comparison:
    """`operator`: >= <= > < is, is_not, before, after, on_or_before, on_or_after, includes, lacks."""

    operator: str
    left: Expression
    right: Expression
    span: Span = span_field()


@frozen
class Between:
    value: Expression
    low: Expression
    high: Expression
    span: Span = span_field()


@frozen
class OneOf:
    value: Expression
    members: tuple[Name, ...]
    span: Span = span_field()


@frozen
class InRegion:
    """`country is in americas`, or `is not in` when `inside` is false. `region` is the name of a region, the code of a
    country, or a path to a field that holds a region."""

    value: Expression
    region: Reading
    inside: bool = True
    span: Span = span_field()


@frozen
class IsKnown:
    """`is known`, or `is unknown` when `known` is false."""

    value: Expression
    known: bool
    span: Span = span_field()


@frozen
class Logic:
    """`quantity` is all, any, none or at_least (then `count` is set). `bare` tells `a and b` from `all of a b`."""

    quantity: str
    items: tuple[Expression, ...]
    count: int | None = None
    figure: Expression | None = None
    bare: bool = False
    span: Span = span_field()


@frozen
class OrElse:
    value: Expression
    fallback: Expression
    span: Span = span_field()


@frozen
class Converted:
    """`amount converted to USD with plan_rates in force on closed_on`; `rates` is the table with its day, no keys."""

    value: Expression
    currency: str
    rates: Call
    span: Span = span_field()


@frozen
class Rounded:
    """`(x rounded half even to 2 decimals)`; `places` is None for `to cents` (the currency's minor unit)."""

    value: Expression
    mode: str
    places: int | None
    span: Span = span_field()


@frozen
class Cases:
    """`(when a: x when b: y otherwise: z)`; without `otherwise` the conditions cover everything. What exceptions were
    taken apart into has their `titles`, and says what holds where several meet: `meeting` and `winner`."""

    branches: tuple[tuple[Expression, Expression], ...]
    otherwise: Expression | None
    titles: tuple[str, ...] = ()
    meeting: str = ""
    winner: str = ""
    span: Span = span_field()


@frozen
class Extreme:
    """`the higher of (a, b)` or `the lower of (a, b)`; `which` is higher or lower, of dates later or earlier.
    `every` as of a sum."""

    which: str
    items: tuple[Expression, ...]
    span: Span = span_field()
    every: str = ""


@frozen
class AsGlobal:
    """`as global`: in a variant's timeline, the program's own values from that day on."""

    span: Span = span_field()


@frozen
class ChooseBetween:
    """`choose between 15% and 20%`, in a table `15% to 20%`: a figure that is still to be chosen."""

    low: Expression
    high: Expression
    span: Span = span_field()


@frozen
class Members:
    """`(az_500, sc_500)`: a set written out."""

    names: tuple[Name, ...]
    span: Span = span_field()


@frozen
class Levels:
    """`at every level` of a hierarchy, or `at up to 20 levels`: then `count` says how many."""

    count: int | None
    figure: Expression | None = None
    span: Span = span_field()


@frozen
class Aggregate:
    """`total amount of deals over the last 4 quarters where status is won`.

    `function`: total, count, count_distinct, average, median, lowest, highest, first, latest. `value` is None for
    count. `source` is the name under which the records belong to the subject (`deals`). `valid_at` is a day. `by` is
    the date of the record that first and latest go by, None for the one that the records are dated by. Where `source`
    is the name of those directly below in a hierarchy, `levels` says how far down it looks.
    """

    function: str
    value: Expression | None
    source: tuple[Name, ...]
    valid_at: Day | None = None
    window: Window | None = None
    where: Expression | None = None
    by: Reading | None = None
    levels: Levels | None = None
    span: Span = span_field()


@frozen
class ShareOf:
    """`share of amount of deals where status is won`: a total or a count of some records by that of `whole`, which are
    the same without the `where`."""

    part: Aggregate
    whole: Aggregate
    span: Span = span_field()


@frozen
class RecordsHave:
    """`any of deals over the last 4 quarters where status is won have (amount >= 5 USD)`.

    `quantity` is all, any, none or at_least (then `count` is set); the rest is as in an aggregate.
    """

    quantity: str
    source: tuple[Name, ...]
    condition: Expression
    valid_at: Day | None = None
    window: Window | None = None
    where: Expression | None = None
    count: int | None = None
    levels: Levels | None = None
    figure: Expression | None = None
    span: Span = span_field()


@frozen
class Among:
    """`rank of net_sales among Partner where country is CO`: a value that looks at all subjects.

    `function`: rank, percentile, share, top_share (then `top` is set, or `figure` stands for it), total, average,
    median, lowest, highest.
    `misplaced` is what was written after the scope and belongs after the value, such as a window.
    """

    function: str
    value: Expression
    scope: tuple[Name, ...]
    top: Percent | None = None
    misplaced: Span | None = None
    where: Expression | None = None
    figure: Expression | None = None
    span: Span = span_field()


@frozen
class OverPeriods:
    """`net_sales >= 10_000 USD in each of the last 4 quarters`: a condition of each of several periods, one after the
    other. `quantity` is all, any or at_least (then `count` is set)."""

    quantity: str
    test: Expression
    periods: Duration
    count: int | None = None
    figure: Expression | None = None
    span: Span = span_field()


@frozen
class OnAnyDay:
    """`Level >= silver on any day of 2025-Q2`, or of the last 6 months; `days` is None for the period of the reader."""

    test: Expression
    days: PeriodLiteral | Duration | None = None
    span: Span = span_field()


@frozen
class WholeBetween:
    """`whole months from joined to period end`, or any other unit."""

    unit: str
    start: Day
    stop: Day
    span: Span = span_field()


@frozen
class Counted:
    """`12 months after approved_on`; `back` of `grace days before period end`."""

    count: Expression
    unit: str
    origin: Day
    back: bool
    span: Span = span_field()


@frozen
class Gives:
    """What stands in for a growth that has no base, or none but zero; `percent` is None for unknown."""

    percent: Expression | None
    span: Span = span_field()


@frozen
class InWindow:
    """A value worked out from others, as it was in a window: the base of the growth of such a value."""

    value: Expression
    window: Window
    span: Span = span_field()


@frozen
class Growth:
    """`growth of net_sales against the previous year`, or `change in points of csat against the previous quarter`.

    `now` and `base` read one measure, what it is for a member, or a value in parentheses: for the reader's period, and
    in the window against which it is held.
    """

    now: Expression
    base: Expression
    in_points: bool = False
    zero_base: Gives | None = None
    missing_base: Gives | None = None
    span: Span = span_field()


Day = Union[PeriodStart, PeriodEnd, Date, Ago, Reading]
Literal = Union[Number, Percent, Money, Points, Date, PeriodLiteral, Text, YesNo, Duration]
Expression = Union[
    Literal, PeriodStart, PeriodEnd, Ago, Reading, Call, Arithmetic, PercentOf, Comparison, Between, OneOf, IsKnown,
    Logic, OrElse, Rounded, Cases, Extreme, Aggregate, AsGlobal, ChooseBetween, Members, NotYet,
    RecordsHave, Among, Converted, OverPeriods, OnAnyDay, Growth, InWindow, Excepted, PartOf, Told, Within, MemberOf,
    OverEvery, OverMembers, TheMember, Reported, OfGroup, WholeBetween, OfVersions, InRegion, Counted, ShareOf,
]
