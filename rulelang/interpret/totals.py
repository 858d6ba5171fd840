"""Sums of exact amounts. Knows nothing that is unknown."""
from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction


def total_of(values: Sequence[Fraction]) -> Fraction:
    """The sum. What counts in the same part of one is added in whole numbers: a sum of two fractions looks for their
    common divisor, and most amounts of a program are cents."""
    if len(values) == 1:
        return values[0]
    parts: dict[int, int] = {}
    for value in values:
        parts[value.denominator] = parts.get(value.denominator, 0) + value.numerator
    first, *others = [Fraction(count, part) for part, count in parts.items()] or [Fraction(0)]
    return sum(others, first)
