"""How long things last: fields that hold a time in months or in days, and conditions on them."""
from __future__ import annotations

from .windows import any_date
from .world import World
from .writing import plural

LENGTHS = {"months": ((1, "month"), (3, "month"), (1, "quarter"), (1, "half"), (2, "year")),
           "days": ((1, "day"), (3, "day"), (1, "week"), (2, "week"))}  # fmt: skip
BOUNDS = {"months": "", "days": " between 0 days and 366 days"}


def write_lasting(world: World) -> None:
    """A time of the partner and one of its records, in months or in days, and up to four conditions."""
    draw = world.draw
    for kind in ("months", "days"):
        relation = draw.choice(world.relations)
        notice, term = world.name("notice"), world.name("lasts")
        add_line(world, "Partner", f"  {notice} duration{BOUNDS[kind]}{draw.choice(('', ', optional'))}")
        add_line(world, relation.name, f"  {term} duration{BOUNDS[kind]}")
        length = plural(*draw.choice(LENGTHS[kind]))
        sign = draw.choice((">=", "<=", ">", "<", "is", "is not"))
        tests = [
            f"{notice} {sign} {length}",
            f"(total {term} of {relation.records} where {term} {sign} {length}) >= {notice}",
            f"(whole {kind} from joined to {draw.choice(('period end', str(any_date(world))))}) >= {notice}",
            f"(highest {term} of {relation.records}) + {length} > 2 * {notice}",
        ]
        for test in draw.some(tests, 1, 2):
            name = world.name("lasting")
            world.declare(name, f"eligibility {name} of Partner", f"  {test}")


def add_line(world: World, entity: str, line: str) -> None:
    """One more field of an entity."""
    number = next(n for n, (name, _) in enumerate(world.pieces) if name == entity)
    world.pieces[number] = (entity, f"{world.pieces[number][1]}\n{line}")
