"""What a number of a spreadsheet was before it was stored: the shortest decimal that is stored the same way.

Spreadsheets keep numbers in binary and write them out with up to 17 digits: 33.3 comes as 33.299999999999997. Here
that is undone with integers alone; nothing is rounded to what a program wants.
"""
from __future__ import annotations

from decimal import Context, Decimal, InvalidOperation
from fractions import Fraction

MANTISSA_BITS = 53
# Decimals of this many digits are all stored differently; 17 are enough for every stored number.
SAFE_DIGITS, ALL_DIGITS = 15, 17
# Far beyond any amount, well inside what binary numbers can hold.
EXPONENT_MAX = 200
TEXT_MAX = 400


def shortest_decimal(text: str) -> str | None:
    """A number as it stands in a spreadsheet's file, `1.2E-3` or `33.299999999999997`, as a plain decimal: `0.0012`,
    `33.3`. None for what is no number, or none of any business."""
    if len(text) > TEXT_MAX or not text.isascii():
        return None
    try:
        value = Decimal(text.strip())
    except InvalidOperation:
        return None
    if not value.is_finite() or abs(value.adjusted()) > EXPONENT_MAX:
        return None
    if len(value.as_tuple().digits) > SAFE_DIGITS:
        value = _shortest(value)
    plain = format(value, "f")
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def _shortest(value: Decimal) -> Decimal:
    stored = _stored(value)
    rounded = (value.normalize(Context(prec=digits)) for digits in range(SAFE_DIGITS, ALL_DIGITS + 1))
    return next((each for each in rounded if _stored(each) == stored), value)


def _stored(value: Decimal) -> tuple[int, int]:
    """The nearest binary number, halves to even: a mantissa of 53 bits and the power of two it counts."""
    exact = Fraction(value)
    if not exact:
        return 0, 0
    power = abs(exact.numerator).bit_length() - exact.denominator.bit_length() - MANTISSA_BITS
    while abs(mantissa := round(exact / Fraction(2) ** power)) >= 1 << MANTISSA_BITS:
        power += 1
    return mantissa, power
