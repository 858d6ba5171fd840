"""Rounding, splitting and decimal text against exact fractions, on random integers."""
from __future__ import annotations

import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rulelang.exact.decimals import read_decimal, read_units, write_decimal
from rulelang.exact.rounding import MODES, divide_rounded
from rulelang.exact.splitting import split

WIDE = st.integers(-(10**40), 10**40)
NARROW = st.integers(-60, 60)
DIVISORS = st.integers(-24, 24).filter(bool) | WIDE.filter(bool)


def rounded(exact: Fraction, mode: str) -> int:
    """Rounding as the modes are told in words, on the size of the number where they speak of distance from zero."""
    size, sign = abs(exact), -1 if exact < 0 else 1
    match mode:
        case "floor":
            return math.floor(exact)
        case "ceiling":
            return math.ceil(exact)
        case "up":
            return sign * math.ceil(size)
        case "down":
            return sign * math.floor(size)
        case "half_up":
            return sign * math.floor(size + Fraction(1, 2))
        case "half_down":
            return sign * math.ceil(size - Fraction(1, 2))
        case _:
            return round(exact)


@pytest.mark.parametrize("mode", MODES)
@given(numerator=NARROW | WIDE, denominator=DIVISORS)
def test_rounding_is_that_of_fractions(mode: str, numerator: int, denominator: int) -> None:
    assert divide_rounded(numerator, denominator, mode) == rounded(Fraction(numerator, denominator), mode)


@pytest.mark.parametrize("mode", MODES)
@given(half=st.integers(-200, 200))
def test_ties_are_rounded_as_the_mode_says(mode: str, half: int) -> None:
    assert divide_rounded(half, 2, mode) == rounded(Fraction(half, 2), mode)


@given(WIDE, st.dictionaries(st.text(max_size=4), st.integers(0, 10**20), min_size=1, max_size=12))
def test_a_split_adds_up_and_stays_within_one_unit_of_the_share(total: int, weights: dict[str, int]) -> None:
    parts = split(total, weights)

    if not any(weights.values()):
        assert parts is None
        return
    assert parts is not None
    assert sum(parts.values()) == total
    assert list(parts) == sorted(weights)
    for key, part in parts.items():
        assert abs(part - Fraction(total * weights[key], sum(weights.values()))) < 1


@given(WIDE, st.dictionaries(st.text(max_size=4), st.integers(0, 10), min_size=1, max_size=12), st.randoms())
def test_a_split_is_odd_and_knows_no_order(total: int, weights: dict[str, int], random: object) -> None:
    items = list(weights.items())
    random.shuffle(items)
    parts, mirrored = split(total, dict(items)), split(-total, weights)

    assert parts == split(total, weights)
    assert parts is None or mirrored == {key: -part for key, part in parts.items()}


@given(WIDE, st.integers(0, 18))
def test_a_decimal_is_read_as_it_was_written(units: int, digits: int) -> None:
    text = write_decimal(units, 10**digits)

    assert read_decimal(text) == (units, digits)
    assert read_units(text, 10**digits) == units
    assert Fraction(text) == Fraction(units, 10**digits)


@given(st.text(max_size=12) | st.text("0123456789.+-eE, \u0663", max_size=8))
def test_any_text_is_a_plain_decimal_or_nothing(text: str) -> None:
    found = read_decimal(text)

    if found is not None:
        assert text.isascii()
        assert Fraction(text) == Fraction(found[0], 10 ** found[1])


@given(NARROW, st.integers(0, 4), st.sampled_from([1, 3, 10, 12, 100, 10_000]))
def test_units_are_whole_or_the_exact_fraction(coefficient: int, digits: int, denominator: int) -> None:
    text = write_decimal(coefficient, 10**digits)

    units = read_units(text, denominator)

    assert units == Fraction(text) * denominator
    assert isinstance(units, int) == ((Fraction(text) * denominator).denominator == 1)
