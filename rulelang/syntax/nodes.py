"""The surface tree: what a designer wrote, one node a construct, spans everywhere. Holds no facts about meaning.

Nodes compare without their spans, so that "print after parse is the same tree" can be said with `==`.
A construct the grammar knows but no later pass does is a `NotYet` with its name; text that could not be parsed is a
`Broken`. Both stand where the construct would, so that the rest of the file is still read.
"""
from __future__ import annotations

# ruff: noqa: ANN401, RUF009 - every node makes its place with the same field
import datetime
from typing import Any, Union

import attrs

from rulelang.source import SourceFile, Span

# ------------------------------------------------------------------------------------------------ shared


def _span() -> Any:
    return attrs.field(eq=False, repr=False, kw_only=True)


@attrs.frozen
class Name:
    text: str
    span: Span = _span()


@attrs.frozen
class Label:
    """Display text of a name; `translations` are pairs of language and text, in the order written."""

    text: str
    translations: tuple[tuple[str, str], ...] = ()
    span: Span = _span()


@attrs.frozen
class NotYet:
    """A construct of the language that this version parses and does not run. `construct` is its trade name.

    `text` is the same for every language and layout. `name` is the name it declares, when it is a declaration.
    """

    construct: str
    text: str
    name: str | None = None
    span: Span = _span()


@attrs.frozen
class Broken:
    """A declaration that could not be parsed; its findings were reported by the parser."""

    keyword: str
    name: str | None
    span: Span = _span()


# ------------------------------------------------------------------------------------------------ literals


@attrs.frozen
class Number:
    """`1_000.50` is coefficient 100050 with 2 digits."""

    coefficient: int
    digits: int
    span: Span = _span()


@attrs.frozen
class Percent:
    """`2.5%` is coefficient 25 with 1 digit: the figure before the sign, not the fraction."""

    coefficient: int
    digits: int
    span: Span = _span()


@attrs.frozen
class Money:
    coefficient: int
    digits: int
    currency: str
    span: Span = _span()


@attrs.frozen
class Points:
    coefficient: int
    digits: int
    span: Span = _span()


@attrs.frozen
class Date:
    value: datetime.date
    span: Span = _span()


@attrs.frozen
class PeriodLiteral:
    """`2025-Q2`, `FY2026-H1`, `2025-04`, `2025`, as written."""

    text: str
    span: Span = _span()


@attrs.frozen
class Text:
    value: str
    span: Span = _span()


@attrs.frozen
class YesNo:
    value: bool
    span: Span = _span()


@attrs.frozen
class Duration:
    """`unit` is day, week, month, quarter, half or year."""

    count: int
    unit: str
    span: Span = _span()


# ------------------------------------------------------------------------------------------------ days and windows


@attrs.frozen
class PeriodStart:
    span: Span = _span()


@attrs.frozen
class PeriodEnd:
    span: Span = _span()


@attrs.frozen
class Ago:
    """`12 months ago`, counted back from the last day of the period."""

    duration: Duration
    span: Span = _span()


@attrs.frozen
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
    span: Span = _span()


# ------------------------------------------------------------------------------------------------ expressions


@attrs.frozen
class Reading:
    """A name, perhaps of a parent or reference (`Partner.category` has path of two), in a window or at a day."""

    path: tuple[Name, ...]
    window: Window | None = None
    day: Day | None = None
    span: Span = _span()


@attrs.frozen
class Arithmetic:
    """`operator` is one of + - * /."""

    operator: str
    left: Expression
    right: Expression
    span: Span = _span()


@attrs.frozen
class PercentOf:
    """`15% of net_sales`."""

    percent: Percent
    value: Expression
    span: Span = _span()


@attrs.frozen
class Comparison:
    """`operator`: >= <= > < is, is_not, before, after, on_or_before, on_or_after, includes, lacks."""

    operator: str
    left: Expression
    right: Expression
    span: Span = _span()


@attrs.frozen
class Between:
    value: Expression
    low: Expression
    high: Expression
    span: Span = _span()


@attrs.frozen
class OneOf:
    value: Expression
    members: tuple[Name, ...]
    span: Span = _span()


@attrs.frozen
class IsKnown:
    """`is known`, or `is unknown` when `known` is false."""

    value: Expression
    known: bool
    span: Span = _span()


@attrs.frozen
class Logic:
    """`quantity` is all, any, none or at_least (then `count` is set). `bare` tells `a and b` from `all of a b`."""

    quantity: str
    items: tuple[Expression, ...]
    count: int | None = None
    bare: bool = False
    span: Span = _span()


@attrs.frozen
class OrElse:
    value: Expression
    fallback: Expression
    span: Span = _span()


@attrs.frozen
class Rounded:
    """`(x rounded half even to 2 decimals)`; `places` is None for `to cents` (the currency's minor unit)."""

    value: Expression
    mode: str
    places: int | None
    span: Span = _span()


@attrs.frozen
class Cases:
    """`(when a: x when b: y otherwise: z)`."""

    branches: tuple[tuple[Expression, Expression], ...]
    otherwise: Expression
    span: Span = _span()


@attrs.frozen
class Extreme:
    """`the higher of (a, b)` or `the lower of (a, b)`; `which` is higher or lower."""

    which: str
    items: tuple[Expression, ...]
    span: Span = _span()


@attrs.frozen
class AsGlobal:
    """`as global`: in a variant's timeline, the program's own values from that day on."""

    span: Span = _span()


@attrs.frozen
class Aggregate:
    """`total amount of deals over the last 4 quarters where status is won`.

    `function`: total, count, count_distinct, average, median, lowest, highest, first, latest. `value` is None for
    count. `source` is the name under which the records belong to the subject (`deals`). `valid_at` is a day.
    """

    function: str
    value: Expression | None
    source: tuple[Name, ...]
    valid_at: Day | None = None
    window: Window | None = None
    where: Expression | None = None
    span: Span = _span()


Day = Union[PeriodStart, PeriodEnd, Date, Ago, Reading]
Literal = Union[Number, Percent, Money, Points, Date, PeriodLiteral, Text, YesNo, Duration]
Expression = Union[
    Literal, PeriodStart, PeriodEnd, Ago, Reading, Arithmetic, PercentOf, Comparison, Between, OneOf, IsKnown,
    Logic, OrElse, Rounded, Cases, Extreme, Aggregate, AsGlobal, NotYet,
]

# ------------------------------------------------------------------------------------------------ program and variant


@attrs.frozen
class Edition:
    """`language edition 1`."""

    number: int
    span: Span = _span()


@attrs.frozen
class Currency:
    code: Name
    span: Span = _span()


@attrs.frozen
class YearStarts:
    """`month` is 1 to 12."""

    month: int
    span: Span = _span()


@attrs.frozen
class EffectiveFrom:
    """`open_periods` is None, close (`closing open periods`) or next (`from the next period`); `edges` is None,
    written or prorated."""

    day: datetime.date
    open_periods: str | None = None
    edges: str | None = None
    span: Span = _span()


@attrs.frozen
class ForRegion:
    name: Name
    span: Span = _span()


@attrs.frozen
class GuideIn:
    languages: tuple[str, ...]
    span: Span = _span()


@attrs.frozen
class Source:
    text: str
    span: Span = _span()


@attrs.frozen
class Document:
    '''A """text""" under a declaration, as written between its quotes.'''

    text: str
    span: Span = _span()


ProgramClause = Union[Edition, Currency, YearStarts, EffectiveFrom, ForRegion, GuideIn, Source, Document, NotYet]


@attrs.frozen
class Program:
    name: Name
    label: Label | None
    clauses: tuple[ProgramClause, ...]
    span: Span = _span()


@attrs.frozen
class Variant:
    name: Name
    label: Label | None
    base: Name
    clauses: tuple[ProgramClause, ...]
    span: Span = _span()


@attrs.frozen
class Region:
    name: Name
    label: Label | None
    countries: tuple[Name, ...]
    span: Span = _span()


# ------------------------------------------------------------------------------------------------ types, entities


@attrs.frozen
class Member:
    name: Name
    label: Label | None
    span: Span = _span()


@attrs.frozen
class Enumeration:
    """`type Pillar is one of sell, deploy`; `ordered` when `lowest first` is written."""

    name: Name
    label: Label | None
    members: tuple[Member, ...]
    ordered: bool
    document: Document | None = None
    span: Span = _span()


@attrs.frozen
class TypeExpression:
    """`form`: plain, set (`set of Pillar`), list, decimals (`money with 6 decimals`), money_in (`money in EUR`),
    own (`money in its own currency`). `name` is canonical English for built-in types, whatever the file's language."""

    name: Name
    form: str = "plain"
    decimals: int | None = None
    currency: str | None = None
    span: Span = _span()


@attrs.frozen
class Bounds:
    low: Expression
    high: Expression
    span: Span = _span()


@attrs.frozen
class Field:
    name: Name
    label: Label | None
    type: TypeExpression
    bounds: Bounds | None = None
    optional: bool = False
    question: Label | None = None
    span: Span = _span()


@attrs.frozen
class Parent:
    """`belongs to Partner as deals`."""

    entity: Name
    records: Name
    span: Span = _span()


@attrs.frozen
class Entity:
    name: Name
    label: Label | None
    keys: tuple[Name, ...] = ()
    parents: tuple[Parent, ...] = ()
    dated_by: Name | None = None
    valid_from: Name | None = None
    valid_to: Name | None = None
    recorded_on: Name | None = None
    fields: tuple[Field, ...] = ()
    document: Document | None = None
    not_yet: tuple[NotYet, ...] = ()
    span: Span = _span()


# ------------------------------------------------------------------------------------------------ parameters, measures


@attrs.frozen
class DatedValue:
    """One line of a timeline. `value` is a literal, AsGlobal, or NotYet (choose between, sets)."""

    value: Expression
    start: datetime.date
    stop: datetime.date | None = None
    source: str | None = None
    unpublished: bool = False
    span: Span = _span()


@attrs.frozen
class Parameter:
    name: Name
    label: Label | None
    type: TypeExpression
    bounds: Bounds | None
    values: tuple[DatedValue, ...]
    document: Document | None = None
    not_yet: tuple[NotYet, ...] = ()
    span: Span = _span()


@attrs.frozen
class Measure:
    name: Name
    label: Label | None
    subject: Name
    type: TypeExpression
    value: Expression
    document: Document | None = None
    not_yet: tuple[NotYet, ...] = ()
    span: Span = _span()


@attrs.frozen
class Eligibility:
    name: Name
    label: Label | None
    subject: Name
    condition: Expression
    document: Document | None = None
    span: Span = _span()


# ------------------------------------------------------------------------------------------------ tiers


@attrs.frozen
class Requirement:
    """One line of a tier's list; `keep` is the number after `, to keep`."""

    condition: Expression
    keep: Expression | None = None
    entry_only: bool = False
    span: Span = _span()


@attrs.frozen
class Requirements:
    """`requires all of ...`; a single requirement is `all` of one. `since` is the day from which a list counts that a
    variant adds; None where the program itself writes it."""

    quantity: str
    items: tuple[Requirement, ...]
    count: int | None = None
    since: datetime.date | None = None
    span: Span = _span()


@attrs.frozen
class Tier:
    name: Name
    label: Label | None
    requirements: tuple[Requirements, ...] = ()
    not_yet: tuple[NotYet, ...] = ()
    span: Span = _span()


@attrs.frozen
class AssessedEvery:
    unit: str
    window: Window | None = None
    span: Span = _span()


@attrs.frozen
class PromotionAtOnce:
    span: Span = _span()


TiersClause = Union[AssessedEvery, PromotionAtOnce, Document, NotYet]


@attrs.frozen
class Tiers:
    name: Name
    label: Label | None
    subject: Name
    clauses: tuple[TiersClause, ...]
    tiers: tuple[Tier, ...]
    span: Span = _span()


# ------------------------------------------------------------------------------------------------ incentives, payouts


@attrs.frozen
class MeasuredEvery:
    unit: str
    span: Span = _span()


@attrs.frozen
class PaidEvery:
    unit: str
    span: Span = _span()


@attrs.frozen
class When:
    condition: Expression
    span: Span = _span()


@attrs.frozen
class On:
    value: Expression
    span: Span = _span()


@attrs.frozen
class BandRow:
    """`from 50_000 USD: 4%`; `exclusive` for `above`."""

    lower: Expression
    value: Expression
    exclusive: bool = False
    span: Span = _span()


@attrs.frozen
class Bands:
    """`kind`: marginal (`each part at its own rate`); the others are NotYet clauses."""

    kind: str
    rows: tuple[BandRow, ...]
    span: Span = _span()


@attrs.frozen
class AtMost:
    """`at most 100_000 USD each year`; `each` is None when no period is written."""

    value: Expression
    each: str | None = None
    span: Span = _span()


@attrs.frozen
class RoundedClause:
    mode: str
    places: int | None
    span: Span = _span()


IncentiveClause = Union[
    MeasuredEvery, PaidEvery, When, On, Bands, AtMost, RoundedClause, Document, NotYet
]


@attrs.frozen
class Incentive:
    name: Name
    label: Label | None
    subject: Name
    clauses: tuple[IncentiveClause, ...]
    span: Span = _span()


@attrs.frozen
class Stack:
    """`all of a, b` (kind all) or `the best of a, b` (kind best)."""

    kind: str
    items: tuple[Name, ...]
    span: Span = _span()


PayoutClause = Union[PaidEvery, Stack, AtMost, RoundedClause, Document, NotYet]


@attrs.frozen
class Payout:
    name: Name
    label: Label | None
    subject: Name
    clauses: tuple[PayoutClause, ...]
    span: Span = _span()


# ------------------------------------------------------------------------------------------------ variants


@attrs.frozen
class Target:
    """What an opening or an edit is about: `deploy_rate`, `Level gold net_sales`, the latter perhaps `to keep`."""

    path: tuple[Name, ...]
    to_keep: bool = False
    span: Span = _span()


@attrs.frozen
class MayBeBetween:
    """`between 1% and 6%`, `between 50% and 100% of the global value`."""

    low: Expression
    high: Expression
    of_global: bool = False
    span: Span = _span()


@attrs.frozen
class MayBePaidEvery:
    units: tuple[str, ...]
    span: Span = _span()


@attrs.frozen
class MayGainMembers:
    span: Span = _span()


@attrs.frozen
class MayGainRequirements:
    span: Span = _span()


@attrs.frozen
class Fixed:
    span: Span = _span()


Permission = Union[MayBeBetween, MayBePaidEvery, MayGainMembers, MayGainRequirements, Fixed, NotYet]


@attrs.frozen
class Opening:
    """One line of `adaptable`; `target` is None for `everything else`."""

    target: Target | None
    permission: Permission
    span: Span = _span()


@attrs.frozen
class Adaptable:
    openings: tuple[Opening, ...]
    span: Span = _span()


@attrs.frozen
class Set:
    """`set deploy_rate: 3% from 2025-04-01` and `set Level gold net_sales: 80_000 USD from 2025-04-01` have `values`;
    `set deploy_rebate: paid every quarter` has a `clause`."""

    target: Target
    values: tuple[DatedValue, ...] = ()
    clause: PaidEvery | None = None
    span: Span = _span()


@attrs.frozen
class AddMembers:
    """`add to Category: msp, mmsp`."""

    target: Name
    members: tuple[Member, ...]
    span: Span = _span()


@attrs.frozen
class RequireFor:
    """`require for gold: joined before 12 months ago`."""

    tier: Name
    requirements: Requirements
    span: Span = _span()


# ------------------------------------------------------------------------------------------------ examples


@attrs.frozen
class GivenValue:
    """`partner_id "P-1"`; `value` is a literal, a Name (member, code), a tuple of Names (a set) or None (`unknown`)."""

    name: Name
    value: GivenCell
    span: Span = _span()


@attrs.frozen
class GivenState:
    """`Level was silver since 2025-Q1`."""

    name: Name
    value: Name
    since: PeriodLiteral
    span: Span = _span()


@attrs.frozen
class GivenRows:
    """A table of related records: `columns` are the header cells; an empty cell is None."""

    name: Name
    columns: tuple[Name, ...]
    rows: tuple[tuple[GivenCell, ...], ...]
    row_spans: tuple[Span, ...] = attrs.field(eq=False, repr=False, default=())
    span: Span = _span()


GivenCell = Union[Literal, Name, tuple[Name, ...], None]


@attrs.frozen
class Given:
    entity: Name
    items: tuple[Union[GivenValue, GivenState, GivenRows], ...]
    span: Span = _span()


@attrs.frozen
class Expected:
    """`deploy_rebate is 1_900.00 USD`; `value` None for `is unknown`."""

    name: Name
    value: Union[Literal, Name, None]
    span: Span = _span()


@attrs.frozen
class Example:
    """`as_of` is the date of `known by`, when written."""

    title: Text
    program: Name | None
    period: PeriodLiteral
    as_of: datetime.date | None
    given: tuple[Given, ...]
    expected: tuple[Expected, ...]
    document: Document | None = None
    span: Span = _span()


Declaration = Union[
    Program, Variant, Region, Enumeration, Entity, Parameter, Measure, Eligibility, Tiers, Incentive, Payout,
    Adaptable, Set, AddMembers, RequireFor, Example, NotYet, Broken,
]


@attrs.frozen
class Module:
    """One file: its language (en, es, pt) and its declarations in the order written."""

    file: SourceFile = attrs.field(eq=False, repr=False)
    language: str
    declarations: tuple[Declaration, ...]
