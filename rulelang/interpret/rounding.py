"""Rounding by its definition, on exact fractions. The reference: slow, and shares no formula with other engines."""
from __future__ import annotations

from fractions import Fraction

HALF = Fraction(1, 2)


def rounded(value: Fraction, denominator: int, mode: str) -> Fraction:
    """The multiple of 1/`denominator` that the mode chooses for a value: itself where it is one already."""
    if denominator % value.denominator == 0:
        return value
    scaled = value * denominator
    below = scaled.numerator // scaled.denominator
    rest = scaled - below
    return Fraction(below + _steps_up(below, rest, mode), denominator)


def _steps_up(below: int, rest: Fraction, mode: str) -> int:
    """1 to choose the integer above, 0 to stay at the one below; the value lies `rest` above it, strictly between."""
    toward_zero = int(below < 0)
    away_from_zero = 1 - toward_zero
    nearest = int(rest > HALF)
    tie = rest == HALF
    steps = {
        "floor": 0,
        "ceiling": 1,
        "down": toward_zero,
        "up": away_from_zero,
        "half_even": below % 2 if tie else nearest,
        "half_up": away_from_zero if tie else nearest,
        "half_down": toward_zero if tie else nearest,
    }
    return steps[mode]
