"""Grounds figures over the members of a type. Their number is known, so nothing is sorted: of each value it is counted
how many stand below it."""
from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from rulelang.compile.plan_state import Handler, Planned, Planner, Setting
from rulelang.compile.rationals import Rational
from rulelang.compile.scalars import Scalar
from rulelang.core.nodes import OverMembers


class _Members:
    """The value of each member, and whether it counts."""

    def __init__(self, planner: Planner, node: OverMembers, setting: Setting) -> None:
        s = planner.scalars
        self.planner, self.node = planner, node
        tests = [planner.expression(test, setting) for test in node.tests]
        values = [planner.expression(value, setting) for value in node.values]
        self.numbers = [value.number for value in values]
        self.counts = [planner.certain(test) for test in tests] or [s.truth(yes=True)] * len(values)
        self.count = s.constant(0)
        for counted in self.counts:
            self.count = s.add(self.count, s.case([(counted, s.constant(1))], s.constant(0)))
        unsure = [planner.when(s.invert(planner.known(test)), test.causes) for test in tests]
        of_values = [planner.when(counted, v.causes) for counted, v in zip(self.counts, values, strict=False)]
        self.causes = s.join(*unsure, *of_values)

    def total(self) -> Rational:
        r = self.planner.rationals
        nothing = self.planner.constant_zero
        found = nothing
        for counted, number in zip(self.counts, self.numbers, strict=True):
            found = r.add(found, r.case([(counted, number)], nothing))
        return found

    def at(self, place: Scalar) -> Rational:
        """The value at a place in ascending order, from 0."""
        s = self.planner.scalars
        branches = [
            (s.all(counted, s.compare("=", self._below(n), place)), number)
            for n, (counted, number) in enumerate(zip(self.counts, self.numbers, strict=True))
        ]
        return self.planner.rationals.case(branches[:-1], self.numbers[-1])

    def _below(self, n: int) -> Scalar:
        """How many of those that count stand before one; of equals those that are declared before it."""
        s, r = self.planner.scalars, self.planner.rationals
        found = s.constant(0)
        for other, (counted, number) in enumerate(zip(self.counts, self.numbers, strict=True)):
            if other != n:
                before = r.compare("<=" if other < n else "<", number, self.numbers[n])
                found = s.add(found, s.case([(s.all(counted, before), s.constant(1))], s.constant(0)))
        return found

    def middle(self) -> Rational:
        s, r = self.planner.scalars, self.planner.rationals
        less_one = s.subtract(self.count, s.constant(1))
        first, second = (self.at(s.round_division(x, s.constant(2), "down")) for x in (less_one, self.count))
        return r.multiply(r.add(first, second), r.constant(Fraction(1, 2)))


def plan_over_members(planner: Planner, node: OverMembers, setting: Setting) -> Planned:
    s = planner.scalars
    found = _Members(planner, node, setting)
    if node.function == "count":
        return Planned(Rational(found.count), found.causes)
    if node.function == "total":
        return Planned(found.total(), found.causes)
    nobody = planner.when(s.compare("=", found.count, s.constant(0)), planner.cause("missing", node.members))
    causes = planner.first_of(found.causes, nobody)
    match node.function:
        case "lowest":
            return Planned(found.at(s.constant(0)), causes)
        case "highest":
            return Planned(found.at(s.subtract(found.count, s.constant(1))), causes)
        case _:
            return Planned(found.middle(), causes)


HANDLERS: Mapping[type, Handler] = {OverMembers: plan_over_members}
