"""What an incentive comes to, as the few nodes of the core, made from the parts that its clauses give.

The checker makes it of parts that have a type and nothing else, to know the type of what is paid; lowering makes it of
the parts themselves. So the two cannot differ. The order of work is that of the steps here; nothing is reported.
"""
from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Protocol

import attrs

from rulelang.core import nodes as core
from rulelang.exact.calendar import ONE_DAY
from rulelang.frozen import frozen
from rulelang.names.clauses import all_of, first_of
from rulelang.names.resolved import Resolved, RowsInside
from rulelang.source import Span
from rulelang.syntax import nodes
from rulelang.typecheck import types
from rulelang.typecheck.constants import literal_value, parameter_values

ONE_RATE = ("marginal", "whole", "interpolated")
"""Bands that find one rate for each part of what is paid on."""
OF_AMOUNTS = ("fixed", "every_fixed")
Way = nodes.Bands | nodes.Pays | nodes.PerStep


class Make(Protocol):
    """Gives the core of what is written."""

    def __call__(self, node: nodes.Expression, step: str = "") -> core.Expression: ...


@frozen(eq=False)
class Parts:
    """What an amount is made of. `worked_out`: exceptions as one value, and what `per` counts, by their clauses."""

    resolved: Resolved
    owner: str
    clauses: tuple[object, ...]
    worked_out: Mapping[int, nodes.Expression]
    make: Make
    share: core.PeriodShare | None
    taken: core.Expression | None = None
    """What incentives before this one in a list have taken off what it is paid on."""
    by_row: tuple[RowsInside, ...] = ()
    signed: bool = False
    """Whether less than nothing to be paid on counts as such: of some rows among others, a return takes back."""

    def of(self, node: nodes.Expression, step: str = "") -> core.Expression:
        return self.make(node, step)

    def edge(self, node: nodes.Expression) -> core.Expression:
        """An edge: in a cut period a part of it, where they are prorated."""
        return shared(self.make(node), self.share)


def way_of(clauses: Iterable[object]) -> Way | None:
    """The clause that says how much is paid."""
    return first_of(nodes.Bands, clauses) or first_of(nodes.Pays, clauses) or first_of(nodes.PerStep, clauses)


# ------------------------------------------------------------------------------------------------ small nodes


def product(
    left: core.Expression, right: core.Expression, span: Span, step: str = "", owner: str = ""
) -> core.Expression:
    kind = types.proved(types.multiplied(types.proved(left.type), types.proved(right.type)))
    return core.Arithmetic("multiply", left, right, kind, span, step, owner)


def total(
    left: core.Expression, right: core.Expression, span: Span, step: str = "", owner: str = ""
) -> core.Expression:
    kind = types.proved(types.added(types.proved(left.type), types.proved(right.type)))
    return core.Arithmetic("add", left, right, kind, span, step, owner)


def difference(left: core.Expression, right: core.Expression) -> core.Expression:
    if is_zero(right):
        return left
    kind = types.proved(types.added(types.proved(left.type), types.proved(right.type), subtract=True))
    return core.Arithmetic("subtract", left, right, kind, left.span)


def choice(
    branches: Iterable[tuple[core.Expression, core.Expression]], otherwise: core.Expression, span: Span, step: str = ""
) -> core.Case:
    taken = tuple(branches)
    kind = types.proved(types.one_of(types.proved(value.type) for value in (*(v for _, v in taken), otherwise)))
    return core.Case(taken, otherwise, kind, span, step)


def test(operator: str, left: core.Expression, right: core.Expression, span: Span) -> core.Expression:
    return core.Comparison(operator, left, right, core.Truth(), span)


def nothing(like: core.Expression, at: Span | None = None) -> core.Literal:
    """Nothing of a kind."""
    kind = types.proved(like.type)
    return core.Literal(Fraction(0), types.quantity_of(Fraction(0), kind.kind, 1, kind.currency), at or like.span)


def is_zero(value: core.Expression) -> bool:
    return isinstance(value, core.Literal) and value.value == 0


def shared(value: core.Expression, share: core.PeriodShare | None) -> core.Expression:
    """A figure in a cut period, where such figures are prorated."""
    return value if share is None or is_zero(value) else product(value, share, value.span)


# ------------------------------------------------------------------------------------------------ the amount


def amount_of(parts: Parts) -> core.Expression:
    """What the clauses come to, before floors, caps and the rounding."""
    whole = _with_added(parts, _multiplied(parts))
    if not parts.by_row:
        return whole
    branches: list[tuple[core.Expression, core.Expression]] = []
    for rows in parts.by_row:
        stretches = (attrs.evolve(parts, clauses=clauses, signed=True) for clauses in rows.stretches)
        found: core.Expression | None = None
        for amount in map(_multiplied, stretches):
            found = amount if found is None else total(found, amount, amount.span)
        assert found is not None, "there is a stretch on each side of a change"
        branches.append((_ends_before(rows.days.start, whole.span), whole))
        branches.append((_ends_before(rows.days.stop + ONE_DAY, whole.span), _with_added(parts, paid_on(found))))
    return attrs.evolve(choice(branches, whole, whole.span), told="versions")


def _ends_before(day: datetime.date, span: Span) -> core.Expression:
    """Whether the period ends before a day."""
    end = core.DayValue(core.AtPeriodEnd(), core.Day(), span)
    return test("less", end, core.Literal(day, core.Day(), span), span)


def _multiplied(parts: Parts) -> core.Expression:
    """What is earned of what is paid on, or what an exception says instead, multiplied."""
    way, on = way_of(parts.clauses), first_of(nodes.On, parts.clauses)
    assert way is not None
    base = parts.of(on.value, "base") if on is not None else None
    if base is not None and parts.taken is not None:
        base = attrs.evolve(difference(base, parts.taken), step="left")
    amount = _instead(parts, way, base, _earned(parts, way, base))
    for times in all_of(nodes.Multiplied, parts.clauses):
        more = product(amount, parts.of(times.factor), times.span, "multiplied", parts.owner)
        amount = _if(parts, times.condition, more, amount, times.span)
    return amount


def _earned(parts: Parts, way: Way, base: core.Expression | None) -> core.Expression:
    match way:
        case nodes.Pays():
            return _at(parts, parts.of(way.value, "rate"), _times(parts, way, base), way.span)
        case nodes.PerStep():
            return _at(parts, parts.of(way.amount, "rate"), _times(parts, way, base), way.span)
        case nodes.Bands(kind="marginal"):
            assert base is not None
            return _marginal(parts, way, base)
    assert base is not None
    found_by = first_of(nodes.RateFoundBy, parts.clauses)
    key = parts.of(found_by.value, "found by") if found_by is not None else base
    match way.kind:
        case "fixed":
            return _reached(parts, way, key, "fixed")
        case "every_fixed" | "every_rate" | "ends":
            return _every(parts, way, key, base)
        case "whole":
            return _at(parts, _reached(parts, way, key, "rate"), paid_on(base), way.span)
    value = _interpolated(parts, way, key)
    return value if value.step == "fixed" else _at(parts, value, paid_on(base), way.span)


def _times(parts: Parts, way: Way, base: core.Expression | None) -> core.Expression | None:
    """What a rate or an amount is multiplied with: what is paid on, records or full steps; nothing for an amount."""
    match way:
        case nodes.Pays(per=per) if per is not None:
            return parts.of(parts.worked_out[id(way)], "base")
        case nodes.PerStep(step=step):
            assert base is not None
            return _full_steps(parts, step, base)
    return paid_on(base) if base is not None and not parts.signed else base


def paid_on(base: core.Expression) -> core.Expression:
    """What is paid on; of less than nothing, nothing."""
    return no_less_than_nothing(base)


def no_less_than_nothing(base: core.Expression) -> core.Expression:
    """A value, or nothing where it is less."""
    kind = types.proved(base.type)
    low = kind.low if isinstance(kind, core.Quantity) else -1
    if low >= 0:
        return base
    zero = nothing(base)
    found = choice([(test("less", base, zero, base.span), zero)], base, base.span, "part")
    if not isinstance(kind, core.Quantity):
        return found
    return attrs.evolve(found, type=attrs.evolve(kind, low=0, high=max(kind.high, 0)))


def _at(parts: Parts, rate: core.Expression, times: core.Expression | None, span: Span) -> core.Expression:
    """A rate of what is paid on, with its added points, or an amount for each of what is counted."""
    if times is None:
        return rate
    return product(raised(parts, rate), times, span, "flat", parts.owner)


def raised(parts: Parts, rate: core.Expression) -> core.Expression:
    """A rate with the percentage points that are added to it."""
    for clause in all_of(nodes.PlusPoints, parts.clauses):
        points = parts.of(clause.points)
        if clause.condition is not None:
            points = choice([(parts.of(clause.condition), points)], nothing(points), clause.span, "if")
        rate = total(rate, points, clause.span, "raised")
    return rate


def _instead(parts: Parts, way: Way, base: core.Expression | None, amount: core.Expression) -> core.Expression:
    """What exceptions say in place of the rate, the amount or the whole table."""
    exceptions = all_of(nodes.Exceptional, parts.clauses)
    if not exceptions:
        return amount
    span = exceptions[0].span
    value = parts.of(parts.worked_out[id(exceptions[0])], "rate")
    is_unit = isinstance(way, nodes.Bands) and way.rows[0].per is not None
    of_amounts = isinstance(way, nodes.Bands) and types.proved(value.type).kind != "percent" and not is_unit
    instead = _at(parts, value, None if of_amounts else _times(parts, way, base), span)
    tests = tuple(parts.of(each.condition) for each in exceptions)
    anyone = tests[0] if len(tests) == 1 else core.Logic("any", tests, 0, core.Truth(), span)
    meeting = first_of(nodes.Meeting, parts.clauses)
    winner = meeting.winner.value if meeting is not None and meeting.winner is not None else ""
    titles = tuple(each.title.value for each in exceptions)
    told = core.Excepted(titles, meeting.how if meeting is not None else "apart", winner)
    return attrs.evolve(choice([(anyone, instead)], amount, span, "if"), told=told)


def _with_added(parts: Parts, amount: core.Expression) -> core.Expression:
    """After the multipliers what is added."""
    for plus in all_of(nodes.PlusAmount, parts.clauses):
        more = total(amount, parts.of(plus.amount), plus.span, "added", parts.owner)
        amount = _if(parts, plus.condition, more, amount, plus.span)
    return amount


def forfeited(amount: core.Expression, least: core.Expression, span: Span) -> core.Expression:
    """What is less than the least that is paid is not paid at all."""
    too_little = test("less", amount, least, span)
    return choice([(too_little, nothing(amount))], amount, span, "forfeited")


def _if(
    parts: Parts, condition: nodes.Expression | None, then: core.Expression, otherwise: core.Expression, span: Span
) -> core.Expression:
    return then if condition is None else choice([(parts.of(condition), then)], otherwise, span, "if")


# ------------------------------------------------------------------------------------------------ bands


def _reaches(row: nodes.BandRow, key: core.Expression, edge: core.Expression) -> core.Expression:
    return test("more" if row.exclusive else "at_least", key, edge, row.lower.span)


def _reached(parts: Parts, bands: nodes.Bands, key: core.Expression, step: str) -> core.Expression:
    """The value of the highest band that is reached; below the lowest, nothing."""
    branches = [(_reaches(row, key, parts.edge(row.lower)), parts.of(row.value, step)) for row in bands.rows]
    return choice(reversed(branches), nothing(branches[0][1]), bands.span)


def _every(
    parts: Parts, bands: nodes.Bands, key: core.Expression, base: core.Expression
) -> core.Expression:
    """Each band that is reached: its amount, its rate of the whole, or its rate of the end of its part."""
    edges = [parts.edge(row.lower) for row in bands.rows]
    whole = paid_on(base)
    found: core.Expression | None = None
    for index, row in enumerate(bands.rows):
        above = edges[index + 1 :]
        if bands.kind == "every_fixed":
            value: core.Expression = parts.of(row.value, "fixed")
        else:
            value = product(parts.of(row.value, "rate"), whole, row.span, "flat", parts.owner)
        branches = [(_reaches(row, key, edges[index]), value)]
        if bands.kind == "ends" and above:
            passed = product(parts.of(row.value, "rate"), above[0], row.span, "flat", parts.owner)
            branches.insert(0, (_reaches(bands.rows[index + 1], key, above[0]), passed))
        line = choice(branches, nothing(value), row.span)
        found = line if found is None else total(found, line, bands.span, "bands", parts.owner)
    assert found is not None
    return found


def _marginal(parts: Parts, bands: nodes.Bands, base: core.Expression) -> core.Expression:
    """Each part of the base at its own rate: the sum of the products, one for each band."""
    edges = [parts.edge(row.lower) for row in bands.rows]
    found: core.Expression | None = None
    for index, row in enumerate(bands.rows):
        rate = raised(parts, parts.of(row.value, "rate"))
        part = _part(base, edges[index], edges[index + 1] if index + 1 < len(edges) else None)
        line = product(rate, part, row.span, f"band {index + 1}", parts.owner)
        found = line if found is None else total(found, line, bands.span, "bands", parts.owner)
    assert found is not None
    return found


def _part(base: core.Expression, edge: core.Expression, above: core.Expression | None) -> core.Expression:
    """What of the base lies in a band; nothing of a base at or below its lower end."""
    zero, reach = nothing(base, edge.span), difference(base, edge)
    branches: list[tuple[core.Expression, core.Expression]] = [(test("at_most", base, edge, edge.span), zero)]
    inside = types.proved_quantity(reach.type)
    ranges = [types.proved(zero.type), attrs.evolve(inside, low=0, high=max(0, inside.high))]
    otherwise = reach
    if above is not None:
        branches.append((test("at_most", base, above, above.span), reach))
        otherwise = difference(above, edge)
        wide = types.proved_quantity(otherwise.type)
        ranges.append(attrs.evolve(wide, low=min(0, wide.low), high=max(0, wide.high)))
    # A part is never negative and never more than its band is wide: the ranges the cases can leave.
    return core.Case(tuple(branches), otherwise, types.proved(types.one_of(ranges)), edge.span, "part")


def _interpolated(parts: Parts, bands: nodes.Bands, key: core.Expression) -> core.Expression:
    """On the straight line between the two ends around; above the last what is there, below the first nothing."""
    edges = [parts.edge(row.lower) for row in bands.rows]
    values = [parts.of(row.value) for row in bands.rows]
    branches = [(test("at_least", key, edges[-1], bands.rows[-1].lower.span), values[-1])]
    for index in reversed(range(len(edges) - 1)):
        width, way = _width(parts, bands.rows[index], bands.rows[index + 1], edges[index], edges[index + 1])
        share = _quotient(difference(key, edges[index]), width, way, parts.owner)
        rise = product(difference(values[index + 1], values[index]), share, bands.rows[index].span)
        found = total(values[index], rise, bands.rows[index].span)
        kind = types.proved(types.one_of([types.proved(values[index].type), types.proved(values[index + 1].type)]))
        if isinstance(found.type, core.Quantity) and isinstance(kind, core.Quantity):
            found = attrs.evolve(found, type=_inside(found.type, kind))
        branches.append((test("at_least", key, edges[index], edges[index].span), found))
    is_rate = bands.rows[0].per is not None or types.proved(values[0].type).kind == "percent"
    return choice(branches, nothing(values[0]), bands.span, "rate" if is_rate else "fixed")


def _inside(found: core.Quantity, ends: core.Quantity) -> core.Quantity:
    """A value on a line lies between its two ends."""
    low, high = (Fraction(x * found.denominator, ends.denominator) for x in (ends.low, ends.high))
    return attrs.evolve(found, low=int(low // 1), high=int(-(-high // 1)))


def _width(
    parts: Parts, row: nodes.BandRow, above: nodes.BandRow, edge: core.Expression, next_edge: core.Expression
) -> tuple[core.Expression, tuple[Fraction, ...] | None]:
    """How far two ends lie apart, and, where both are written once and for all, as a constant."""
    low, high = constants(parts.resolved, row.lower), constants(parts.resolved, above.lower)
    wide = difference(next_edge, edge)
    if parts.share is not None or low is None or high is None or len(low) > 1 or len(high) > 1:
        return wide, None
    kind, apart = types.proved_quantity(wide.type), high[0] - low[0]
    once = types.quantity_of(apart, kind.kind, kind.denominator, kind.currency)
    return core.Literal(apart, once, wide.span), (apart,)


def _quotient(
    left: core.Expression, right: core.Expression, divisors: tuple[Fraction, ...] | None, owner: str
) -> core.Expression:
    kind = types.proved(types.divided(types.proved(left.type), types.proved(right.type), divisors))
    return core.Arithmetic("divide", left, right, kind, left.span, definition=owner)


def _full_steps(parts: Parts, step: nodes.Expression, base: core.Expression) -> core.Expression:
    """How many full steps lie in what is paid on."""
    quotient = _quotient(paid_on(base), parts.of(step), constants(parts.resolved, step), parts.owner)
    kind = attrs.evolve(types.rounded(types.proved(quotient.type), 1), kind="number")
    return core.Round(quotient, "floor", kind, step.span)


def constants(resolved: Resolved, node: nodes.Expression) -> tuple[Fraction, ...] | None:
    """The values of a literal or of a parameter without keys; None of anything else."""
    literal = literal_value(node)
    if literal is not None:
        return (literal,)
    if isinstance(node, nodes.Reading) and len(node.path) == 1 and node.path[0].text in resolved.parameters:
        return parameter_values(resolved.parameters[node.path[0].text])
    return None
