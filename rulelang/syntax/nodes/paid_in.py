"""Money that is paid in another currency than the program's."""
from __future__ import annotations

from rulelang.frozen import frozen
from rulelang.source import Span
from rulelang.syntax.nodes.expressions import Call
from rulelang.syntax.nodes.shared import span_field


@frozen
class PaidIn:
    """`paid in COP with plan_rates in force at period end`, of one payout or, in the head of a variant, of all;
    `rates` is the table with its day, no keys."""

    currency: str
    rates: Call
    span: Span = span_field()
