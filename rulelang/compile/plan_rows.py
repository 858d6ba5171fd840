"""Grounds aggregates: which slots of which pass they need, and what makes them unknown.

Days that are not covered are found while planning and need no rows at all. Rows are tested one by one; a row whose
test or value is unknown hands its causes to a slot of causes.
"""
from __future__ import annotations

from collections.abc import Mapping

from rulelang.compile.plan import Rows
from rulelang.compile.plan_state import Handler, Planned, Planner, Setting, integer_column
from rulelang.compile.plan_values import column_of, plan_day, planned_logic, within
from rulelang.compile.rationals import Rational
from rulelang.compile.scalars import INTEGER, REJECTED, SLOT, TRUTH, Column, Scalar
from rulelang.core.nodes import Aggregate, Choice, ChoiceSet, Day, Entity, FieldValue, Quantity, Truth
from rulelang.exact.calendar import Period

QUANTIFIED = ("all", "any", "none", "at_least")
MOST_ROWS = 10**12
"""More rows of one subject than any engine can be handed."""


def plan_aggregate(planner: Planner, node: Aggregate, setting: Setting) -> Planned:
    s = planner.scalars
    entity = planner.core.entity(node.relation)
    day = None
    days = planner.calendar.resolve(node.window, setting.period) if node.window else setting.period
    if node.valid_at is not None:
        day = plan_day(planner, node.valid_at, setting)
        taking_part, start = _valid_on(planner, entity, day.scalar), day.scalar
    else:
        taking_part, start = _dated_inside(planner, entity, days), s.constant(days.start)
        if node.since is not None:
            taking_part = s.all(taking_part, _from_first_day(planner, entity, node.since, setting))
    causes = s.join(_uncovered(planner, node, entity, start), _rejected(planner, node.relation))
    if day is not None:
        causes = planner.first_of(day.causes, causes)
    found = _over_rows(planner, node, setting, taking_part, causes)
    return Planned(found.value, planner.first_of(causes, found.causes))


def _valid_on(planner: Planner, entity: Entity, day: Scalar) -> Scalar:
    """Whether a row is valid on a day; an absent end is open."""
    s = planner.scalars
    tests = []
    for name, sign in ((entity.valid_from, "<="), (entity.valid_to, ">=")):
        if name:
            column = column_of(planner, entity.name, name)
            tests.append(s.any(s.invert(s.present(column)), s.compare(sign, s.given(column), day)))
    return s.all(*tests)


def _dated_inside(planner: Planner, entity: Entity, days: Period) -> Scalar:
    if entity.dated_by is None:
        return planner.scalars.truth(yes=True)
    column = column_of(planner, entity.name, entity.dated_by)
    inside = within(planner, planner.scalars.given(column), days.start, days.stop)
    return planner.scalars.all(planner.scalars.present(column), inside)


def _from_first_day(planner: Planner, entity: Entity, since: FieldValue, setting: Setting) -> Scalar:
    """Whether a row is dated on the subject's first day or after."""
    assert entity.dated_by is not None, "rows without a date come before no day"
    dated = planner.scalars.given(column_of(planner, entity.name, entity.dated_by))
    return planner.scalars.compare(">=", dated, planner.expression(since, setting).scalar)


def _uncovered(planner: Planner, node: Aggregate, entity: Entity, start: Scalar) -> Scalar:
    """The cause where records are looked at from a day on which the data does not hold them yet."""
    covered_from = planner.facts.covered_from.get(entity.name)
    if covered_from is None or (node.valid_at is None and entity.dated_by is None):
        return planner.clear
    before = planner.scalars.compare("<", start, planner.scalars.constant(covered_from))
    if before.is_constant and before.payload is False:
        return planner.clear
    return planner.when(before, planner.cause("uncovered", entity.name))


def _rejected(planner: Planner, relation: str) -> Scalar:
    """The cause where a subject has rows that were left out."""
    if relation not in planner.facts.rejected:
        return planner.clear
    flag = planner.scalars.given(Column(REJECTED, relation, TRUTH))
    return planner.when(flag, planner.cause("rejected", relation))


def _over_rows(planner: Planner, node: Aggregate, setting: Setting, taking_part: Scalar, causes: Scalar) -> Planned:
    """The aggregate as if all its rows could be trusted."""
    s = planner.scalars
    if causes.is_constant and causes.payload:
        return _nothing(planner, node)
    test = planner.expression(node.where, setting) if node.where is not None else None
    value = planner.expression(node.value, setting) if node.value is not None else None
    if node.function in QUANTIFIED:
        assert value is not None
        return _quantified(planner, node, _of_those(planner, node, test, value), taking_part)
    counts = taking_part if test is None else s.all(taking_part, test.scalar)
    steps = []
    if test is not None:
        steps += [(s.invert(planner.known(test)), test.causes), (s.invert(test.scalar), planner.clear)]
    order = [planner.expression(part, setting) for part in node.order]
    causes_of_value = s.join(*(part.causes for part in (*([] if value is None else [value]), *order)))
    row_causes = s.case(steps, causes_of_value)
    base = node.definition or planner.core.entity(node.relation).relation or node.relation
    unknown = planner.causes_slot(rows_of(planner, node), row_causes, taking_part, base)
    if order:
        found = _by_order(planner, node, value, counts, base, tuple(_ordered(part) for part in order))
    else:
        found = FIGURES.get(node.function, _extreme)(planner, node, value, counts, base)
    return Planned(found.value, planner.first_of(unknown, found.causes))


def rows_of(planner: Planner, node: Aggregate) -> Rows:
    """Whose rows an aggregate looks at."""
    per = tuple(column_of(planner, field.entity, field.field) for field in node.per)
    return Rows(node.relation, node.of, per)


def _nothing(planner: Planner, node: Aggregate) -> Planned:
    """Some value of the type, for an aggregate that is unknown whatever the rows are."""
    if isinstance(node.type, Quantity):
        return Planned(Rational(planner.scalars.constant(0)), planner.clear)
    if isinstance(node.type, Day):
        return Planned(planner.scalars.constant(planner.core.start), planner.clear)
    if isinstance(node.type, Truth):
        return Planned(planner.scalars.truth(yes=False), planner.clear)
    if isinstance(node.type, ChoiceSet):
        return Planned(planner.scalars.constant(frozenset()), planner.clear)
    text = node.type.members[0] if isinstance(node.type, Choice) else ""
    return Planned(planner.scalars.constant(text), planner.clear)


# ------------------------------------------------------------------------------------------------ figures


def _count(planner: Planner, node: Aggregate, value: Planned | None, counts: Scalar, base: str) -> Planned:
    column = planner.slot(rows_of(planner, node), "count", None, counts, integer_column(base, 0, MOST_ROWS))
    return Planned(Rational(planner.scalars.given(column)), planner.clear)


def _count_distinct(planner: Planner, node: Aggregate, value: Planned | None, counts: Scalar, base: str) -> Planned:
    assert value is not None
    counted = value.number.units if isinstance(value.value, Rational) else value.scalar
    column = planner.slot(rows_of(planner, node), "count_distinct", counted, counts, integer_column(base, 0, MOST_ROWS))
    return Planned(Rational(planner.scalars.given(column)), planner.clear)


def _total(planner: Planner, node: Aggregate, value: Planned | None, counts: Scalar, base: str) -> Planned:
    """A total within the limit that the facts promise, or tested against its own."""
    assert value is not None
    assert isinstance(node.type, Quantity)
    s, number = planner.scalars, value.number
    assert number.divisor is None, "a quotient by data is rounded before it is totalled"
    promised = planner.facts.total_limit
    most_units = node.limit if promised is None else min(promised, node.limit)
    limit = most_units * number.denominator // node.type.denominator
    low, high = (0 if number.units.low >= 0 else -limit), (0 if number.units.high <= 0 else limit)
    if promised is not None:
        wanted = integer_column(base, low, high)
        column = planner.slot(rows_of(planner, node), "total", number.units, counts, wanted, limit)
        return Planned(Rational(s.given(column), number.denominator), planner.clear)
    most = MOST_ROWS * max(abs(number.units.low), abs(number.units.high))
    wide = integer_column(base, -most if low else 0, most if high else 0)
    total = s.given(planner.slot(rows_of(planner, node), "total", number.units, counts, wide))
    fits = s.all(s.compare(">=", total, s.constant(-limit)), s.compare("<=", total, s.constant(limit)))
    causes = planner.when(s.invert(fits), planner.cause("total_too_large", node.definition))
    return Planned(Rational(s.case([(fits, total)], s.constant(0)), number.denominator), causes)


def _extreme(planner: Planner, node: Aggregate, value: Planned | None, counts: Scalar, base: str) -> Planned:
    """The lowest or highest, of members by position; unknown of nothing."""
    assert value is not None
    s = planner.scalars
    choice = node.type if isinstance(node.type, Choice) else None
    numeric = value.value if isinstance(value.value, Rational) else None
    ranked = s.position(value.scalar, choice.members) if choice else numeric.units if numeric else value.scalar
    wanted = Column(SLOT, base, ranked.kind, optional=True, low=ranked.low, high=ranked.high)
    column = planner.slot(rows_of(planner, node), node.function, ranked, counts, wanted)
    causes = _of_nothing(planner, node, column)
    found = s.given(column)
    if numeric is not None:
        assert numeric.divisor is None, "a quotient by data is rounded before it is ranked"
        return Planned(Rational(found, numeric.denominator), causes)
    return Planned(_member(planner, choice, found) if choice else found, causes)


def _median(planner: Planner, node: Aggregate, value: Planned | None, counts: Scalar, base: str) -> Planned:
    """Half the sum of the two values in the middle; unknown of nothing."""
    assert value is not None
    number = value.number
    assert number.divisor is None, "a quotient by data is rounded before it is ranked"
    wanted = Column(SLOT, base, INTEGER, optional=True, low=2 * number.units.low, high=2 * number.units.high)
    column = planner.slot(rows_of(planner, node), "middle", number.units, counts, wanted)
    return Planned(Rational(planner.scalars.given(column), 2 * number.denominator), _of_nothing(planner, node, column))


def _of_nothing(planner: Planner, node: Aggregate, column: Column) -> Scalar:
    """The cause where no row was there to fill a slot."""
    present = planner.scalars.present(column)
    return planner.scalars.case([(present, planner.clear)], planner.cause("missing", node.relation))


def _by_order(
    planner: Planner, node: Aggregate, value: Planned | None, counts: Scalar, base: str, order: tuple[Scalar, ...]
) -> Planned:
    """The value of the row that is first, or latest, by date and key; unknown of nothing."""
    assert value is not None
    number = value.value if isinstance(value.value, Rational) else None
    held = number.units if number else value.scalar
    harmless = node.type.members[0] if isinstance(node.type, Choice) else ""
    wanted = Column(SLOT, base, held.kind, optional=True, low=held.low, high=held.high, harmless=harmless)
    column = planner.slot(rows_of(planner, node), node.function, held, counts, wanted, order=order)
    found = planner.scalars.given(column)
    return Planned(Rational(found, number.denominator) if number else found, _of_nothing(planner, node, column))


def _ordered(part: Planned) -> Scalar:
    return part.number.units if isinstance(part.value, Rational) else part.scalar


# ------------------------------------------------------------------------------------------------ conditions


def _of_those(planner: Planner, node: Aggregate, test: Planned | None, value: Planned) -> Planned:
    """The condition of a row where only some take part: what does not is never against all, nor one of the others."""
    if test is None:
        return value
    if node.function == "all":
        return planned_logic(planner, "any", [planned_logic(planner, "none", [test]), value])
    return planned_logic(planner, "all", [test, value])


def _quantified(planner: Planner, node: Aggregate, value: Planned, taking_part: Scalar) -> Planned:
    """Any, all or none: one row that is known to decide is enough, whatever is unknown beside it; or so many."""
    s = planner.scalars
    base = node.definition or node.relation

    def at_least(count: int, truth: Scalar) -> Scalar:
        wanted = integer_column(base, 0, MOST_ROWS)
        column = planner.slot(rows_of(planner, node), "count", None, s.all(taking_part, truth), wanted)
        return s.compare(">=", s.given(column), s.constant(count))

    causes = s.case([(planner.known(value), planner.clear)], value.causes)
    unknown = planner.causes_slot(rows_of(planner, node), causes, taking_part, base)
    if node.function == "at_least":
        enough, hopeful = (at_least(node.needed, each(value)) for each in (planner.certain, planner.possible))
        return Planned(enough, s.case([(s.any(enough, s.invert(hopeful)), planner.clear)], unknown))
    decided = at_least(1, s.invert(planner.possible(value)) if node.function == "all" else planner.certain(value))
    answer = decided if node.function == "any" else s.invert(decided)
    return Planned(answer, s.case([(decided, planner.clear)], unknown))


def _member(planner: Planner, choice: Choice, position: Scalar) -> Scalar:
    """The member at a position."""
    s = planner.scalars
    assert position.kind == INTEGER
    branches = [(s.compare("=", position, s.constant(n)), s.constant(m)) for n, m in enumerate(choice.members)]
    return s.case(branches[:-1], branches[-1][1])


FIGURES = {"count": _count, "count_distinct": _count_distinct, "total": _total, "median": _median}
HANDLERS: Mapping[type, Handler] = {Aggregate: plan_aggregate}
