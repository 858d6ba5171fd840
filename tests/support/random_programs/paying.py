"""Incentives with marginal bands, and payouts that stack them."""
from __future__ import annotations

import datetime
import re
from fractions import Fraction

from rulelang.exact.calendar import MONTHS_IN
from rulelang.typecheck import types

from . import terms
from .conditions import holds, truth
from .earning import write_bands, write_flat, write_limits, write_more
from .numbers import aggregate, constant, number, read_parameter, readable, reading
from .parameters import new_parameter
from .terms import Term
from .world import Incentive, Payout, Scope, World
from .writing import PAY_UNITS, ROUND_MODES, UNIT_WORDS, rounding

PAIRS = tuple((measured, paid) for measured in PAY_UNITS for paid in PAY_UNITS)
ROOM = 10**4
MEASURED = ((10, "month"), (40, "quarter"), (20, "half"), (30, "year"))


def write_incentive(world: World, measured: str, paid: str, *, said: bool | None = None) -> Incentive:
    """`said`: whether `measured every` is written; where the two units are one it need not be."""
    draw = world.draw
    said = measured != paid or draw.odds(60) if said is None else said
    name = world.name("rebate", "bonus", "growth_bonus")
    scope = Scope(unit=measured)
    flat, base = draw.odds(15), _base(world, scope)
    clauses = [f"paid every {UNIT_WORDS[paid]}"] + ([f"measured every {UNIT_WORDS[measured]}"] if said else [])
    draw.shuffle(clauses)
    when, tested = _when(world, scope)
    way = write_flat(world, scope, base) if flat else write_bands(world, scope, base)
    more, limits = write_more(world, scope, way), write_limits(world)
    rates = [*way.terms, *more.terms]
    cap = _cap(world, scope, measured) if draw.odds(55) else None
    tail = [*more.lines, *([cap[0]] if cap else []), _rounding(world), *limits]
    lines = [*clauses, *when, *way.lines, *tail]
    world.declare(name, f"incentive {name} of Partner", *(f"  {line}" for line in lines))
    dated = draw.odds(20) and _later_version(world, name, lines)
    parts = [base, *tested, *rates, *([cap[1]] if cap else [])]
    found = Incentive(name, measured, paid, said, frozenset().union(*(p.plain for p in parts)), dated)
    world.incentives.append(found)
    return found


def _later_version(world: World, name: str, lines: list[str]) -> bool:
    """The same from a day on, at another rate where one is written."""
    draw = world.draw
    day = world.start + datetime.timedelta(draw.randint(400, 900))
    change = draw.choice(("the version at its end", "split at the change, edges as written",
                          "split at the change, bands and caps prorated"))  # fmt: skip
    other = [re.sub(r"^(  from .*: )[\d.]+%$", rf"\g<1>{draw.choice((1, 3, 7))}%", line) for line in lines]
    clauses = (f"  {line}" for line in (*other[:-1], change, other[-1]))
    world.declare(f"{name} later", f"incentive {name} of Partner, from {day}", *clauses)
    return True


def _base(world: World, scope: Scope) -> Term:
    """Money without a divisor; mostly a total for the period, so that something is paid."""
    draw = world.draw
    measures = [m for m in readable(world, "money", scope) if not m[1].is_ratio and _leaves_room(m[1])]
    if measures and draw.odds(75):
        name, term = draw.choice(measures[:2])
        return reading(world, name, term, plain=draw.odds(75))
    for _ in range(5):
        value = aggregate(world, "money", scope) if draw.odds(50) else number(world, "money", scope, 1)
        if value is None or value.kind != "money" or value.is_ratio or value.constants:
            continue
        if _leaves_room(value):
            return value
    name, term = world.measures[0]
    return reading(world, name, term, plain=True)


def _leaves_room(term: Term) -> bool:
    """Whether 38 digits still hold it after a rate and what multiplies that."""
    kind = types.as_ratio(term.type).numerator
    return max(abs(kind.low), abs(kind.high)) < types.LIMIT // ROOM


def _when(world: World, scope: Scope) -> tuple[list[str], list[Term]]:
    draw = world.draw
    if draw.odds(76):
        return [], []
    known = [(name, term) for name, term in world.eligibilities if world.stands_still(term.plain, scope)]
    if known and draw.odds(65):
        name, term = draw.choice(known)
        return [f"when {name}"], [term]
    if draw.odds(70):
        item = holds(world, scope)
        return [f"when {item.text}"], [item]
    items = [truth(world, scope, 1) for _ in range(2)]
    quantity = draw.choice(("all of", "any of", "any of", "none of", "at least 1 of"))
    return [f"when {quantity}", *(f"  {item.text}" for item in items)], items


def _cap(world: World, scope: Scope, measured: str) -> tuple[str, Term]:
    """`at most 1_000 USD`, a parameter, or a part of what was measured."""
    draw = world.draw
    each = f" each {UNIT_WORDS[measured]}" if draw.odds(30) else ""
    if draw.odds(60):
        value = constant(world, "money", Fraction(draw.choice((50, 250, 1_000, 4_000))))
    elif draw.odds(60):
        value = read_parameter(world, new_parameter(world, "money", on_years=draw.odds(50)), scope)
    else:
        base = _base(world, scope)
        value = terms.of(f"10% of {base.side}", types.multiplied(constant(world, "percent").type, base.type), base)
    return f"at most {value.text}{each}", value


def _rounding(world: World) -> str:
    draw = world.draw
    mode = draw.choice(tuple(ROUND_MODES))
    places = None
    if draw.odds(20):
        places = draw.randint(0, {"JPY": 0, "KWD": 3}.get(world.currency, 2))
    return rounding(mode, "money", places)


# ------------------------------------------------------------------------------------------------ payouts


def write_payout(world: World) -> None:
    """Everything that is incentive of the program, some of it side by side where measured and paid alike."""
    draw = world.draw
    name = world.name("total_payout", "payout")
    alike: dict[tuple[str, str, str], list[str]] = {}
    for incentive in world.incentives:
        alone = incentive.name if incentive.dated else ""
        alike.setdefault((incentive.measured, incentive.paid, alone), []).append(incentive.name)
    every, best = [], []
    for names in alike.values():
        if len(names) > 1 and draw.odds(75):
            best.append(tuple(names))
        else:
            every += names
    paid = draw.weighted(*MEASURED)
    lines = [f"payout {name} of Partner", f"  paid every {UNIT_WORDS[paid]}"]
    lines += [f"  all of {', '.join(every)}"] if every else []
    lines += [f"  the best of {', '.join(names)}" for names in best]
    each = None
    if draw.odds(75):
        each = draw.choice([u for u in PAY_UNITS if MONTHS_IN[u] >= MONTHS_IN[paid] and u != "month"] or ["year"])
        cap = _payout_cap(world, each)
        lines.append(f"  at most {cap.text} each {UNIT_WORDS[each]}")
        lines.append(f"  {_rounding(world)}")
    world.declare(name, *lines)
    world.payouts.append(Payout(name, paid, each, tuple(best)))


def _payout_cap(world: World, each: str) -> Term:
    draw = world.draw
    scope = Scope(unit=each)
    if draw.odds(65):
        return constant(world, "money", Fraction(draw.choice((100, 500, 2_000, 10_000))))
    if draw.odds(60):
        return read_parameter(world, new_parameter(world, "money", on_years=True), scope)
    base = _base(world, scope)
    return terms.of(f"10% of {base.side}", types.multiplied(constant(world, "percent").type, base.type), base)
