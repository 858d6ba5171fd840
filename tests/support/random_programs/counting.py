"""A day counted from another, and who is in time for it. Written last, so that nothing else is drawn otherwise."""
from __future__ import annotations

from rulelang.core import nodes as core

from .windows import any_date, day_fields
from .world import Scope, World
from .writing import plural

UNITS = {"day": (1, 30, 90, 4_000_000), "week": (2, 13), "month": (1, 6, 12, 24), "quarter": (2, 5), "half": (1, 3),
    "year": (1, 2)}


def write_deadline(world: World) -> None:
    """A measure that is a date, and an eligibility that holds it against another."""
    draw, name, tested = world.draw, world.name("deadline"), world.name("in_time")
    days = [_counted(world) for _ in range(draw.choice((1, 1, 2)))]
    text = days[0] if len(days) == 1 else f"the {draw.choice(('later', 'earlier'))} of ({', '.join(days)})"
    world.declare(name, f"measure {name} of Partner is date", f"  {text}")
    relation = world.relations[0]
    row = _counted(world, f"{world.subject.name}.")
    test = draw.choice((
        f"period {draw.choice(('start', 'end'))} on or before {name}",
        f"{name} {draw.choice(('before', 'after'))} {_counted(world)}",
        f"any of {relation.records} have ({relation.dated_by} on or before {row})",
    ))
    world.declare(tested, f"eligibility {tested} of Partner", f"  {test}")


def _counted(world: World, of_subject: str = "") -> str:
    """So many units after or before a date, a number that is written or one that partners have."""
    draw = world.draw
    unit = draw.choice(tuple(UNITS))
    fields = [f"{of_subject}{name}" for name in day_fields(world, Scope())]
    origin = draw.choice((*fields, *fields, "period start", "period end", str(any_date(world))))
    counts = [f.name for f in world.subject.fields if isinstance(f.type, core.Quantity) and f.type.kind == "count"]
    written = plural(draw.choice(UNITS[unit]), unit)
    if counts and draw.odds(35):
        written = f"{of_subject}{draw.choice(counts)} {plural(2, unit).split(' ', 1)[1]}"
    return f"{written} {draw.choice(('after', 'before'))} {origin}"
