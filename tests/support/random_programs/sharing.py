"""What part of its records, or of an amount of theirs, a partner has where something holds, and how that grew. Written
last, so that nothing else is drawn otherwise; over a few months, so that it costs little."""
from __future__ import annotations

from rulelang.core import nodes as core

from .conditions import where
from .windows import moment, window
from .world import Holder, Scope, World
from .writing import plural


def write_share(world: World) -> None:
    """A share of records or of what one of their fields adds up to, and sometimes its growth over a window."""
    draw, name = world.draw, world.name("part")
    relation = draw.choice([r for r in world.relations if r.dated_by] or world.relations)
    if draw.odds(30):
        relation = draw.choice(world.relations)
    numbers = [f for f in relation.fields if isinstance(f.type, core.Quantity)]
    fields = [f.name for f in numbers if getattr(f.type, "kind", "") in ("money", "count")]
    of_value = bool(fields) and draw.odds(45)
    grows = bool(relation.dated_by) and not of_value
    what = f"{draw.choice(fields)} of " if of_value else ""
    looked_at = "" if grows else _looked_at(world, relation)
    only = where(world, Scope(relation)).text
    text = f"(share of {what}{relation.records}{looked_at} where {only} rounded half even to 2 decimals)"
    world.declare(name, f"measure {name} of Partner is percent", f"  {text}")
    if grows:
        grown, length = world.name("part_grew"), plural(draw.randint(1, 3), "month")
        base = f"over the last {length} ending {length} ago zero base gives {draw.choice(('0%', 'unknown'))}"
        lately = f"growth of {name} over the last {length} against {base}"
        world.declare(grown, f"measure {grown} of Partner is percent", f"  ({lately} rounded half up to 2 decimals)")


def _looked_at(world: World, relation: Holder) -> str:
    if relation.valid and world.draw.odds(60):
        return f" valid {moment(world)}"
    return f" {window(world.draw)}" if relation.dated_by and world.draw.odds(60) else ""
