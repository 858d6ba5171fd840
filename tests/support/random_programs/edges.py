"""The lowest or the highest member of a type that has an order, among some records. Written last, so that nothing else
is drawn otherwise."""
from __future__ import annotations

from rulelang.core import nodes as core

from .conditions import where
from .windows import window
from .world import Scope, World


def write_edge(world: World) -> None:
    """A measure that is a member, where records have a field of such a type, and a test of it."""
    draw = world.draw
    fields = [(r, f) for r in world.relations for f in r.fields if isinstance(f.type, core.Choice) and f.type.ordered]
    if not fields:
        return
    relation, field = draw.choice(fields)
    kind = field.type
    assert isinstance(kind, core.Choice)
    name, tested = world.name("edge"), world.name("edge_reached")
    looked_at = f" {window(draw)}" if relation.dated_by and draw.odds(60) else ""
    only = f" where {where(world, Scope(relation)).text}" if draw.odds(40) else ""
    text = f"{draw.choice(('lowest', 'highest'))} {field.name} of {relation.records}{looked_at}{only}"
    world.declare(name, f"measure {name} of Partner is {kind.enumeration}", f"  {text}")
    sign = draw.choice((">=", "<=", ">", "<", "is"))
    world.declare(tested, f"eligibility {tested} of Partner", f"  {name} {sign} {draw.choice(kind.members)}")
