"""What an incentive pays besides bands, and what raises or limits it."""
from __future__ import annotations

from rulelang.frozen import frozen
from rulelang.source import Span
from rulelang.syntax.nodes.expressions import Expression
from rulelang.syntax.nodes.shared import Name, span_field


@frozen
class Pays:
    """`pays 20%` of what it is paid on, `pays 500 USD`, or `pays 500 USD per deal`."""

    value: Expression
    per: Name | None = None
    span: Span = span_field()


@frozen
class RateFoundBy:
    """`rate found by sales / quota`: what the bands are looked up with, where that is not what is paid on."""

    value: Expression
    span: Span = span_field()


@frozen
class PerStep:
    """`an amount for every full step of 10_000 USD: 250 USD`."""

    step: Expression
    amount: Expression
    span: Span = span_field()


@frozen
class Multiplied:
    """`multiplied by 1.2 if ...`: the amount."""

    factor: Expression
    condition: Expression | None = None
    span: Span = span_field()


@frozen
class PlusPoints:
    """`plus 2 percentage points if ...`: the rate. Points that are not written are those of a percent."""

    points: Expression
    condition: Expression | None = None
    span: Span = span_field()


@frozen
class PlusAmount:
    """`plus 100 USD if ...`: the amount."""

    amount: Expression
    condition: Expression | None = None
    span: Span = span_field()


@frozen
class NeverLess:
    """`never less than 500 USD each month`; `each` is None when no period is written."""

    value: Expression
    each: str | None = None
    span: Span = span_field()


@frozen
class NothingUnder:
    """`pays nothing under 100 USD, forfeited`."""

    value: Expression
    span: Span = span_field()
