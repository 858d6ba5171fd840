"""Measures for every member of a type, and what is made of all of them."""
from __future__ import annotations

from fractions import Fraction

from rulelang.core import nodes as core
from rulelang.typecheck import types
from rulelang.typecheck.over_members import figure_over

from . import terms
from .numbers import constant
from .terms import Term
from .world import World


def write_by_member(world: World) -> None:
    """Counts or totals of the records of each member; the total, average, highest or lowest of all, or that of one."""
    draw = world.draw
    found = [(relation, field) for relation in world.relations for field in relation.fields
             if isinstance(field.type, core.Choice)]  # fmt: skip
    if not found:
        return
    relation, field = draw.choice(found)
    kind: core.Choice = field.type
    amounts = [f for f in relation.fields if f.name.endswith("_amount")]
    name = world.name("of_each")
    if amounts and draw.odds(50):
        what, held, unit = f"total {amounts[0].name} of", types.total_of(amounts[0].type), "money"
    else:
        what, held, unit = "count", core.Quantity("count", 1, 0, types.TOTAL_MAX), "count"
    beside = ""
    if draw.odds(30):
        beside = f" + (when {kind.enumeration} is {draw.choice(kind.members)}: {{}} otherwise: {{}})"
        figures = [constant(world, unit) for _ in range(2)]
        held = types.added(held, terms.one_of(*figures))
        beside = beside.format(*(f.side for f in figures))
    value = f"{what} {relation.records} where {field.name} is {kind.enumeration}"
    value = f"({value}){beside}" if beside else value
    world.declare(name, f"measure {name} of Partner by {kind.enumeration} is {unit}", f"  {value}")
    each = Term(name, held, frozenset([None]), dated=bool(relation.dated_by))
    for _ in range(2):
        _of_all(world, name, kind, each)
    if each.dated and draw.odds(25):
        _over_time(world, name, kind, each)
    if draw.odds(60):
        _tested(world, name, kind, each)


def _over_time(world: World, name: str, kind: core.Choice, each: Term) -> None:
    """That of one member in a short window, or its growth: short windows, so that they cost little."""
    draw = world.draw
    read, made = f"{name}({draw.choice(kind.members)})", world.name("of_one_then")
    window = draw.choice(("over the last 2 months", "in the previous quarter", "same month last year"))
    if draw.odds(25):
        base = draw.choice(("the previous month", "the previous quarter", "same quarter last year"))
        text = f"(growth of {read} against {base} zero base gives 0% rounded half even to 2 decimals)"
        world.declare(made, f"measure {made} of Partner is percent", f"  {text}")
        return
    world.declare(made, f"measure {made} of Partner is {each.kind}", f"  {read} {window}")


def _tested(world: World, name: str, kind: core.Choice, each: Term) -> None:
    """A condition for each member on what there is for each, and one on two of those."""
    draw = world.draw
    limit = constant(world, each.kind)
    if not terms.comparable(each, limit):
        return
    tested, several = world.name("enough_of_each"), world.name("enough_of_some")
    by = kind.enumeration
    world.declare(tested, f"eligibility {tested} of Partner by {by}", f"  {name}({by}) >= {limit.side}")
    first, second = draw.choice(kind.members), draw.choice(kind.members)
    join = draw.choice(("and", "or"))
    world.declare(several, f"eligibility {several} of Partner", f"  {tested}({first}) {join} {tested}({second})")


def _of_all(world: World, name: str, kind: core.Choice, each: Term) -> None:
    """A figure over all members, over some of them, or that of one; and perhaps a test of it."""
    draw, held = world.draw, each.type
    unit = each.kind
    made = world.name("of_all")
    function = draw.weighted(
        (22, "total"), (18, "average"), (18, "highest"), (18, "lowest"), (16, "median"), (8, "one")
    )
    text = f"{function} {name}({kind.enumeration}) over every {kind.enumeration}"
    shown = _made(function, held, len(kind.members))
    if function == "one":
        text = f"{name}({draw.choice(kind.members)})"
    elif function == "median" or draw.odds(60):
        shown = figure_over(function, [held] * len(kind.members))
        limit = constant(world, unit)
        if draw.odds(75) and terms.comparable(each, limit):
            text = f"{text} where {name}({kind.enumeration}) {draw.choice(('>=', '<', '>'))} {limit.side}"
        else:
            text = f"{text} where {kind.enumeration} is not {draw.choice(kind.members)}"
    if isinstance(shown, types.Clash) or not types.fits(shown):
        return
    declared = "number" if getattr(shown, "kind", unit) == "share" else getattr(shown, "kind", unit)
    world.declare(made, f"measure {made} of Partner is {declared}", f"  {text}")
    read = terms.of(made, types.read_as(declared, shown), each, closed=True)
    world.measures.append((made, read))
    limit = constant(world, declared)
    if terms.comparable(read, limit):
        tested = world.name("is_broad")
        world.declare(tested, f"eligibility {tested} of Partner", f"  {made} >= {limit.side}")
        world.eligibilities.append((tested, terms.of(tested, core.Truth(), read)))


def _made(function: str, held: core.Quantity, members: int) -> core.Type:
    """The type of what is made of as many values."""
    whole = held
    for _ in range(members - 1):
        whole = types.added(whole, held)
    if function == "total":
        return whole
    if function == "average":
        return types.divided(whole, types.quantity_of(Fraction(members), "number", 1), (Fraction(members),))
    return held
