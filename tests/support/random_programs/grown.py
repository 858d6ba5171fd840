"""Growth of what is worked out in parentheses. Written last, so that nothing else is drawn otherwise; over a month or
two, so that it costs little."""
from __future__ import annotations

from rulelang.core import nodes as core

from .world import World
from .writing import plural


def write_grown(world: World) -> None:
    """A number of records, or an amount of theirs, and something beside it, held against as many months before."""
    draw = world.draw
    relation = draw.choice([r for r in world.relations if r.dated_by])
    amounts = [f.name for f in relation.fields if isinstance(f.type, core.Quantity)
               and (f.type.kind, f.type.currency) == ("money", world.currency)]  # fmt: skip
    name, length = world.name("grown_by"), plural(draw.randint(1, 2), "month")
    parts = [f"(count {relation.records} over the last {length})", f"{draw.randint(1, 3)}"]
    if amounts and draw.odds(70):
        parts = [f"(total {draw.choice(amounts)} of {relation.records} over the last {length})", f"5 {world.currency}"]
    missing = draw.choice(("", "", " missing base gives 10%"))
    base = f"over the last {length} ending {length} ago zero base gives {draw.choice(('0%', 'unknown'))}{missing}"
    text = f"growth of ({draw.choice((' + ', ' - ')).join(parts)}) against {base}"
    world.declare(name, f"measure {name} of Partner is percent", f"  ({text} rounded half up to 2 decimals)")
