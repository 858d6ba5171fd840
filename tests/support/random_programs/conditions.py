"""Yes-or-no expressions: comparisons of every kind of value, sets, what is known, tiers, and their combinations."""
from __future__ import annotations

import attrs

from rulelang.core import nodes as core

from . import terms
from .days_of_periods import between, day_or_period
from .numbers import aggregate, constant, named_fields, number, parameter, ratio
from .terms import Term
from .windows import ago, any_date, day_fields, moment, window
from .world import Field, Ladder, Scope, World
from .writing import plural

COUNTRIES = ("US", "CO", "BR", "ES", "DE", "MX")
ORDER = (">=", "<=", ">", "<")
LISTED_LEAST = 2
QUANTITIES = ("all of", "any of", "none of", "at least 1 of", "at least 2 of")


def truth(world: World, scope: Scope, depth: int) -> Term:
    """A condition; at depth 0 a simple one."""
    draw = world.draw
    if depth > 0 and draw.odds(35):
        return _combined(world, scope, depth)
    if scope.row is None and scope.reads:
        if world.ladders and draw.odds(30):
            return tier_test(world)
        if draw.odds(15):
            made = _eligibility(world, scope)
            if made is not None:
                return made
    for _ in range(8):
        made = draw.choice(SIMPLE)(world, scope, depth)
        if made is not None:
            return made
    return _on_country(world, scope, depth)


def where(world: World, inner: Scope) -> Term:
    """What may follow `where`: simple tests, all joined by `and` or all by `or`."""
    tests = [truth(world, inner, world.draw.choice((0, 0, 1))) for _ in range(world.draw.choice((1, 1, 2, 3)))]
    join = world.draw.choice((" and ", " or "))
    return terms.of(join.join(t.text for t in tests), core.Truth(), *tests)


def holds(world: World, scope: Scope, *, depth: int = 1) -> Term:
    """A condition that many partners meet: what is paid for should be paid."""
    draw = world.draw
    if world.ladders and draw.odds(30):
        return tier_test(world, low=True)
    counted = aggregate(world, "count", scope) if draw.odds(55) else None
    if counted is not None:
        return terms.of(f"{counted.side} >= {draw.choice((0, 0, 1, 1))}", core.Truth(), counted)
    return truth(world, scope, depth)


# ------------------------------------------------------------------------------------------------ numbers


def _numbers(world: World, scope: Scope, depth: int) -> Term | None:
    draw = world.draw
    kind = draw.weighted((35, "money"), (20, "count"), (15, "number"), (10, "percent"), (15, "share"), (5, "points"))
    left = number(world, kind, scope, max(0, depth))
    if kind == "share" and scope.row is None:
        left = ratio(world, kind, scope, 1) or left
    if left.constants:
        return None
    right = threshold(world, kind, scope) if draw.odds(75) else number(world, kind, scope, max(0, depth - 1))
    if not terms.comparable(left, right):
        return None
    if draw.odds(15):
        other = threshold(world, kind, scope)
        if not terms.comparable(left, other):
            return None
        return terms.of(f"{left.side} between {right.side} and {other.side}", core.Truth(), left, right, other)
    sign = draw.weighted((50, ">="), (15, "<="), (15, ">"), (10, "<"), (5, "is"), (5, "is not"))
    return terms.of(f"{left.side} {sign} {right.side}", core.Truth(), left, right)


def threshold(world: World, kind: str, scope: Scope) -> Term:
    if world.draw.odds(30):
        return parameter(world, kind, scope)
    return constant(world, kind)


# ------------------------------------------------------------------------------------------------ other values


def _fields(world: World, scope: Scope, kind: type) -> list[Field]:
    """Fields of one type; their names are as they are written here."""
    return [attrs.evolve(f, name=name) for name, f in named_fields(world, scope) if isinstance(f.type, kind)]


def _truth(text: str, *, dated: bool = False) -> Term:
    return Term(text, core.Truth(), dated=dated, closed=False)


def _on_choice(world: World, scope: Scope, depth: int) -> Term | None:
    draw = world.draw
    fields = _fields(world, scope, core.Choice)
    if not fields:
        return None
    field = draw.choice(fields)
    member = draw.choice(field.type.members)
    if draw.odds(35):
        return _truth(f"{field.name} is one of ({', '.join(draw.some(field.type.members, 1, 3))})")
    sign = draw.choice(("is", "is not", *ORDER) if field.type.ordered else ("is", "is", "is not"))
    return _truth(f"{field.name} {sign} {member}")


def _on_set(world: World, scope: Scope, depth: int) -> Term | None:
    fields = _fields(world, scope, core.ChoiceSet)
    if not fields:
        return None
    field = world.draw.choice(fields)
    word = world.draw.choice(("includes", "includes", "does not include"))
    return _truth(f"{field.name} {word} {world.draw.choice(field.type.members)}")


def _on_country(world: World, scope: Scope, depth: int) -> Term:
    draw = world.draw
    field = draw.choice([f for f in _fields(world, scope, core.Words) if f.type.country])
    if draw.odds(50):
        return _truth(f"{field.name} is one of ({', '.join(draw.some(COUNTRIES, 2, 5))})")
    return _truth(f"{field.name} {draw.choice(('is', 'is not', 'is not'))} {draw.choice(COUNTRIES)}")


def _on_text(world: World, scope: Scope, depth: int) -> Term | None:
    fields = [f for f in _fields(world, scope, core.Words) if not f.type.country]
    field = world.draw.choice(fields)
    return _truth(f'{field.name} {world.draw.choice(("is", "is not"))} "{world.draw.choice(("Ana", "Luis", "P-1"))}"')


def _on_day(world: World, scope: Scope, depth: int) -> Term | None:
    draw = world.draw
    field = draw.choice(_fields(world, scope, core.Day)).name
    word = draw.choice(("before", "after", "on or before", "on or after"))
    other = draw.weighted(
        (35, day_or_period(world, any_date(world))), (15, "period start"), (15, "period end"), (35, ago(draw)),
    )
    if draw.odds(15):
        return _truth(f"{field} {between(world, *sorted((any_date(world), any_date(world))))}")
    return _truth(f"{field} {word} {other}", dated="period" in other or "ago" in other)


def _on_yes(world: World, scope: Scope, depth: int) -> Term | None:
    fields = _fields(world, scope, core.Truth)
    if not fields:
        return None
    field = world.draw.choice(fields).name
    return _truth(world.draw.choice((f"{field} is yes", f"{field} is no", field)))


PERIODS = {"day": 10, "week": 4, "month": 6, "quarter": 5, "half": 3, "year": 2}


def over_periods(world: World, scope: Scope, depth: int) -> Term | None:
    """A condition of each, any or some of several periods, one after the other."""
    draw = world.draw
    if scope.row is not None or not scope.reads:
        return None
    tested = truth(world, scope, depth)
    if not tested.dated:
        return None
    unit = draw.choice(tuple(PERIODS))
    count = draw.randint(1, PERIODS[unit])
    which = draw.weighted((40, "in each"), (30, "in any"), (30, f"in at least {draw.randint(1, count)}"))
    windows = frozenset(w if w is not None else f"over the last {plural(count, unit)}" for w in tested.windows)
    text = f"{tested.side} {which} of the last {plural(count, unit)}"
    return Term(text, core.Truth(), windows, tested.plain, dated=True, closed=False)


def on_any_day(world: World, scope: Scope, depth: int) -> Term | None:
    """A tier, perhaps beside a figure in force or a date, on any day of some days."""
    draw = world.draw
    if scope.row is not None or not scope.reads or not world.ladders:
        return None
    tests = [tier_of(world, draw.choice(world.ladders), "")]
    if draw.odds(50):
        tests.append(tier_of(world, draw.choice(world.ladders), ""))
    # What is another day by day is worked out for each: a few weeks show as much as a year.
    daily = draw.odds(30)
    if daily:
        tests.append(_on_day(world, scope, 0).text)
    figure = [p for p in world.parameters if p.type.kind == "count"]
    if figure and draw.odds(30):
        tests.append(f"{draw.choice(figure).name} >= {draw.randint(1, 4)}")
    joined = draw.choice((" and ", " or ")).join(tests)
    first = world.calendar.containing(draw.choice(("month", "quarter")), any_date(world))
    weeks = f"the last {plural(draw.randint(1, 3), 'week')}"
    months = f"the last {plural(draw.randint(1, 2), 'month')}"
    of_the_reader = months if scope.unit in ("half", "year") else "the period"
    others = ((50, of_the_reader), (30, world.calendar.name(first)), (20, months))
    days = weeks if daily else draw.weighted(*others)
    text = f"({joined}) on any day of {days}" if len(tests) > 1 else f"{joined} on any day of {days}"
    return Term(text, core.Truth(), dated=True, closed=False)


def _tier_on_field(world: World, scope: Scope, depth: int) -> Term | None:
    """A tier on a date that is data: of the record that is looked at, or of the partner."""
    days = day_fields(world, scope)
    if not world.ladders or not days or not scope.reads:
        return None
    ladder = world.draw.choice(world.ladders)
    return _truth(tier_of(world, ladder, f" in force on {world.draw.choice(days)}"), dated=True)


def _records_have(world: World, scope: Scope, depth: int) -> Term | None:
    """A condition of all, any or none of a relation's records."""
    if scope.row is not None or not scope.reads:
        return None
    relation = world.draw.choice(world.relations)
    tested = truth(world, Scope(relation, scope.unit, scope.reads), depth)
    text = f"{world.draw.choice(('all', 'any', 'none'))} of {relation.records} have ({tested.text})"
    dated = bool(relation.dated_by) or tested.dated
    return Term(text, core.Truth(), frozenset([None]), tested.plain, dated=dated, closed=False)


def _known(world: World, scope: Scope, depth: int) -> Term | None:
    draw = world.draw
    word = draw.choice(("is known", "is known", "is unknown"))
    missing = [name for name, f in named_fields(world, scope) if f.optional]
    if missing and draw.odds(60):
        return _truth(f"{draw.choice(missing)} {word}")
    value = number(world, draw.choice(("money", "count")), scope, depth)
    return terms.of(f"{value.side} {word}", core.Truth(), value)


SIMPLE = (
    _numbers, _numbers, _numbers, _on_choice, _on_choice, _on_set, _on_country, _on_day, _on_yes, _on_text, _known,
    _records_have, over_periods, on_any_day, _tier_on_field,
)

# ------------------------------------------------------------------------------------------------ definitions, tiers


def _eligibility(world: World, scope: Scope) -> Term | None:
    known = [(name, term) for name, term in world.eligibilities if world.stands_still(term.plain, scope)]
    if not known:
        return None
    name, term = world.draw.choice(known)
    if term.dated and world.draw.odds(25):
        return Term(f"{name} {window(world.draw)}", core.Truth(), plain=term.plain, dated=True, closed=False)
    if world.draw.odds(25):
        text = f"{name} {world.draw.choice(('is yes', 'is no', 'is not yes'))}"
        return Term(text, core.Truth(), plain=term.plain, dated=term.dated, closed=False)
    return Term(name, core.Truth(), plain=term.plain, dated=term.dated)


def tier_test(world: World, *, low: bool = False) -> Term:
    ladder = world.draw.choice(world.ladders)
    whole = ladder.declared == ladder.name
    when = f" {window(world.draw)}" if world.draw.odds(15) and whole else f" in force {moment(world)}"
    return _truth(tier_of(world, ladder, when, low=low), dated=True)


def tier_of(world: World, ladder: Ladder, when: str, *, low: bool = False) -> str:
    draw = world.draw
    if not low and draw.odds(15):
        return f"{ladder.name}{when} is one of ({', '.join(draw.some(ladder.tiers, 1, 3))})"
    sign = ">=" if low else draw.weighted((25, ">="), (15, ">"), (15, "<"), (15, "<="), (15, "is"), (15, "is not"))
    tier = ladder.tiers[1] if low else draw.choice(ladder.tiers)
    return f"{ladder.name}{when} {sign} {tier}"


# ------------------------------------------------------------------------------------------------ combinations


def _combined(world: World, scope: Scope, depth: int) -> Term:
    draw = world.draw
    items = [truth(world, scope, depth - 1) for _ in range(draw.choice((2, 2, 3)))]
    if draw.odds(50):
        join = draw.choice((" and ", " or "))
        return terms.of(f"({join.join(i.side for i in items)})", core.Truth(), *items, closed=True)
    quantity = draw.choice(QUANTITIES)
    if quantity == "none of" and len(items) > LISTED_LEAST:
        items = items[:1]
    return terms.of(f"({quantity} {', '.join(i.side for i in items)})", core.Truth(), *items, closed=True)

