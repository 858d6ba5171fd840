"""What is put together of some members of a type, or has the one in the middle: kinds, and ranges of what comes out."""
from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from rulelang.core import nodes as core
from rulelang.syntax import nodes
from rulelang.typecheck import types
from rulelang.typecheck.facts import Scope
from rulelang.typecheck.words import kind_words

if TYPE_CHECKING:
    from rulelang.typecheck.expressions import Checker

TWO = types.quantity_of(Fraction(2), "number", 1)


def check_over_members(checker: Checker, node: nodes.OverMembers, scope: Scope) -> core.Type | None:
    """The type of a figure over members, each of which has a value and perhaps a test."""
    kinds = [checker.check(value, scope) for value in node.values]
    truths = [checker.check_truth(test, scope) for test in node.tests]
    known = [kind for kind in kinds if types.is_numeric(kind)]
    other = next((n for n, kind in enumerate(kinds) if kind is not None and not types.is_numeric(kind)), None)
    if other is not None:
        found = node.values[other]
        checker.report.add("no-arithmetic", found.span, found=kind_words(kinds[other]), text=found.span.text)
    if len(known) < len(kinds) or None in truths:
        return None
    made = figure_over(node.function, known)
    if isinstance(made, types.Clash):
        checker.report.add(
            "values-of-two-kinds", node.span, first=kind_words(known[0]), second=kind_words(known[-1]),
            first_text=node.values[0].span.text, second_text=node.values[-1].span.text,
        )
        return None
    return made


def total_of_members(kinds: list[types.Numeric]) -> types.Numeric | types.Clash:
    """The type of a sum in which each value stands or not."""
    first, *others = kinds
    found = _or_nothing(first)
    for kind in others:
        part = _or_nothing(kind)
        if isinstance(found, types.Clash) or isinstance(part, types.Clash):
            return found if isinstance(found, types.Clash) else part
        found = types.added(found, part)
    return found


def _or_nothing(kind: types.Numeric) -> types.Numeric | types.Clash:
    return types.one_of([kind, types.quantity_of(Fraction(0), kind.kind, 1, kind.currency)])


def members_counted(count: int) -> core.Quantity:
    """The type of a number of members."""
    return core.Quantity("count", 1, 0, count)


def figure_over(function: str, kinds: list[types.Numeric]) -> types.Numeric | types.Clash:
    """The type of a figure over members of which some count."""
    joined = types.one_of(kinds)
    if isinstance(joined, types.Clash) or function in ("lowest", "highest"):
        return joined
    if function == "median":
        twice = types.added(joined, joined)
        return twice if isinstance(twice, types.Clash) else types.divided(twice, TWO, (Fraction(2),))
    total = total_of_members(kinds)
    if isinstance(total, types.Clash) or function == "total":
        return total
    return types.divided(total, members_counted(len(kinds)), None)
