"""Growth to sums and quotients of two readings, with a case where there is no base or none but zero."""
from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Union

import attrs

from rulelang.core import nodes as core
from rulelang.syntax import nodes
from rulelang.typecheck import growth, types
from rulelang.typecheck.constants import literal_value

if TYPE_CHECKING:
    from rulelang.core.lower_expressions import Lowering

Made = Union[core.Arithmetic, core.Case]


def lower_growth(lowering: Lowering, node: nodes.Growth) -> core.Expression:
    """The answer for a missing base before the one for a base of zero, and that before the quotient."""
    now, written = lowering.lower(node.now), lowering.lower(node.base)
    first, base, kind = _first_day(lowering, node), written, now.type
    if first is not None:
        base = core.FromFirstDay(written, first, written.type, node.span)
    assert types.is_numeric(kind)
    change = _arithmetic(lowering, "subtract", now, base, growth.difference_type(kind), node)
    found: Made
    if node.in_points:
        found = _in_points(lowering, change, kind, node)
    else:
        found = _quotient(lowering, change, base, node)
        nothing = _number(Fraction(0), kind.kind, node, kind.currency)
        zero = core.Comparison("equal", base, nothing, core.Truth(), node.span)
        found = _unless(lowering, zero, node.zero_base, found, node)
    covered = core.Covered(written, core.Truth(), node.span, since=first)
    outside = core.Logic("none", (covered,), 0, core.Truth(), node.span)
    found = _unless(lowering, outside, node.missing_base, found, node)
    return attrs.evolve(found, told="change_in_points" if node.in_points else "growth_of")


def _first_day(lowering: Lowering, node: nodes.Growth) -> core.FieldValue | None:
    """The first day before which there is no base; what all come to together has none."""
    read = node.base.reading if isinstance(node.base, nodes.OfGroup) else node.base
    measure = lowering.checked.resolved.measures.get(lowering.fact(read).name)
    return None if measure is not None and measure.of_program else lowering.first_day(node.span)


def _in_points(lowering: Lowering, change: core.Arithmetic, kind: types.Numeric, node: nodes.Growth) -> core.Arithmetic:
    """A percent has a hundred points."""
    if kind.kind != "percent":
        return attrs.evolve(change, type=growth.points_type(kind))
    hundred = _number(Fraction(100), "number", node)
    return _arithmetic(lowering, "multiply", change, hundred, growth.points_type(kind), node)


def _quotient(
    lowering: Lowering, change: core.Expression, base: core.Expression, node: nodes.Growth
) -> Made:
    """The change by the size of the base: who sold less is never shown to have grown, whatever the sign of the base."""
    kind = base.type
    assert types.is_numeric(kind)
    whole = growth.quotient_type(kind)
    found = _arithmetic(lowering, "divide", change, base, whole, node)
    if not growth.may_be_negative(kind):
        return found
    nothing = _number(Fraction(0), kind.kind, node, kind.currency)
    size = _arithmetic(lowering, "subtract", nothing, base, growth.negated(kind), node)
    below = core.Comparison("less", base, nothing, core.Truth(), node.span)
    return core.Case(((below, _arithmetic(lowering, "divide", change, size, whole, node)),), found, whole, node.span)


def _unless(
    lowering: Lowering, test: core.Expression, answer: nodes.Gives | None, found: Made, node: nodes.Growth
) -> Made:
    """The answer that is given where a test holds; where that is unknown, so is the growth."""
    if answer is None or answer.percent is None:
        return found
    return core.Case(((test, _given(lowering, answer.percent, node)),), found, lowering.fact(node).type, node.span)


def _given(lowering: Lowering, percent: nodes.Expression, node: nodes.Growth) -> core.Expression:
    """A percent that stands in for a growth, told in points where the growth is."""
    value = literal_value(percent)
    if value is not None:
        return _number(value * 100, "points", node) if node.in_points else _number(value, "percent", node)
    lowered = lowering.lower(percent)
    if not node.in_points:
        return lowered
    assert types.is_numeric(lowered.type)
    hundred = _number(Fraction(100), "number", node)
    return _arithmetic(lowering, "multiply", lowered, hundred, growth.as_points(lowered.type), node)


def _arithmetic(
    lowering: Lowering, operator: str, left: core.Expression, right: core.Expression, kind: core.Type,
    node: nodes.Growth,
) -> core.Arithmetic:
    return core.Arithmetic(operator, left, right, kind, node.span, definition=lowering.owner)


def _number(value: Fraction, kind: str, node: nodes.Growth, currency: str | None = None) -> core.Literal:
    return core.Literal(value, types.quantity_of(value, kind, value.denominator, currency), node.span)
