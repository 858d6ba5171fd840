"""What each expression means, one function for each kind of node. The definition of the language: slow and obvious.

Every function takes the subject's working, the node and the place where it is read, and answers with a trace. Nothing
here looks at the range of a type, and nothing is computed on scaled integers.
"""
from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from rulelang.core.nodes import (
    Aggregate,
    Arithmetic,
    Call,
    Case,
    CellValue,
    Choice,
    Cohort,
    Comparison,
    CountedDay,
    Covered,
    DayValue,
    Expression,
    FieldValue,
    FromFirstDay,
    GainedIn,
    Includes,
    InWindow,
    KeyedValue,
    Known,
    Literal,
    Logic,
    Moment,
    OnAnyDay,
    OnField,
    OrElse,
    OverMembers,
    OverUnits,
    ParameterValue,
    PeriodShare,
    Quantity,
    Read,
    Rollup,
    Round,
    TierTest,
    TierValue,
    WholeBetween,
)
from rulelang.core.schedule import day_of
from rulelang.exact.calendar import WHOLE, Period
from rulelang.interpret import unknown
from rulelang.interpret.aggregates import aggregate
from rulelang.interpret.cohorts import cohort
from rulelang.interpret.days_apart import counted_day, whole_between
from rulelang.interpret.hierarchy import rollup
from rulelang.interpret.limits import gained_in, over_units
from rulelang.interpret.members import over_members
from rulelang.interpret.over_time import covered, from_first_day, in_window, on_any_day
from rulelang.interpret.rounding import rounded
from rulelang.interpret.tiers import standing_on
from rulelang.interpret.trace import Standing, Trace
from rulelang.interpret.unknown import Answer, Unknown, because, gathered, gathered_of_two
from rulelang.interpret.working import Handler, Place, Working

# ------------------------------------------------------------------------------------------------ plain readings


def literal(_: Working, node: Literal, place: Place) -> Trace:
    return Trace(node, place.period, node.value)


def field_value(work: Working, node: FieldValue, place: Place) -> Trace:
    """A quantity in the data is an integer of units; its value is that many parts of one."""
    of_subject = node.entity == work.core.subject.name
    holder = work.subject.fields if of_subject or place.record is None else place.record
    stored: Any = holder[node.field]
    if stored is None:
        absent = next(
            thing for column, thing in work.core.read_through(node.entity, node.field) if holder[column] is None
        )
        return Trace(node, place.period, because("missing", absent))
    if isinstance(node.type, Quantity):
        return Trace(node, place.period, Fraction(stored, node.type.denominator))
    return Trace(node, place.period, stored)


def date_of(work: Working, moment: Moment, place: Place) -> datetime.date | Unknown:
    """The day that a moment means at a place; unknown when it is held by a field that is missing."""
    if not isinstance(moment, OnField):
        return day_of(moment, place.period)
    held: Any = work.read(moment.field, place).value
    day: datetime.date | Unknown = held
    return day


def parameter_value(work: Working, node: ParameterValue, place: Place) -> Trace:
    day = date_of(work, node.day, place)
    if isinstance(day, Unknown):
        return Trace(node, place.period, day)
    for value in work.core.parameter(node.parameter).values:
        if value.start <= day and (value.stop is None or day <= value.stop):
            return Trace(node, place.period, value.value, days=Period(day, day))
    return Trace(node, place.period, because("missing", node.parameter), days=Period(day, day))


def keyed_value(work: Working, node: KeyedValue, place: Place) -> Trace:
    """The cell of the keys in the table in force; a key that is unknown hides which cell it is."""
    day = date_of(work, node.day, place)
    if isinstance(day, Unknown):
        return Trace(node, place.period, day)
    keys = tuple(work.read(key, place) for key in node.keys)
    days = Period(day, day)
    unclear = gathered(key.value for key in keys)
    if unclear is not None:
        return Trace(node, place.period, unclear, keys, days)
    wanted: Any = tuple(key.value for key in keys)
    for table in work.core.keyed_parameter(node.parameter).tables:
        if table.start <= day and (table.stop is None or day <= table.stop) and wanted in table.cells:
            return Trace(node, place.period, _held(node, table.cells[wanted]), keys, days)
    return Trace(node, place.period, because("missing", node.parameter), keys, days)


def _held(node: KeyedValue, cell: CellValue) -> Answer:
    """A quantity in a table is an integer of units, as in the data."""
    if isinstance(node.type, Quantity):
        assert isinstance(cell, int)
        return Fraction(cell, node.type.denominator)
    assert not isinstance(cell, int) or isinstance(cell, bool), "only a quantity is a number"
    return cell


def tier_value(work: Working, node: TierValue, place: Place) -> Trace:
    """The name of the tier in force; unknown where it may be one of several."""
    day = date_of(work, node.day, place)
    if isinstance(day, Unknown):
        return Trace(node, place.period, day)
    standing = standing_on(work, work.core.ladder(node.ladder), day)
    same = standing.lowest == standing.highest
    answer: Answer = standing.ladder.steps[standing.lowest].name if same else Unknown(standing.causes)
    return Trace(node, place.period, answer, days=Period(day, day), standing=standing)


def day_value(work: Working, node: DayValue, place: Place) -> Trace:
    return Trace(node, place.period, date_of(work, node.moment, place))


def period_share(work: Working, node: PeriodShare, place: Place) -> Trace:
    """What the period is of the one that figures are written for; a first day of the subject cuts it too."""
    if place.part is None:
        return Trace(node, place.period, WHOLE)
    if node.since is None:
        return Trace(node, place.period, place.part.share)
    first = work.read(node.since, place)
    assert isinstance(first.value, datetime.date), "the first day of a subject is never missing"
    return Trace(node, place.period, place.part.from_day(first.value).share, (first,))


# ------------------------------------------------------------------------------------------------ arithmetic


OPERATORS: Mapping[str, Callable[[Any, Any], Fraction]] = {
    "add": lambda left, right: left + right,
    "subtract": lambda left, right: left - right,
    "multiply": lambda left, right: left * right,
    "divide": lambda left, right: left / right,
}


def arithmetic(work: Working, node: Arithmetic, place: Place) -> Trace:
    left, right = work.read(node.left, place), work.read(node.right, place)
    answer: Answer | None = gathered_of_two(left.value, right.value)
    if answer is None and node.operator == "divide" and right.value == 0:
        answer = because("zero_division", node.definition)
    if answer is None:
        answer = OPERATORS[node.operator](left.value, right.value)
    return Trace(node, place.period, answer, (left, right))


def round_value(work: Working, node: Round, place: Place) -> Trace:
    inside = work.read(node.value, place)
    answer: Any = inside.value
    if not isinstance(answer, Unknown):
        assert isinstance(node.type, Quantity)
        answer = rounded(answer, node.type.denominator, node.mode)
    return Trace(node, place.period, answer, (inside,))


# ------------------------------------------------------------------------------------------------ yes and no


COMPARISONS: Mapping[str, Callable[[Any, Any], bool]] = {
    "equal": lambda left, right: left == right,
    "unequal": lambda left, right: left != right,
    "less": lambda left, right: left < right,
    "at_most": lambda left, right: left <= right,
    "more": lambda left, right: left > right,
    "at_least": lambda left, right: left >= right,
}


def _position(node: Expression, value: Answer) -> Answer | int:
    """What is compared: of a member its position, of anything else the value itself."""
    if isinstance(node.type, Choice) and isinstance(value, str):
        return node.type.members.index(value)
    return value


def comparison(work: Working, node: Comparison, place: Place) -> Trace:
    left, right = work.read(node.left, place), work.read(node.right, place)
    answer: Answer | None = gathered_of_two(left.value, right.value)
    if answer is None:
        positions = (_position(node.left, left.value), _position(node.left, right.value))
        answer = COMPARISONS[node.operator](*positions)
    return Trace(node, place.period, answer, (left, right))


def includes(work: Working, node: Includes, place: Place) -> Trace:
    members = work.read(node.members, place)
    held: Any = members.value
    answer: Answer = held if isinstance(held, Unknown) else node.member in held
    return Trace(node, place.period, answer, (members,))


def logic(work: Working, node: Logic, place: Place) -> Trace:
    inside = tuple(work.read(item, place) for item in node.items)
    answers = [trace.value for trace in inside]
    return Trace(node, place.period, unknown.QUANTITIES[node.quantity](answers, node.count), inside)


def tier_test(work: Working, node: TierTest, place: Place) -> Trace:
    """Against the lowest and the highest tier that may be in force: the answer both give, else unknown."""
    day = date_of(work, node.day, place)
    if isinstance(day, Unknown):
        return Trace(node, place.period, day)
    standing = standing_on(work, work.core.ladder(node.ladder), day)
    answer = _against(node, standing)
    return Trace(node, place.period, answer, days=Period(day, day), standing=standing)


def _against(node: TierTest, standing: Standing) -> Answer:
    compare = COMPARISONS[node.operator]
    low, high = compare(standing.lowest, node.tier), compare(standing.highest, node.tier)
    between_matters = node.operator in ("equal", "unequal") and standing.lowest != standing.highest
    return Unknown(standing.causes) if between_matters or low != high else low


# ------------------------------------------------------------------------------------------------ choosing


def case(work: Working, node: Case, place: Place) -> Trace:
    reached: list[Trace] = []
    for condition, value in node.branches:
        tested = work.read(condition, place)
        reached.append(tested)
        if isinstance(tested.value, Unknown):
            return Trace(node, place.period, tested.value, tuple(reached))
        if tested.value is True:
            return _taken(work, node, value, place, reached)
    return _taken(work, node, node.otherwise, place, reached)


def _taken(work: Working, node: Case, value: Expression, place: Place, reached: list[Trace]) -> Trace:
    taken = work.read(value, place)
    return Trace(node, place.period, taken.value, (*reached, taken))


def known(work: Working, node: Known, place: Place) -> Trace:
    inside = work.read(node.value, place)
    return Trace(node, place.period, not isinstance(inside.value, Unknown), (inside,))


def or_else(work: Working, node: OrElse, place: Place) -> Trace:
    value = work.read(node.value, place)
    if not isinstance(value.value, Unknown):
        return Trace(node, place.period, value.value, (value,))
    fallback = work.read(node.fallback, place)
    return Trace(node, place.period, fallback.value, (value, fallback))


def read(work: Working, node: Read, place: Place) -> Trace:
    """Another definition, as a function of this subject and the period or the window's days: no share, no record."""
    if node.since is not None:
        return _own(work, node, place)
    days = work.setting.calendar.resolve(node.window, place.period) if node.window else place.period
    definition = work.core.definition(node.definition)
    if definition.of:
        inside = work.measured(definition.name, place.over(days))
    else:
        inside = work.read(definition.value, Place(days))
    return Trace(node, place.period, inside.value, (inside,), days)


def _own(work: Working, node: Read, place: Place) -> Trace:
    """What a definition was in an earlier unit. The earliest is worked out first, so that none waits for another."""
    value = work.core.definition(node.definition).value
    units = work.setting.remembered(node, place.period)
    if not units:
        return Trace(node, place.period, because("missing", node.definition))
    for unit in units:
        inside = work.read(value, Place(unit))
    return Trace(node, place.period, inside.value, (inside,), units[-1])


def call(work: Working, node: Call, place: Place) -> Trace:
    """A function's body is all that it means; what was given is read only to be told."""
    inside = work.read(node.value, place)
    given = tuple(work.read(value, place) for _, value in node.inputs)
    return Trace(node, place.period, inside.value, (inside, *given))


HANDLERS: Mapping[type, Handler] = {
    Literal: literal,
    FieldValue: field_value,
    ParameterValue: parameter_value,
    DayValue: day_value,
    PeriodShare: period_share,
    Arithmetic: arithmetic,
    Comparison: comparison,
    Includes: includes,
    Logic: logic,
    Case: case,
    Round: round_value,
    Known: known,
    Call: call,
    OrElse: or_else,
    Aggregate: aggregate,
    Read: read,
    TierTest: tier_test,
    KeyedValue: keyed_value,
    TierValue: tier_value,
    Cohort: cohort,
    Rollup: rollup,
    InWindow: in_window,
    OverUnits: over_units,
    GainedIn: gained_in,
    OnAnyDay: on_any_day,
    Covered: covered,
    FromFirstDay: from_first_day,
    WholeBetween: whole_between,
    CountedDay: counted_day,
    OverMembers: over_members,
}
