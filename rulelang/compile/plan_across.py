"""Grounds what looks across subjects: which figures of all of them are needed, and what makes them unknown.

What is compared is the same scalar for every subject, so a figure is asked for by that scalar alone; engines find it
for everybody once the stages before are done.
"""
from __future__ import annotations

from collections.abc import Mapping

from rulelang.compile.plan_state import Handler, Planned, Planner, Setting
from rulelang.compile.rationals import Rational
from rulelang.compile.scalars import INTEGER, SLOT, Column, Scalar
from rulelang.core.nodes import Cohort, Quantity
from rulelang.core.walk import cohorts_of
from rulelang.exact.calendar import Period

MOST_SUBJECTS = 10**9


class _Comparison:
    """Who is compared in a period: the value of each subject, and whether it is a member."""

    def __init__(self, planner: Planner, node: Cohort, setting: Setting) -> None:
        s = planner.scalars
        here = Setting(setting.period)
        self.planner, self.node = planner, node
        self.value = planner.expression(node.value, here)
        self.groups = [planner.expression(field, here) for field in node.by]
        self.group_causes = s.join(*(one.causes for one in self.groups))
        test = planner.expression(node.where, here) if node.where is not None else None
        belongs, unsure, outside = s.truth(yes=True), planner.clear, s.truth(yes=False)
        if test is not None:
            belongs, outside = planner.certain(test), s.invert(planner.possible(test))
            unsure = planner.when(s.invert(planner.known(test)), test.causes)
        why = s.join(self.group_causes, unsure, self.value.causes)
        self.causes = s.case([(outside, planner.cause("outside", node.definition))], why)
        self.member = s.all(belongs, planner.known(self.value), s.is_clear(self.group_causes))
        self.left_out = s.all(s.invert(outside), s.invert(self.member))

    @property
    def units(self) -> Scalar:
        number = self.value.number
        assert number.divisor is None, "a quotient by data is rounded before it is compared"
        return number.units

    def figure(self, function: str, low: int, high: int, *, optional: bool = False) -> Column:
        column = Column(
            SLOT, self.node.definition or self.planner.core.subject.name, INTEGER, optional=optional, low=low, high=high
        )
        group = tuple(one.scalar for one in self.groups)
        return self.planner.across_slot(function, self.units, self.member, group, self.node.top, column)


def plan_cohort(planner: Planner, node: Cohort, setting: Setting) -> Planned:
    if not planner.facts.whole:
        return Planned(Rational(planner.scalars.constant(0)), planner.cause("cohort", planner.core.subject.name))
    found = _Comparison(planner, node, setting)
    if node.function == "own":
        return Planned(found.value.value, found.causes)
    if node.function in ("rank", "below"):
        first = 1 if node.function == "rank" else 0
        column = found.figure(node.function, first, MOST_SUBJECTS)
        return Planned(Rational(planner.scalars.given(column)), found.causes)
    figure = _of_all(planner, node, found)
    return Planned(figure.value, planner.first_of(found.group_causes, figure.causes))


def _of_all(planner: Planner, node: Cohort, found: _Comparison) -> Planned:
    """The same for all readers of a group."""
    s, units = planner.scalars, found.units
    denominator = found.value.number.denominator
    match node.function:
        case "count":
            return Planned(Rational(s.given(found.figure("count", 0, MOST_SUBJECTS))), planner.clear)
        case "total" | "top_total":
            return _total(planner, node, found)
        case "median":
            column = found.figure("median", 2 * units.low, 2 * units.high, optional=True)
            denominator *= 2
        case _:
            column = found.figure(node.function, units.low, units.high, optional=True)
    missing = planner.cause("missing", planner.core.subject.name)
    return Planned(Rational(s.given(column), denominator), s.case([(s.present(column), planner.clear)], missing))


def _total(planner: Planner, node: Cohort, found: _Comparison) -> Planned:
    s, units = planner.scalars, found.units
    denominator = found.value.number.denominator
    assert isinstance(node.type, Quantity)
    limit = node.limit * denominator // node.type.denominator
    column = found.figure(node.function, min(0, MOST_SUBJECTS * units.low), max(0, MOST_SUBJECTS * units.high))
    total = s.given(column)
    fits = s.all(s.compare(">=", total, s.constant(-limit)), s.compare("<=", total, s.constant(limit)))
    causes = planner.when(s.invert(fits), planner.cause("total_too_large", node.definition))
    return Planned(Rational(s.case([(fits, total)], s.constant(0)), denominator), causes)


def plan_sizes(planner: Planner, period: Period) -> tuple[tuple[Scalar, ...], tuple[str, ...]]:
    """The numbers of members and of those left out of each comparison in a period, and where these stand."""
    sizes: list[Scalar] = []
    names: list[str] = []
    for node in cohorts_of(planner.core) if planner.facts.whole else ():
        found = _Comparison(planner, node, Setting(period))
        base = Column(SLOT, f"{node.definition}_compared", INTEGER, low=0, high=MOST_SUBJECTS)
        for counted in (found.member, found.left_out):
            column = planner.across_slot("count", planner.scalars.constant(0), counted, (), node.top, base)
            sizes.append(planner.scalars.given(column))
        names.append(node.definition)
    return tuple(sizes), tuple(names)


HANDLERS: Mapping[type, Handler] = {Cohort: plan_cohort}
