"""What records are asked to have, over a window, on a day and only some of them. Written last, so that nothing else is
drawn otherwise."""
from __future__ import annotations

from .conditions import truth, where
from .windows import moment, window
from .world import Scope, World


def write_asked_records(world: World) -> None:
    """An eligibility that asks a condition of all records, any, none or at least so many."""
    draw, name = world.draw, world.name("asked")
    relation = draw.choice([r for r in world.relations if r.valid] or world.relations)
    if draw.odds(50):
        relation = draw.choice(world.relations)
    inner = Scope(relation)
    looked_at = ""
    if relation.valid and draw.odds(75):
        looked_at = f" valid {moment(world)}"
    elif relation.dated_by and draw.odds(75):
        looked_at = f" {window(draw)}"
    only = f" where {where(world, inner).text}" if draw.odds(60) else ""
    which = draw.weighted((15, "all"), (15, "any"), (15, "none"), (55, f"at least {draw.randint(1, 3)}"))
    text = f"{which} of {relation.records}{looked_at}{only} have ({truth(world, inner, 0).text})"
    world.declare(name, f"eligibility {name} of Partner", f"  {text}")
