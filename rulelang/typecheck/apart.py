"""Whether two conditions can never both hold, by what is written and nothing stronger.

Each condition is put as any-of all-of simple tests; two are apart when every pair of their all-of lists has two tests
of the same reading that exclude each other. The search always ends and needs no solver (semantics, section 5).
"""
from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import product

from rulelang.frozen import frozen
from rulelang.syntax import nodes
from rulelang.typecheck.constants import literal_value

LISTS_MAX = 64
"""All-of lists of one condition; a condition with more is taken to meet every other."""
OPPOSITE = {
    ">=": "<", "<": ">=", ">": "<=", "<=": ">", "is": "is_not", "is_not": "is",
    "includes": "lacks", "lacks": "includes", "before": "on_or_after", "on_or_after": "before",
    "after": "on_or_before", "on_or_before": "after",
}  # fmt: skip
LOWER, UPPER = (">=", ">", "after", "on_or_after"), ("<=", "<", "before", "on_or_before")
STRICT = (">", "<", "after", "before")


@frozen
class Test:
    """One simple test: a reading, an operator and what it is compared with. Nodes compare without their places."""

    reading: object
    operator: str
    other: object


def are_apart(
    left: nodes.Expression, right: nodes.Expression, exclude: Callable[[Test, Test], bool] | None = None
) -> bool:
    """Whether no partner can meet both; `exclude` says whether two tests cannot both hold, as `excluded` does."""
    first, second = lists_of(left), lists_of(right)
    if first is None or second is None:
        return False
    apart = exclude if exclude is not None else excluded
    return all(any(apart(a, b) for a, b in product(x, y)) for x, y in product(first, second))


def lists_of(condition: object) -> list[tuple[Test, ...]] | None:
    """The condition as any-of all-of tests; None where that would be too long to look at."""
    match condition:
        case nodes.Logic(quantity="all", items=items) | nodes.Logic(quantity="any", items=items) as logic:
            parts = [lists_of(item) for item in items]
            known = [part for part in parts if part is not None]
            if len(known) < len(parts):
                return None
            found: list[tuple[Test, ...]] = []
            if logic.quantity == "any":
                found = [tests for part in known for tests in part]
            else:
                size = 1
                for part in known:
                    size *= len(part)
                if size > LISTS_MAX:
                    return None
                found = [tuple(test for tests in chosen for test in tests) for chosen in product(*known)]
            return found if len(found) <= LISTS_MAX else None
        case _:
            return [tuple(_tests(condition))]


def _tests(condition: object) -> Iterator[Test]:
    """The simple tests that one line makes together."""
    match condition:
        case nodes.Comparison(operator=operator, left=left, right=right):
            yield Test(left, operator, right)
        case nodes.Between(value=value, low=low, high=high):
            yield Test(value, ">=", low)
            yield Test(value, "<=", high)
        case nodes.OneOf(value=value, members=members):
            yield Test(value, "one_of", frozenset(member.text for member in members))
        case nodes.Logic(quantity="none", items=(nodes.OneOf(value=value, members=members),)):
            yield Test(value, "none_of", frozenset(member.text for member in members))
        case nodes.IsKnown(value=value, known=known):
            yield Test(value, "known" if known else "unknown", None)
        case nodes.Reading():
            yield Test(condition, "is", nodes.YesNo(value=True, span=condition.span))


def excluded(left: Test, right: Test) -> bool:
    """Whether no value meets both tests."""
    if left.reading != right.reading:
        return False
    if {left.operator, right.operator} == {"known", "unknown"}:
        return True
    if OPPOSITE.get(left.operator) == right.operator and left.other == right.other:
        return True
    return _members_differ(left, right) or _members_left_out(left, right) or _ranges_differ(left, right)


def _members_differ(left: Test, right: Test) -> bool:
    first, second = _members(left), _members(right)
    return first is not None and second is not None and not first & second


def _members_left_out(left: Test, right: Test) -> bool:
    """Whether one test rules out every value that the other allows."""
    for out, other in ((left, right), (right, left)):
        allowed = _members(other)
        if out.operator == "none_of" and isinstance(out.other, frozenset) and allowed is not None:
            return allowed <= out.other
    return False


def _members(test: Test) -> frozenset[object] | None:
    """The only values a test allows, where it names them."""
    if test.operator == "one_of" and isinstance(test.other, frozenset):
        return test.other
    if test.operator != "is":
        return None
    match test.other:
        case nodes.Reading(path=(name,), window=None, day=None):
            return frozenset([name.text])
        case nodes.YesNo(value=value) | nodes.Text(value=value) | nodes.Date(value=value):
            return frozenset([value])
        case nodes.PeriodLiteral(text=text):
            return frozenset([text])
    number = literal_value(test.other)
    return None if number is None else frozenset([number])


def _ranges_differ(left: Test, right: Test) -> bool:
    """Whether one test allows only values below those of the other."""
    for low, high in ((left, right), (right, left)):
        if low.operator in (*UPPER, "is") and high.operator in (*LOWER, "is"):
            top, bottom = _point(low.other), _point(high.other)
            if top is None or bottom is None or type(top) is not type(bottom):
                continue
            touching = low.operator in STRICT or high.operator in STRICT
            if top < bottom or (top == bottom and touching):  # type: ignore[operator]  # both of one ordered type
                return True
    return False


def _point(node: object) -> Fraction | object | None:
    return node.value if isinstance(node, nodes.Date) else literal_value(node)
