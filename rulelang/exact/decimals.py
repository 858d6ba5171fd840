"""Decimal text to integers and back, digit by digit. Knows no rounding, no locale and no exponents.

`read_decimal` is as strict as a ledger: ASCII digits, at most one point with digits on both sides, a sign in front.
Whatever else a spreadsheet may write (`1e5`, `1,250.00`, ` 5`, `.5`) is not a number here, so that nobody's reading of
it is guessed.
"""
from __future__ import annotations

import re
from fractions import Fraction

# Longer than any amount a program can hold (38 digits and 18 decimals), short enough that nothing takes long.
DIGITS_MAX = 200

_DECIMAL = re.compile(r"([+-]?)([0-9]+)(?:\.([0-9]+))?")


def read_decimal(text: str) -> tuple[int, int] | None:
    """`-12.50` as coefficient and number of decimals, (-1250, 2); None when the text is no plain decimal."""
    match = _DECIMAL.fullmatch(text)
    if match is None or len(text) > DIGITS_MAX:
        return None
    sign, whole, decimals = match.groups("")
    coefficient = int(whole + decimals)
    return -coefficient if sign == "-" else coefficient, len(decimals)


def read_units(text: str, denominator: int) -> int | Fraction | None:
    """A plain decimal in units of 1/`denominator`: an int when it is a whole number of them, else the exact Fraction.

    Trailing zeros are no digits: `12.500` is 1250 units of 1/100. None when the text is no plain decimal.
    """
    found = read_decimal(text)
    if found is None:
        return None
    coefficient, digits = found
    units, rest = divmod(coefficient * denominator, 10**digits)
    return units if not rest else Fraction(coefficient * denominator, 10**digits)


def decimal_digits(denominator: int) -> int | None:
    """How many decimals write every multiple of 1/`denominator` exactly; None when no number of them does (1/3)."""
    digits, power = 0, 1
    while power % denominator:
        if digits > denominator.bit_length():
            return None
        digits, power = digits + 1, power * 10
    return digits


def write_decimal(units: int, denominator: int) -> str:
    """Units of 1/`denominator`, a power of ten, as a plain decimal with all its digits: (-5, 100) is `-0.05`."""
    digits = decimal_digits(denominator)
    if digits is None or denominator != 10**digits:
        raise ValueError(f"{denominator} is no power of ten")
    text = str(abs(units)).rjust(digits + 1, "0")
    sign = "-" if units < 0 else ""
    return f"{sign}{text[:-digits]}.{text[-digits:]}" if digits else sign + text


def write_fraction(value: Fraction) -> str:
    """A value with the decimals it has: `12.5`; as a fraction where they do not end."""
    digits = decimal_digits(value.denominator)
    if digits is None:
        return f"{value.numerator}/{value.denominator}"
    return write_decimal(int(value * 10**digits), 10**digits)
