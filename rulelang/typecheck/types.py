"""The arithmetic of types: which kinds combine, at what scale, within what range. Knows no syntax and no names.

A kind is count, number, percent, points, money or share; `share` is the quotient of like by like, which takes the kind
of its reader (number or percent). Every function returns a type, or the name of the finding that forbids it.
"""
from __future__ import annotations

import math
from collections.abc import Iterable
from fractions import Fraction
from typing import TypeGuard

import attrs

from rulelang.core.nodes import Quantity, Ratio, Type
from rulelang.exact.currencies import minor_digits
from rulelang.frozen import frozen

DIGITS_MAX = 38
"""Coefficients stay below 10^38: the widest exact integer that every engine has."""
LIMIT = 10**DIGITS_MAX - 1
AMOUNT_MAX = 10**15
"""Units of one amount in data, unless bounds are declared."""
RATE_MAX = 10**12
"""Units of one percent in data: 10^6 times the whole."""
TOTAL_MAX = 10**18
"""Units of a total or count over one subject's records; checked when it is made."""
ORDINARY_DENOMINATORS = {"number": 10**6, "percent": 10**6, "points": 10**6}
"""Units in which a kind is written; money in its currency's minor units, a count in ones."""
CONSTANT_DENOMINATOR_MAX = 10**18
"""A quotient by constants is exact while the common multiple of their values stays below this."""

Numeric = Quantity | Ratio
LIKE_NUMBER = ("count", "number", "share")


@frozen
class Clash:
    """Two kinds that do not go together; `finding` is the catalogue's name for it."""

    finding: str


def is_numeric(kind: Type | None) -> TypeGuard[Numeric]:
    """Whether a value can be computed with."""
    return isinstance(kind, (Quantity, Ratio))


def proved(found: Type | Clash) -> Numeric:
    """The type of arithmetic that the checker has allowed already."""
    assert isinstance(found, (Quantity, Ratio))
    return found


def proved_quantity(found: Type | Clash) -> Quantity:
    """The same for arithmetic whose parts are quantities, so that no data divides."""
    assert isinstance(found, Quantity)
    return found


def quantity_of(value: Fraction, kind: str, denominator: int, currency: str | None = None) -> Quantity:
    """The type of one exact value."""
    units = value * denominator
    return Quantity(kind, denominator, int(units), int(units), currency)


def rescaled(quantity: Quantity, denominator: int) -> Quantity:
    """The same range in units of a finer denominator (a multiple of its own)."""
    factor = denominator // quantity.denominator
    return attrs.evolve(
        quantity, denominator=denominator, low=quantity.low * factor, high=quantity.high * factor
    )


def fits(kind: Numeric) -> bool:
    """Whether every coefficient stays within 38 digits."""
    parts = (kind,) if isinstance(kind, Quantity) else (kind.numerator, kind.denominator)
    return all(p.low >= -LIMIT and p.high <= LIMIT for p in parts)


def joined_kind(left: Numeric, right: Numeric) -> tuple[str, str | None] | Clash:
    """The kind in which two values can be added or compared."""
    kinds = {left.kind, right.kind}
    if kinds == {"money"}:
        return ("money", left.currency) if left.currency == right.currency else Clash("currencies-differ")
    if len(kinds) == 1:
        return left.kind, None
    if kinds <= {"count", "number"}:
        return "number", None
    if "share" in kinds and kinds <= {"share", "number", "percent", "count"}:
        return ("percent" if "percent" in kinds else "number"), None
    return Clash("kinds-differ")


def added(left: Numeric, right: Numeric, *, subtract: bool = False) -> Numeric | Clash:
    """The type of a sum or a difference: at the scale of both, with the range that the two ranges leave."""
    joined = joined_kind(left, right)
    if isinstance(joined, Clash):
        return joined
    kind, currency = joined
    if isinstance(left, Quantity) and isinstance(right, Quantity):
        return _add_quantities(left, right, kind, currency, subtract)
    a, b = as_ratio(left), as_ratio(right)
    top = _add_quantities(
        _times(a.numerator, b.denominator), _times(b.numerator, a.denominator), kind, currency, subtract
    )
    return Ratio(kind, top, _times(a.denominator, b.denominator), currency)


def _add_quantities(left: Quantity, right: Quantity, kind: str, currency: str | None, subtract: bool) -> Quantity:
    denominator = math.lcm(left.denominator, right.denominator)
    a, b = rescaled(left, denominator), rescaled(right, denominator)
    if subtract:
        return Quantity(kind, denominator, a.low - b.high, a.high - b.low, currency)
    return Quantity(kind, denominator, a.low + b.low, a.high + b.high, currency)


def _times(left: Quantity, right: Quantity, kind: str = "number", currency: str | None = None) -> Quantity:
    corners = [x * y for x in (left.low, left.high) for y in (right.low, right.high)]
    return Quantity(kind, left.denominator * right.denominator, min(corners), max(corners), currency)


def as_ratio(kind: Numeric) -> Ratio:
    """A quantity as a quotient by one."""
    if isinstance(kind, Ratio):
        return kind
    return Ratio(kind.kind, kind, Quantity("number", 1, 1, 1), kind.currency)


def _product_kind(left: Numeric, right: Numeric) -> tuple[str, str | None] | Clash:
    for one, other in ((left, right), (right, left)):
        if one.kind == "percent":
            return ("number" if other.kind == "count" else other.kind), other.currency
    for one, other in ((left, right), (right, left)):
        if one.kind in LIKE_NUMBER:
            if other.kind in LIKE_NUMBER:
                return ("count" if one.kind == other.kind == "count" else "number"), None
            return other.kind, other.currency
    return Clash("product-has-no-kind")


def multiplied(left: Numeric, right: Numeric) -> Numeric | Clash:
    """The type of a product: its scale is the product of the scales."""
    kind = _product_kind(left, right)
    if isinstance(kind, Clash):
        return kind
    if isinstance(left, Quantity) and isinstance(right, Quantity):
        return _times(left, right, *kind)
    a, b = as_ratio(left), as_ratio(right)
    return Ratio(kind[0], _times(a.numerator, b.numerator, *kind), _times(a.denominator, b.denominator), kind[1])


def _quotient_kind(left: Numeric, right: Numeric) -> tuple[str, str | None] | Clash:
    if left.kind == "money" and right.kind == "money":
        return ("share", None) if left.currency == right.currency else Clash("currencies-differ")
    if left.kind == right.kind or (left.kind in LIKE_NUMBER and right.kind in LIKE_NUMBER):
        return "share", None
    if right.kind in (*LIKE_NUMBER, "percent"):
        return ("number" if left.kind == "count" else left.kind), left.currency
    return Clash("quotient-has-no-kind")


def divided(left: Numeric, right: Numeric, constants: tuple[Fraction, ...] | None) -> Numeric | Clash:
    """`constants` are all values the divisor can have, when it is made of literals and parameters only."""
    kind = _quotient_kind(left, right)
    if isinstance(kind, Clash):
        return kind
    if constants is not None and 0 in constants:
        return Clash("division-by-zero")
    if constants is not None and isinstance(left, Quantity):
        exact = _divided_by_constants(left, constants, *kind)
        if exact is not None:
            return exact
    a, b = as_ratio(left), as_ratio(right)
    return Ratio(kind[0], _times(a.numerator, b.denominator, *kind), _times(a.denominator, b.numerator), kind[1])


def _divided_by_constants(
    left: Quantity, constants: tuple[Fraction, ...], kind: str, currency: str | None
) -> Quantity | None:
    denominator = math.lcm(*(left.denominator * abs(c.numerator) for c in constants))
    if denominator > CONSTANT_DENOMINATOR_MAX:
        return None
    corners = [Fraction(x, left.denominator) / c * denominator for x in (left.low, left.high) for c in constants]
    return Quantity(kind, denominator, math.floor(min(corners)), math.ceil(max(corners)), currency)


def one_of(kinds: Iterable[Numeric]) -> Numeric | Clash:
    """The type of a value that is one of several: branches of a case, the higher of two."""
    found: Numeric | None = None
    for kind in kinds:
        if found is None:
            found = kind
            continue
        joined = joined_kind(found, kind)
        if isinstance(joined, Clash):
            return joined
        found = _either(found, kind, *joined)
    assert found is not None
    return found


def _either(left: Numeric, right: Numeric, kind: str, currency: str | None) -> Numeric:
    if isinstance(left, Quantity) and isinstance(right, Quantity):
        return _span_both(left, right, kind, currency)
    a, b = as_ratio(left), as_ratio(right)
    return Ratio(
        kind, _span_both(a.numerator, b.numerator, kind, currency), _span_both(a.denominator, b.denominator, "number"),
        currency,
    )


def _span_both(left: Quantity, right: Quantity, kind: str, currency: str | None = None) -> Quantity:
    denominator = math.lcm(left.denominator, right.denominator)
    a, b = rescaled(left, denominator), rescaled(right, denominator)
    return Quantity(kind, denominator, min(a.low, b.low), max(a.high, b.high), currency)


def extreme_of(which: str, kinds: Iterable[Type], joined: Quantity) -> Quantity:
    """The higher of several is at least the highest of their lowest values; the lower the other way round."""
    items = [rescaled(kind, joined.denominator) for kind in kinds if isinstance(kind, Quantity)]
    if not items:
        return joined
    if which == "higher":
        return attrs.evolve(joined, low=max(item.low for item in items), high=max(item.high for item in items))
    return attrs.evolve(joined, low=min(item.low for item in items), high=min(item.high for item in items))


def rounded(value: Numeric, denominator: int) -> Quantity:
    """The type after rounding to units of 1/denominator. A divisor by data is at least one unit of its own away from
    zero, or the value is unknown."""
    if isinstance(value, Quantity):
        low, high = Fraction(value.low, value.denominator), Fraction(value.high, value.denominator)
    else:
        top = Fraction(max(abs(value.numerator.low), abs(value.numerator.high)), value.numerator.denominator)
        nearest = 1 if value.denominator.low <= 0 <= value.denominator.high else min(
            abs(value.denominator.low), abs(value.denominator.high)
        )
        high = top / Fraction(nearest, value.denominator.denominator)
        low = Fraction(0) if value.numerator.low >= 0 and value.denominator.low >= 0 else -high
    return Quantity(
        value.kind, denominator, math.floor(low * denominator), math.ceil(high * denominator), value.currency
    )


def within(kind: Type | None, high: Fraction) -> Type | None:
    """The type of a value that is known to lie between 0 and `high`."""
    if not isinstance(kind, Quantity):
        return kind
    return attrs.evolve(kind, low=max(kind.low, 0), high=min(kind.high, math.ceil(high * kind.denominator)))


def total_of(row: Quantity) -> Quantity:
    """The type of a total over one subject's records."""
    limit = total_limit(row)
    low = 0 if row.low >= 0 else -limit
    high = 0 if row.high <= 0 else limit
    return attrs.evolve(row, low=low, high=high)


def median_of(row: Quantity) -> Quantity:
    """The type of a median: half the sum of two, so in halves of the units; that of counts is a number."""
    kind = "number" if row.kind == "count" else row.kind
    return Quantity(kind, row.denominator * 2, row.low * 2, row.high * 2, row.currency)


def total_limit(row: Quantity) -> int:
    """10^18 of the smallest units in which values of the kind are written, in units of this type: a total of products
    has more digits after the point, not fewer before it."""
    if row.kind == "money":
        ordinary = minor_units(row.currency)
    else:
        ordinary = ORDINARY_DENOMINATORS.get(row.kind, 1)
    return TOTAL_MAX * row.denominator // ordinary


def minor_units(currency: str | None) -> int:
    """How many of its smallest unit a currency's unit has: 100 for USD, 1 for JPY."""
    units: int = 10 ** (minor_digits(currency or "") or 0)
    return units


def read_as(kind: str, value: Numeric) -> Numeric:
    """A share takes the kind of its reader; a count read as a number is one."""
    if value.kind == kind:
        return value
    if isinstance(value, Ratio):
        return attrs.evolve(value, kind=kind, numerator=attrs.evolve(value.numerator, kind=kind))
    return attrs.evolve(value, kind=kind)
