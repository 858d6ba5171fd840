"""Parameters and their timelines: constant, changing on edges of a cadence, or on any day."""
from __future__ import annotations

import datetime
import math
from collections.abc import Sequence
from fractions import Fraction

from rulelang.core import nodes as core

from .world import Parameter, World
from .writing import PAY_UNITS, literal

RATES = (Fraction(1, 100), Fraction(1, 40), Fraction(3, 100), Fraction(3, 80), Fraction(1, 20), Fraction(1, 8))
HORIZON = datetime.date(2026, 12, 31)


def type_of(kind: str, values: Sequence[Fraction], currency: str | None) -> core.Quantity:
    """As the checker finds it: the exact range of the values in force."""
    denominator = math.lcm(*(v.denominator for v in values))
    units = [int(v * denominator) for v in values]
    return core.Quantity(kind, denominator, min(units), max(units), currency)


def new_parameter(
    world: World, kind: str, around: Fraction | None = None, *, on_years: bool = False, rate: bool = False
) -> Parameter:
    """A parameter whose values lie near one another; `on_years`: it changes only where a year begins."""
    draw = world.draw
    centre = around if around is not None else draw.choice(RATES) if rate else world.threshold(kind)
    count = draw.weighted((45, 1), (35, 2), (20, 3))
    changes = _changes(world, count - 1, on_years=on_years)
    values = [centre]
    for _ in changes:
        values.append(_beside(world, kind, centre, values[-1]))
    currency = world.currency if kind == "money" else None
    first = world.start - datetime.timedelta(draw.choice((0, 0, 0, 1, 400)))
    name = world.name(f"{kind}_limit", f"{kind}_level") if not rate else world.name("rate", "bonus_rate")
    bounds = (Fraction(0), max(values) * 2) if draw.odds(20) else None
    found = Parameter(name, type_of(kind, values, currency), tuple(values), changes, first, bounds)
    world.parameters.append(found)
    world.declare(name, *_lines(world, found, kind, currency))
    return found


def _beside(world: World, kind: str, centre: Fraction, before: Fraction) -> Fraction:
    """Another value within a tenth of the centre, so that the order of neighbouring figures stays."""
    if kind == "count":
        return before + 1 if before <= centre else centre
    factor = world.draw.choice((Fraction(9, 10), Fraction(19, 20), Fraction(21, 20), Fraction(11, 10)))
    found = centre * factor
    return found if found != before else centre


def _changes(world: World, count: int, *, on_years: bool) -> tuple[datetime.date, ...]:
    draw, found = world.draw, set()
    for _ in range(count):
        day = world.start + datetime.timedelta(draw.randint(30, 1_000))
        unit = "year" if on_years else draw.weighted((70, draw.choice(PAY_UNITS)), (30, "day"))
        found.add(world.calendar.containing(unit, day).start)
    return tuple(sorted(day for day in found if world.start < day <= HORIZON))


def _lines(world: World, parameter: Parameter, kind: str, currency: str | None) -> list[str]:
    head = f"parameter {parameter.name} {kind}"
    if parameter.bounds:
        low, high = (literal(kind, bound, currency) for bound in parameter.bounds)
        head += f" between {low} and {high}"
    lines = [head]
    days = (parameter.first, *parameter.changes)
    for number, (value, day) in enumerate(zip(parameter.values, days, strict=True)):
        until = ""
        if number + 1 < len(days) and world.draw.odds(30):
            until = f" to {days[number + 1] - datetime.timedelta(1)}"
        lines.append(f"  {literal(kind, value, currency)} from {day}{until}")
    return lines
