"""Amounts in their own currency: converted with rates, held to tables of amounts in the currency of each row.

Tables lack some of the currencies there are.
"""
from __future__ import annotations

from fractions import Fraction

from rulelang.core import nodes as core
from rulelang.typecheck import types
from rulelang.typecheck.currencies import in_currency, own_money, product_type

from .drawing import Draw
from .parameters import HORIZON, type_of
from .terms import Term
from .windows import in_force
from .world import Field, Scope, World
from .writing import literal

CODES = ("USD", "EUR", "JPY", "KWD", "COP")
RATES = tuple(Fraction(r) for r in ("1.1", "0.0067", "0.000245", "3.25", "2", "0.91"))

AMOUNTS = (10, 250, 1_000, 50_000)
SIGNS = (">=", "<", "is", "is not")


def converted(world: World, kind: str, scope: Scope) -> Term | None:
    """A field in its own currency, or a part of one, in the currency of the program; None where there is none."""
    from .numbers import named_fields

    fields = [name for name, field in named_fields(world, scope) if getattr(field.type, "kind", "") == "own money"]
    if kind != "money" or not fields:
        return None
    draw = world.draw
    name, (table, rate) = draw.choice(fields), _rates(world)
    amount = own_money("", "")
    text = name
    if draw.odds(25):
        share = draw.choice((2, 4))
        text, amount = f"({name} * {share})", types.proved_quantity(
            types.multiplied(amount, types.quantity_of(Fraction(share), "number", 1))
        )
    held = types.proved(types.one_of((product_type(amount, rate), in_currency(amount, world.currency))))
    text = f"({text} converted to {world.currency} with {table} {in_force(world, scope)})"
    return Term(text, held, dated=True) if types.fits(held) else None


def write_own_table(world: World) -> None:
    """Sometimes a table of amounts in their own currency, and who reaches its amounts."""
    draw, subject = world.draw, world.subject
    of_records = [(r, f.name) for r in world.relations for f in r.fields if _is_own(f)]
    of_subject = [f.name for f in subject.fields if _is_own(f) and "." not in f.name]
    if not (of_records or of_subject) or not draw.odds(60):
        return
    name = world.name("own_amounts")
    lines = [f"parameter {name} money in its own currency by currency"]
    for start in (world.start, *_later(world, draw)):
        codes = draw.sample(CODES, draw.weighted((80, len(CODES)), (20, 4)))
        lines += [f"  from {start}", f"    | currency | {name} |"]
        lines += [f"    | {code} | {literal('money', Fraction(draw.choice(AMOUNTS)), code)} |" for code in codes]
    world.declare(name, *lines)
    tests = [f"({field} / {_cell(world, name, field, Scope())}) {draw.choice(SIGNS)} 1.5" for field in of_subject]
    for relation, field in of_records:
        cell = _cell(world, name, field, Scope(relation))
        tests.append(f"(count {relation.records} where {field} {draw.choice(SIGNS)} {cell}) >= 1")
    reached = world.name("reaches_its_own")
    world.declare(reached, f"eligibility {reached} of Partner", f"  {draw.choice(tests)}")


def _is_own(field: Field) -> bool:
    return getattr(field.type, "kind", "") == "own money"


def _cell(world: World, name: str, field: str, scope: Scope) -> str:
    return f"({name}({field}.currency) {in_force(world, scope)})"


def _rates(world: World) -> tuple[str, core.Quantity]:
    """The table of rates of a program, made when it is first wanted; sometimes other rates from a later day on."""
    draw = world.draw
    if world.rates is not None:
        return world.rates
    name = world.name("plan_rates", "spot_rates")
    lines, values = [f"parameter {name} money with 6 decimals by currency"], []
    starts = [world.start, *_later(world, draw)]
    for start in starts:
        count = draw.weighted((90, len(CODES)), (10, 3))
        codes = [code for code in draw.sample(CODES, count) if code != world.currency]
        rates = {code: draw.choice(RATES) for code in codes or ["CHF"]}
        values += rates.values()
        lines += [f"  from {start}", f"    | currency | {name} |"]
        lines += [f"    | {code} | {literal('money', rate, world.currency)} |" for code, rate in rates.items()]
    world.declare(name, *lines)
    world.rates = name, _type(values, world.currency)
    return world.rates


def _later(world: World, draw: Draw) -> list:
    day = world.calendar.containing("year", world.start).stop
    return [day] if draw.odds(50) and world.start < day <= HORIZON else []


def _type(values: list[Fraction], currency: str) -> core.Quantity:
    return type_of("money", values, currency)
