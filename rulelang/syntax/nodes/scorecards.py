"""Scorecards: categories, metrics, curves, and the designations a score reaches."""
from __future__ import annotations

import datetime
from typing import Union

from rulelang.frozen import frozen
from rulelang.source import Span
from rulelang.syntax.nodes.expressions import Expression
from rulelang.syntax.nodes.incentives import BandRow, RoundedClause
from rulelang.syntax.nodes.programs import Document
from rulelang.syntax.nodes.shared import Label, Name, NotYet, span_field


@frozen
class Linear:
    """`linear up to 20 points at 10`, or with a lower end `linear from 0 points at 3.5 to 20 points at 4.5`."""

    points: Expression
    at: Expression
    low_points: Expression | None = None
    low_at: Expression | None = None
    span: Span = span_field()


@frozen
class Steps:
    """`in steps from 0: 0 points above 4: 20 points`."""

    rows: tuple[BandRow, ...]
    span: Span = span_field()


@frozen
class ForEvery:
    """`3 points for every 1 above 2`; `full` where only full steps count."""

    points: Expression
    every: Expression
    above: Expression | None
    full: bool
    span: Span = span_field()


Curve = Union[Linear, Steps, ForEvery]


@frozen
class ScoringLine:
    """What a metric measures, or one of several lines: a curve on a value, or plain points where `curve` is None."""

    curve: Curve | None
    value: Expression
    condition: Expression | None = None
    span: Span = span_field()


@frozen
class MetricLimit:
    """`kind`: at_most, at_least, more_than (points), not_applicable, earns_only (conditions)."""

    kind: str
    value: Expression
    span: Span = span_field()


@frozen
class Metric:
    """`kind`: measures (one line), sum or best of its lines."""

    name: Name
    label: Label | None
    weight: Expression | None
    kind: str
    lines: tuple[ScoringLine, ...]
    limits: tuple[MetricLimit, ...] = ()
    span: Span = span_field()


@frozen
class Category:
    """`inside` is the category it stands in, None for one of the scorecard itself."""

    name: Name
    label: Label | None
    inside: Name | None
    weight: Expression | None
    at_most: Expression | None
    at_least: Expression | None
    metrics: tuple[Metric, ...]
    span: Span = span_field()


@frozen
class WeightsRescaled:
    span: Span = span_field()


@frozen
class EveryMetric:
    """`every metric more than 0 points`; `strict` is false for `at least`."""

    points: Expression
    strict: bool
    span: Span = span_field()


@frozen
class Designation:
    """`designation solutions_partner from 70 points`."""

    name: Name
    label: Label | None
    points: Expression
    span: Span = span_field()


ScorecardClause = Union[RoundedClause, WeightsRescaled, EveryMetric, Designation, Document, NotYet]


@frozen
class Scorecard:
    """`out_of` is the maximum that is written; `by` are the types for whose members there is one each. `since` is the
    day from which this version holds, where one is written, `until` the last on which it does; `before` is the version
    in whose place it stands."""

    name: Name
    label: Label | None
    subject: Name
    out_of: Expression | None
    categories: tuple[Category, ...]
    clauses: tuple[ScorecardClause, ...]
    by: tuple[Name, ...] = ()
    since: datetime.date | None = None
    until: datetime.date | None = None
    before: Scorecard | None = None
    span: Span = span_field()
