"""Types of literals: the value itself is the whole range. A count has no digits after the point, a number has some."""
from __future__ import annotations

from fractions import Fraction

from rulelang.core import nodes as core
from rulelang.diagnostics.model import Report
from rulelang.exact.currencies import minor_digits
from rulelang.exact.durations import MOST, UNITS, counted_in, length_of
from rulelang.syntax import nodes
from rulelang.typecheck import types
from rulelang.typecheck.constants import literal_value
from rulelang.typecheck.words import unit_words


def literal_type(report: Report, node: nodes.Literal) -> core.Type | None:
    """The type of a literal; None after a finding."""
    match node:
        case nodes.Number():
            return _quantity(node, "number" if node.digits else "count", node.digits)
        case nodes.Percent():
            return _quantity(node, "percent", node.digits + 2)
        case nodes.Points():
            return _quantity(node, "points", node.digits)
        case nodes.Money():
            digits = minor_digits(node.currency)
            if digits is None:
                report.add("no-such-currency", node.span, code=node.currency)
                return None
            return _quantity(node, "money", max(digits, node.digits), node.currency)
        case nodes.Duration():
            return _duration(report, node)
        case nodes.Date():
            return core.Day()
        case nodes.Text():
            return core.Words()
        case nodes.YesNo():
            return core.Truth()
    raise AssertionError(f"`{node.span.text}` is typed by the calendar of its program")


def _duration(report: Report, node: nodes.Duration) -> core.Quantity | None:
    """Months or days, a century of them at most."""
    kind, length = counted_in(node.unit), length_of(node.count, node.unit)
    if length > MOST[kind]:
        most = MOST[kind] // UNITS[kind][node.unit]
        report.add("length-out-of-range", node.span, text=node.span.text, most=most, unit=unit_words(node.unit))
        return None
    return types.quantity_of(Fraction(length), kind, 1)


def _quantity(
    node: nodes.Number | nodes.Percent | nodes.Points | nodes.Money, kind: str, digits: int, currency: str | None = None
) -> core.Quantity:
    value = literal_value(node)
    assert value is not None
    return types.quantity_of(value, kind, 10**digits, currency)
