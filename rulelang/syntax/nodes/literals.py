"""Amounts, dates, texts as they are written."""
from __future__ import annotations

import datetime

from rulelang.frozen import frozen
from rulelang.source import Span
from rulelang.syntax.nodes.shared import span_field


@frozen
class Number:
    """`1_000.50` is coefficient 100050 with 2 digits."""

    coefficient: int
    digits: int
    span: Span = span_field()


@frozen
class Percent:
    """`2.5%` is coefficient 25 with 1 digit: the figure before the sign, not the fraction."""

    coefficient: int
    digits: int
    span: Span = span_field()


@frozen
class Money:
    coefficient: int
    digits: int
    currency: str
    span: Span = span_field()


@frozen
class Points:
    coefficient: int
    digits: int
    span: Span = span_field()


@frozen
class Date:
    value: datetime.date
    span: Span = span_field()


@frozen
class PeriodLiteral:
    """`2025-Q2`, `FY2026-H1`, `2025-04`, `2025`, as written."""

    text: str
    span: Span = span_field()


@frozen
class Text:
    value: str
    span: Span = span_field()


@frozen
class YesNo:
    value: bool
    span: Span = span_field()


@frozen
class Duration:
    """`unit` is day, week, month, quarter, half or year."""

    count: int
    unit: str
    span: Span = span_field()
