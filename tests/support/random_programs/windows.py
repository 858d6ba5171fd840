"""Windows and days, as text."""
from __future__ import annotations

import datetime

from rulelang.core import nodes as core

from .drawing import Draw
from .world import Scope, World
from .writing import PAY_UNITS, UNIT_WORDS, plural

COUNTS = {"day": (1, 45, 90), "week": (1, 6), "month": (1, 2, 5), "quarter": (1, 2, 4), "half": (1, 2), "year": (1, 2)}


def window(draw: Draw) -> str:
    """Any of the windows, with or without an earlier end."""
    unit = draw.weighted((70, draw.choice(PAY_UNITS)), (30, draw.choice(("day", "week"))))
    count = draw.choice(COUNTS[unit])
    ending = f" ending {plural(draw.randint(1, 3), draw.choice(PAY_UNITS))} ago" if draw.odds(20) else ""
    full = plural(count, unit).replace(" ", " full ", 1)
    return draw.weighted(
        (25, f"over the last {plural(count, unit)}{ending}"),
        (20, f"over the last {full}{ending}"),
        (15, f"over the previous {plural(count, unit)}{ending}"),
        (10, f"in the previous {UNIT_WORDS[draw.choice(PAY_UNITS)]}"),
        (15, "year to date"),
        (15, f"same {UNIT_WORDS[draw.choice(PAY_UNITS)]} last year"),
    )


def any_date(world: World) -> datetime.date:
    """A day near an edge of the calendar, inside the program's life."""
    day = world.start + datetime.timedelta(world.draw.randint(0, 1_200))
    if world.draw.odds(60):
        day = world.calendar.containing(world.draw.choice(PAY_UNITS), day).start
    return day - datetime.timedelta(world.draw.choice((0, 0, 1)))


def ago(draw: Draw) -> str:
    unit = draw.choice(("day", "week", *PAY_UNITS))
    return f"{plural(draw.choice(COUNTS[unit]), unit)} ago"


def day_fields(world: World, scope: Scope) -> list[str]:
    """Names of the dates that an expression can read, as they are written."""
    of_subject = "" if scope.row is None else f"{world.subject.name}."
    names = [f"{of_subject}{f.name}" for f in world.subject.fields if isinstance(f.type, core.Day)]
    return names + [f.name for f in (scope.row.fields if scope.row else ()) if isinstance(f.type, core.Day)]


def in_force(world: World, scope: Scope) -> str:
    """The day on which a parameter is read."""
    draw = world.draw
    fields = day_fields(world, scope)
    return draw.weighted(
        (30, "in force at period start"),
        (25, "in force at period end"),
        (15, f"in force on {max(any_date(world), world.start)}"),
        (40 if scope.row and fields else 8 if fields else 0, f"in force on {draw.choice(fields)}" if fields else ""),
    )


def moment(world: World) -> str:
    """A day that a tier or a validity is asked for."""
    draw = world.draw
    return draw.weighted(
        (35, "at period start"), (40, "at period end"), (10, f"on {any_date(world)}"), (15, f"at {ago(draw)}")
    )
