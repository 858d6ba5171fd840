"""Rounded division in generated Python: one expression each, of integers, with a divisor of at least 1.

Python's `//` rounds down, also below zero. Every form here adds to the numerator what makes rounding down right.
"""
from __future__ import annotations


def rounded_down(numerator: str, divisor: str) -> str:
    return f"{numerator} // {divisor}"


def rounded_up(numerator: str, divisor: str) -> str:
    return f"-(-{numerator} // {divisor})"


def by_constant(numerator: str, divisor: int, mode: str, *, low: int, high: int) -> str:
    """A quotient by a constant; the numerator, written as a name, lies between low and high."""
    whole = _whole(numerator, str(divisor), mode, low=low, high=high)
    if whole is not None:
        return whole
    half = divisor // 2
    if divisor % 2:
        return f"({numerator} + {half}) // {divisor}"
    if mode == "half_even":
        return f"({numerator} + {half - 1} + ({numerator} // {divisor} & 1)) // {divisor}"
    away = mode == "half_up"
    if low >= 0 or high < 0:
        return f"({numerator} + {half if (low >= 0) == away else half - 1}) // {divisor}"
    return f"({numerator} + {half} - ({numerator} {'<' if away else '>='} 0)) // {divisor}"


def by_data(numerator: str, divisor: str, mode: str, *, low: int, high: int) -> str:
    """A quotient by data; numerator and divisor are names."""
    whole = _whole(numerator, divisor, mode, low=low, high=high)
    if whole is not None:
        return whole
    ties_down = {
        "half_even": f"({numerator} // {divisor} + 1 & 1)",
        "half_up": f"({numerator} < 0)",
        "half_down": f"({numerator} >= 0)",
    }[mode]
    return f"(2 * {numerator} + {divisor} - {ties_down}) // (2 * {divisor})"


def _whole(numerator: str, divisor: str, mode: str, *, low: int, high: int) -> str | None:
    """The modes that do not look for the nearest; None for those that do."""
    down, up = rounded_down(numerator, divisor), rounded_up(numerator, divisor)
    if mode == "floor":
        return down
    if mode == "ceiling":
        return up
    if mode not in ("up", "down"):
        return None
    above, below = (up, down) if mode == "up" else (down, up)
    if low >= 0:
        return above
    if high < 0:
        return below
    return f"({above} if {numerator} >= 0 else {below})"
