"""A trace worked out again from what it says it was made from: each value from the values inside it, by other means.

Leaves (fields, parameters, dates, comparisons among partners) are taken as they stand. What is said is every value that
does not follow from what is inside it.
"""
from __future__ import annotations

import math
import operator
import statistics
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from rulelang.core import nodes
from rulelang.interpret.trace import Assessment, PaidIncentive, PaidPayout, Reasoned, Standing, ToDate, Trace
from rulelang.interpret.unknown import Unknown

UNKNOWN = object()
"""Any unknown: which causes it has is not looked at."""
ARITHMETIC = {"add": operator.add, "subtract": operator.sub, "multiply": operator.mul, "divide": operator.truediv}
COMPARISONS = {
    "equal": operator.eq, "unequal": operator.ne, "less": operator.lt, "at_most": operator.le, "more": operator.gt,
    "at_least": operator.ge,
}


class Replay:
    """Goes through all that an outcome came from, each thing once, and counts what it worked out again."""

    def __init__(self) -> None:
        self.seen: set[int] = set()
        self.again = 0

    def outcome(self, found: Reasoned) -> Iterator[str]:
        if found.standing is not None:
            yield from self.standing(found.standing)
        if found.trace is not None:
            yield from self.trace(found.trace)
        for incentive in found.incentive_payments:
            yield from self.incentive(incentive)
        for payout in found.payout_payments:
            yield from self.payout(payout)

    def trace(self, root: Trace) -> Iterator[str]:
        waiting = [root]
        while waiting:
            trace = waiting.pop()
            if id(trace) in self.seen:
                continue
            self.seen.add(id(trace))
            waiting.extend(trace.inside)
            replay = REPLAYED.get(type(trace.node))
            if replay is not None:
                yield from self.compared(trace.node, replay(trace), trace.value)
            if trace.standing is not None:
                yield from self.standing(trace.standing)

    def compared(self, what: object, expected: object, said: object) -> Iterator[str]:
        self.again += 1
        if isinstance(said, Unknown):
            said = UNKNOWN
        if type(said) is not type(expected) or said != expected:
            yield f"{what}: {expected} follows from what is inside, {said} is said"

    def standing(self, found: Standing) -> Iterator[str]:
        """An assessed tier is the highest that is met, and may be any above it of which it is unknown."""
        assessed = found.assessment
        if not isinstance(assessed, Assessment) or id(assessed) in self.seen:
            return
        self.seen.add(id(assessed))
        met = [tested.tier for tested in assessed.tested if tested.answer is True]
        may = [tested.tier for tested in assessed.tested if tested.answer is not False]
        yield from self.compared(found.ladder.name, (max(met, default=0), max(may, default=0)),
                                 (found.lowest, found.highest))
        for tested in assessed.tested:
            if tested.trace is not None:
                yield from self.compared(tested.step.name, _plain(tested.trace.value), _plain(tested.answer))
                yield from self.trace(tested.trace)

    def incentive(self, paid: PaidIncentive) -> Iterator[str]:
        for earned in (*paid.plus, *paid.minus):
            yield from self.trace(earned.trace)
        both = [[earned.trace.value for earned in side] for side in (paid.plus, paid.minus)]
        yield from self.compared(paid, _difference(*both), paid.value)

    def payout(self, paid: PaidPayout) -> Iterator[str]:
        for days in filter(None, (paid.now, paid.before)):
            yield from self.to_date(days)
        before = [] if paid.before is None else [paid.before.value]
        exchanged = paid.exchanged
        amount = paid.value if exchanged is None else exchanged.amount
        yield from self.compared(paid, _difference([paid.now.value], before), amount)
        if exchanged is not None:
            yield from self.trace(exchanged.rate)
            convert = ARITHMETIC["divide" if exchanged.paid_in.inverse else "multiply"]
            exact = _of_known(lambda values: convert(*values), [amount, exchanged.rate.value])
            yield from self.compared(exchanged, exact, exchanged.exact)

    def to_date(self, days: ToDate) -> Iterator[str]:
        raised = _of_known(sum, [each.value for each in days.floored]) if days.floored else days.sum
        yield from self.compared(days, _plain(raised), days.raised)
        for each in days.floored:
            yield from self.compared(each, _of_known(max, [each.sum, each.floor.value]), each.value)
        capped = days.raised if days.cap is None else _of_known(min, [days.raised, days.cap.value])
        yield from self.compared(days, _plain(capped), days.capped)
        for term in days.terms:
            for earned in (each for group in (*term.plus, *term.minus) for each in group):
                yield from self.trace(earned.trace)


# ------------------------------------------------------------------------------------------------ each kind of node


def _plain(value: object) -> object:
    return UNKNOWN if isinstance(value, Unknown) else value


def _of_known(function: Callable[[Sequence[Any]], object], values: Sequence[object]) -> object:
    if any(value is UNKNOWN or isinstance(value, Unknown) for value in values):
        return UNKNOWN
    return function(values)


def _difference(plus: Sequence[object], minus: Sequence[object]) -> object:
    return _of_known(lambda values: sum(values[: len(plus)], Fraction(0)) - sum(values[len(plus) :], Fraction(0)),
                     [*plus, *minus])


def _arithmetic(trace: Trace) -> object:
    node: Any = trace.node
    left, right = (each.value for each in trace.inside)
    if node.operator == "divide" and right == 0:
        return UNKNOWN
    return _of_known(lambda both: ARITHMETIC[node.operator](*both), [left, right])


def _comparison(trace: Trace) -> object:
    node: Any = trace.node
    both = [_position(side, each.value) for side, each in zip((node.left, node.right), trace.inside, strict=True)]
    return _of_known(lambda values: COMPARISONS[node.operator](*values), both)


def _position(node: nodes.Expression, value: object) -> object:
    return node.type.members.index(value) if isinstance(node.type, nodes.Choice) and isinstance(value, str) else value


def _counted(kind: str, values: Sequence[object], count: int) -> object:
    """The answer when each unknown is taken as no and as yes, where both give the same."""
    yes, may = sum(value is True for value in values), sum(value is not False for value in values)
    wanted = {"all": range(len(values), len(values) + 1), "none": range(1), "any": range(1, len(values) + 1)}
    numbers = wanted.get(kind, range(count, len(values) + 1))
    answers = {number in numbers for number in range(yes, may + 1)}
    return answers.pop() if len(answers) == 1 else UNKNOWN


def _logic(trace: Trace) -> object:
    node: Any = trace.node
    return _counted(node.quantity, [each.value for each in trace.inside], node.count)


def _case(trace: Trace) -> object:
    return _plain(trace.inside[-1].value)


def _round(trace: Trace) -> object:
    """The multiple next to a value that the mode asks for, found among the two."""
    node: Any = trace.node
    value: Any = trace.inside[0].value
    if isinstance(value, Unknown):
        return UNKNOWN
    below, above = (Fraction(f(value * node.type.denominator), node.type.denominator) for f in (math.floor, math.ceil))
    outward, inward = (above, below) if value > 0 else (below, above)
    chosen = {"floor": below, "ceiling": above, "up": outward, "down": inward}.get(node.mode)
    if chosen is not None:
        return chosen
    if value - below != above - value:
        return min(below, above, key=lambda near: abs(near - value))
    even = below if below * node.type.denominator % 2 == 0 else above
    return {"half_even": even, "half_up": outward, "half_down": inward}[node.mode]


def _aggregate(trace: Trace) -> object:
    """What the rows that took part come to. Unknown has more causes than rows, so it is taken as it stands."""
    node: Any = trace.node
    values: list[Any] = [each.value for each in trace.inside]
    if isinstance(trace.value, Unknown):
        return UNKNOWN
    if trace.days is None:
        return True  # a row that is counted, which stands for itself
    if node.function in ("all", "any", "none", "at_least"):
        unsaid = [UNKNOWN] if _counted(node.function, values, node.needed) is not trace.value else []
        return _counted(node.function, [*values, *unsaid], node.needed)
    if node.function in ("first", "latest"):
        return trace.value if trace.value in values else UNKNOWN
    if node.function == "median":
        return statistics.median(values)
    if node.function in ("lowest", "highest"):
        ordered = sorted(values, key=lambda value: _position(node, value))
        return ordered[0 if node.function == "lowest" else -1]
    return _number(node.function, values)


def _number(function: str, values: Sequence[Any]) -> object:
    if function == "total":
        return sum(values, Fraction(0))
    return Fraction(len(set(values)) if function == "count_distinct" else len(values))


def _tier_test(trace: Trace) -> object:
    node: Any = trace.node
    if trace.standing is None:
        return UNKNOWN
    possible = range(trace.standing.lowest, trace.standing.highest + 1)
    if node.operator in ("equal", "unequal") and len(possible) > 1:
        return UNKNOWN
    answers = {COMPARISONS[node.operator](tier, node.tier) for tier in possible}
    return answers.pop() if len(answers) == 1 else UNKNOWN


REPLAYED: Mapping[type, Callable[[Trace], object]] = {
    nodes.Literal: lambda trace: trace.node.value,  # type: ignore[union-attr]
    nodes.Arithmetic: _arithmetic,
    nodes.Comparison: _comparison,
    nodes.Includes: lambda trace: _of_known(lambda held: trace.node.member in held[0],  # type: ignore[union-attr]
                                            [trace.inside[0].value]),
    nodes.Logic: _logic,
    nodes.Case: _case,
    nodes.Round: _round,
    nodes.Known: lambda trace: not isinstance(trace.inside[0].value, Unknown),
    nodes.OrElse: lambda trace: _plain(trace.inside[-1].value),
    nodes.Call: lambda trace: _plain(trace.inside[0].value),
    nodes.Read: lambda trace: _plain((*trace.inside, trace)[0].value),
    nodes.InWindow: lambda trace: _plain(trace.inside[0].value),
    nodes.Aggregate: _aggregate,
    nodes.TierTest: _tier_test,
}
