"""Incentives and payouts."""
from __future__ import annotations

import datetime
from typing import Union

from rulelang.frozen import frozen
from rulelang.source import Span
from rulelang.syntax.nodes.exceptions import Exceptional, Meeting
from rulelang.syntax.nodes.expressions import Expression
from rulelang.syntax.nodes.paid_in import PaidIn
from rulelang.syntax.nodes.paying import (
    Multiplied,
    NeverLess,
    NothingUnder,
    Pays,
    PerStep,
    PlusAmount,
    PlusPoints,
    RateFoundBy,
)
from rulelang.syntax.nodes.programs import Document
from rulelang.syntax.nodes.shared import Label, Name, NotYet, VersionChange, span_field
from rulelang.syntax.nodes.stacks import Stack, Together


@frozen
class MeasuredEvery:
    unit: str
    span: Span = span_field()


@frozen
class PaidEvery:
    unit: str
    span: Span = span_field()


@frozen
class When:
    condition: Expression
    span: Span = span_field()


@frozen
class On:
    value: Expression
    span: Span = span_field()


@frozen
class BandRow:
    """`from 50_000 USD: 4%`, `from 100: 5 USD per seat`; `exclusive` for `above`."""

    lower: Expression
    value: Expression
    exclusive: bool = False
    per: Name | None = None
    span: Span = span_field()


@frozen
class Bands:
    """`kind`: marginal (`each part at its own rate`), whole (`whole amount at the rate reached`), interpolated,
    every_rate and ends (`every rate reached on ...`), fixed and every_fixed (amounts); the others are NotYet."""

    kind: str
    rows: tuple[BandRow, ...]
    span: Span = span_field()


@frozen
class AtMost:
    """`at most 100_000 USD each year`; `each` is None when no period is written."""

    value: Expression
    each: str | None = None
    span: Span = span_field()


@frozen
class RoundedClause:
    mode: str
    places: int | None
    span: Span = span_field()


IncentiveClause = Union[
    MeasuredEvery, PaidEvery, When, On, RateFoundBy, Bands, Pays, PerStep, Multiplied, PlusPoints, PlusAmount,
    Exceptional, Meeting, AtMost, NeverLess, NothingUnder, RoundedClause, VersionChange, Document, NotYet,
]


@frozen
class Incentive:
    """`since` is the day from which this version holds, where one is written: `incentive x of Partner, from ...`; `by`
    are the types for whose members there is one each."""

    name: Name
    label: Label | None
    subject: Name
    clauses: tuple[IncentiveClause, ...]
    since: datetime.date | None = None
    by: tuple[Name, ...] = ()
    span: Span = span_field()


PayoutClause = Union[
    PaidEvery, Stack, Together, AtMost, NeverLess, RoundedClause, PaidIn, VersionChange, Document, NotYet,
]


@frozen
class Payout:
    """`since` as of an incentive; `before` is the version in whose place this one stands from then on."""

    name: Name
    label: Label | None
    subject: Name
    clauses: tuple[PayoutClause, ...]
    since: datetime.date | None = None
    before: Payout | None = None
    span: Span = span_field()
