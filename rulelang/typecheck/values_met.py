"""Values of readings that meet simple tests at once: an example of them, or the proof that there is none.

A count is whole and never below zero, money has its cents, an enumeration its members: so `seats < 5` and `seats > 4`
leave nothing between. Every reading is looked at by itself; how one depends on another is not asked.
"""
from __future__ import annotations

import datetime
import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction
from typing import Union

from rulelang.core import nodes as core
from rulelang.diagnostics.phrase import Phrase, Told, phrase
from rulelang.exact.countries import country_codes
from rulelang.frozen import frozen
from rulelang.source import Span
from rulelang.syntax import nodes
from rulelang.typecheck import types
from rulelang.typecheck.apart import Test
from rulelang.typecheck.as_written import number_words
from rulelang.typecheck.constants import literal_value

TypeOf = Callable[[object], core.Type | None]
"""What a reading is; of a ladder its tiers."""
Point = Union[Fraction, datetime.date, None]
PointOf = Callable[[object], Point]
"""The number or the day that something is compared with; None where it is not known here."""
BELOW = {"<": False, "before": False, "<=": True, "on_or_before": True, "is": True}
ABOVE = {">": False, "after": False, ">=": True, "on_or_after": True, "is": True}
FINE = 10**6
"""Units in which an example of a quotient by data is looked for."""
DAYS = core.Quantity("count", 1, datetime.date.min.toordinal(), datetime.date.max.toordinal())


@frozen
class NoValue:
    """Nothing meets the tests."""


@frozen
class NotKnown:
    """Whether anything meets them is not known here."""


Found = Union[Fraction, datetime.date, bool, str, frozenset[str], NoValue, NotKnown]


def written_point(node: object) -> Point:
    """A number or a day as it is written."""
    return node.value if isinstance(node, nodes.Date) else literal_value(node)


def nothing_meets(tests: Sequence[Test], kind: core.Type | None) -> bool:
    """Whether no value of one reading meets some tests, by what is written."""
    return isinstance(_value(tests, kind, written_point), NoValue)


def example_of(tests: Sequence[Test], type_of: TypeOf, point: PointOf) -> Phrase | None:
    """A value for each reading, so that all tests hold: "`seats` 50, `country` CO". None where one is not known."""
    groups: list[tuple[object, list[Test]]] = []
    for test in tests:
        group = next((about for reading, about in groups if reading == test.reading), None)
        if group is None:
            groups.append((test.reading, [test]))
        else:
            group.append(test)
    parts: dict[str, Told] = {}
    for number, (reading, about) in enumerate(groups):
        kind = type_of(reading)
        value = _value(about, kind, point)
        span = getattr(reading, "span", None)
        if isinstance(value, (NoValue, NotKnown)) or not isinstance(span, Span):
            return None
        parts |= {f"name{number}": " ".join(span.text.split()), f"value{number}": _told(value, kind, about)}
    pairs = ", ".join(f"`{{name{number}}}` {{value{number}}}" for number in range(len(groups)))
    return Phrase(pairs, parts) if groups else None


def _told(value: object, kind: core.Type | None, tests: Iterable[Test]) -> Told:
    """As it would be written; of like by like as what it is compared with is."""
    if types.is_numeric(kind) and kind.kind == "share" and any(isinstance(t.other, nodes.Percent) for t in tests):
        kind = core.Quantity("percent", 1, 0, 0)
    match value:
        case bool():
            return phrase("yes" if value else "no")
        case Fraction():
            return number_words(value, kind if isinstance(kind, core.Quantity) else core.Quantity("number", 1, 0, 0))
        case frozenset():
            return f"({', '.join(sorted(value))})"
    return str(value)


def _value(tests: Sequence[Test], kind: core.Type | None, point: PointOf) -> Found:
    """A value that meets all of some tests about one reading."""
    asked = [test for test in tests if test.operator != "known"]
    if any(test.operator == "unknown" for test in asked):
        return NotKnown()
    match kind:
        case core.Quantity() if not core.in_own_currency(kind):
            return _number(asked, kind, point)
        case core.Ratio() if not core.in_own_currency(kind):
            found = _number(asked, core.Quantity(kind.kind, FINE, -FINE**3, FINE**3), point)
            return NotKnown() if isinstance(found, NoValue) else found
        case core.Day():
            found = _number(asked, DAYS, point)
            return datetime.date.fromordinal(int(found)) if isinstance(found, Fraction) else found
        case core.Truth() | core.Choice():
            return _member(asked, kind)
        case core.ChoiceSet():
            return _members(asked)
        case core.Words():
            return _word(asked, kind)
    return NotKnown()


# ------------------------------------------------------------------------------------------------ numbers and days


def _number(tests: Sequence[Test], kind: core.Quantity, point: PointOf) -> Fraction | NoValue | NotKnown:
    """The nearest one to what is asked, in the units of its kind."""
    low, high, left_out = kind.low, kind.high, set[int]()
    for test in tests:
        at = point(test.other)
        if at is None:
            return NotKnown()
        units = Fraction(at.toordinal()) if isinstance(at, datetime.date) else at * kind.denominator
        if test.operator in ABOVE:
            low = max(low, math.ceil(units) if ABOVE[test.operator] else math.floor(units) + 1)
        if test.operator in BELOW:
            high = min(high, math.floor(units) if BELOW[test.operator] else math.ceil(units) - 1)
        if test.operator == "is_not" and units.denominator == 1:
            left_out.add(int(units))
    if low > high:
        return NoValue()
    if any(test.operator in ABOVE for test in tests):
        start = low
    else:
        start = high if any(test.operator in BELOW for test in tests) else max(low, min(0, high))
    for units_met in (*_steps(start, 1, high, left_out), *_steps(start, -1, low, left_out)):
        return Fraction(units_met, kind.denominator)
    return NoValue()


def _steps(start: int, step: int, end: int, left_out: set[int]) -> Iterator[int]:
    """The first whole number on the way to an end that is not left out, if any."""
    while (end - start) * step >= 0:
        if start not in left_out:
            yield start
            return
        start += step


# ------------------------------------------------------------------------------------------------ names


def _member(tests: Iterable[Test], kind: core.Truth | core.Choice) -> bool | str | NoValue | NotKnown:
    every: tuple[bool | str, ...] = (True, False) if isinstance(kind, core.Truth) else kind.members
    left, all_known = frozenset[object](every), True
    for test in tests:
        named = _named(test.other)
        if named is None or not named <= frozenset(every):
            all_known = False  # it is compared with something that is read
        elif test.operator in ("is", "one_of"):
            left &= named
        elif test.operator in ("is_not", "none_of"):
            left -= named
        elif isinstance(kind, core.Choice) and len(named) == 1:
            left &= _beside(kind.members, test.operator, str(next(iter(named))))
    if not left:
        return NoValue()
    return next(each for each in every if each in left) if all_known else NotKnown()


def _named(other: object) -> frozenset[object] | None:
    match other:
        case frozenset():
            return other
        case nodes.Reading(path=(name,), window=None, day=None):
            return frozenset([name.text])
        case nodes.YesNo(value=value) | nodes.Text(value=value):
            return frozenset([value])
        case nodes.PeriodLiteral(text=text):
            return frozenset([text])
    return None


def _beside(members: tuple[str, ...], operator: str, member: str) -> frozenset[object]:
    """The members on one side of another, in their order."""
    place = members.index(member)
    sides = {">=": members[place:], ">": members[place + 1 :], "<=": members[: place + 1], "<": members[:place]}
    return frozenset(sides.get(operator, members))


def _members(tests: Iterable[Test]) -> frozenset[str] | NoValue | NotKnown:
    """A set with all that it is to include."""
    wanted, unwanted = set[str](), set[str]()
    for test in tests:
        named = _named(test.other)
        if named is None or test.operator not in ("includes", "lacks"):
            return NotKnown()
        (wanted if test.operator == "includes" else unwanted).update(map(str, named))
    return NoValue() if wanted & unwanted else frozenset(wanted)


def _word(tests: Sequence[Test], kind: core.Words) -> str | NotKnown:
    """A country, or a text that is asked for."""
    allowed: frozenset[object] | None = None
    left_out = set[object]()
    for test in tests:
        named = _named(test.other)
        if named is None:
            return NotKnown()
        if test.operator in ("is", "one_of"):
            allowed = named if allowed is None else allowed & named
        else:
            left_out |= named
    known: Iterable[object] = () if allowed is None else allowed
    if allowed is None and kind.country:
        known = country_codes()
    return next((each for each in sorted(map(str, known)) if each not in left_out), NotKnown())
