"""Growth of a measure: the change since an earlier window, as a part of what it was there or in points."""
from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from rulelang.core import nodes as core
from rulelang.syntax import nodes
from rulelang.typecheck import types
from rulelang.typecheck.dated import reads_dated
from rulelang.typecheck.facts import Scope
from rulelang.typecheck.growth_windows import lies_before
from rulelang.typecheck.percents import percent_type
from rulelang.typecheck.said_inside import as_name
from rulelang.typecheck.words import kind_words

if TYPE_CHECKING:
    from rulelang.typecheck.expressions import Checker

HUNDRED = types.quantity_of(Fraction(100), "number", 1)
IN_POINTS = ("percent", "number", "points")
"""Kinds of which a change in points can be said."""


def check_growth(checker: Checker, node: nodes.Growth, scope: Scope) -> core.Type | None:
    """The type of a growth: a percent, or points; with an answer for a base of zero."""
    checker.growths.append(node)
    kind = checker.check(node.now, scope)
    plain = not isinstance(node.now, nodes.Call)
    if kind is None or (plain and checker.check(node.base, scope) is None) or not lies_before(checker, node):
        return None
    name = node.now.span.text
    if not types.is_numeric(kind) or not _is_worked_out(checker, node.now):
        checker.report.add("growth-of-what", node.now.span, name=name, found=kind_words(kind))
        return None
    answers = [percent_type(checker, a.percent, scope, "gives") for a in answers_of(node) if a.percent is not None]
    if None in answers:
        return None
    if node.in_points:
        return _in_points(checker, node, kind)
    if node.zero_base is None:
        checker.report.add("growth-needs-zero-base", node.span, name=name)
        return None
    found = types.one_of([quotient_type(kind), *(a for a in answers if types.is_numeric(a))])
    return None if isinstance(found, types.Clash) else found


def _is_worked_out(checker: Checker, node: nodes.Expression) -> bool:
    """Whether a measure is read, perhaps that of a group, or something is worked out in parentheses."""
    if not isinstance(node, (nodes.Reading, nodes.Call, nodes.OfGroup)):
        return True
    read = node.reading if isinstance(node, nodes.OfGroup) else node
    return isinstance(read, nodes.Reading) and checker.facts.of(read).role == "definition"


def check_in_window(checker: Checker, node: nodes.InWindow, scope: Scope) -> core.Type | None:
    """What a value was in a window; something in it has to have dates, or it is the same in every window."""
    kind = checker.check(node.value, scope)
    if kind is not None and not reads_dated(checker, node.value):
        checker.report.add("window-on-undated", node.span, name=node.value.span.text)
        return None
    return kind


def answers_of(node: nodes.Growth) -> tuple[nodes.Gives, ...]:
    """What stands in where there is no base, or none but zero."""
    return tuple(answer for answer in (node.zero_base, node.missing_base) if answer is not None)


def _in_points(checker: Checker, node: nodes.Growth, kind: types.Numeric) -> core.Type | None:
    name = node.now.span.text
    if kind.kind not in IN_POINTS:
        checker.report.add(
            "points-of-what", node.now.span, name=name, found=kind_words(kind), inside=as_name(node.now),
        )  # fmt: skip
        return None
    found = points_type(kind)
    missing = node.missing_base
    if missing is None or missing.percent is None:
        return found
    if kind.kind != "percent":
        checker.report.add("base-answer-is-percent", missing.span, name=name, found=kind_words(kind))
        return None
    given = checker.facts.of(missing.percent).type
    assert types.is_numeric(given), "an answer that is no percent has a finding"
    joined = types.one_of([found, as_points(given)])
    return None if isinstance(joined, types.Clash) else joined


def difference_type(kind: types.Numeric) -> types.Numeric:
    """The type of what was added since."""
    return types.proved(types.added(kind, kind, subtract=True))


def points_type(kind: types.Numeric) -> types.Numeric:
    """The type of a change in points: a percent has a hundred of them."""
    change = difference_type(kind)
    if kind.kind == "percent":
        change = types.proved(types.multiplied(change, HUNDRED))
    return types.read_as("points", change)


def as_points(kind: types.Numeric) -> types.Numeric:
    """The type of a percent told in points."""
    return types.read_as("points", types.proved(types.multiplied(kind, HUNDRED)))


def negated(kind: types.Numeric) -> types.Numeric:
    """The type of the same with the other sign."""
    nothing = types.quantity_of(Fraction(0), kind.kind, 1, kind.currency)
    return types.proved(types.added(nothing, kind, subtract=True))


def may_be_negative(kind: types.Numeric) -> bool:
    """Whether a base may be below zero."""
    parts = (kind,) if isinstance(kind, core.Quantity) else (kind.numerator, kind.denominator)
    return any(part.low < 0 for part in parts)


def quotient_type(kind: types.Numeric) -> types.Numeric:
    """The type of the change as a part of the size of the base."""
    change = difference_type(kind)
    bases = [kind, negated(kind)] if may_be_negative(kind) else [kind]
    found = types.proved(types.one_of([types.proved(types.divided(change, base, None)) for base in bases]))
    return types.read_as("percent", found)
