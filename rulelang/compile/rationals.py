"""Exact numbers over scalars: an integer over a constant and, for a quotient by data, over an integer that is data.

Nothing here rounds but `rounded`. The divisor that is data is at least 1: `divide` turns signs and stands 1 in for 0;
that a zero makes the value unknown is the planner's to say.
"""
from __future__ import annotations

import math
from fractions import Fraction

import attrs

from rulelang.compile.scalar_making import Scalars
from rulelang.compile.scalars import Scalar


@attrs.frozen(eq=False)
class Rational:
    """The value is `units` / (`denominator` * `divisor`); `divisor` None is 1."""

    units: Scalar
    denominator: int = 1
    divisor: Scalar | None = None


@attrs.frozen
class Rationals:
    """Arithmetic of one plan."""

    scalars: Scalars

    def constant(self, value: Fraction) -> Rational:
        return Rational(self.scalars.constant(value.numerator), value.denominator)

    def scaled(self, number: Rational, factor: int) -> Scalar:
        """The units times a constant."""
        return self.scalars.multiply(number.units, self.scalars.constant(factor))

    def common(self, left: Rational, right: Rational) -> tuple[Scalar, Scalar, int, Scalar | None]:
        """Both as units over one denominator and one divisor."""
        denominator = math.lcm(left.denominator, right.denominator)
        first = self.scaled(left, denominator // left.denominator)
        second = self.scaled(right, denominator // right.denominator)
        if left.divisor is right.divisor:
            return first, second, denominator, left.divisor
        if right.divisor is not None:
            first = self.scalars.multiply(first, right.divisor)
        if left.divisor is not None:
            second = self.scalars.multiply(second, left.divisor)
        return first, second, denominator, self._product(left.divisor, right.divisor)

    def _product(self, left: Scalar | None, right: Scalar | None) -> Scalar | None:
        if left is None or right is None:
            return left if right is None else right
        return self.scalars.multiply(left, right)

    def add(self, left: Rational, right: Rational) -> Rational:
        first, second, denominator, divisor = self.common(left, right)
        return Rational(self.scalars.add(first, second), denominator, divisor)

    def subtract(self, left: Rational, right: Rational) -> Rational:
        first, second, denominator, divisor = self.common(left, right)
        return Rational(self.scalars.subtract(first, second), denominator, divisor)

    def multiply(self, left: Rational, right: Rational) -> Rational:
        return self._reduced(
            self.scalars.multiply(left.units, right.units),
            left.denominator * right.denominator,
            self._product(left.divisor, right.divisor),
        )

    def divide(self, left: Rational, right: Rational) -> Rational:
        """left / right, where `is_zero(right)` does not hold; some harmless value where it does."""
        turned, divisor = self._as_divisor(right.units)
        units = self.scaled(left, right.denominator)
        if right.divisor is not None:
            units = self.scalars.multiply(units, right.divisor)
        if turned is not None:
            minus = self.scalars.subtract(self.scalars.constant(0), units)
            units = self.scalars.case([(turned, minus)], units)
        if divisor.is_constant:
            return self._reduced(units, left.denominator * divisor.low, left.divisor)
        return self._reduced(units, left.denominator, self._product(left.divisor, divisor))

    def _as_divisor(self, units: Scalar) -> tuple[Scalar | None, Scalar]:
        """When the sign turns (None: never), and the size, at least 1."""
        s = self.scalars
        if units.low >= 1:
            return None, units
        one, zero = s.constant(1), s.constant(0)
        minus = s.subtract(zero, units)
        if units.high <= -1:
            return s.truth(yes=True), minus
        size = s.case([(s.compare(">", units, zero), units), (s.compare("<", units, zero), minus)], one)
        turned = s.compare("<", units, zero)
        return (None if turned.is_constant else turned), size

    def is_zero(self, number: Rational) -> Scalar:
        return self.scalars.compare("=", number.units, self.scalars.constant(0))

    def _reduced(self, units: Scalar, denominator: int, divisor: Scalar | None) -> Rational:
        """Without the factor that the units and the denominator show in common."""
        shared = math.gcd(self.scalars.factor(units), denominator)
        return Rational(self.scalars.without(units, shared), denominator // shared, divisor)

    def compare(self, sign: str, left: Rational, right: Rational) -> Scalar:
        """By cross-multiplication; divisors are at least 1, so the sign stays."""
        first, second, _, _ = self.common(left, right)
        return self.scalars.compare(sign, first, second)

    def case(self, branches: list[tuple[Scalar, Rational]], otherwise: Rational) -> Rational:
        """The first value whose condition holds, all over one denominator (and divisor, chosen by the same case)."""
        s = self.scalars
        values = [value for _, value in branches] + [otherwise]
        denominator = math.lcm(*(v.denominator for v in values))
        units = [self.scaled(v, denominator // v.denominator) for v in values]
        divisors = {None if v.divisor is None else v.divisor.number for v in values}
        conditions = [condition for condition, _ in branches]
        chosen = s.case(zip(conditions, units[:-1], strict=True), units[-1])
        if len(divisors) == 1:
            return Rational(chosen, denominator, otherwise.divisor)
        each = [s.constant(1) if v.divisor is None else v.divisor for v in values]
        divisor = s.case(zip(conditions, each[:-1], strict=True), each[-1])
        return Rational(chosen, denominator, divisor)

    def rounded(self, number: Rational, denominator: int, mode: str) -> Rational:
        """Rounded to units of 1/denominator."""
        return Rational(self.in_units(number, denominator, mode), denominator)

    def in_units(self, number: Rational, denominator: int, mode: str = "half_even") -> Scalar:
        """The units of a value at a denominator; `mode` matters only where they would not be whole."""
        shared = math.gcd(number.denominator, denominator)
        units = self.scaled(number, denominator // shared)
        below = self.scalars.constant(number.denominator // shared)
        if number.divisor is not None:
            below = self.scalars.multiply(number.divisor, below)
        return self.scalars.round_division(units, below, mode)
