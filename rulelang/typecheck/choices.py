"""Types of one value out of several: fallbacks, the higher or lower of some, cases. All of them are of one kind, and
cases leave nobody out and give nobody two values."""
from __future__ import annotations

from typing import TYPE_CHECKING

from rulelang.core import nodes as core
from rulelang.syntax import nodes
from rulelang.typecheck import types
from rulelang.typecheck.apart import are_apart
from rulelang.typecheck.currencies import are_mixed, report_mixed
from rulelang.typecheck.facts import Scope
from rulelang.typecheck.regions import opened
from rulelang.typecheck.sides import Sides
from rulelang.typecheck.witnesses import example_for, exclude, uncovered, who_meets
from rulelang.typecheck.words import kind_words

if TYPE_CHECKING:
    from rulelang.typecheck.expressions import Checker


def check_choice(checker: Checker, node: nodes.OrElse | nodes.Extreme | nodes.Cases, scope: Scope) -> core.Type | None:
    """The type of one value out of several: a fallback, the higher or lower of some, cases."""
    match node:
        case nodes.OrElse():
            return _of_one_kind(checker, (node.value, node.fallback), node, scope)
        case nodes.Extreme():
            kind = _of_one_kind(checker, node.items, node, scope)
            items = [fact.type for item in node.items if (fact := checker.facts.known(item)) is not None]
            return types.extreme_of(node.which, items, kind) if isinstance(kind, core.Quantity) else kind
        case nodes.Cases():
            truths = [checker.check_truth(condition, scope) for condition, _ in node.branches]
            last = () if node.otherwise is None else (node.otherwise,)
            kind = _of_one_kind(checker, (*(v for _, v in node.branches), *last), node, scope)
            fine = None not in truths and _are_apart(checker, node) and _are_covered(checker, node)
            return kind if fine else None


def _are_apart(checker: Checker, node: nodes.Cases) -> bool:
    """Cases have no order: two that may both hold with different values are refused."""
    for index, (condition, value) in enumerate(node.branches):
        for earlier, other in node.branches[:index]:
            both = opened(checker, earlier), opened(checker, condition)
            if value != other and not are_apart(*both, lambda a, b: exclude(checker, a, b)):
                example = who_meets(checker, both)
                checker.report.add(
                    "cases-overlap", condition.span, labels=[(earlier.span, "earlier")], text=condition.span.text,
                    earlier=earlier.span.text, values=example or "", variant="example" if example else "",
                )
                return False
    return True


def _are_covered(checker: Checker, node: nodes.Cases) -> bool:
    """Cases without an `otherwise` leave nobody out."""
    if node.otherwise is not None:
        return True
    left = uncovered(checker, (opened(checker, condition) for condition, _ in node.branches))
    if left.nothing:
        return True
    example = example_for(checker, left.tests) if left.tests else None
    checker.report.add(
        "cases-not-covered", node.span, labels=[(condition.span, "case") for condition, _ in node.branches],
        values=example or "", variant="example" if example else "",
    )
    return False


def _of_one_kind(
    checker: Checker, items: tuple[nodes.Expression, ...], node: nodes.Expression, scope: Scope
) -> core.Type | None:
    """The one kind of several values, of numbers wide enough for each; None after a finding."""
    sides = Sides(checker, items, scope)
    kinds = [kind for at in range(len(items)) if (kind := sides.check(at)) is not None]
    if len(kinds) < len(items):
        return None
    if isinstance(node, nodes.Extreme):
        from rulelang.typecheck.counted import are_of_dates, check_extreme_of_dates

        if are_of_dates(node, kinds):
            return check_extreme_of_dates(checker, node, kinds)
    numbers = [kind for kind in kinds if types.is_numeric(kind)]
    if len(numbers) == len(kinds):
        found = types.one_of(numbers)
        if not isinstance(found, types.Clash):
            return found
    elif all(k == kinds[0] for k in kinds) and not isinstance(node, nodes.Extreme):
        return kinds[0]
    at = next((n for n, k in enumerate(kinds) if k != kinds[0]), 0)
    other = kinds[at]
    if are_mixed(kinds[0], other):
        report_mixed(checker, node.span, (kinds[0], items[0].span), (other, items[at].span))
        return None
    checker.report.add(
        "values-of-two-kinds", node.span, first=kind_words(kinds[0]), second=kind_words(other),
        first_text=items[0].span.text, second_text=items[at].span.text,
    )
    return None
