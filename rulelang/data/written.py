"""Values as plain text, the same in result files, keys and messages. Knows types, not which file they go to."""
from __future__ import annotations

import datetime
from fractions import Fraction

from rulelang.core.nodes import Quantity, Ratio, Type, in_own_currency
from rulelang.core.population import Value
from rulelang.exact.currencies import minor_digits
from rulelang.exact.decimals import decimal_digits, write_decimal
from rulelang.exact.durations import MOST


def written(value: Value | Fraction, type_: Type) -> str:
    """A known value as text: `1250.00`, `12.5%`, `yes`, `2025-04-01`, members of a set joined by `;`.

    A quantity is an int in units of its type's 1/denominator, a ratio a Fraction of its real value; what has no end as
    a decimal is written as a fraction, `1/3`. Money is written without its currency's code.
    """
    match value:
        case bool():
            return "yes" if value else "no"
        case int():
            return _quantity(value, type_)
        case Fraction():
            is_percent = isinstance(type_, Quantity | Ratio) and type_.kind == "percent"
            return f"{_shortest(value * 100)}%" if is_percent else _shortest(value)
        case datetime.date():
            return value.isoformat()
        case frozenset():
            return ";".join(sorted(value))
        case None:
            return ""
    return str(value)


def money_digits(type_: Quantity) -> int | None:
    """The decimals money is written with: those of its currency, or more where its type holds more. None where the
    type holds amounts without an end as a decimal."""
    held = decimal_digits(type_.denominator)
    return None if held is None else max(held, minor_digits(type_.currency or "") or 0)


def with_unit(units: int, type_: Quantity) -> str:
    """A quantity with what it is counted in, for messages: `1250.00 USD`."""
    text = written(units, type_)
    return f"{text} {type_.currency}" if type_.currency and not in_own_currency(type_) else text


def _quantity(units: int, type_: Type) -> str:
    if not isinstance(type_, Quantity):
        return str(units)
    digits = money_digits(type_) if type_.kind == "money" and not in_own_currency(type_) else None
    if digits is not None:
        return write_decimal(units * 10**digits // type_.denominator, 10**digits)
    if type_.kind in MOST and type_.denominator == 1:
        return f"{units} {type_.kind if units != 1 else type_.kind.removesuffix('s')}"
    if type_.kind == "percent":
        return f"{_shortest(Fraction(units * 100, type_.denominator))}%"
    return _shortest(Fraction(units, type_.denominator))


def _shortest(value: Fraction) -> str:
    """With no more decimals than it takes; a value without end is written as a fraction."""
    digits = decimal_digits(value.denominator)
    if digits is None:
        return f"{value.numerator}/{value.denominator}"
    return write_decimal(value.numerator * (10**digits // value.denominator), 10**digits)
