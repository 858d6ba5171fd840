"""What integers can come out of an operation, and what a condition says about the integers it compares.

Knows arithmetic of intervals only. A range is inclusive at both ends.
"""
from __future__ import annotations

from collections.abc import Iterator, Mapping

from rulelang.compile.scalars import INTEGER, Scalar, whole

Range = tuple[int, int]
Known = Mapping[int, Range]
"""Tighter ranges, by number of scalar, that hold where a branch is taken."""

ARITHMETIC = frozenset({"add", "subtract", "multiply", "round_division"})
OPPOSITE = {"<": ">=", "<=": ">", "=": "<>", "<>": "=", ">": "<=", ">=": "<"}
MIRRORED = {"<": ">", "<=": ">=", "=": "=", "<>": "<>", ">": "<", ">=": "<="}


def of_operation(operator: str, operands: list[Range]) -> Range:
    """The range of an arithmetic operation over ranges; round_division's divisor is at least 1."""
    (low, high), (other_low, other_high) = operands
    if operator == "add":
        return low + other_low, high + other_high
    if operator == "subtract":
        return low - other_high, high - other_low
    if operator == "multiply":
        corners = [x * y for x in (low, high) for y in (other_low, other_high)]
        return min(corners), max(corners)
    least = max(other_low, 1)
    down = low // least if low < 0 else low // max(other_high, 1)
    up = -(-high // least) if high > 0 else -(-high // max(other_high, 1))
    return down, up


def of_scalar(scalar: Scalar, known: Known) -> Range:
    """The range of an integer where `known` holds; never wider than the scalar's own."""
    return _of(scalar, known) if known else (scalar.low, scalar.high)


def _of(scalar: Scalar, known: Known) -> Range:
    """What stands inside is made before, so it has a smaller number; and what is made before all that is known can hold
    none of it. Not by calls inside calls: bands by the hundred stand deeper inside one another than calls may."""
    first = min(known)
    waiting, needed = [scalar], dict[int, Scalar]()
    while waiting:
        each = waiting.pop()
        if each.number >= first and each.number not in needed:
            needed[each.number] = each
            waiting.extend(_inside(each))
    found: dict[int, Range] = {}
    for number in sorted(needed):
        each = needed[number]
        low, high = _together(each, [found.get(x.number, (x.low, x.high)) for x in _inside(each)])
        tighter = known.get(number, (low, high))
        found[number] = max(low, tighter[0], each.low), min(high, tighter[1], each.high)
    return found.get(scalar.number, (scalar.low, scalar.high))


def _inside(scalar: Scalar) -> tuple[Scalar, ...]:
    """The integers that an integer is made of."""
    if scalar.operator in ARITHMETIC:
        return scalar.operands
    return (*scalar.operands[1::2], scalar.operands[-1]) if scalar.operator == "case" else ()


def _together(scalar: Scalar, ends: list[Range]) -> Range:
    if not ends:
        return scalar.low, scalar.high
    if scalar.operator in ARITHMETIC:
        return of_operation(scalar.operator, ends)
    return min(low for low, _ in ends), max(high for _, high in ends)


def of_case(branches: tuple[tuple[Scalar, Scalar], ...], otherwise: Scalar) -> Range:
    """The range of a case: each value where its condition holds and those before it do not.

    A branch whose range is empty cannot be taken and counts for nothing.
    """
    ends: list[Range] = []
    known: dict[int, Range] = {}
    for condition, value in branches:
        low, high = of_scalar(value, _with(known, condition, holds=True))
        if low <= high:
            ends.append((low, high))
        known = _with(known, condition, holds=False)
    low, high = of_scalar(otherwise, known)
    if low <= high or not ends:
        ends.append((low, high))
    return min(low for low, _ in ends), max(high for _, high in ends)


def _with(known: Known, condition: Scalar, *, holds: bool) -> dict[int, Range]:
    found = dict(known)
    for scalar, (low, high) in _learned(condition, holds=holds):
        before = found.get(scalar.number, (scalar.low, scalar.high))
        found[scalar.number] = max(before[0], low), min(before[1], high)
    return found


def _learned(condition: Scalar, *, holds: bool) -> Iterator[tuple[Scalar, Range]]:
    """The scalars that a condition bounds, when it holds or when it does not."""
    if condition.operator == "not":
        yield from _learned(condition.operands[0], holds=not holds)
    elif condition.operator == ("all" if holds else "any"):
        for item in condition.operands:
            yield from _learned(item, holds=holds)
    elif condition.operator == "compare" and condition.operands[0].kind == INTEGER:
        left, right = condition.operands
        sign = str(condition.payload) if holds else OPPOSITE[str(condition.payload)]
        yield left, _bounded(sign, left, right)
        if not right.is_constant:
            yield right, _bounded(MIRRORED[sign], right, left)


def _bounded(sign: str, left: Scalar, right: Scalar) -> Range:
    low, high = left.low, left.high
    if sign in ("<", "<=", "="):
        high = min(high, right.high - (sign == "<"))
    if sign in (">", ">=", "="):
        low = max(low, right.low + (sign == ">"))
    return low, high


def decided(sign: str, left: Range, right: Range) -> bool | None:
    """Whether a comparison of two ranges comes out the same for all their members."""
    if left[1] < right[0]:
        return sign in ("<", "<=", "<>")
    if left[0] > right[1]:
        return sign in (">", ">=", "<>")
    if left[1] == right[0] and sign in ("<=", ">"):
        return sign == "<="
    if left[0] == right[1] and sign in (">=", "<"):
        return sign == ">="
    if left[0] == left[1] == right[0] == right[1]:
        return sign in ("=", "<=", ">=")
    return None


def constant_of(scalar: Scalar) -> int | None:
    return whole(scalar) if scalar.is_constant and scalar.kind == INTEGER else None
