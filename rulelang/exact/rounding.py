"""Division of integers rounded to an integer, in the seven modes a program can write. Knows no units and no floats."""
from __future__ import annotations

from collections.abc import Callable

MODES = ("half_even", "half_up", "half_down", "up", "down", "floor", "ceiling")


def divide_rounded(numerator: int, denominator: int, mode: str) -> int:
    """The integer nearest to numerator / denominator by `mode`; a zero denominator raises ZeroDivisionError.

    half_up, half_down, up and down speak of distance from zero: 2.5 half_up is 3 and -2.5 half_up is -3.
    """
    if denominator < 0:
        numerator, denominator = -numerator, -denominator
    below, rest = divmod(numerator, denominator)
    if not rest:
        return below
    return below + _TAKES_NEXT[mode](below, 2 * rest - denominator)


# Each answers whether the integer above is taken instead of the one below, `below`. `past_half` is negative, zero or
# positive as the rest lies before, on or past the middle between the two.
_TAKES_NEXT: dict[str, Callable[[int, int], bool]] = {
    "half_even": lambda below, past_half: past_half > 0 or (past_half == 0 and below % 2 == 1),
    "half_up": lambda below, past_half: past_half > 0 or (past_half == 0 and below >= 0),
    "half_down": lambda below, past_half: past_half > 0 or (past_half == 0 and below < 0),
    "up": lambda below, _: below >= 0,
    "down": lambda below, _: below < 0,
    "floor": lambda _below, _past_half: False,
    "ceiling": lambda _below, _past_half: True,
}
