"""Amounts that bring their currency: `1250.00 EUR` in one cell gives the amount and, beside it, the currency.

The digits are held to those of the currency that stands there. Knows no fields and no files.
"""
from __future__ import annotations

import re
from fractions import Fraction

from rulelang.core.nodes import Quantity
from rulelang.data.refusal import Cell, Refusal
from rulelang.data.written import written
from rulelang.exact.currencies import minor_digits
from rulelang.exact.decimals import read_units

NO_CURRENCY = Refusal("cell-not-a-currency")
UNCLEAR = Refusal("cell-without-currency")
ANY_CURRENCY = "EUR"
"""The currency of an example where nothing says which."""
_NUMBER_AND_CODE = re.compile(r"(-?[0-9]+(?:\.[0-9]+)?) ?([A-Z]{3})?")


def parted(text: str) -> tuple[str, str]:
    """The digits of an amount and the code after them; no code where none is there."""
    if text[-4:-3] == " " and text[-3:].isascii() and text[-3:].isalpha():
        return text[:-4], text[-3:]
    return text, ""


def amount_meant(text: str, currency: str) -> str:
    """What may be meant by the text of a cell, as it is written: its number in the currency it says or, without one, in
    another; some number where it has none that fits."""
    found = _NUMBER_AND_CODE.fullmatch(text.strip())
    code = found[2] if found and minor_digits(found[2] or "") is not None else currency
    digits = minor_digits(code) or 0
    if found and isinstance(read_units(found[1], 10**digits), int):
        return f"{found[1]} {code}"
    return f"{'1250.000'[: 5 + digits] if digits else '1250'} {code}"


def own_amount(text: str, type_: Quantity) -> Cell:
    """The amount of a cell in units of its type."""
    amount, code = parted(text)
    digits = minor_digits(code)
    if digits is None:
        return NO_CURRENCY if code else UNCLEAR
    units: int | Fraction | None = read_units(amount, 10**digits)
    if units is None:
        return UNCLEAR
    if isinstance(units, Fraction):
        return Refusal("cell-too-many-decimals", {"digits": str(digits), "currency": code}, "own")
    found: int = units * (type_.denominator // 10**digits)
    if not type_.low <= found <= type_.high:
        ends = {"low": written(type_.low, type_), "high": written(type_.high, type_)}
        return Refusal("cell-out-of-range", ends, "own")
    return found


def currency_beside(text: str) -> Cell:
    """The currency of such a cell. What is wrong with the cell is said of its amount, and not again of this."""
    return parted(text)[1] or None
