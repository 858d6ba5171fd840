"""The numbers people argue about, one by one."""
from __future__ import annotations

import pytest

from rulelang.exact.countries import country_codes, is_country
from rulelang.exact.currencies import currency_codes, minor_digits
from rulelang.exact.decimals import DIGITS_MAX, decimal_digits, read_decimal, read_units, write_decimal
from rulelang.exact.rounding import MODES, divide_rounded
from rulelang.exact.splitting import split


@pytest.mark.parametrize(
    ("mode", "expected"),
    [
        ("half_even", (-4, -2, -2, 0, 0, 2, 2, 4)),
        ("half_up", (-4, -3, -2, -1, 1, 2, 3, 4)),
        ("half_down", (-3, -2, -1, 0, 0, 1, 2, 3)),
        ("up", (-4, -3, -2, -1, 1, 2, 3, 4)),
        ("down", (-3, -2, -1, 0, 0, 1, 2, 3)),
        ("floor", (-4, -3, -2, -1, 0, 1, 2, 3)),
        ("ceiling", (-3, -2, -1, 0, 1, 2, 3, 4)),
    ],
)
def test_halves_by_mode(mode: str, expected: tuple[int, ...]) -> None:
    assert tuple(divide_rounded(half, 2, mode) for half in (-7, -5, -3, -1, 1, 3, 5, 7)) == expected


@pytest.mark.parametrize("mode", MODES)
def test_what_divides_evenly_is_not_rounded_and_nothing_divides_by_zero(mode: str) -> None:
    assert divide_rounded(-84, 12, mode) == -7
    assert divide_rounded(84, -12, mode) == -7
    with pytest.raises(ZeroDivisionError):
        divide_rounded(1, 0, mode)


def test_the_largest_remainders_get_the_cents_left_over() -> None:
    assert split(100, {"a": 1, "b": 1, "c": 1}) == {"a": 34, "b": 33, "c": 33}
    assert split(-100, {"a": 1, "b": 1, "c": 1}) == {"a": -34, "b": -33, "c": -33}
    assert split(10, {"a": 1, "b": 5, "c": 0}) == {"a": 2, "b": 8, "c": 0}
    assert split(1, {"b": 1, "a": 1}) == {"a": 1, "b": 0}
    assert split(0, {"a": 3}) == {"a": 0}
    assert split(5, {"a": 0, "b": 0}) is None
    assert split(5, {}) is None
    with pytest.raises(ValueError, match="zero or more"):
        split(5, {"a": -1, "b": 2})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1250.00", (125000, 2)),
        ("-0.05", (-5, 2)),
        ("+7", (7, 0)),
        ("007", (7, 0)),
        ("1e5", None),
        ("1,250.00", None),
        (" 5", None),
        ("5 ", None),
        (".5", None),
        ("5.", None),
        ("", None),
        ("-", None),
        ("--5", None),
        ("٣", None),
        ("5\n", None),
        ("1_000", None),
        ("0x10", None),
        ("nan", None),
        ("9" * (DIGITS_MAX + 1), None),
    ],
)
def test_plain_decimals(text: str, expected: tuple[int, int] | None) -> None:
    assert read_decimal(text) == expected


def test_units_of_a_denominator() -> None:
    assert read_units("12.500", 100) == 1250
    assert read_units("12.345", 100) not in (1234, 1235)
    assert read_units("x", 100) is None
    assert [decimal_digits(d) for d in (1, 2, 8, 10, 100, 125, 3, 12)] == [0, 1, 3, 1, 2, 3, None, None]
    assert [write_decimal(units, 100) for units in (0, 5, -5, 100)] == ["0.00", "0.05", "-0.05", "1.00"]
    assert write_decimal(-12345, 100) == "-123.45"
    assert write_decimal(-7, 1) == "-7"
    with pytest.raises(ValueError, match="power of ten"):
        write_decimal(1, 12)


def test_minor_units_of_currencies() -> None:
    expected = {"USD": 2, "JPY": 0, "CLP": 0, "IQD": 3, "LBP": 2, "KWD": 3, "CLF": 4, "COP": 2, "BRL": 2, "BGN": 2}

    assert {code: minor_digits(code) for code in expected} == expected
    assert [minor_digits(code) for code in ("usd", "XAU", "XXX", "", "US")] == [None] * 5
    assert len(currency_codes()) == 165 + 6


def test_countries() -> None:
    assert all(is_country(code) for code in ("NO", "US", "BR", "CO", "MX", "GB", "CA"))
    assert not any(is_country(code) for code in ("no", "UK", "EU", "XK", "USA", "", " NO"))
    assert len(country_codes()) == 249
