"""Incentives that pay each row by its own date, where a rate changes or a later version begins inside a period."""
from __future__ import annotations

import datetime

from rulelang.core import nodes as core

from .world import Holder, World
from .writing import UNIT_WORDS


def write_dated_rows(world: World) -> None:
    """A rate of every sale, a later one from the middle of a month, and perhaps an amount for each from another day."""
    draw = world.draw
    found = [(relation, field) for relation in world.relations for field in _amounts(world, relation)]
    if not found:
        return
    relation, field = draw.choice(found)
    unit, paid = draw.choice((("quarter", "quarter"), ("quarter", "month"), ("month", "month"), ("half", "quarter")))
    day = (world.start + datetime.timedelta(draw.randint(60, 700))).replace(day=draw.choice((2, 10, 28)))
    first = world.start - datetime.timedelta(400)
    first, other = world.start - datetime.timedelta(400), draw.choice((3, 7))
    world.declare("row_rate", "parameter row_rate percent", f"  2% from {first}", f"  {other}% from {day}")
    head = (f"  measured every {UNIT_WORDS[unit]}", f"  paid every {UNIT_WORDS[paid]}")
    less = f" - total {field} of {relation.records} where {relation.dated_by} after {day}" if draw.odds(40) else ""
    tail = [f"  each row by its own {relation.dated_by}", "  rounded half even to cents"]
    more = ["  multiplied by 1.5"] if draw.odds(30) else []
    on = (f"  on total {field} of {relation.records}{less}", "  pays row_rate")
    world.declare("row_rebate", "incentive row_rebate of Partner", *head, *on, *more, *tail)
    if draw.odds(40):
        later = day + datetime.timedelta(draw.choice((3, 20, 45)))
        counted = (f"  on count {relation.records}", f"  pays 3 {world.currency} per {relation.name.lower()}")
        lines = ("incentive row_rebate of Partner, from " + str(later), *head, *counted, *tail)
        world.declare("row_rebate later", *lines)


def _amounts(world: World, relation: Holder) -> list[str]:
    """The amounts of a record that has a date, in the program's currency."""
    if not relation.dated_by:
        return []
    return [
        field.name for field in relation.fields
        if isinstance(field.type, core.Quantity) and field.type.kind == "money"
        and field.type.currency == world.currency and not field.optional
    ]  # fmt: skip
