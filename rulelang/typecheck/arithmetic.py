"""Types of calculations and roundings, with the findings about them; the arithmetic of types is in `types`."""
from __future__ import annotations

from typing import TYPE_CHECKING

from rulelang.core import nodes as core
from rulelang.syntax import nodes
from rulelang.typecheck import types
from rulelang.typecheck.constants import constant_values
from rulelang.typecheck.currencies import are_mixed, report_mixed
from rulelang.typecheck.facts import Scope
from rulelang.typecheck.sides import Sides
from rulelang.typecheck.words import kind_words

if TYPE_CHECKING:
    from rulelang.typecheck.expressions import Checker

OPERATORS = {"+": types.added, "*": types.multiplied}


def check_arithmetic(
    checker: Checker, operator: str, first: nodes.Expression, second: nodes.Expression, node: nodes.Expression,
    scope: Scope,
) -> core.Type | None:
    """The type of two values with a sign between them, `node` as it is written; None after a finding."""
    sides = Sides(checker, (first, second), scope, factors=operator == "*")
    left, right = _number(checker, sides, 0), _number(checker, sides, 1)
    if left is None or right is None:
        return None
    if operator == "/":
        found = types.divided(left, right, constant_values(checker, second))
    elif operator == "-":
        found = types.added(left, right, subtract=True)
    else:
        found = OPERATORS[operator](left, right)
    if isinstance(found, types.Clash) and are_mixed(left, right):
        report_mixed(checker, node.span, (left, first.span), (right, second.span))
        return None
    if isinstance(found, types.Clash):
        checker.report.add(
            found.finding, node.span, labels=[(first.span, "left"), (second.span, "right")], operator=operator,
            left=kind_words(left), right=kind_words(right), left_text=first.span.text, right_text=second.span.text,
            variant={"+": "add", "-": "subtract"}.get(operator, ""),
        )
        return None
    return found


def _number(checker: Checker, sides: Sides, at: int) -> types.Numeric | None:
    kind, node = sides.check(at), sides.items[at]
    if kind is None or types.is_numeric(kind):
        return kind
    checker.report.add("no-arithmetic", node.span, found=kind_words(kind), text=node.span.text)
    return None


def check_rounded(checker: Checker, node: nodes.Rounded, scope: Scope) -> core.Type | None:
    """The type of a value that is rounded; a part of like by like has to be said to be a number or a percent."""
    kind = _number(checker, Sides(checker, (node.value,), scope), 0)
    if kind is None:
        return None
    if kind.kind == "share" and node.places is not None:
        told = scope.read_as() if scope.read_as is not None else ""
        if not told:
            _report_unsaid(checker, node, told)
            return None
        kind = types.read_as(told, kind)
    denominator = rounding_denominator(kind, node.places)
    if denominator is None:
        checker.report.add("cents-need-money", node.span, found=kind_words(kind), text=node.value.span.text)
        return None
    return types.rounded(kind, denominator)


def _report_unsaid(checker: Checker, node: nodes.Rounded, told: str | None) -> None:
    """To 2 decimals is to 0.01 or to 0.01%; None says that what would tell has a finding of its own."""
    if told is None or node.places is None:
        return
    step = f"0.{1:0{node.places}}" if node.places else "1"
    checker.report.add("rounded-as-what", node.span, text=node.value.span.text, step=step)


def rounding_denominator(kind: types.Numeric, places: int | None) -> int | None:
    """Units after rounding: the currency's minor unit for `to cents`; a percent's places count after its sign."""
    if places is None:
        has_cents = kind.kind == "money" and kind.currency and not core.in_own_currency(kind)
        return types.minor_units(kind.currency) if has_cents else None
    units: int = 10 ** (places + (2 if kind.kind == "percent" else 0))
    return units
