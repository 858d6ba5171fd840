"""Grounds the nodes that read and combine values: literals, fields, parameters, arithmetic, truths, choices.

One function a node class, each `(planner, node, setting) -> Planned`. Knows no rows, windows or tiers.
"""
from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from fractions import Fraction

from rulelang.compile.plan_state import Handler, Planned, Planner, Setting
from rulelang.compile.rationals import Rational
from rulelang.compile.scalars import DAY, INTEGER, SET, SUBJECT, TEXT, TRUTH, Column, Scalar
from rulelang.core.nodes import (
    Arithmetic,
    Call,
    Case,
    Choice,
    ChoiceSet,
    Comparison,
    Day,
    DayValue,
    FieldValue,
    Includes,
    Known,
    Literal,
    Logic,
    Moment,
    OnField,
    OrElse,
    ParameterValue,
    Quantity,
    Read,
    Round,
    Truth,
    Type,
    Words,
)
from rulelang.core.schedule import day_of, remembered

SIGNS = {"equal": "=", "unequal": "<>", "less": "<", "at_most": "<=", "more": ">", "at_least": ">="}


def kind_of(kind: Type) -> str:
    """The kind of scalar that holds a value of a type."""
    match kind:
        case Quantity():
            return INTEGER
        case Truth():
            return TRUTH
        case Day():
            return DAY
        case ChoiceSet():
            return SET
        case _:
            return TEXT


def column_of(planner: Planner, entity: str, field: str) -> Column:
    """The column that holds a field of the subject or of the row being read."""
    declared = planner.core.entity(entity).field(field)
    source = SUBJECT if entity == planner.core.subject.name else entity
    low, high = (declared.type.low, declared.type.high) if isinstance(declared.type, Quantity) else (0, 0)
    harmless = declared.type.members[0] if isinstance(declared.type, Choice) else ""
    return Column(source, field, kind_of(declared.type), declared.optional, low, high, harmless=harmless)


# ------------------------------------------------------------------------------------------------ plain readings


def constant(planner: Planner, value: Fraction | bool | str | datetime.date | frozenset[str]) -> Planned:
    if isinstance(value, Fraction):
        return Planned(planner.rationals.constant(value), planner.clear)
    return Planned(planner.scalars.constant(value), planner.clear)


def plan_literal(planner: Planner, node: Literal, setting: Setting) -> Planned:
    return constant(planner, node.value)


def plan_field(planner: Planner, node: FieldValue, setting: Setting) -> Planned:
    s = planner.scalars
    column = column_of(planner, node.entity, node.field)
    present = s.present(column)
    causes = planner.clear
    if not present.is_constant:
        *way, (_, thing) = planner.core.read_through(node.entity, node.field)
        steps = [
            (s.invert(s.present(column_of(planner, node.entity, name))), planner.cause("missing", absent))
            for name, absent in way
        ]
        causes = s.case([*steps, (present, planner.clear)], planner.cause("missing", thing))
    value = s.given(column)
    if isinstance(node.type, Quantity):
        return Planned(Rational(value, node.type.denominator), causes)
    return Planned(value, causes)


def plan_day(planner: Planner, moment: Moment, setting: Setting) -> Planned:
    """A moment as a day; unknown where the field that holds it is missing."""
    if isinstance(moment, OnField):
        return planner.expression(moment.field, setting)
    return constant(planner, day_of(moment, setting.period))


def plan_day_value(planner: Planner, node: DayValue, setting: Setting) -> Planned:
    return plan_day(planner, node.moment, setting)


def plan_parameter(planner: Planner, node: ParameterValue, setting: Setting) -> Planned:
    """A constant; on a day that is data, a case over the timeline."""
    day = plan_day(planner, node.day, setting)
    branches = []
    for value in planner.core.parameter(node.parameter).values:
        inside = within(planner, day.scalar, value.start, value.stop)
        branches.append((inside, constant(planner, value.value)))
    nothing = Planned(branches[-1][1].value, planner.cause("missing", node.parameter)) if branches else None
    assert nothing is not None, "a parameter has values"
    found = choose(planner, branches, nothing)
    return Planned(found.value, planner.first_of(day.causes, found.causes))


def within(planner: Planner, day: Scalar, start: datetime.date | None, stop: datetime.date | None) -> Scalar:
    """Whether a day lies between two, inclusive; None is open."""
    s = planner.scalars
    since = s.compare(">=", day, s.constant(start)) if start else s.truth(yes=True)
    until = s.compare("<=", day, s.constant(stop)) if stop else s.truth(yes=True)
    return s.all(since, until)


def plan_read(planner: Planner, node: Read, setting: Setting) -> Planned:
    if node.since is not None:
        return _plan_own(planner, node, setting)
    period = planner.calendar.resolve(node.window, setting.period) if node.window else setting.period
    return planner.definition(node.definition, Setting(period))


def _plan_own(planner: Planner, node: Read, setting: Setting) -> Planned:
    """What a definition was in an earlier unit, planned from the earliest on; unknown where there is none."""
    units = remembered(planner.calendar, planner.core, node, planner.facts.covered_from, setting.period)
    if not units:
        nothing = constant(planner, _anything(node.type))
        return Planned(nothing.value, planner.cause("missing", node.definition))
    for unit in units:
        found = planner.definition(node.definition, Setting(unit))
    return found


def _anything(kind: Type) -> Fraction | bool | str | datetime.date | frozenset[str]:
    """Some value of a type, to stand where none is known."""
    match kind:
        case Truth():
            return False
        case Day():
            return datetime.date(2000, 1, 1)
        case Choice(members=(first, *_)):
            return first
        case ChoiceSet():
            return frozenset()
        case Words():
            return ""
    return Fraction(0)


# ------------------------------------------------------------------------------------------------ numbers


def plan_arithmetic(planner: Planner, node: Arithmetic, setting: Setting) -> Planned:
    r, s = planner.rationals, planner.scalars
    left, right = planner.expression(node.left, setting), planner.expression(node.right, setting)
    causes = s.join(left.causes, right.causes)
    if node.operator == "divide":
        is_zero = r.is_zero(right.number)
        if not (is_zero.is_constant and is_zero.payload is False):
            zero = planner.when(is_zero, planner.cause("zero_division", node.definition))
            causes = planner.first_of(causes, zero)
    operation = {"add": r.add, "subtract": r.subtract, "multiply": r.multiply, "divide": r.divide}[node.operator]
    found = operation(left.number, right.number)
    if node.operator == "divide" and isinstance(node.type, Quantity) and _is_chosen(right.number.units):
        # The units of the type hold the quotient by each of the constants exactly: nothing is rounded off.
        found = r.rounded(found, node.type.denominator, "down")
    return Planned(found, causes)


def _is_chosen(scalar: Scalar) -> bool:
    """Whether an integer is one of several constants, chosen by data, or a product of such."""
    if scalar.operator == "case":
        return all(value.is_constant for value in (*scalar.operands[1::2], scalar.operands[-1]))
    return scalar.operator == "multiply" and all(x.is_constant or _is_chosen(x) for x in scalar.operands)


def plan_round(planner: Planner, node: Round, setting: Setting) -> Planned:
    inside = planner.expression(node.value, setting)
    assert isinstance(node.type, Quantity)
    return Planned(planner.rationals.rounded(inside.number, node.type.denominator, node.mode), inside.causes)


# ------------------------------------------------------------------------------------------------ yes and no


def plan_comparison(planner: Planner, node: Comparison, setting: Setting) -> Planned:
    left, right = planner.expression(node.left, setting), planner.expression(node.right, setting)
    sign = SIGNS[node.operator]
    if isinstance(left.value, Rational):
        answer = planner.rationals.compare(sign, left.number, right.number)
    elif isinstance(node.left.type, Choice) and sign not in ("=", "<>"):
        answer = _compare_members(planner, sign, node.left.type.members, left.scalar, right.scalar)
    else:
        answer = planner.scalars.compare(sign, left.scalar, right.scalar)
    return Planned(answer, planner.scalars.join(left.causes, right.causes))


def _compare_members(planner: Planner, sign: str, members: tuple[str, ...], left: Scalar, right: Scalar) -> Scalar:
    """By position; against a constant, as one of the members on its side."""
    s = planner.scalars
    if right.is_constant and not left.is_constant:
        bound = s.position(right, members)
        beside = [m for n, m in enumerate(members) if s.compare(sign, s.constant(n), bound).payload]
        return s.one_of(left, beside)
    return s.compare(sign, s.position(left, members), s.position(right, members))


def plan_includes(planner: Planner, node: Includes, setting: Setting) -> Planned:
    members = planner.expression(node.members, setting)
    return Planned(planner.scalars.includes(members.scalar, node.member), members.causes)


def plan_logic(planner: Planner, node: Logic, setting: Setting) -> Planned:
    items = [planner.expression(item, setting) for item in node.items]
    if node.quantity == "at_least":
        return _at_least(planner, items, node.count)
    return planned_logic(planner, node.quantity, items)


def planned_logic(planner: Planner, quantity: str, items: Sequence[Planned]) -> Planned:
    """All, any or none of some conditions."""
    s = planner.scalars
    causes = s.join(*(item.causes for item in items))
    join = s.all if quantity == "all" else s.any
    certain = join(*(planner.certain(item) for item in items))
    possible = join(*(planner.possible(item) for item in items))
    # An item that decides does so whatever stands beside it, so only the causes ask whether one did.
    decided = s.invert(possible) if quantity == "all" else certain
    answer = join(*(item.scalar for item in items))
    if quantity == "none":
        answer, certain, possible = s.invert(answer), s.invert(possible), s.invert(certain)
    return Planned(answer, s.case([(decided, planner.clear)], causes), certain, possible)


def _at_least(planner: Planner, items: Sequence[Planned], count: int) -> Planned:
    """Yes when enough are known to be yes, no when not even the unknown ones would be enough."""
    s = planner.scalars
    causes = s.join(*(item.causes for item in items))
    enough, hopeful = (
        s.compare(">=", _number_of(planner, [each(item) for item in items]), s.constant(count))
        for each in (planner.certain, planner.possible)
    )
    decided = s.any(enough, s.invert(hopeful))
    return Planned(enough, s.case([(decided, planner.clear)], causes), enough, hopeful)


def _number_of(planner: Planner, truths: Sequence[Scalar]) -> Scalar:
    s = planner.scalars
    total = s.constant(0)
    for truth in truths:
        total = s.add(total, s.case([(truth, s.constant(1))], s.constant(0)))
    return total


# ------------------------------------------------------------------------------------------------ choosing


def plan_case(planner: Planner, node: Case, setting: Setting) -> Planned:
    """The first branch whose condition is yes; an unknown condition reached before that is unknown."""
    s = planner.scalars
    conditions, values = [], []
    steps: list[tuple[Scalar, Scalar]] = []
    for test, result in node.branches:
        condition = planner.expression(test, setting)
        value = planner.expression(result, setting)
        known = s.is_clear(condition.causes)
        steps.append((s.invert(known), condition.causes))
        steps.append((condition.scalar, value.causes))
        conditions.append(condition.scalar)
        values.append(value)
        if condition.scalar.is_constant and condition.scalar.payload is True and known.is_constant:
            break
    otherwise = planner.expression(node.otherwise, setting)
    chosen = choose(planner, list(zip(conditions, values, strict=True)), otherwise)
    return Planned(chosen.value, s.case(steps, otherwise.causes))


def choose(planner: Planner, branches: Sequence[tuple[Scalar, Planned]], otherwise: Planned) -> Planned:
    """A case over conditions that are known."""
    causes = planner.scalars.case([(condition, value.causes) for condition, value in branches], otherwise.causes)
    if isinstance(otherwise.value, Rational):
        numbers = [(condition, value.number) for condition, value in branches]
        return Planned(planner.rationals.case(numbers, otherwise.number), causes)
    chosen = planner.scalars.case([(condition, value.scalar) for condition, value in branches], otherwise.scalar)
    return Planned(chosen, causes)


def plan_known(planner: Planner, node: Known, setting: Setting) -> Planned:
    return Planned(planner.known(planner.expression(node.value, setting)), planner.clear)


def plan_call(planner: Planner, node: Call, setting: Setting) -> Planned:
    return planner.expression(node.value, setting)


def plan_or_else(planner: Planner, node: OrElse, setting: Setting) -> Planned:
    value = planner.expression(node.value, setting)
    known = planner.known(value)
    kept = Planned(value.value, planner.clear)
    return choose(planner, [(known, kept)], planner.expression(node.fallback, setting))


HANDLERS: Mapping[type, Handler] = {
    Literal: plan_literal,
    FieldValue: plan_field,
    ParameterValue: plan_parameter,
    DayValue: plan_day_value,
    Arithmetic: plan_arithmetic,
    Comparison: plan_comparison,
    Includes: plan_includes,
    Logic: plan_logic,
    Case: plan_case,
    Round: plan_round,
    Known: plan_known,
    Call: plan_call,
    OrElse: plan_or_else,
    Read: plan_read,
}
