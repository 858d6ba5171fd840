"""What a figure that was worked out is made of: the case that was taken, one value for each member, the higher of some.

Knows traces and the nodes of the core; no words.
"""
from __future__ import annotations

from collections.abc import Iterator

import attrs

from rulelang.core.nodes import (
    Arithmetic,
    Case,
    Comparison,
    Every,
    Excepted,
    Expression,
    InWindow,
    Literal,
    Logic,
    OverMembers,
    Read,
    Round,
)
from rulelang.interpret.trace import Trace

EXTREMES = ("higher", "lower", "later", "earlier")


@attrs.frozen(eq=False)
class OfMember:
    """What a member adds to a figure: its test, where there is one, and its value, where it counts."""

    member: str
    test: Trace | None
    value: Trace | None


def every_of(node: Expression) -> Every | None:
    """The members over whom a figure is, if it is one."""
    if isinstance(node, OverMembers):
        return Every(node.function, node.members, node.each)
    if isinstance(node, Arithmetic | Case) and isinstance(node.told, Every):
        return node.told
    return None


def items_of(node: Expression) -> tuple[Expression, ...]:
    """The figures that one over members, or the higher or lower of some, is made of; nothing of any other."""
    every = every_of(node)
    if isinstance(node, OverMembers):
        return node.values
    if isinstance(node, Arithmetic) and every is not None:
        if isinstance(node.left, OverMembers):
            return node.left.values
        return _added(node if every.function == "total" else node.left, len(every.members))
    if isinstance(node, Case) and (every is not None or node.told in EXTREMES):
        return _compared(node, len(every.members) if every is not None else None)
    return ()


def tests_of(node: Expression) -> tuple[Expression, ...]:
    """The tests by which members count."""
    counted = node.left if isinstance(node, Arithmetic) else node
    return counted.tests if isinstance(counted, OverMembers) else ()


def _added(node: Expression, count: int) -> tuple[Expression, ...]:
    if count == 1 or not isinstance(node, Arithmetic):
        return (node,)
    return (*_added(node.left, count - 1), node.right)


def _compared(node: Expression, count: int | None) -> tuple[Expression, ...]:
    """Two are compared at a time; `count` says how many there are, or they are those written in one place."""
    if count == 1 or not isinstance(node, Case):
        return (node,)
    best, other = node.branches[0][1], node.otherwise
    if count is not None:
        return (*_compared(best, count - 1), other)
    together = isinstance(best, Case) and best.told == node.told and best.span == node.span
    return (*(_compared(best, None) if together else (best,)), other)


# ------------------------------------------------------------------------------------------------ as worked out


def items_read(trace: Trace) -> tuple[Trace, ...]:
    """The same as they were read."""
    wanted = items_of(trace.node)
    found: dict[int, Trace] = {}
    waiting = [trace]
    while waiting:
        each = waiting.pop()
        if any(each.node is item for item in wanted):
            found.setdefault(id(each.node), each)
        elif isinstance(each.node, Arithmetic | Case | Comparison | OverMembers):
            waiting.extend(each.inside)
    return tuple(found[id(item)] for item in wanted if id(item) in found)


def members_read(trace: Trace) -> Iterator[OfMember]:
    """What each member adds, in the order they are declared."""
    every = every_of(trace.node)
    assert every is not None
    tests, values = tests_of(trace.node), items_of(trace.node)
    counted = trace.inside[0] if isinstance(trace.node, Arithmetic) and tests else trace
    read = {id(each.node): each for each in (*items_read(trace), *counted.inside)}
    for n, member in enumerate(every.members):
        test = read.get(id(tests[n])) if tests else None
        yield OfMember(member, test, read.get(id(values[n])) if values else None)


def is_choice(node: Expression) -> bool:
    """Whether somebody wrote it as several values, each with its condition."""
    written = isinstance(node, Case) and (node.told == "choice" or isinstance(node.told, Excepted))
    return written and node.step not in OF_SCORES


OF_SCORES = frozenset({"applies", "gate", "line", "reached", "linear", "steps", "every", "every full"})
"""Steps of cases that a scorecard was taken apart into."""


def conditions_of(trace: Trace) -> tuple[Trace, ...]:
    """The conditions of a choice that were reached; a value follows them unless the last one is unknown."""
    assert isinstance(trace.node, Case)
    written = [condition for condition, _ in trace.node.branches]
    return tuple(t for t, condition in zip(trace.inside, written, strict=False) if t.node is condition)


def taken(trace: Trace) -> Trace | None:
    """The value that was chosen; None where a condition is unknown."""
    return trace.inside[-1] if len(trace.inside) > len(conditions_of(trace)) else None


def counts(node: Expression) -> bool:
    """Whether it is 1 where a condition holds, otherwise 0."""
    if not isinstance(node, Case) or len(node.branches) != 1:
        return False
    one, nothing = node.branches[0][1], node.otherwise
    return isinstance(one, Literal) and one.value == 1 and isinstance(nothing, Literal) and nothing.value == 0


def unwrapped(trace: Trace) -> Trace:
    """What was rounded, read for other days, or is the version in force."""
    while _is_wrapper(trace.node) and trace.inside:
        trace = trace.inside[-1]
    return trace


def _is_wrapper(node: Expression) -> bool:
    return isinstance(node, Round | InWindow) or (isinstance(node, Case) and node.told == "versions")


OF_PAY = frozenset({"raised", "multiplied", "added", "left", "gained", "flat"})
"""Steps of calculations that what is paid was put together of, which are told as such."""


def leaves(trace: Trace, *, grown: bool = False) -> Iterator[Trace]:
    """What a calculation was made from: everything with a name or a value of its own, as it was read.

    A growth is a case as well (`grown`): of it what it compares.
    """
    node = trace.node
    if isinstance(node, Round | InWindow) or _is_calculation(node):
        for inside in trace.inside:
            yield from leaves(inside, grown=grown)
    elif _is_growth(node) or (grown and _is_of_growth(node)):
        for inside in reversed(trace.inside):
            yield from leaves(inside, grown=True)
    elif not isinstance(node, Literal | Logic) and (not isinstance(node, Case) or node.told):
        yield trace


def _is_calculation(node: Expression) -> bool:
    return isinstance(node, Arithmetic) and every_of(node) is None and node.step not in OF_PAY


def _is_growth(node: Expression) -> bool:
    return isinstance(node, Case) and node.told in ("growth_of", "change_in_points")


def _is_of_growth(node: Expression) -> bool:
    return isinstance(node, Comparison) or (isinstance(node, Case) and not node.told)


def measure_read(trace: Trace) -> Trace | None:
    """What stands behind a name that was read."""
    return unwrapped(trace.inside[0]) if isinstance(trace.node, Read) and trace.inside else None
