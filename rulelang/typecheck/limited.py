"""The floors and caps of an incentive, each over the unit it names, as the few nodes of the core.

A limit over a shorter unit than the measured one acts on what the amount has grown by in each such unit; one over a
longer unit on the sum of what the measured periods came to, as they are paid, to date. The checker makes it of parts
that have a type and lowering of the parts themselves, so the two cannot differ. Nothing is reported.
"""
from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction

import attrs

from rulelang.core import nodes as core
from rulelang.exact.calendar import MONTHS_IN
from rulelang.frozen import frozen
from rulelang.names.clauses import first_of
from rulelang.names.limits import Limit, Limits, limits_of
from rulelang.names.resolved import Rules
from rulelang.source import Span
from rulelang.syntax import nodes
from rulelang.typecheck import types
from rulelang.typecheck.changes_inside import measured_over
from rulelang.typecheck.payable import Parts, amount_of, choice, no_less_than_nothing, nothing, shared, test

Rounding = Callable[[core.Expression], core.Expression]
NUMBER = core.Quantity("number", 1, 0, 1)


@frozen(eq=False)
class Limiting:
    """An incentive's rules, and what its amount is made of. `share` gives the part that a cut unit is, where figures
    are prorated, also where a first day of the subject does so (`by_first_day`); `there` makes nothing of what is for
    periods before that day."""

    rules: Rules
    parts: Parts
    share: Callable[[str], core.PeriodShare | None]
    there: Rounding = lambda amount: amount
    by_first_day: bool = False

    @property
    def measured(self) -> str:
        return measured_over(self.rules) or "year"

    def amount(self) -> core.Expression:
        """What is earned for a measured period so far, under every limit over no longer a unit."""
        found = amount_of(self.parts)
        limits = [each for each in self._all() if MONTHS_IN[each.unit] <= MONTHS_IN[self.measured]]
        for each in limits:
            if each.unit == self.measured:
                found = self._bounded(each, found)
                continue
            grown = self._gained(self.measured, found, each.span, "grown")
            found = self._over(
                each.unit, self.measured, self.there(self._bounded(each, grown)), each.span, "by unit"
            )
        return found

    def to_date(
        self, earned: core.Expression, rounding: Rounding, allowed: core.Expression | None = None
    ) -> core.Expression:
        """What is paid for a measured period of what was `earned`, under every limit over a longer unit. A floor is
        paid where in one of the measured periods it was `allowed`, None for always."""
        for each in self._all():
            if MONTHS_IN[each.unit] > MONTHS_IN[self.measured]:
                earned = self._limited(each, earned, rounding, allowed)
        return earned

    # ---------------------------------------------------------------------------------------- one unit

    def _all(self) -> tuple[Limits, ...]:
        return limits_of(self.parts.clauses, self.measured)

    def _limited(
        self, limits: Limits, earned: core.Expression, rounding: Rounding, allowed: core.Expression | None
    ) -> core.Expression:
        """The growth of the sum to date that a longer unit leaves."""
        span = limits.span
        summed = self._over(self.measured, limits.unit, earned, span, "to date")
        bounded = self.there(rounding(self._bounded(limits, summed, self._ever(allowed, limits))))
        gained = self._gained(limits.unit, bounded, span, "gained")
        return choice([*self._certain(limits, earned)], gained, span, "limited")

    def _bounded(
        self, limits: Limits, amount: core.Expression, allowed: core.Expression | None = None
    ) -> core.Expression:
        """At least the floor, where that is paid, then at most the cap, which is never less than nothing: a part of
        sales that were all returned leaves nothing to pay and makes nobody owe."""
        if limits.floor is not None:
            least, span = self._figure(limits.floor, limits.unit), limits.floor.span
            too_little = test("less", amount, least, span)
            if allowed is not None:
                too_little = core.Logic("all", (allowed, too_little), 0, core.Truth(), span)
            amount = choice([(too_little, least)], amount, span, "floor")
        if limits.cap is not None:
            most = no_less_than_nothing(self._figure(limits.cap, limits.unit))
            amount = choice([(test("more", amount, most, limits.cap.span), most)], amount, limits.cap.span, "cap")
        return amount

    def _ever(self, allowed: core.Expression | None, limits: Limits) -> core.Expression | None:
        """Whether one of the measured periods so far allowed anything to be paid."""
        if allowed is None or limits.floor is None:
            return None
        span = limits.floor.span
        one, none = (core.Literal(Fraction(n), attrs.evolve(NUMBER, low=n, high=n), span) for n in (1, 0))
        counted = self._over(self.measured, limits.unit, choice([(allowed, one)], none, span), span, "")
        return test("more", counted, none, span)

    def _certain(
        self, limits: Limits, earned: core.Expression
    ) -> Iterator[tuple[core.Expression, core.Expression]]:
        """When nothing is paid whatever came to be unknown before: the cap is reached by what is known, or nothing is
        earned. Only under a figure that is the same all the time, and where nothing earned is taken back."""
        kind = types.proved(earned.type)
        if limits.cap is None or limits.floor is not None or not isinstance(kind, core.Quantity) or kind.low < 0:
            return
        cap, said = self._figure(limits.cap, limits.unit), first_of(nodes.VersionChange, self.rules.clauses)
        if not _is_constant(cap) or (said is not None and said.kind == "end"):
            return
        span, none = limits.cap.span, nothing(earned)
        known = core.OrElse(earned, none, kind, span)
        reached = test("at_least", self._over(self.measured, limits.unit, known, span, ""), cap, span)
        one, zero = (core.Literal(Fraction(n), attrs.evolve(NUMBER, low=n, high=n), span) for n in (1, 0))
        before = self._gained(limits.unit, choice([(reached, one)], zero, span), span, "", part="before")
        yield test("more", before, zero, span), none
        is_known = core.Known(earned, core.Truth(), span)
        yield core.Logic("all", (is_known, test("equal", earned, none, span)), 0, core.Truth(), span), none

    # ---------------------------------------------------------------------------------------- nodes

    def _figure(self, limit: Limit, unit: str) -> core.Expression:
        """A floor or a cap: in a cut unit a part of it, where they are prorated."""
        return shared(self.parts.of(limit.value), self.share(unit))

    def _over(self, unit: str, inside: str, value: core.Expression, span: Span, step: str) -> core.OverUnits:
        """The sum of a value over the units inside a longer one, of which there may be fewer at its edges."""
        kind = whole = types.proved(value.type)
        for _ in range(MONTHS_IN[inside] // MONTHS_IN[unit] - 1):
            whole = types.proved(types.added(whole, kind))
        either = types.proved(types.one_of([kind, whole]))
        prorated = self.rules.edges == "prorated"
        return core.OverUnits(
            unit, value, self.rules.stop, prorated, either, span, step, self.parts.owner, self.by_first_day
        )

    def _gained(
        self, unit: str, value: core.Expression, span: Span, step: str, part: str = "gained"
    ) -> core.GainedIn:
        kind = types.proved(value.type)
        grown = types.proved(types.added(kind, kind, subtract=True)) if part == "gained" else kind
        either = types.proved(types.one_of([kind, grown]))
        return core.GainedIn(
            unit, value, self.rules.start, self.rules.stop, self.rules.edges == "prorated", part, either, span, step,
            self.parts.owner, self.by_first_day,
        )


def _is_constant(figure: core.Expression) -> bool:
    """Whether a figure is the same in every period: it reads nothing of anybody."""
    match figure:
        case core.Literal() | core.PeriodShare():
            return True
        case core.ParameterValue(day=day):
            return isinstance(day, core.AtPeriodEnd | core.OnDate)
        case core.Arithmetic(left=left, right=right):
            return _is_constant(left) and _is_constant(right)
    return False
