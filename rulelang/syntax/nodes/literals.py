"""Amounts, dates, texts as they are written."""
from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from rulelang.frozen import frozen
from rulelang.source import Span
from rulelang.syntax.nodes.shared import span_field

if TYPE_CHECKING:
    from rulelang.syntax.nodes.expressions import Expression


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
    """`unit` is day, week, month, quarter, half or year. `figure` is what stands for the count where that is not
    written: here and wherever else a node has one, names of the program are put in its place before it is checked."""

    count: int
    unit: str
    figure: Expression | None = None
    span: Span = span_field()
