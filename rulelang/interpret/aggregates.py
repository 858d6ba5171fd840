"""What an aggregate means: which of the subject's records take part, and what they come to.

Knows the covered dates and the rejected records of the population. A window moves only the dates of the rows that take
part; a date such as `period end` inside a row's test is still that of the reader's period.
"""
from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from rulelang.core.nodes import Aggregate, Choice, Entity, OnField, Quantity
from rulelang.core.population import Value
from rulelang.core.schedule import day_of
from rulelang.exact.calendar import Period
from rulelang.interpret.totals import total_of
from rulelang.interpret.trace import Trace
from rulelang.interpret.unknown import QUANTITIES, Answer, Unknown, because, gathered
from rulelang.interpret.working import Place, Working

Row = Mapping[str, Value]
QUANTIFIED = ("all", "any", "none", "at_least")
"""Functions of conditions that decide what they can, whatever is unknown beside it."""


def aggregate(work: Working, node: Aggregate, place: Place) -> Trace:
    days = _days(work, node, place)
    if isinstance(days, Unknown):
        return Trace(node, place.period, days)
    entity = work.core.entity(node.relation)
    untrusted = _untrusted(work, node, entity, days)
    if untrusted is not None:
        return Trace(node, place.period, untrusted, days=days)
    days = _from_first_day(work, node, place, days)
    rows = rows_of(work, node, place)
    taking_part = [row for row in rows if is_inside(row, node, entity, days)]
    values: list[Trace] = []
    taken: list[Row] = []
    unknowns: list[Unknown] = []
    lost: list[tuple[Row, Trace]] = []
    orders: list[Any] = []
    for row in taking_part:
        at = place.of(row)
        value = _value_of_row(work, node, at)
        if isinstance(value, Unknown):
            unknowns.append(value)
        elif value is not None and isinstance(value.value, Unknown):
            unknowns.append(value.value)
            lost.append((row, value))
        elif value is not None:
            values.append(value)
            taken.append(row)
            orders.append(tuple(work.read(part, at).value for part in node.order))
    found = [value.value for value in values]
    tested = _tested(work, node, place, taking_part)
    if node.function in QUANTIFIED:
        answer = QUANTITIES[node.function]([*found, *unknowns], node.needed)
    elif node.order:
        answer = gathered(unknowns) or _by_order(node, found, orders)
    else:
        answer = gathered(unknowns) or _together(node, found)
    return Trace(
        node, place.period, answer, tuple(values), days, len(values), taken=tuple(taken), lost=tuple(lost),
        tested=tested,
    )


def rows_of(work: Working, node: Aggregate, place: Place) -> Sequence[Row]:
    """The subject's rows, or those of the record whose measure this is."""
    rows = work.subject.records.get(node.relation, ())
    if not node.of:
        return rows
    assert place.record is not None, "it is a measure of a record"
    key = tuple(place.record[name] for name in work.core.entity(node.of).keys)
    return work.rows_by(node.relation, tuple(part.field for part in node.per)).get(key, ())


def _tested(
    work: Working, node: Aggregate, place: Place, rows: Sequence[Row]
) -> tuple[tuple[Row, Trace], ...]:
    """The tests of rows where something is rounded in them; nobody asks for any others."""
    if node.where is None or not work.setting.may_round(node.where):
        return ()
    return tuple((row, work.read(node.where, place.of(row))) for row in rows)


def _days(work: Working, node: Aggregate, place: Place) -> Period | Unknown:
    """The days looked at: one for `valid at`, else those of the window, else the reader's period."""
    if node.valid_at is not None:
        day: Any = (
            work.read(node.valid_at.field, Place(place.period, place.part)).value
            if isinstance(node.valid_at, OnField)
            else day_of(node.valid_at, place.period)
        )
        return day if isinstance(day, Unknown) else Period(day, day)
    return work.setting.calendar.resolve(node.window, place.period) if node.window else place.period


def _untrusted(work: Working, node: Aggregate, entity: Entity, days: Period) -> Unknown | None:
    """Why the records cannot be added up: they are not complete for those days, or one of them was rejected."""
    causes: list[Unknown] = []
    is_dated = node.valid_at is not None or entity.dated_by is not None
    covered_from = work.setting.population.covered_from.get(node.relation)
    if is_dated and covered_from is not None and days.start < covered_from:
        causes.append(because("uncovered", node.relation))
    if node.relation in work.subject.rejected:
        causes.append(because("rejected", node.relation))
    return gathered(causes) if causes else None


def _from_first_day(work: Working, node: Aggregate, place: Place, days: Period) -> Period:
    """The days looked at from the subject's first day on; none of them where that comes later."""
    if node.since is None:
        return days
    first = work.read(node.since, Place(place.period, place.part)).value
    assert isinstance(first, datetime.date), "the first day of a subject is never missing"
    return Period(max(days.start, first), days.stop)


def is_inside(row: Row, node: Aggregate, entity: Entity, days: Period) -> bool:
    """Whether a row is dated inside the days, or valid on the day; an absent end is open."""
    if node.valid_at is None:
        if entity.dated_by is None:
            return True
        dated: Any = row[entity.dated_by]
        return days.holds(dated)
    first = _bound(row, entity.valid_from, datetime.date.min)
    last = _bound(row, entity.valid_to, datetime.date.max)
    return first <= days.start <= last


def part_taken(work: Working, node: Aggregate, place: Place, row: Row, days: Period) -> object:
    """What one row is to an aggregate that looks at some days: None where it takes no part, else its value and its
    place among the others."""
    if not is_inside(row, node, work.core.entity(node.relation), days):
        return None
    at = place.of(row)
    value = _value_of_row(work, node, at)
    if not isinstance(value, Trace):
        return value
    if isinstance(value.value, Unknown):
        return value.value
    return value.value, tuple(work.read(part, at).value for part in node.order)


def _bound(row: Row, name: str | None, open_end: datetime.date) -> datetime.date:
    held: Any = row[name] if name else None
    bound: datetime.date = open_end if held is None else held
    return bound


def _value_of_row(work: Working, node: Aggregate, place: Place) -> Trace | Unknown | None:
    """The row's value; None when its test is no; unknown when the test is. Where the value of a row that counts is
    unknown, that and what it came from."""
    tested = work.read(node.where, place) if node.where is not None else None
    if tested is not None and isinstance(tested.value, Unknown):
        return _counted_or_not(work, node, place, tested.value) if node.function in QUANTIFIED else tested.value
    if tested is not None and tested.value is False:
        return None
    if node.value is None:
        return tested or Trace(node, place.period, True)  # noqa: FBT003 - a trace's value
    value = work.read(node.value, place)
    unclear = gathered((value.value, *(work.read(part, place).value for part in node.order)))
    return value if unclear is None else Trace(node.value, place.period, unclear, (value,))


def _counted_or_not(work: Working, node: Aggregate, place: Place, unknown: Unknown) -> Unknown | None:
    """Of a row of which it is unknown whether it takes part: None where that makes no difference."""
    assert node.value is not None, "all, any and none are of a condition"
    value = work.read(node.value, place).value
    return None if value is (node.function == "all") else gathered((unknown, value))


def _together(node: Aggregate, values: list[Answer]) -> Answer:
    match node.function:
        case "total":
            return _total(node, values)
        case "count":
            return Fraction(len(values))
        case "count_distinct":
            return Fraction(len(set(values)))
        case "median":
            return _median(node, values)
        case _:
            return _extreme(node, values)


def _total(node: Aggregate, values: list[Answer]) -> Answer:
    total = total_of(list(_quantities(values)))
    assert isinstance(node.type, Quantity)
    if abs(total) * node.type.denominator > node.limit:
        return because("total_too_large", node.definition)
    return total


def _quantities(values: list[Answer]) -> Iterator[Fraction]:
    for value in values:
        assert isinstance(value, Fraction)
        yield value


def _median(node: Aggregate, values: list[Answer]) -> Answer:
    """The middle one; of an even number half the sum of the middle two. Of nothing there is none."""
    ordered = sorted(_quantities(values))
    if not ordered:
        return because("missing", node.relation)
    return (ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]) / 2


def _by_order(node: Aggregate, values: list[Answer], orders: list[Any]) -> Answer:
    """The value of the row that is first, or latest, by date and key. Of nothing there is none."""
    if not values:
        return because("missing", node.relation)
    choose = min if node.function == "first" else max
    return values[choose(range(len(values)), key=orders.__getitem__)]


def _extreme(node: Aggregate, values: list[Any]) -> Answer:
    """The lowest or highest; members by their position. Of nothing there is none."""
    if not values:
        return because("missing", node.relation)
    members = node.type.members if isinstance(node.type, Choice) else None
    choose = min if node.function == "lowest" else max
    found: Answer = choose(values, key=members.index) if members else choose(values)
    return found
