"""Grounds roll-ups along a hierarchy: for each level, what those directly below have found of the level below them.

A level is one figure that looks at all subjects, so the levels are found one after another. Nobody is below another in
more than one way, so a figure of all levels is at most one of everybody.
"""
from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from rulelang.compile.plan_across import MOST_SUBJECTS
from rulelang.compile.plan_state import Handler, Planned, Planner, Setting
from rulelang.compile.plan_values import column_of
from rulelang.compile.rationals import Rational
from rulelang.compile.scalars import CAUSES, INTEGER, REJECTED, SLOT, TRUTH, Column, Scalar
from rulelang.core.nodes import Quantity, Rollup


class _Levels:
    """Every subject as one of those below another, and what is found of them level by level."""

    def __init__(self, planner: Planner, node: Rollup, setting: Setting) -> None:
        subject, s = planner.core.subject, planner.scalars
        hierarchy = subject.hierarchy
        assert hierarchy is not None, "the checker found it"
        self.planner, self.node, self.subject = planner, node, subject.name
        asked = hierarchy.depth if node.levels is None else node.levels
        self.levels = range(min(asked, planner.facts.deepest + 1))
        above = column_of(planner, subject.name, hierarchy.link)
        self.above, self.is_below = s.given(above), s.present(above)
        self.key = s.given(column_of(planner, subject.name, subject.keys[0]))
        here = Setting(setting.period)
        value = planner.expression(node.value, here) if node.value is not None else None
        number = value.number if value is not None else Rational(s.constant(1))
        assert number.divisor is None, "a quotient by data is rounded before it is added up"
        self.units, self.denominator = number.units, number.denominator
        why = value.causes if value is not None else planner.clear
        self.counts = s.truth(yes=True) if value is None else planner.known(value)
        if node.where is not None:
            test = planner.expression(node.where, here)
            unsure = planner.when(s.invert(planner.known(test)), test.causes)
            why = s.case([(planner.possible(test), s.join(unsure, why))], planner.clear)
            self.counts = s.all(planner.certain(test), self.counts)
        self.why = why

    def figure(self, function: str, value: Scalar, member: Scalar, column: Column) -> Column:
        """What a value comes to over the members directly below each subject."""
        belongs = self.planner.scalars.all(self.is_below, member)
        return self.planner.across_slot(function, value, belongs, (self.above,), Fraction(1), column, (self.key,))

    def column(self, low: int, high: int, *, optional: bool = False) -> Column:
        return Column(SLOT, self.node.definition or self.subject, INTEGER, optional=optional, low=low, high=high)

    def total(self) -> Scalar:
        """The total of those who count; where the figure counts them, how many they are."""
        s = self.planner.scalars
        each, found = s.case([(self.counts, self.units)], s.constant(0)), s.constant(0)
        column = self.column(min(0, MOST_SUBJECTS * self.units.low), max(0, MOST_SUBJECTS * self.units.high))
        for _ in self.levels:
            found = s.given(self.figure("total", s.add(each, found), s.truth(yes=True), column))
        return found

    def extreme(self) -> Column | None:
        """The lowest or highest value of those who count; None where there is no level."""
        s, found = self.planner.scalars, None
        for _ in self.levels:
            value, member = self.units, self.counts
            if found is not None:
                lower, has_lower = s.given(found), s.present(found)
                beats = s.compare("<" if self.node.function == "lowest" else ">", self.units, lower)
                is_own = s.all(self.counts, s.any(s.invert(has_lower), beats))
                value, member = s.case([(is_own, self.units)], lower), s.any(self.counts, has_lower)
            column = self.column(self.units.low, self.units.high, optional=True)
            found = self.figure(self.node.function, value, member, column)
        return found

    def causes(self) -> Scalar:
        """The causes of all those below, and of rows that were rejected and would stand there."""
        planner, s = self.planner, self.planner.scalars
        lost = planner.clear
        if self.subject in planner.facts.rejected:
            flag = s.given(Column(REJECTED, self.subject, TRUTH))
            lost = planner.when(flag, planner.cause("rejected", self.subject))
        found = planner.clear
        for _ in self.levels:
            found = s.join(lost, self._causes_below(s.join(self.why, found)))
        return found

    def _causes_below(self, causes: Scalar) -> Scalar:
        if causes.is_constant and causes.payload == 0:
            return self.planner.clear
        name = self.node.definition or self.subject
        column = Column(SLOT, f"{name}_causes", CAUSES, high=causes.high)
        return self.planner.scalars.given(self.figure("causes", causes, self.planner.scalars.truth(yes=True), column))


def plan_rollup(planner: Planner, node: Rollup, setting: Setting) -> Planned:
    s, subject = planner.scalars, planner.core.subject.name
    if not planner.facts.whole:
        return Planned(Rational(s.constant(0)), planner.cause("cohort", subject))
    levels = _Levels(planner, node, setting)
    if node.function in ("total", "count"):
        return _total(planner, node, levels)
    column = levels.extreme()
    missing = planner.cause("missing", subject)
    if column is None:
        return Planned(Rational(s.constant(0)), planner.first_of(levels.causes(), missing))
    causes = planner.first_of(levels.causes(), s.case([(s.present(column), planner.clear)], missing))
    return Planned(Rational(s.given(column), levels.denominator), causes)


def _total(planner: Planner, node: Rollup, levels: _Levels) -> Planned:
    s, total = planner.scalars, levels.total()
    if node.function == "count":
        return Planned(Rational(total), levels.causes())
    assert isinstance(node.type, Quantity)
    limit = node.limit * levels.denominator // node.type.denominator
    fits = s.all(s.compare(">=", total, s.constant(-limit)), s.compare("<=", total, s.constant(limit)))
    too_large = planner.when(s.invert(fits), planner.cause("total_too_large", node.definition))
    value = Rational(s.case([(fits, total)], s.constant(0)), levels.denominator)
    return Planned(value, planner.first_of(levels.causes(), too_large))


HANDLERS: Mapping[type, Handler] = {Rollup: plan_rollup}
