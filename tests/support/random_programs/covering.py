"""Fields that hold a period, of a partner or of its records, and conditions on them."""
from __future__ import annotations

import datetime

from rulelang.exact.calendar import Calendar

from .drawing import Draw
from .world import World


def write_covering(world: World) -> None:
    """A period of the partner or of one of its records, and a condition on it."""
    draw = world.draw
    name, of = world.name("covers"), world.name("planned")
    relation = draw.choice((None, *world.relations))
    test = f"{name} {draw.choice(('is', 'is', 'is not'))} {draw.choice(names_of_periods(world.calendar))}"
    _add_line(world, relation.name if relation else "Partner", f"  {name} period{draw.choice(('', ', optional'))}")
    condition = f"(count {relation.records} where {test}) >= 1" if relation else test
    world.declare(of, f"eligibility {of} of Partner", f"  {condition}")


def names_of_periods(calendar: Calendar) -> tuple[str, ...]:
    """A few periods of each kind, by their names in a calendar."""
    days = (datetime.date(2025, 1, 1), datetime.date(2025, 5, 15))
    units = ("month", "quarter", "half", "year")
    return tuple(dict.fromkeys(calendar.name(calendar.containing(unit, day)) for day in days for unit in units))


def some_period(draw: Draw, calendar: Calendar) -> str:
    """One of them."""
    return draw.choice(names_of_periods(calendar))


def _add_line(world: World, entity: str, line: str) -> None:
    """One more field of an entity."""
    number = next(n for n, (name, _) in enumerate(world.pieces) if name == entity)
    world.pieces[number] = (entity, f"{world.pieces[number][1]}\n{line}")
